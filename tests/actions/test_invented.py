"""The invented rounds by their actions: acceptances, brands, choices, and who may do what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from bidders import last_event
from plot import QUICK, SIGNING_KEY

from procurement.actions import (
    allocation,
    contracts,
    demand,
    evaluation,
    explanation,
    leftover,
    publication,
    scenarios,
)
from procurement.rules.moves import Move
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.reports import Report
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.rounds import NotFound
from seed import cast
from seed.cast import FUND, OFFICER
from seed.invented_rounds import BATCH_11, JOINTS, Told

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def tell(told):
    def evaluated(round_):
        story = told("register")
        found = Told(story.store, round_, story.hospitals, SIGNING_KEY, QUICK)
        found.winners = found.until_evaluated(NOW)
        return found

    return evaluated


@pytest.fixture
def joints(tell):
    return tell(JOINTS)


@pytest.fixture
def batch(tell):
    return tell(BATCH_11)


def verdict(told, product, firm):
    with told.store.transaction() as db:
        (one,) = db.evaluations.verdicts(told.round_id, firm)[product]
    return one


def accept(told, product, firm, actor=OFFICER):
    return evaluation.record_acceptance(
        told.store, actor, told.round_id, product, firm, NOW + timedelta(hours=1)
    )


def allocate(told, plan="draft"):
    run = allocation.ask(told.store, OFFICER, told.round_id, NOW)
    assert allocation.work(told.store, NOW, workers=1)
    allocation.choose(told.store, OFFICER, told.round_id, run, plan, NOW)
    return run


def kept(told):
    with told.store.transaction() as db:
        return db.awards.of_round(told.round_id), db.agreements.of_round(told.round_id)


def test_nobody_is_revived_who_was_not_asked(batch):
    one = verdict(batch, "02", "D07")
    assert (one.won, one.revival_price) == (False, 450_000)


def test_an_acceptance_is_recorded_with_its_price_and_makes_a_winner(batch):
    assert accept(batch, "02", "D07") == batch.winners + 1
    one = verdict(batch, "02", "D07")
    assert (one.won, one.revived, one.win_price, one.picks) == (True, True, 450_000, True)
    with batch.store.transaction() as db:
        recorded = db.audit.last(f"round {BATCH_11.code}", "acceptance recorded")
    assert recorded.details == {"product": "02", "firm": "D07", "unit_price": "0.45"}
    assert last_event(batch).action == "bids evaluated"


def test_only_what_the_evaluation_offers_can_be_accepted_and_only_once(batch):
    for code in (("02", "D10"), ("02", "D08"), ("09", "D01")):
        with pytest.raises(Refused):
            accept(batch, *code)
    accept(batch, "02", "D07")
    with pytest.raises(Refused):
        accept(batch, "02", "D07")
    with pytest.raises(Forbidden):
        accept(batch, "02", "D12", FUND)


def test_after_the_allocation_nothing_can_be_accepted(batch):
    allocate(batch)
    with pytest.raises(WrongPhase):
        accept(batch, "02", "D07")


def test_firms_of_other_entries_cannot_be_named(batch):
    """Demand is closed, so the faults are asked for at a round that is still reporting."""
    with batch.store.transaction() as db:
        db.rounds.get(batch.round_id).phase = Phase.ANNOUNCED
    hospital = batch.hospitals[0]
    rows = [
        Report(hospital.code, "01", "20mg", 5, "D12"),
        Report(hospital.code, "01", "20mg", 5, "D01"),
        Report(hospital.code, "01", "20mg", 5),
    ]
    with pytest.raises(Refused) as refused:
        demand.report(batch.store, cast.speaker(hospital), batch.round_id, rows, NOW)
    assert [(one.rule, one.place) for one in refused.value.faults] == [("brand", "01 20mg D12")]


def test_awards_and_contracts_of_batch_11_are_the_plan_to_the_unit(batch):
    for product, firm in (("02", "D07"), ("02", "D04"), ("04", "D06")):
        accept(batch, product, firm)
    run = allocate(batch, "best")
    publication.publish(batch.store, OFFICER, batch.round_id, NOW)
    contracts.sign(batch.store, OFFICER, batch.round_id, NOW.date(), NOW)
    awards, agreements = kept(batch)
    with batch.store.transaction() as db:
        lots = {lot["product"]: lot for lot in db.runs.get(run).result["lots"]}
    for award in awards:
        lot = lots[award.product]
        if award.firm in lot["firms"]:
            place = lot["firms"].index(award.firm)
            assert award.quantity == lot["best"]["volumes"][place]
            assert award.amount == lot["best"]["amounts"][place]
        else:
            assert (award.firm, award.regions) in {("D04", ()), ("D06", ())}
    assert sum(one.agreed_quantity for one in agreements) == sum(one.quantity for one in awards)
    named = {(one.hospital, one.product, one.brand) for one in BATCH_11.reports(batch.hospitals)}
    direct = [one for one in agreements if (one.product, one.firm) == ("04", "D06")]
    assert direct
    assert all((one.hospital, one.product, one.firm) in named for one in direct)


def units(told):
    with told.store.transaction() as db:
        return leftover.of(db, db.rounds.get(told.round_id))


def a_choice(told, place=0):
    """All of a hospital's leftover to the first winner that may have it."""
    hospital = told.hospitals[place]
    pools = [one for one in units(told).assigned.pools if one.place.hospital == hospital.code]
    return hospital, [Move(one.place, one.targets[0], one.free) for one in pools]


def confirm(told, hospital, moves):
    leftover.confirm(told.store, cast.speaker(hospital), told.round_id, moves, NOW)


def test_what_a_hospital_chose_holds_and_the_others_keep_the_proposal(joints):
    allocate(joints)
    hospital, moves = a_choice(joints)
    confirm(joints, hospital, moves)
    assert last_event(joints).details == {
        "hospital": hospital.code,
        "units": sum(one.units for one in moves),
    }
    with joints.store.transaction() as db:
        standing = units(joints).standing(db.rounds.get(joints.round_id))
    assert [one for one in standing if one.place.hospital == hospital.code] == moves
    assert len({one.place.hospital for one in standing}) > 1
    publication.publish(joints.store, OFFICER, joints.round_id, NOW)
    contracts.sign(joints.store, OFFICER, joints.round_id, NOW.date(), NOW)
    awards, agreements = kept(joints)
    assert sum(one.agreed_quantity for one in agreements) == sum(one.quantity for one in awards)


def test_a_choice_that_breaks_the_rules_is_refused_and_nothing_is_kept(joints):
    allocate(joints)
    hospital, moves = a_choice(joints)
    pool = next(one for one in units(joints).assigned.pools if one.place == moves[0].place)
    barred, _ = pool.barred[0]
    with pytest.raises(Refused) as refused:
        confirm(joints, hospital, [moves[0]._replace(receiver=barred), *moves[1:]])
    assert {one.rule for one in refused.value.faults} == {"forbidden_targets"}
    with pytest.raises(Refused):
        confirm(joints, hospital, moves[1:])
    assert units(joints).confirmed == {}


def test_a_hospital_chooses_only_between_proposal_and_publication(joints):
    hospital = joints.hospitals[0]
    with pytest.raises(WrongPhase):
        confirm(joints, hospital, [])
    with joints.store.transaction() as db, pytest.raises(WrongPhase):
        leftover.of(db, db.rounds.get(joints.round_id))
    allocate(joints)
    with pytest.raises(Forbidden):
        leftover.confirm(joints.store, OFFICER, joints.round_id, [], NOW)
    publication.publish(joints.store, OFFICER, joints.round_id, NOW)
    with pytest.raises(WrongPhase):
        confirm(joints, hospital, [])


def test_where_regions_are_shared_out_there_is_no_leftover(batch):
    with batch.store.transaction() as db, pytest.raises(NotFound):
        leftover.of(db, db.rounds.get(batch.round_id))


def test_why_not_is_refused_in_words_where_brands_are_named(batch):
    allocate(batch)
    with pytest.raises(Refused) as refused:
        explanation.why(batch.store, OFFICER, batch.round_id, "02", "D08", "110000")
    assert [one.rule for one in refused.value.faults] == ["revivals"]


def test_scenarios_ask_about_regions_and_there_are_none_to_share_out(joints):
    with pytest.raises(NotFound):
        scenarios.ask(joints.store, OFFICER, joints.round_id, ["linkage=none"], NOW)
    with joints.store.transaction() as db:
        assert allocation.problems(db, db.rounds.get(joints.round_id)) == []


def test_the_least_spend_is_never_above_the_default_and_moves_as_much(joints):
    run = allocate(joints)
    with joints.store.transaction() as db:
        lots = db.runs.get(run).result["lots"]
    spend = {plan: sum(lot[plan]["spend"] for lot in lots) for plan in allocation.PLANS}
    assert spend["best"] < spend["draft"]
    moved = {
        plan: sum(row[-1] for lot in lots for row in lot[plan]["moves"])
        for plan in allocation.PLANS
    }
    assert moved["best"] == moved["draft"] == sum(lot["leftover"] for lot in lots)


def test_a_plan_that_was_tampered_with_is_not_published(joints):
    run = allocate(joints)
    with joints.store.transaction() as db:
        result = db.runs.get(run).result
        result["lots"][0]["draft"]["moves"][0][-1] += 1
        db.runs.get(run).result = {**result}
    with pytest.raises(Refused):
        publication.publish(joints.store, OFFICER, joints.round_id, NOW)


def test_a_winner_whose_volume_the_rulebook_does_not_know_stops_the_run(tell):
    """Cuts below 48 % have no row in the table of 2024, and the firms here cut less than that."""
    decisions = {
        "pool.scope": ('"category"', "a trial"),
        "selection.cut_least": ("0.2", "a trial with winners that cut less"),
    }
    told = tell(replace(JOINTS, rulebook="ivus-2024", day=date(2024, 3, 14), decisions=decisions))
    with pytest.raises(Refused) as refused:
        allocation.ask(told.store, OFFICER, told.round_id, NOW)
    assert {one.rule for one in refused.value.faults} == {"by_cut"}
