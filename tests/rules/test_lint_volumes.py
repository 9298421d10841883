"""Volume rules that no plan can keep, found before anybody has bid."""

from dataclasses import replace

from design_cast import DEMAND, REGIONS, a_book, a_design, decided, entered, found, joints, lint

from procurement.rules import lint_volumes
from solver import draft

CAPACITY = [("error", "03", "capacity")]


def test_rank_one_cannot_pick_more_regions_than_take_part():
    book = a_book(values={"regions.priority_picks": 5})
    (told,) = lint(a_design(book))[:1]
    assert told.what.en == "Rank 1 picks 5 regions first, and 4 take part."
    assert found(a_design(book, regions=())) == []


def test_regions_that_leave_a_winner_without_any():
    """Three winners and one priority pick: of two regions only the first gets any."""
    (told,) = [one for one in lint(a_design(regions=REGIONS[:2])) if one.rule != "parameters"]
    assert told.severity == "warning"
    assert told.what.en == (
        "Up to 3 firms win, and 2 regions leave so many of them without any: 2."
    )


def test_demand_says_which_regions_take_part():
    assert found(a_design(demand=DEMAND[:2])) == found(a_design(regions=REGIONS[:2]))


def test_numbers_of_regions_that_the_linkage_cannot_keep(monkeypatch):
    """Rank 1 with one of four equal regions and rank 2 with three."""
    monkeypatch.setattr(draft, "counts", lambda offers, _regions, _picks: (1, 3, 0)[:offers])
    told = [one for one in lint(a_design(demand=DEMAND)) if one.severity == "error"]
    assert {one.rule for one in told} == {"allocation"}
    assert told[0].what.en.startswith("阿卡波糖 cannot be shared out with 1 winners: There are 4")


def test_nobody_entered_and_nobody_can_win_too_much():
    bare = a_design(demand=DEMAND, entrants=())
    assert found(bare, "allocation") == []
    assert found(bare, "capacity") == []


def test_capacities_are_compared_with_the_least_that_will_be_agreed():
    """Of 4,000 units at least half is agreed."""
    enough, short = entered(500, 500, 500, 500), entered(500, 500, 500, 499)
    assert found(a_design(demand=DEMAND, entrants=enough)) == []
    assert found(a_design(demand=DEMAND, entrants=short)) == CAPACITY


def test_a_capacity_that_nobody_declared_is_no_limit():
    open_ended = entered(1, 1, 1, None)
    assert found(a_design(demand=DEMAND, entrants=open_ended)) == []


def test_a_demand_of_nothing_needs_no_capacity():
    nothing = tuple(replace(line, base_quantity=0) for line in DEMAND)
    assert found(a_design(demand=nothing, entrants=entered(1, 1, 1, 1)), "capacity") == []


def test_demand_for_another_product_is_not_looked_at():
    other = tuple(replace(line, product="04") for line in DEMAND)
    assert found(a_design(demand=other, entrants=entered(1, 1, 1, 1)), "capacity") == []


def test_in_a_round_by_units_the_committed_part_has_to_be_supplied():
    """All of 4,000 units is committed."""
    design = a_design(joints(), demand=DEMAND, entrants=entered(1000, 1000, 1000, 999))
    assert found(design) == CAPACITY


def pool(**values):
    """The joints rulebook with another pool; and what is found."""
    named = {f"pool.{key}": one for key, one in values.items()}
    return found(a_design(joints(named)))


def test_leftover_has_a_scope_within_which_it_moves():
    assert pool(scope="none") == [("error", "pool.scope", "pool.scope")]
    assert pool() == []


def test_what_winners_give_goes_into_the_pool():
    assert pool(members=["unselected"]) == [("error", "pool.members", "pool.members")]
    flat = joints({"volume.by_rank": [[1, 0]], "pool.members": ["unselected"]})
    assert found(a_design(flat)) == []
    nowhere = joints({"pool.members": [], "pool.scope": "none"})
    assert found(a_design(nowhere)) == []


def test_volume_of_revived_products_needs_a_revival():
    members = ["given", "unselected", "revived"]
    assert pool(members=members) == [("warning", "pool.members", "pool.members")]


def test_with_one_winner_the_highest_price_is_the_only_one():
    one = joints({"selection.rank_most": 1})
    assert found(a_design(one)) == [("error", "pool.forbidden_targets", "pool.forbidden_targets")]


def test_volumes_wait_until_every_value_is_decided():
    book = a_book(blanks=["regions.priority_picks"])
    open_ = a_design(book, demand=DEMAND, entrants=entered(1, 1, 1, 1))
    assert found(open_) == [("error", "regions.priority_picks", "regions.priority_picks")]
    settled = replace(open_, decisions=(decided("regions.priority_picks", 1),))
    assert found(settled) == CAPACITY


def impossible(design):
    rules = design.book.at(design.day, decisions=design.decisions)
    return [(lot.lot, len(lot.offers)) for lot in lint_volumes.impossible(design, rules)]


def test_the_lots_without_a_plan_are_handed_to_the_solver():
    short = entered(500, 500, 500, 499)
    assert impossible(a_design(demand=DEMAND, entrants=short)) == [("03", 4)]
    assert impossible(a_design(joints(), demand=DEMAND, entrants=short)) == [("03", 4)]
    assert impossible(a_design(demand=DEMAND)) == []
    assert impossible(a_design()) == []


def test_so_are_numbers_of_winners_without_a_plan(monkeypatch):
    monkeypatch.setattr(draft, "counts", lambda offers, _regions, _picks: (1, 3, 0)[:offers])
    assert impossible(a_design(demand=DEMAND)) == [("03", 1), ("03", 2), ("03", 3)]
