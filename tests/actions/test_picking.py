"""Winners pick their regions live: in turn, by the clock, and never two of them the same."""

import threading
from datetime import timedelta

import pytest
from bidders import last_event, open_bids
from picking_story import Table, firm_of
from sqlalchemy.exc import IntegrityError

from procurement.actions import audit, evaluation, picking, picks
from procurement.rules.phases import WrongPhase
from procurement.rules.picking import How, Pick
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.database import Store
from procurement.store.picks import PickingState
from procurement.store.rounds import NotFound
from seed.cast import AUDITOR, OFFICER
from seed.story import EVALUATED


@pytest.fixture
def table(told):
    """A picking that has just begun."""
    return Table(told("evaluate")).start()


def english(refused):
    return [fault.text.en for fault in refused.value.faults]


def test_a_picking_begins_with_every_product_that_has_several_winners(table):
    row, made = table.row()
    assert row.state is PickingState.RUNNING
    assert (row.turn_seconds, row.absent_pick) == (120, "largest")
    assert len(made) == len(table.lots())
    assert not any(made.values())
    assert all(len(lot.firms) > 1 for lot in row.facts().values())
    assert last_event(table.story).action == "picking started"


def test_the_firm_whose_turn_it_is_is_told(table):
    assert {lot.firms[0] for lot in table.lots()} <= table.told()
    lot = table.lots()[0]
    table.pick(lot.product, 0)
    table.pick(lot.product, 0)
    assert lot.firms[1] in table.told()


def test_a_pick_is_kept_and_recorded(table):
    lot = table.lots()[0]
    made = table.pick(lot.product, 3)
    (row,) = table.row()[1][lot.product]
    assert row.fact() == made
    assert (row.how, row.picked_by) == (How.CHOSEN, lot.firms[0].lower())
    event = last_event(table.story)
    assert event.action == "region picked"
    assert event.details["region"] == made.region
    assert not any("price" in name for name in event.details)


def test_the_same_pick_again_changes_nothing(table):
    lot = table.lots()[0]
    made = table.pick(lot.product, 3)
    table.send(lot.product, 1, made.firm, made.region)
    assert len(table.row()[1][lot.product]) == 1


def test_nobody_picks_for_another_or_out_of_turn(table):
    lot = table.lots()[0]
    with pytest.raises(Refused) as refused:
        table.send(lot.product, 1, lot.firms[1], lot.regions[0])
    assert english(refused) == ["It is not your turn."]
    stranger = next(one.code for one in table.story.firms if one.code not in lot.firms)
    with pytest.raises(NotFound):
        table.send(lot.product, 1, stranger, lot.regions[0])
    with pytest.raises(NotFound):
        table.send("99", 1, lot.firms[0], lot.regions[0])
    with pytest.raises(Forbidden):
        picks.pick(table.store, OFFICER, table.round_id, lot.product, 1, lot.regions[0], table.now)


def test_a_region_that_is_taken_is_refused_in_both_languages(table):
    lot = table.lots()[0]
    made = table.pick(lot.product, 0)
    with pytest.raises(Refused) as refused:
        table.send(lot.product, 2, lot.firms[0], made.region)
    (fault,) = refused.value.faults
    assert "taken" in fault.text.en
    assert "已被选走" in fault.text.zh


def test_a_turn_is_over_when_its_time_is(table):
    """A pick is in time strictly before the end of the turn; then the default is picked."""
    lot = table.lots()[0]
    table.wait(119)
    assert table.pick(lot.product, 5).turn == 1
    table.wait(120)
    with pytest.raises(Refused) as refused:
        table.send(lot.product, 2, lot.firms[0], lot.regions[7])
    assert english(refused) == ["This turn is over: see how the picking stands."]


def test_the_clock_picks_for_the_absent_one_turn_at_a_time(table):
    table.wait(120)
    for product, made in table.row()[1].items():
        (row,) = made
        lot = next(one for one in table.lots() if one.product == product)
        largest = max(zip(lot.volume, lot.regions, strict=True), key=lambda one: one[0])[1]
        assert (row.how, row.picked_by, row.region) == (How.DEFAULT, "clock", largest)
    table.wait(119)
    assert {len(made) for made in table.row()[1].values()} == {1}
    table.wait(1)
    assert {len(made) for made in table.row()[1].values()} == {2}


def test_a_time_in_which_the_site_was_down_costs_nobody_a_turn(table):
    """The server is away for an hour: the turns under way begin anew when it is back."""
    table.now += timedelta(hours=1)
    picks.keep_all_times(table.store, table.now)
    assert not any(table.row()[1].values())
    assert last_event(table.story).action == "picking clock began anew"
    table.wait(119)
    assert not any(table.row()[1].values())
    table.wait(1)
    assert all(table.row()[1].values())


def test_a_paused_picking_stands_still_and_goes_on_with_a_whole_turn(table):
    lot = table.lots()[0]
    table.wait(100)
    picking.pause(table.store, OFFICER, table.round_id, " 网络故障 ", table.now)
    assert last_event(table.story).details["reason"] == "网络故障"
    table.wait(600)
    assert not any(table.row()[1].values())
    with pytest.raises(Refused):
        table.pick(lot.product, 0)
    picking.resume(table.store, OFFICER, table.round_id, "已恢复", table.now)
    table.wait(119)
    assert table.pick(lot.product, 0).turn == 1


@pytest.mark.parametrize("reason", ["", "  ", "长" * 2001])
def test_nothing_is_paused_without_a_reason(table, reason):
    with pytest.raises(Refused):
        picking.pause(table.store, OFFICER, table.round_id, reason, table.now)


def test_what_does_not_run_cannot_be_paused_and_what_runs_not_resumed(table):
    with pytest.raises(Refused):
        picking.resume(table.store, OFFICER, table.round_id, "继续", table.now)
    picking.break_off(table.store, OFFICER, table.round_id, "重新评审", table.now)
    for move in (picking.pause, picking.resume, picking.break_off):
        with pytest.raises(Refused):
            move(table.store, OFFICER, table.round_id, "再来", table.now)
    with pytest.raises(Refused):
        picking.finish(table.store, OFFICER, table.round_id, table.now)
    table.start()
    assert not any(table.row()[1].values())


def test_there_is_one_picking_at_a_time(table):
    with pytest.raises(Refused):
        table.start()


@pytest.mark.parametrize("stage", ["open", "publish"])
def test_regions_are_picked_between_evaluation_and_publication(told, stage):
    with pytest.raises(WrongPhase):
        Table(told(stage)).start()


def test_only_the_office_runs_a_picking(table):
    speaker = firm_of(table.lots()[0].firms[0])
    for who in (AUDITOR, speaker):
        for act in (picking.pause, picking.resume, picking.break_off):
            with pytest.raises(Forbidden):
                act(table.store, who, table.round_id, "理由", table.now)
        for act in (picking.start, picking.finish):
            with pytest.raises(Forbidden):
                act(table.store, who, table.round_id, table.now)
        with pytest.raises(Forbidden):
            picking.run_recorded(table.store, who, table.round_id, "a.csv", b"", table.now)


def test_a_round_without_winners_has_nothing_to_pick(told):
    story = told("report_demand")
    open_bids(story)
    evaluation.evaluate(story.store, OFFICER, story.round_id, EVALUATED)
    with pytest.raises(Refused) as refused:
        Table(story).start()
    assert english(refused) == ["There is no product whose winners pick regions."]


def test_of_two_hands_that_pick_at_once_one_is_told_what_happened(table):
    """Two windows of the firm pick at the same turn: one region is theirs, not two."""
    lot = table.lots()[0]
    start, refused = threading.Barrier(8), []

    def hand(region):
        start.wait()
        try:
            table.send(lot.product, 1, lot.firms[0], region)
        except Refused as error:
            refused.extend(error.faults)

    hands = [threading.Thread(target=hand, args=[region]) for region in lot.regions[:8]]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    (kept,) = table.row()[1][lot.product]
    assert kept.region in lot.regions[:8]
    assert len(refused) == 7
    assert {fault.text.en for fault in refused} == {
        "This turn is over: see how the picking stands."
    }
    assert audit.verify(table.store)[2] is None


@pytest.mark.parametrize("same", ["region", "turn"])
def test_the_database_itself_keeps_no_two_picks_of_one_region_or_turn(table, same):
    """Without any lock, in eight transactions at once."""
    lot = table.lots()[0]
    start, results = threading.Barrier(8), []

    def hand(place):
        store = Store(table.store.engine.url, pool=1)
        made = Pick(
            turn=1 if same == "turn" else place + 1,
            firm=lot.firms[0],
            region=lot.regions[0 if same == "region" else place],
            role=0,
            how=How.CHOSEN,
        )
        start.wait()
        try:
            with store.transaction() as db:
                row = db.picks.get(table.round_id)
                db.picks.keep(row, lot.product, made, "somebody", table.now)
            results.append("kept")
        except IntegrityError as error:
            results.append(f"uq_picks_{same}" if f"uq_picks_{same}" in str(error) else "other")
        finally:
            store.close()

    hands = [threading.Thread(target=hand, args=[place]) for place in range(8)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert sorted(results) == ["kept"] + [f"uq_picks_{same}"] * 7
