"""The worked examples of rounds by competition units, one file each."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from unit_cast import EVERYWHERE, a_bid, a_category, a_winner, rules_of, some_demand, yuan

from procurement.rules import grouping, linkage, unit_awards, unit_selection

EXAMPLES = Path(__file__).parents[1] / "examples" / "units"


def example(name):
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def category(case, **changes):
    return a_category(ceiling=case.get("ceiling", "20000"), **changes)


def test_all_the_examples_are_there():
    assert len(list(EXAMPLES.glob("*.toml"))) == 8


@pytest.mark.parametrize("name", ["joints-volumes", "patent-medicine-volumes"])
def test_a_hospitals_demand_is_split_to_the_unit(name):
    case = example(name)
    product, rules = category(case), rules_of(case["rules"])
    bids = [a_bid(one["firm"], one["price"]) for one in case["bids"]]
    demand = some_demand(**case["demand"])
    verdicts = unit_selection.evaluate([product], bids, demand, rules)
    assigned = unit_awards.assignment([product], bids, demand, verdicts, rules)
    by_firm = {split.firm: split for split in assigned.splits}
    assert {firm: split.base for firm, split in by_firm.items()} == case["base"]
    assert {firm: split.leftover for firm, split in by_firm.items()} == case["leftover"]
    sums = {
        field: sum(getattr(split, field) for split in assigned.splits) for field in case["totals"]
    }
    assert sums == case["totals"]
    (pool,) = assigned.pools
    assert (pool.units, pool.free) == (case["pool"]["units"], case["pool"]["free"])
    assert {firm: units for (_, firm), units in pool.best} == case["pool"].get("best", {})
    assert [firm for _, firm in pool.targets] == case["pool"]["targets"]


def test_a_price_cut_says_base_and_leftover():
    case = example("intravascular-ultrasound")
    rules = rules_of(case["rules"])
    for cut, percents in case["parts"].items():
        bid = a_bid(price=str(100 - Decimal(cut)))
        one = linkage.Selected(category(case), bid, a_winner())
        found = linkage.parts(one, [one], rules)
        assert found == tuple(Fraction(percent) / 100 for percent in percents)


def test_a_number_of_winners_says_their_shares():
    case = example("intraocular-lenses")
    rules = rules_of(case["rules"])
    for number, volumes in case["volumes"].items():
        bids = [a_bid(f"F{n}", str(100 + n)) for n in range(int(number))]
        demand = some_demand(F0=1000, F9=2000, none=200)
        verdicts = unit_selection.evaluate([a_category()], bids, demand, rules)
        made = unit_awards.assignment([a_category()], bids, demand, verdicts, rules)
        assert [award.quantity for award in unit_awards.awards(made, (), rules)] == volumes


@pytest.mark.parametrize("reading", ["inclusive", "strict"])
def test_firms_of_a_category_fall_into_units(reading):
    case = example("joints-grouping")
    product = a_category(asks=frozenset({"material"}))
    material = frozenset({"material"})
    bids = [
        a_bid(
            firm,
            promises=material if firm in case["units"]["not_everywhere"] else EVERYWHERE | material,
        )
        for firm in case["volumes"]
    ]
    rules = rules_of(case["rules"] | {"crossing_firm_included": reading == "inclusive"})
    demand = some_demand(**case["volumes"])
    units = grouping.units(product, bids, demand, rules)
    wanted = {firm: unit for unit in "AB" for firm in case["units"][unit]}
    assert units == wanted
    bare = rules_of(
        case["rules"]
        | {
            "crossing_firm_included": reading == "inclusive",
            "minimum_group_size": 1,
            "group_promises": [],
        }
    )
    covered = grouping.units(product, bids, demand, bare)
    assert [firm for firm, unit in covered.items() if unit == "A"] == case["readings"][reading]


def test_ten_of_twenty_six_stents_are_selected():
    case = example("stents-2020")
    bids = [a_bid(firm, price, controller=by) for firm, (price, by, _) in case["bids"].items()]
    demand = some_demand(**{firm: units for firm, (_, _, units) in case["bids"].items()})
    verdicts = unit_selection.evaluate([category(case)], bids, demand, rules_of(case["rules"]))
    assert [one.firm for one in verdicts if one.won] == list(case["bids"])[:10]
    assert [one.firm for one in verdicts][6:8] == ["Wanrui", "Jinrui"]
    assert {one.clause for one in verdicts} == {"rank_most"}
    assert len(verdicts) == 26


def test_insulin_wins_by_the_multiple_or_by_the_cut():
    case = example("insulin-2021")
    for group in case["groups"]:
        product = category(group, name=group["name"])
        bids = [a_bid(one["firm"], one["price"]) for one in group["bids"]]
        verdicts = unit_selection.evaluate([product], bids, [], rules_of(case["rules"]))
        for one, wanted in zip(verdicts, group["bids"], strict=True):
            assert (one.firm, one.won, one.clause) == (wanted["firm"], True, wanted["clause"])
            assert wanted.get("says", "") in one.reason.zh


def test_the_class_of_its_price_says_what_insulin_keeps():
    case = example("insulin-2024")
    limits = tuple((name, yuan(price)) for name, price in case["class_prices"].items())
    product, rules = a_category(class_prices=limits), rules_of(case["rules"])
    bids = [a_bid(one["firm"], one["price"]) for one in case["bids"]]
    demand = some_demand(**{one["firm"]: case["demand"] for one in case["bids"]})
    verdicts = unit_selection.evaluate([product], bids, demand, rules)
    winners = linkage.selected([product], bids, verdicts)
    assert [linkage.price_class(one, winners) for one in winners] == [
        one["class"] for one in case["bids"]
    ]
    assigned = unit_awards.assignment([product], bids, demand, verdicts, rules)
    assert {split.firm: split.base for split in assigned.splits} == {
        one["firm"]: one["base"] for one in case["bids"]
    }
