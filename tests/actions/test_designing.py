"""An officer drafts a round under a scheme and decides its parameters, on record."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from bidders import last_event
from office import a_draft
from plot import QUICK

from procurement.actions import designing, designs, rounds
from procurement.actions.rounds import RoundDraft
from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.rulebook import Undecided
from procurement.rules.text import Refused
from procurement.store.catalogue import Entry
from procurement.store.rounds import NotFound
from seed.cast import AUDITOR, OFFICER, PASSPHRASES
from seed.story import ANNOUNCED, BIDS_DUE, DRAFTED

PICKS = "selection.rank_most"  # of the joints round: nobody published it
REASON = "专家组2026年11月论证意见"
EMPTY = RoundDraft(
    "joints-x", "人工关节", "文件1", "来源1", "joints-2021", date(2026, 11, 1), (), ()
)


@pytest.fixture
def office(told):
    """The small story's office before its round is drafted, with a joints round as a draft."""
    story = told("register")
    story.round_id = designing.draft(story.store, OFFICER, EMPTY, DRAFTED)
    return story


def decide(story, key=PICKS, typed="6", reason=REASON, number=None):
    designing.decide(story.store, OFFICER, number or story.round_id, key, typed, reason, DRAFTED)


def refused(deed, *args, **changes):
    with pytest.raises(Refused) as caught:
        deed(*args, **changes)
    return [(fault.rule, fault.place) for fault in caught.value.faults]


def law(story):
    with story.store.transaction() as db:
        return rounds.law(db, db.rounds.get(story.round_id))


def events(story):
    with story.store.transaction() as db:
        return db.audit.count(f"round {EMPTY.code}")


def test_rounds_are_drafted_under_rulebooks_that_make_rounds():
    kinds = [book.kind for book in designing.schemes()]
    assert set(kinds) == set(designing.KINDS)
    assert kinds == sorted(kinds)


def test_a_draft_may_be_empty_but_is_not_announced_so(office):
    told = {fault.rule for fault in rounds.check(office.store, OFFICER, office.round_id)}
    assert told == {"products", PICKS}
    with pytest.raises(Undecided):
        law(office)


def test_a_draft_needs_its_names_and_a_code_of_its_own(office):
    blank = RoundDraft("joints-x", " ", "", "", "joints-2021", EMPTY.day, (), ())
    found = refused(designing.draft, office.store, OFFICER, blank, DRAFTED)
    assert found == [
        ("name", "name"),
        ("document", "document"),
        ("source", "source"),
        ("code", "code"),
    ]


def test_a_round_may_buy_what_another_bought(office):
    number = a_draft(office)
    products, entries = designing.catalogue_of(office.store, number)
    assert products == office.batch.products
    assert len(entries) == len(office.batch.bids)
    with pytest.raises(NotFound):
        designing.catalogue_of(office.store, 4711)


def test_a_draft_may_get_its_products_later_and_others_after_that(office):
    products, entries = (
        office.batch.products,
        [Entry("01", office.firms[0].code, reference_product=False)],
    )
    where = (office.store, OFFICER, office.round_id)
    designing.furnish(*where, products, entries, DRAFTED)
    designing.furnish(*where, products[:1], entries, DRAFTED)
    assert designing.catalogue_of(office.store, office.round_id) == (products[:1], tuple(entries))
    assert last_event(office).details == {"products": 1, "entries": 1}


def test_a_decision_is_the_law_of_the_round_with_its_reason(office):
    decide(office)
    rules = law(office)
    assert rules.rank_most == 6
    entry = rules.sources["rank_most"]
    assert (entry.evidence, entry.source) == ("decided", REASON)
    event = last_event(office)
    assert event.action == "parameter decided"
    assert event.details == {"key": PICKS, "value": "6", "reason": REASON}


def test_a_decision_keeps_every_decimal(office):
    number = a_draft(office, code="draft-2")
    decide(office, "comparison.pack_factor", "1.9500000000000000001", number=number)
    with office.store.transaction() as db:
        (kept,) = db.decisions.of_round(number)
        design = designs.read(db, db.rounds.get(number))
    assert kept.value == Decimal("1.9500000000000000001")
    rules = design.book.at(design.day, decisions=design.decisions)
    assert rules.pack_factor == Fraction("1.9500000000000000001")


def test_the_newest_decision_counts(office):
    decide(office)
    decide(office, typed="5")
    assert law(office).rank_most == 5


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"typed": "six"}, [("value", "value")]),
        ({"typed": "0"}, [("value", "value")]),
        ({"typed": "[6]", "reason": " "}, [("reason", "reason"), ("value", "value")]),
        ({"typed": "", "reason": ""}, [("value", "value"), ("reason", "reason")]),
        ({"reason": "长" * 1001}, [("reason", "reason")]),
        ({"key": "volume.by_rank", "typed": "[[1, 0]]"}, [("decision", "value")]),
        ({"key": "winning.low_price"}, [("decision", "value")]),
    ],
)
def test_what_cannot_be_decided_is_refused_by_its_field(office, changes, found):
    before = events(office)
    assert refused(decide, office, **changes) == found
    assert events(office) == before
    with office.store.transaction() as db:
        assert db.decisions.of_round(office.round_id) == []


def test_settled_law_needs_another_rulebook(office):
    with pytest.raises(Refused, match="needs another rulebook"):
        decide(office, "volume.by_rank", "[[1, 0]]")


def test_a_decision_is_taken_back_on_record(office):
    decide(office)
    take_back = (office.store, OFFICER, office.round_id, PICKS)
    designing.withdraw(*take_back, "论证意见有误", DRAFTED)
    event = last_event(office)
    assert event.action == "decision withdrawn"
    assert event.details == {"key": PICKS, "reason": "论证意见有误"}
    with pytest.raises(Undecided):
        law(office)
    again = refused(designing.withdraw, *take_back, "", DRAFTED)
    assert again == [("reason", "reason"), ("decision", "reason")]


def test_after_the_announcement_nothing_is_decided(told):
    story = told("announce")
    with pytest.raises(WrongPhase):
        decide(story, "comparison.decimals", "3")
    with pytest.raises(WrongPhase):
        designing.withdraw(
            story.store, OFFICER, story.round_id, "comparison.decimals", REASON, ANNOUNCED
        )


def test_only_officers_design(office):
    with pytest.raises(Forbidden):
        designing.draft(office.store, AUDITOR, EMPTY, DRAFTED)
    with pytest.raises(Forbidden):
        designing.decide(office.store, AUDITOR, office.round_id, PICKS, "6", REASON, DRAFTED)
    with pytest.raises(Forbidden):
        designing.withdraw(office.store, AUDITOR, office.round_id, PICKS, REASON, DRAFTED)


def test_a_lint_error_keeps_the_round_from_being_announced(told):
    """Shares were decided for one number of winners, and two may win."""
    story = told("register")
    story.round_id = a_draft(story, rulebook="national-drug-10", day=date(2024, 12, 12))
    decide(story, "volume.agreed_share", "[0.6]")
    found = refused(
        rounds.announce,
        story.store,
        OFFICER,
        story.round_id,
        PASSPHRASES,
        BIDS_DUE,
        ANNOUNCED,
        QUICK,
    )
    assert ("volume.agreed_share", "volume.agreed_share") in found


def test_the_solver_says_why_expected_demand_cannot_be_supplied(told):
    """The second round's demand again, and a firm entered alone that can supply 1,000 units."""
    story = told("report_demand")
    product = story.batch.products[0].code
    entries = [Entry(product, story.firms[0].code, reference_product=False, capacity=1000)]
    changes = {"rulebook": "national-drug-10", "day": date(2024, 12, 12)}
    number = a_draft(story, entries=tuple(entries), **changes)
    assert designing.conflicts(story.store, OFFICER, number) == ()
    (fault,) = designing.conflicts(story.store, OFFICER, number, demand_of=story.round_id)
    assert fault.place == product
    assert "all capacities together are 1,000" in fault.text.en
    assert "Any one of these changes makes a plan possible" in fault.text.en


def test_what_is_still_open_is_not_solved(office):
    assert designing.conflicts(office.store, OFFICER, office.round_id) == ()
