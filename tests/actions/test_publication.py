"""What was chosen becomes what was awarded, for good, and is told to everybody concerned."""

import copy
import hashlib
from datetime import timedelta

import pytest
from bidders import last_event, phase
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from procurement.actions import allocation, issuing, publication
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from seed.cast import AUDITOR, OFFICER
from seed.story import ALLOCATED, PUBLISHED

LATER = PUBLISHED + timedelta(days=9)


def publish(story, actor=OFFICER):
    return publication.publish(story.store, actor, story.round_id, PUBLISHED)


def issue(story, at=PUBLISHED, actor=OFFICER):
    return issuing.issue(story.store, actor, story.round_id, at)


def awards(story):
    with story.store.transaction() as db:
        return db.awards.of_round(story.round_id)


def chosen(story):
    """The chosen plan as (product, firm) -> regions, units, fen; and its spend."""
    with story.store.transaction() as db:
        round_ = db.rounds.get(story.round_id)
        lots = db.runs.get(round_.run_id).result["lots"]
    found = {}
    for lot in lots:
        plan = lot[round_.plan]
        for index, firm in enumerate(lot["firms"]):
            pairs = zip(lot["regions"], plan["suppliers"], strict=True)
            regions = tuple(region for region, supplier in pairs if supplier == index)
            found[lot["product"], firm] = (regions, plan["volumes"][index], plan["amounts"][index])
    return found, sum(lot[round_.plan]["spend"] for lot in lots)


@pytest.mark.parametrize("plan", allocation.PLANS)
def test_the_awards_are_the_chosen_plan_to_the_unit_and_the_fen(told, plan):
    story = told("allocate")
    with story.store.transaction() as db:
        (run,) = db.runs.of_round(story.round_id)
    allocation.choose(story.store, OFFICER, story.round_id, run.number, plan, ALLOCATED)
    assert publish(story) == 8
    made, (planned, spend) = awards(story), chosen(story)
    assert {
        (one.product, one.firm): (one.regions, one.quantity, one.amount) for one in made
    } == planned
    details = last_event(story).details
    assert (details["plan"], details["awards"], details["fen"]) == (plan, 8, spend)
    assert phase(story) is Phase.PUBLISHED


def test_every_award_says_why_its_regions_and_its_lines_add_up(told):
    for award in awards(told("publish")):
        assert f"排第{award.rank}位" in award.reason.zh
        assert f"供应{len(award.regions)}个地区" in award.reason.zh
        assert {line.region for line in award.lines} == set(award.regions)
        assert award.quantity == sum(line.quantity for line in award.lines)


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE awards SET unit_price = unit_price + 1",
        "UPDATE award_lines SET quantity = 0",
        "DELETE FROM awards",
        "DELETE FROM award_lines",
    ],
)
def test_published_awards_cannot_be_changed_by_the_application(told, attempt):
    story = told("publish")
    before = awards(story)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        story.store.transaction() as db,
    ):
        db.session.execute(text(attempt))
    assert awards(story) == before


def test_results_are_published_once_and_in_their_turn(told):
    for stage in ("evaluate", "publish"):
        with pytest.raises(WrongPhase):
            publish(told(stage))


def test_a_changed_rulebook_publishes_nothing(told):
    story = told("allocate")
    with story.store.transaction() as db:
        db.rounds.get(story.round_id).rulebook_sha256 = "0" * 64
    with pytest.raises(Refused):
        publish(story)
    assert awards(story) == []


def test_only_the_office_publishes_and_issues(told):
    with pytest.raises(Forbidden):
        publish(told("allocate"), AUDITOR)
    with pytest.raises(Forbidden):
        issue(told("publish"), actor=AUDITOR)


def test_results_are_not_issued_before_they_are_published(told):
    """A notice of no winners, once issued, would stay as it was."""
    story = told("allocate")
    assert issue(story) == 1
    with story.store.transaction() as db:
        assert db.papers.issued(story.round_id) == {("opening_minutes", "")}


def test_a_plan_that_was_tampered_with_is_not_published(told):
    """One region moved from the second winner to the first breaks the numbers of regions."""
    story = told("allocate")
    with story.store.transaction() as db:
        run = db.runs.get(db.rounds.get(story.round_id).run_id)
        result = copy.deepcopy(run.result)
        suppliers = result["lots"][0]["best"]["suppliers"]
        suppliers[suppliers.index(1)] = 0
        run.result = result
    with pytest.raises(Refused) as refused:
        publish(story)
    assert {fault.rule for fault in refused.value.faults} >= {"counts"}
    assert awards(story) == []


def test_everybody_is_told_once_and_the_hashes_stand_in_the_audit_chain(told):
    """Minutes, a notice, a letter for every winner and every loser; again changes nothing."""
    story, seen = told("publish"), []
    with story.store.transaction() as db:
        verdicts = [
            one for ranked in db.evaluations.verdicts(story.round_id).values() for one in ranked
        ]
    winners = {one.firm for one in verdicts if one.won}
    losers = {one.firm for one in verdicts if not one.won}
    total = 2 + len(winners) + len(losers)
    made = issuing.issue(
        story.store,
        OFFICER,
        story.round_id,
        PUBLISHED,
        on_done=lambda done, of: seen.append((done, of)),
    )
    assert made == total
    assert seen == [(done, total) for done in range(1, total + 1)]
    with story.store.transaction() as db:
        papers = db.papers.with_content(story.round_id)
    assert {(one.kind, one.party) for one in papers} == {
        ("opening_minutes", ""),
        ("award_notice", ""),
        *(("award_letter", firm) for firm in winners),
        *(("result_letter", firm) for firm in losers),
    }
    assert all(one.content.startswith(b"%PDF") for one in papers)
    hashes = {one.name: hashlib.sha256(one.content).hexdigest() for one in papers}
    event = last_event(story)
    assert event.details == {"sha256": hashes}
    assert issue(story, at=LATER) == 0
    with story.store.transaction() as db:
        assert {one.name: one.sha256 for one in db.papers.of_round(story.round_id)} == hashes
    assert last_event(story).sequence == event.sequence
