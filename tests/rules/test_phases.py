"""The life of a round runs along one table."""

from datetime import UTC, datetime, timedelta

import pytest

from procurement.rules import phases
from procurement.rules.phases import ACTION_NAMES, NEXT, PHASE_NAMES, Phase, WrongPhase, advance
from procurement.rules.rights import RIGHTS

DUE = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)


def test_a_round_goes_from_draft_to_settled():
    """
    edit_round announce report_demand close_demand submit_envelope deadline open_bids evaluate
    evaluate allocate allocate publish sign report_usage settle settle
    """
    story = test_a_round_goes_from_draft_to_settled.__doc__ or ""
    phase = Phase.DRAFT
    for action in story.split():
        phase = advance(phase, action)
    assert phase is Phase.SETTLED


@pytest.mark.parametrize(
    ("phase", "action"),
    [
        (Phase.DRAFT, "submit_envelope"),
        (Phase.BIDDING, "open_bids"),
        (Phase.CLOSED, "submit_envelope"),
        (Phase.PUBLISHED, "allocate"),
        (Phase.SETTLED, "announce"),
    ],
)
def test_an_action_out_of_turn_is_refused(phase, action):
    with pytest.raises(WrongPhase):
        advance(phase, action)


def test_the_refusal_says_in_both_languages_where_the_round_stands():
    refused = WrongPhase(Phase.BIDDING, "open_bids")
    assert refused.text.zh == "当前阶段为“申报报价”，不能开标。"
    assert str(refused) == "The round is at the stage “Bidding”: you cannot open the bids now."


def test_bids_close_by_the_clock_at_the_very_deadline():
    assert phases.current(Phase.BIDDING, DUE, DUE - timedelta(microseconds=1)) is Phase.BIDDING
    assert phases.current(Phase.BIDDING, DUE, DUE) is Phase.CLOSED
    assert phases.current(Phase.OPENED, DUE, DUE) is Phase.OPENED
    assert phases.current(Phase.DRAFT, DUE, DUE) is Phase.DRAFT


def test_every_phase_and_action_has_a_name_and_every_action_a_right():
    actions = {action for row in NEXT.values() for action in row}
    assert set(PHASE_NAMES) == set(NEXT) == set(Phase)
    assert set(ACTION_NAMES) == actions
    assert actions - {"deadline", "edit_round"} <= set(RIGHTS)


def test_every_phase_can_be_reached_from_the_draft():
    reached = {Phase.DRAFT} | {after for row in NEXT.values() for after in row.values()}
    assert reached == set(Phase)


def test_the_drawing_shows_the_whole_table():
    drawing = phases.mermaid().splitlines()
    assert drawing[0] == "stateDiagram-v2"
    assert "    bidding --> closed: deadline" in drawing
    assert "    opened: 已开标 Opened" in drawing
    assert sum("-->" in line for line in drawing) == 2 + sum(len(row) for row in NEXT.values())


def test_where_no_regions_are_shared_out_the_allocated_phase_is_the_hospitals():
    assert phases.name(Phase.ALLOCATED, by_regions=True) is PHASE_NAMES[Phase.ALLOCATED]
    assert phases.name(Phase.ALLOCATED, by_regions=False).en == "Hospitals assign leftover"
    assert phases.name(Phase.OPENED, by_regions=False) is PHASE_NAMES[Phase.OPENED]
