"""Ties are declared by firms, confirmed by officers, and count at the opening."""

from datetime import UTC, date, datetime

import pytest
from plot import QUICK, SIGNING_KEY
from sqlmodel import select

from procurement.actions import affiliations
from procurement.rules.affiliations import Declared, Tie
from procurement.rules.parties import Firm
from procurement.rules.rights import Actor, Forbidden, Role
from procurement.rules.text import Refused
from procurement.store.audit import AuditEventRow
from procurement.store.rounds import NotFound
from seed.invented_rounds import BATCH_11, Told

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2026, 3, 2)
OFFICER = Actor("officer", Role.OFFICER)
SECOND = Actor("d02", Role.FIRM, "D02")
SIXTH = Actor("d06", Role.FIRM, "D06")


@pytest.fixture
def story(told):
    """The firms of the invented batch are known, and nobody is tied to anybody."""
    story = told("register")
    with story.store.transaction() as db:
        db.parties.keep_firms(BATCH_11.firms)
    return story


@pytest.fixture
def store(store):
    """Three firms."""
    with store.transaction() as db:
        db.parties.keep_firms(Firm(code, f"Firm {code}") for code in ("D02", "D04", "D06"))
    return store


def a_tie(firm="D02", other="D06", tie=Tie.HOLDING, since=date(2025, 1, 1), until=None):
    return Declared(firm, other, tie, since, until, "2025年年度报告", "持股60%")


def groups(store, day=DAY):
    with store.transaction() as db:
        return dict(affiliations.groups(db, day))


def evaluated(story):
    """The invented batch 11, evaluated: the verdicts on its first product, by firm."""
    found = Told(story.store, BATCH_11, story.hospitals, SIGNING_KEY, QUICK)
    found.until_evaluated(NOW)
    with story.store.transaction() as db:
        return {one.firm: one for one in db.evaluations.verdicts(found.round_id)["01"]}


def test_two_firms_that_are_tied_count_once_and_the_reason_names_the_tie(story):
    """
    Seven firms bid for product 01; the table of batch 11 admits 4 of 7 and 3 of 6.

    D02 bids 0.62, D04 0.98, D06 1.05, D01 1.10, D03 1.35, D05 1.62, D07 2.10. D02 holds D06: six
    bidders, so three places; D02 and D06 share the first and win at 0.62, D03 is the fourth now
    as it was the fifth before.
    """
    affiliations.enter(story.store, OFFICER, a_tie(), AT)
    found = evaluated(story)
    assert (found["D02"].rank, found["D06"].rank, found["D04"].rank) == (1, 1, 2)
    assert found["D06"].won
    assert found["D06"].win_price == found["D02"].win_price
    assert "D02、D06属同一控制（D02–D06 #1），计为一家" in found["D06"].reason.zh
    assert "under one control (D02–D06 #1) and count as one bidder" in found["D02"].reason.en
    assert [firm for firm, one in found.items() if one.shortlisted] == ["D02", "D06", "D04", "D01"]


def test_a_tie_that_nobody_confirmed_counts_for_nothing(story):
    affiliations.declare(story.store, SECOND, a_tie(), AT)
    found = evaluated(story)
    assert (found["D02"].rank, found["D04"].rank, found["D06"].rank) == (1, 2, 3)
    assert "同一控制" not in found["D06"].reason.zh


def test_a_firm_declares_and_an_officer_confirms(store):
    number = affiliations.declare(store, SECOND, a_tie(), AT)
    assert groups(store) == {}
    affiliations.decide(store, OFFICER, number, "年报已核", AT, confirmed=True)
    assert groups(store) == dict.fromkeys(["D02", "D06"], f"D02–D06 #{number}")
    affiliations.decide(store, OFFICER, number, "股权已转让", AT, confirmed=False)
    assert groups(store) == {}
    (known,) = affiliations.known(store, OFFICER)
    assert [one.reason for one in known.decisions] == ["年报已核", "股权已转让"]
    with store.transaction() as db:
        told = db.session.exec(select(AuditEventRow).order_by(AuditEventRow.sequence)).all()
    assert [(one.action, one.actor) for one in told] == [
        ("affiliation declared", "d02"),
        ("affiliation confirmed", "officer"),
        ("affiliation refused", "officer"),
    ]
    assert told[0].details == {
        "firm": "D02",
        "other": "D06",
        "tie": "holding",
        "since": "2025-01-01",
        "until": None,
    }


def test_both_firms_see_the_tie_and_no_third(store):
    affiliations.declare(store, SECOND, a_tie(), AT)
    assert len(affiliations.own(store, SECOND)) == len(affiliations.own(store, SIXTH)) == 1
    assert affiliations.own(store, Actor("d04", Role.FIRM, "D04")) == []


def test_a_tie_holds_on_its_days_only(store):
    affiliations.enter(store, OFFICER, a_tie(until=date(2025, 12, 31)), AT)
    assert groups(store, date(2025, 12, 31))
    assert groups(store, date(2026, 1, 1)) == {}


def test_a_firm_declares_ties_of_its_own_only(store):
    with pytest.raises(Forbidden):
        affiliations.declare(store, SIXTH, a_tie(), AT)
    with pytest.raises(Forbidden):
        affiliations.enter(store, SECOND, a_tie(), AT)
    with pytest.raises(Forbidden):
        affiliations.decide(store, SECOND, 1, "x", AT, confirmed=True)
    with pytest.raises(Forbidden):
        affiliations.known(store, SECOND)


def test_faults_come_at_once_and_nothing_is_kept(store):
    with pytest.raises(Refused) as refused:
        affiliations.enter(
            store, OFFICER, a_tie(firm="X", other="", since=DAY, until=AT.date()), AT
        )
    assert [one.place for one in refused.value.faults] == ["other", "firm", "until"]
    assert affiliations.known(store, OFFICER) == []
    number = affiliations.declare(store, SECOND, a_tie(), AT)
    with pytest.raises(Refused):
        affiliations.decide(store, OFFICER, number, " ", AT, confirmed=True)
    with pytest.raises(NotFound):
        affiliations.decide(store, OFFICER, 99, "x", AT, confirmed=True)
