"""Why there is no plan, in words of both languages."""

from fractions import Fraction

from procurement.exchange import scenario_reasons
from solver.groups import Group
from solver.problem import Offer, Problem, exactly


def test_every_rule_of_the_solver_has_a_name():
    assert set(scenario_reasons.RULE_NAMES) == set(Group)


def test_rules_that_exclude_each_other_are_named_together():
    assert scenario_reasons.conflicting(["counts", "linkage"]) == (
        "不能同时满足：各企业地区数、量价挂钩。",
        "Cannot be kept together: numbers of regions, quantity–price linkage.",
    )


def a_lot(code, *firms):
    offers = tuple(Offer(firm, 100) for firm in firms)
    return Problem(
        lot=code,
        offers=offers,
        regions=("110000",),
        volume=(10,),
        cost=((1000,),) * len(firms),
        counts=exactly([1] + [0] * (len(firms) - 1)),
    )


def test_a_limit_that_one_firm_passes_whatever_is_done_names_it():
    """Alpha alone won one of two equal lots."""
    lots = (a_lot("01", "Alpha"), a_lot("02", "Alpha", "Beta"))
    found = scenario_reasons.over_the_limit(lots, Fraction(2, 5))
    assert found.zh == "没有方案能使各控制企业都不超过40.00%。Alpha独家中选的品种已占50.00%。"
    assert found.en == (
        "No plan keeps every control group within 40.00%. Alpha alone won lots worth 50.00%."
    )
    assert scenario_reasons.over_the_limit(lots, Fraction(3, 5)).en == (
        "No plan keeps every control group within 60.00%."
    )
