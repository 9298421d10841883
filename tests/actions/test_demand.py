"""Hospitals report demand, each its own, and the reports add up to what was published."""

import pytest
from bidders import last_event, phase
from waiting import while_somebody_waits

from procurement.actions import demand, rounds
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.reports import Report
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from seed.cast import AUDITOR, OFFICER, speaker
from seed.story import DEMAND_CLOSED, DRAFTED, REPORTED, SOURCE
from seed.tenders import draft
from solver.problem import MOST_VOLUME

SPECS = [("01", "0.25g"), ("06", "5mg"), ("31", "100mg")]


@pytest.fixture
def story(told):
    return told("announce")


def report(story, *rows, place=0, about=None):
    """The hospital at this place reports (product, spec, quantity), about itself or another."""
    hospital = story.hospitals[place]
    code = story.hospitals[about or place].code
    demand.report(
        story.store,
        speaker(hospital),
        story.round_id,
        [Report(code, *row) for row in rows],
        REPORTED,
    )


def counted(story, place=0):
    with story.store.transaction() as db:
        found = db.demand.by_hospital(story.round_id, story.hospitals[place].code)
    return {(one.product, one.spec): one.quantity for one in found}


def refusals(story, *rows):
    with pytest.raises(Refused) as refused:
        report(story, *rows)
    assert counted(story) == {}
    return [(fault.rule, fault.place) for fault in refused.value.faults]


def close(story, actor=OFFICER):
    demand.close(story.store, actor, story.round_id, DEMAND_CLOSED)


def test_a_report_counts_and_is_recorded(story):
    report(story, ("01", "0.25g", 300), ("06", "5mg", 0))
    assert counted(story) == {("01", "0.25g"): 300, ("06", "5mg"): 0}
    details = last_event(story).details
    assert (details["hospital"], details["rows"], details["units"]) == (
        story.hospitals[0].code,
        2,
        300,
    )


def test_a_corrected_report_replaces_what_it_names_and_leaves_the_rest(story):
    report(story, ("01", "0.25g", 300), ("06", "5mg", 70))
    report(story, ("01", "0.25g", 30))
    assert counted(story) == {("01", "0.25g"): 30, ("06", "5mg"): 70}
    with story.store.transaction() as db:
        base = {row.product: row.base_quantity for row in db.demand.base(story.round_id)}
        assert db.demand.hospitals_reported(story.round_id) == 1
    assert base == {"01": 30, "06": 70}


def test_every_fault_of_a_report_is_named_and_nothing_is_kept(story):
    """
    02  10mg   not in this round
    01  5mg    no such specification
    06  5mg    negative
    06  5mg    a second time
    31  100mg  more than a lot can hold
    """
    assert refusals(
        story,
        ("02", "10mg", 1),
        ("01", "5mg", 1),
        ("06", "5mg", -1),
        ("06", "5mg", 2),
        ("31", "100mg", MOST_VOLUME + 1),
    ) == [
        ("repeated", "06 5mg"),
        ("presentation", "02 10mg"),
        ("presentation", "01 5mg"),
        ("quantity", "06 5mg"),
        ("quantity", "31 100mg"),
    ]


def test_a_hospital_reports_for_itself_only(story):
    with pytest.raises(Forbidden):
        report(story, ("01", "0.25g", 300), about=1)
    with pytest.raises(Forbidden):
        demand.report(story.store, OFFICER, story.round_id, [], REPORTED)
    assert counted(story, place=1) == {}


def test_reports_end_when_the_office_closes_them(story):
    report(story, *((product, spec, 10) for product, spec in SPECS))
    close(story)
    assert phase(story) is Phase.BIDDING
    assert last_event(story).details == {"hospitals": 1, "rows": 3, "units": 30}
    with pytest.raises(WrongPhase):
        report(story, ("01", "0.25g", 11))
    with pytest.raises(WrongPhase):
        close(story)


def test_nothing_is_reported_before_the_announcement(told):
    story = told("register")
    story.round_id = rounds.draft(story.store, OFFICER, draft(story.batch, SOURCE), DRAFTED)
    with pytest.raises(WrongPhase):
        report(story, ("01", "0.25g", 11))


def test_only_the_office_closes_reporting(story):
    with pytest.raises(Forbidden):
        close(story, actor=AUDITOR)


def test_reporting_stays_open_while_nobody_reported_a_product(story):
    report(story, ("01", "0.25g", 10), ("06", "5mg", 0))
    with pytest.raises(Refused) as refused:
        close(story)
    assert [(one.rule, one.place) for one in refused.value.faults] == [("coverage", "31")]
    assert phase(story) is Phase.ANNOUNCED


def test_a_report_that_comes_while_reporting_is_closed_is_too_late(story):
    """What the office closed stands: the base quantity does not change behind its back."""
    report(story, *((product, spec, 10) for product, spec in SPECS))

    def close_in_the_meantime(db):
        db.rounds.advance(story.round_id, "close_demand")

    with pytest.raises(WrongPhase):
        while_somebody_waits(
            story, close_in_the_meantime, lambda: report(story, ("01", "0.25g", 11))
        )
    assert counted(story)["01", "0.25g"] == 10


def test_the_base_quantities_are_the_published_ones_to_the_unit(told):
    story = told("report_demand")
    with story.store.transaction() as db:
        base = db.demand.base(story.round_id)
        regions = db.demand.coverage(story.round_id)
    published = {(one.region, one.product, one.spec): one for one in story.batch.demand}
    found = {(one.region, one.product, one.spec): one for one in base}
    assert found == published
    assert set(regions) == {region for region, _, _ in found}
    assert sum(regions.values()) <= len(story.hospitals)
