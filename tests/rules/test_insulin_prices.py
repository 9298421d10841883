"""Insulin by its refill of 3 ml:300 U: the larger fill by a factor, the device by an amount."""

import pytest
from tender_cast import yuan

from procurement.exchange import rulebooks
from procurement.rules import insulin_prices
from procurement.rules.text import Refused
from procurement.rules.unit_rules import UNIT_ROUND, UnitRules


def some_rules(**changes):
    """The rules of an insulin round that says nothing else."""
    blank = dict.fromkeys(key.field for key in UNIT_ROUND.keys)
    return UnitRules(**blank | changes, sources={})


def of(name):
    """What the rulebook says of conversions; other parameters of it may still be blank."""
    wanted = {f"comparison.{field}": field for field in ("large_refill_factor", "device_surcharge")}
    history = rulebooks.load(name).history
    return some_rules(**{wanted[one.key]: one.value for one in history if one.key in wanted})


@pytest.mark.parametrize(
    ("name", "large", "both"),
    [("insulin-2021", "68.194", "71.194"), ("insulin-2024", "63.323", "66.323")],
)
def test_a_large_refill_costs_1_4_times_as_much_in_2021_and_1_3_in_2024(name, large, both):
    """Glargine at 48.71; a device adds 3 yuan to its own refill."""
    rules, refill = of(name), yuan("48.71")
    assert insulin_prices.price(refill, rules) == refill
    assert insulin_prices.price(refill, rules, large=True) == yuan(large)
    assert insulin_prices.price(refill, rules, device=True) == yuan("51.71")
    assert insulin_prices.price(refill, rules, large=True, device=True) == yuan(both)


def test_a_conversion_that_the_rulebook_does_not_know_is_refused_by_its_key():
    with pytest.raises(Refused) as refused:
        insulin_prices.price(yuan("48.71"), some_rules(), large=True, device=True)
    assert [fault.rule for fault in refused.value.faults] == [
        "comparison.large_refill_factor",
        "comparison.device_surcharge",
    ]
    assert insulin_prices.price(yuan("48.71"), some_rules()) == yuan("48.71")
