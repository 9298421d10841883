"""Use of the agreed volume: the published progress of Jiangxi and Zhongwei, and the alerts."""

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from procurement.exchange import rulebooks
from procurement.rules import dates, uptake
from procurement.rules.money import half_up
from procurement.rules.rulebook import UptakeRules

EXAMPLES = Path(__file__).parents[1] / "examples" / "uptake"
START = date(2021, 1, 1)
LATER = date(2021, 4, 1)


def example(name):
    return tomllib.loads((EXAMPLES / name).read_text(), parse_float=Decimal)


def rounded(exact, like):
    """To as many decimals as the published figure has."""
    scale = 10 ** -like.as_tuple().exponent if isinstance(like, Decimal) else 1
    return Fraction(half_up(exact * scale), scale)


@pytest.mark.parametrize("report", example("jiangxi.toml")["reports"])
def test_the_progress_of_jiangxi_is_reproduced(report):
    """The volume is implied by the published completion, so it is known to 1 in 10,000 only."""
    received, agreed = half_up(Fraction(report["received"]) * 10_000), report["agreed"] * 10_000
    done = uptake.completion(received, agreed)
    time = dates.elapsed(report["start"], report["day"])
    assert abs(done * 100 - Fraction(report["completion"])) < Fraction("0.06")
    assert rounded(time * 100, report["time"]) == report["time"]
    assert rounded(uptake.pace(done, time), report["pace"]) == report["pace"]


def test_completion_above_the_agreed_volume_is_not_capped():
    case = example("zhongwei.toml")
    done = uptake.completion(case["received"], case["agreed"])
    assert rounded(done * 100, 0) == case["completion"]


def test_no_data_is_not_zero():
    assert uptake.completion(None, 100) is None
    assert uptake.completion(5, None) is None
    assert uptake.completion(5, 0) is None
    assert uptake.completion(0, 100) == 0
    assert uptake.pace(None, Fraction(1)) is None
    assert uptake.pace(Fraction(1), Fraction(0)) is None
    assert uptake.spec_completion([None]) is None


def test_completed_specifications_are_counted():
    """Guangxi: eight of nine specifications; one that was not contracted does not count."""
    done = [Fraction(1)] * 7 + [Fraction(2), Fraction(99, 100), None]
    assert uptake.spec_completion(done) == Fraction(8, 9)


@pytest.fixture
def rules():
    return rulebooks.load("uptake-default").at(START, UptakeRules)


@pytest.mark.parametrize(
    ("pace", "level"),
    [
        ("0.8", "none"),
        ("0.79", "yellow"),
        ("0.6", "yellow"),
        ("0.59", "orange"),
        ("0.4", "orange"),
        ("0.39", "red"),
        ("0", "red"),
    ],
)
def test_a_slow_pace_raises_an_alert(rules, pace, level):
    raised = uptake.alert(Fraction(pace), START, LATER, rules)
    assert raised.level == level
    assert raised.clause == (None if level == "none" else level)


def test_nothing_is_red_in_the_first_months(rules):
    raised = uptake.alert(Fraction(0), START, date(2021, 3, 31), rules)
    assert (raised.level, raised.reason.zh) == ("orange", "进度比 0.00%，低于 60.00%")


def test_an_exemption_or_a_failing_supply_raises_no_alert(rules):
    assert uptake.alert(Fraction(0), START, LATER, rules, exempt=True).level == "none"
    failing = uptake.alert(Fraction(0), START, LATER, rules, delivery=Fraction("0.69"))
    assert (failing.level, failing.clause) == ("none", "delivery_floor")
    enough = uptake.alert(Fraction(0), START, LATER, rules, delivery=Fraction("0.70"))
    assert enough.level == "red"


def test_without_data_there_is_neither_alert_nor_all_clear(rules):
    assert uptake.alert(None, START, LATER, rules) is None
