"""When an announced round may change, by its notice, and who has to agree."""

from datetime import UTC, date, datetime, timedelta

import pytest

from procurement.exchange import rulebooks
from procurement.rules import changes
from procurement.rules.change_rules import ChangeRules
from procurement.rules.changes import CHANGE_NAMES, OUTCOME_NAMES, Change, Outcome, Proposal

DEADLINE = datetime(2026, 12, 31, 2, tzinfo=UTC)
DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
RULES = rulebooks.load("changes-default").at(date(2026, 11, 22), ChangeRules)


def rules_broken(faults):
    return [fault.rule for fault in faults]


def test_every_kind_and_outcome_has_a_name():
    assert set(CHANGE_NAMES) == set(Change)
    assert set(OUTCOME_NAMES) == set(Outcome)


def test_the_notice_is_a_parameter_with_its_source():
    entry = RULES.sources["notice_days"]
    assert (entry.value, entry.evidence, entry.is_parameter) == (15, "unconfirmed", True)
    assert "第二十三条" in entry.source


@pytest.mark.parametrize(("early", "over"), [(INSTANT, False), (0 * DAY, True), (-DAY, True)])
def test_at_the_deadline_itself_it_is_over(early, over):
    assert changes.is_over(DEADLINE, DEADLINE - early) is over


def test_a_deadline_moves_later_up_to_its_last_instant_and_never_to_the_past():
    """
    now       new deadline  allowed
    -1 day    +1 instant    yes
    -1 day    now           no: past
    -1 day    -2 days       no: past
    -15 days  -1 instant    no: too little notice
    -16 days  -1 day        yes: fifteen days to the instant
    """
    table = [
        (DEADLINE - DAY, DEADLINE + INSTANT, []),
        (DEADLINE - DAY, DEADLINE - DAY, ["bids_close_at"]),
        (DEADLINE - DAY, DEADLINE - 2 * DAY, ["bids_close_at"]),
        (DEADLINE - 15 * DAY, DEADLINE - INSTANT, ["changes.notice_days"]),
        (DEADLINE - 16 * DAY, DEADLINE - DAY, []),
    ]
    for at, wanted, found in table:
        assert rules_broken(changes.deadline_faults(DEADLINE, wanted, at, RULES)) == found


def test_terms_change_fifteen_days_before_the_deadline_or_it_is_put_off_first():
    last = DEADLINE - 15 * DAY
    assert changes.notice_faults(DEADLINE, last, RULES) == []
    assert rules_broken(changes.notice_faults(DEADLINE, last + INSTANT, RULES)) == [
        "changes.notice_days"
    ]


@pytest.mark.parametrize(("reason", "faults"), [("x", 0), ("", 1), (" \n", 1), ("长" * 1001, 1)])
def test_a_change_has_a_reason_of_some_length(reason, faults):
    assert len(changes.reason_faults(reason)) == faults


def test_the_proposer_is_not_the_second_pair_of_eyes():
    proposal = Proposal(Change.DEADLINE, "", {}, {}, "x", "officer")
    assert rules_broken(changes.consent_faults(proposal, "officer")) == ["four_eyes"]
    assert changes.consent_faults(proposal, "officer2") == []
