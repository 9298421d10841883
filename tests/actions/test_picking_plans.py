"""What winners picked becomes a plan of the allocation; the same from recorded preferences."""

import pytest
from bidders import last_event
from picking_story import AT, Table

from procurement.actions import allocation, audit, picking, publication
from procurement.rules.picking import How
from procurement.rules.text import Refused
from procurement.store.picks import PickingState
from seed.cast import OFFICER

PREFERENCES = "firm,product,regions\n"


@pytest.fixture
def table(told):
    """A picking that has just begun."""
    return Table(told("evaluate")).start()


def test_a_picking_is_finished_when_no_region_is_left(table):
    with pytest.raises(Refused) as refused:
        picking.finish(table.store, OFFICER, table.round_id, table.now)
    assert len(refused.value.faults) == len(table.lots())
    table.pick_all()
    picking.finish(table.store, OFFICER, table.round_id, table.now)
    assert table.row()[0].state is PickingState.FINISHED
    assert audit.verify(table.store)[2] is None


def test_the_picked_regions_are_a_third_plan_and_may_be_published(table):
    table.pick_all(choose=-1)
    run = picking.finish(table.store, OFFICER, table.round_id, table.now)
    assert allocation.work(table.store, table.now, workers=1)
    with table.store.transaction() as db:
        kept = db.runs.get(run).result["lots"]
    assert allocation.plans_of(kept) == ("draft", "best", "picked")
    assert any(lot["picked"]["suppliers"] != lot["draft"]["suppliers"] for lot in kept)
    allocation.choose(table.store, OFFICER, table.round_id, run, "picked", table.now)
    assert last_event(table.story).details["plan"] == "picked"
    publication.publish(table.store, OFFICER, table.round_id, table.now)
    with table.store.transaction() as db:
        awards = db.awards.of_round(table.round_id)
    for product, made in table.row()[1].items():
        for award in awards:
            if award.product == product:
                mine = {one.region for one in made if one.firm == award.firm}
                assert set(award.regions) == mine
    assert any("default pick for who was absent" in award.reason.en for award in awards)


def test_when_all_are_absent_the_picked_plan_is_the_draft(table):
    table.all_absent()
    run = picking.finish(table.store, OFFICER, table.round_id, table.now)
    assert allocation.work(table.store, table.now, workers=1)
    with table.store.transaction() as db:
        for lot in db.runs.get(run).result["lots"]:
            assert lot["picked"] == lot["draft"]


def test_without_a_picking_there_is_no_third_plan(told):
    story = told("allocate")
    with story.store.transaction() as db:
        (run,) = db.runs.of_round(story.round_id)
    with pytest.raises(Refused):
        allocation.choose(story.store, OFFICER, story.round_id, run.number, "picked", AT)


def test_a_picking_on_an_evaluation_that_changed_cannot_be_finished(table):
    table.pick_all()
    with table.store.transaction() as db:
        row = db.picks.get(table.round_id)
        row.lots = [one | {"volume": [1, *one["volume"][1:]]} for one in row.lots]
    with pytest.raises(Refused) as refused:
        picking.finish(table.store, OFFICER, table.round_id, table.now)
    assert "break it off" in refused.value.faults[0].text.en


def test_a_plan_of_other_facts_is_not_offered(table):
    """The picking is finished, and its volumes are not those of the evaluation any more."""
    table.pick_all()
    run = picking.finish(table.store, OFFICER, table.round_id, table.now)
    with table.store.transaction() as db:
        row = db.picks.get(table.round_id)
        row.lots = [one | {"volume": [1, *one["volume"][1:]]} for one in row.lots]
    assert allocation.work(table.store, table.now, workers=1)
    with table.store.transaction() as db:
        assert allocation.plans_of(db.runs.get(run).result["lots"]) == allocation.PLANS


def recorded(table, rows):
    content = (PREFERENCES + "".join(rows)).encode()
    picking.run_recorded(
        table.store, OFFICER, table.round_id, "preferences.csv", content, table.now
    )


def test_an_officer_runs_the_same_from_recorded_preferences(told):
    table = Table(told("evaluate")).start()
    lot = table.lots()[0]
    picking.break_off(table.store, OFFICER, table.round_id, "改用意向表", table.now)
    wanted = lot.regions[5], lot.regions[3]
    recorded(table, [f"{lot.firms[0]},{lot.product},{' '.join(wanted)}\n"])
    made = table.row()[1][lot.product]
    assert [(one.region, one.how) for one in made[:2]] == [
        (wanted[0], How.RECORDED),
        (wanted[1], How.RECORDED),
    ]
    assert {one.how for one in made[2:]} == {How.DEFAULT}
    picking.finish(table.store, OFFICER, table.round_id, table.now)


def test_a_faulty_file_of_preferences_begins_nothing(told):
    table = Table(told("evaluate"))
    with pytest.raises(Refused):
        recorded(table, ["nobody,01,110000\n", "nobody,99,110000\n"])
    with table.store.transaction() as db:
        assert db.picks.newest(table.round_id) is None


def test_a_mixture_of_picks_and_absence_ends_with_every_region_given_out(table):
    while table.left():
        for lot in table.lots()[::2]:
            if table.due(lot.product):
                table.pick(lot.product, table.left())
        table.wait(120)
    picking.finish(table.store, OFFICER, table.round_id, table.now)
    for lot in table.lots():
        made = table.row()[1][lot.product]
        assert sorted(one.region for one in made) == sorted(lot.regions)
        assert len({one.how for one in made}) == (2 if lot in table.lots()[::2] else 1)
