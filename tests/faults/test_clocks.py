"""Wrong clocks, zones and summer time: a deadline is one instant, and both clocks count."""

import time
from contextlib import closing
from copy import copy
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bidders import (
    HUAHAI,
    IN_TIME,
    INSTANT,
    PUBLIC_KEY,
    an_envelope,
    handed_in,
    open_bids,
    submit,
    withdraw,
)
from hypothesis import given
from hypothesis import strategies as st
from open_bidding import open_round

from procurement.actions import bidding, box
from procurement.rules import canon, dates
from procurement.rules.phases import Phase, WrongPhase, current
from procurement.rules.sealing import verify_receipt
from procurement.store.clock import ClocksDiffer
from procurement.store.database import Store
from seed.cast import OFFICER, PASSPHRASES
from seed.story import BIDS_DUE
from web.officer.forms import AnnounceForm

NEW_YORK, SHANGHAI = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")
ZONES = [NEW_YORK, SHANGHAI, ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe"), UTC]
DRIFT = timedelta(seconds=5)
SUMMER_TIME_OVER = datetime(1992, 1, 1, tzinfo=UTC)


@pytest.fixture
def open_now(told):
    """A round that takes bids until tomorrow, by every clock that is right."""
    story = told("register")
    story.round_id = open_round(story)
    with story.store.transaction() as db:
        story.due = db.rounds.get(story.round_id).bids_close_at
    return story


@pytest.fixture
def strict(open_now):
    """The same round as a server process sees it."""
    story = copy(open_now)
    with closing(Store(open_now.store.engine.url, pool=1, drift=DRIFT)) as story.store:
        yield story


def test_no_fast_clock_of_a_server_opens_bids_before_the_deadline(open_now):
    """The process believes that the deadline has passed, the database knows that it has not."""
    with pytest.raises(WrongPhase):
        bidding.open_bids(open_now.store, OFFICER, open_now.round_id, PASSPHRASES, open_now.due)
    with open_now.store.transaction() as db:
        assert db.rounds.get(open_now.round_id).phase is Phase.BIDDING
        assert db.evaluations.bids(open_now.round_id) == {}


def test_no_fast_clock_of_a_server_closes_a_box_before_the_deadline(open_now):
    assert box.seen(open_now.store, open_now.round_id, open_now.due) is None
    box.close_due(open_now.store, open_now.due)
    with open_now.store.transaction() as db:
        assert db.envelopes.root(open_now.round_id) is None


def test_no_slow_clock_of_a_server_opens_bids_before_the_deadline(told):
    story = told("bid")
    with pytest.raises(WrongPhase):
        open_bids(story, at=BIDS_DUE - INSTANT)


@pytest.mark.parametrize("wrong", [2 * DRIFT, -2 * DRIFT], ids=["fast", "slow"])
def test_clocks_that_differ_take_no_bid_and_open_none(strict, wrong):
    for attempt in (submit_at, withdraw_at, open_at):
        with pytest.raises(ClocksDiffer):
            attempt(strict, datetime.now(UTC) + wrong)
    assert handed_in(strict, HUAHAI) == []


def test_clocks_that_agree_are_not_spoken_of(strict):
    receipt, signature = submit_at(strict, datetime.now(UTC))
    assert verify_receipt(receipt, signature, PUBLIC_KEY)


def submit_at(story, at):
    return submit(story, HUAHAI, at=at)


def withdraw_at(story, at):
    withdraw(story, HUAHAI, at=at)


def open_at(story, at):
    open_bids(story, at=at)


def test_who_waited_while_the_box_was_closed_is_too_late(told):
    """They came in time, but the root was published before their turn."""
    story = told("report_demand")
    envelope = an_envelope(story, HUAHAI)
    closed = box.seen(story.store, story.round_id, BIDS_DUE)
    with pytest.raises(WrongPhase):
        submit(story, HUAHAI, envelope, at=IN_TIME)
    assert box.seen(story.store, story.round_id, BIDS_DUE) == closed
    assert closed.faults == ()


moments = st.integers(0, 10**16).map(lambda after: SUMMER_TIME_OVER + after * INSTANT)


@given(moments, st.integers(-3 * 10**9, 3 * 10**9), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_in_time_is_before_the_instant_wherever_the_clocks_hang(due, apart, here, there):
    """Also in the hour that summer time repeats, where two local times look the same."""
    now = due + timedelta(microseconds=apart)
    phase = current(Phase.BIDDING, due.astimezone(here), now.astimezone(there))
    assert (phase is Phase.BIDDING) == (apart < 0)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_the_hour_that_is_repeated_in_autumn_is_two_hours(zone):
    """The deadline is in the first 01:45 of New York, and the clocks are set back at 02:00."""
    due = datetime(2026, 11, 1, 5, 45, tzinfo=UTC).astimezone(zone)
    half_past_one_again = datetime(2026, 11, 1, 6, 30, tzinfo=UTC).astimezone(zone)
    assert current(Phase.BIDDING, due, half_past_one_again) is Phase.CLOSED


@given(moments, st.sampled_from(ZONES))
def test_an_envelope_is_bound_to_the_instant_and_not_to_how_it_is_written(moment, zone):
    assert canon.instant(moment.astimezone(zone)) == canon.instant(moment)


@given(moments)
def test_beijing_time_is_that_of_shanghai_since_summer_time_was_given_up(moment):
    there = moment.astimezone(SHANGHAI)
    assert dates.show_instant(moment) == f"{there:%Y-%m-%d %H:%M:%S}"
    assert dates.local_day(moment) == there.date()


def test_there_was_summer_time_in_shanghai_until_1991_and_no_round():
    summer = datetime(1991, 7, 1, tzinfo=UTC)
    assert summer.astimezone(SHANGHAI).utcoffset() == timedelta(hours=9)
    assert summer.astimezone(dates.BEIJING).utcoffset() == timedelta(hours=8)


@pytest.fixture(params=["America/New_York", "Asia/Shanghai", "UTC"])
def process_zone(request, monkeypatch):
    """The zone of the machine on which the server runs."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-30T23:59", datetime(2026, 11, 30, 15, 59, tzinfo=UTC)),
        ("2026-11-30T23:59:59.999999", datetime(2026, 11, 30, 15, 59, 59, 999999, tzinfo=UTC)),
        ("2026-12-01T00:00", datetime(2026, 11, 30, 16, tzinfo=UTC)),
        ("2026-11-01T01:30", datetime(2026, 10, 31, 17, 30, tzinfo=UTC)),  # twice in New York
        ("2026-03-08T02:30", datetime(2026, 3, 7, 18, 30, tzinfo=UTC)),  # never in New York
        ("2026-11-30T10:00+00:00", None),  # the form asks for Beijing time
        ("2026-11-30T10:00Z", None),
        ("", None),
    ],
)
def test_an_officer_writes_beijing_time_wherever_the_server_runs(process_zone, written, meant):
    form = AnnounceForm(officer="a", passphrase="b", bids_close_at=written)
    assert form.deadline() == meant, process_zone


def test_twenty_four_o_clock_is_the_next_midnight_or_no_time(process_zone):
    """Python took it for a time from 3.14 on."""
    form = AnnounceForm(officer="a", passphrase="b", bids_close_at="2026-11-30T24:00")
    assert form.deadline() in {None, datetime(2026, 11, 30, 16, tzinfo=UTC)}, process_zone
    assert form.deadline() is None or form.deadline().tzinfo is UTC


def test_a_deadline_at_midnight_takes_the_last_microsecond_of_the_day(told, process_zone):
    story = told("report_demand")
    midnight = AnnounceForm(officer="a", passphrase="b", bids_close_at="2020-01-17T00:00")
    with story.store.transaction() as db:
        db.rounds.get(story.round_id).bids_close_at = due = midnight.deadline()
    last = due - INSTANT
    assert dates.show_instant(last) == "2020-01-16 23:59:59", process_zone
    envelope = an_envelope(story, HUAHAI)
    with pytest.raises(WrongPhase):
        submit(story, HUAHAI, envelope, at=due)
    receipt, _ = submit(story, HUAHAI, envelope, at=last)
    assert receipt.received_at == last
    assert [row.received_at for row in handed_in(story, HUAHAI)] == [last]
