"""The assessment of a hospital: the gate of each product, the score and the ratio."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from procurement.exchange import rulebooks
from procurement.rules import assessment
from procurement.rules.assessment import SavingsLine
from procurement.rules.rulebook import SavingsRules


@pytest.fixture
def rules():
    return rulebooks.load("retained-savings-shenzhen-2024").at(date(2025, 1, 1), SavingsRules)


@pytest.fixture
def line():
    return SavingsLine(
        product="A",
        demand_quantity=1000,
        agreed_quantity=700,
        price_before=5_000_000,
        winning_price=1_000_000,
        winning_received=700,
        nonwinning_quantity=100,
        nonwinning_amount=40_000,
        pay_ratio=Fraction("0.6"),
        insured_share=Fraction("0.8"),
    )


def failed(line, rules):
    return [fault.rule for fault in assessment.gate(line, rules)]


def test_a_sound_line_has_no_faults_and_passes(line, rules):
    assert assessment.faults(line) == []
    assert failed(line, rules) == []


def test_all_the_faults_of_a_line_are_named_at_once(line):
    wrong = replace(
        line,
        winning_received=-1,
        insured_share=Fraction(2),
        spending_pay_ratio=Fraction(-1),
        excused_nonwinning=101,
        circumstances=frozenset({"tired"}),
    )
    assert [fault.place for fault in assessment.faults(wrong)] == [
        "A: winning_received",
        "A: insured_share",
        "A: spending_pay_ratio",
        "A: excused_nonwinning",
        "A: circumstances",
    ]


def test_one_unit_less_than_agreed_fails_unless_demand_changed(line, rules):
    short = replace(line, winning_received=699)
    assert failed(short, rules) == ["completion_floor"]
    assert failed(replace(short, circumstances=frozenset({"demand_changed"})), rules) == []


def test_backup_counts_only_after_a_verified_supply_failure(line, rules):
    helped = replace(line, winning_received=600, backup_received=100)
    assert failed(helped, rules) == ["completion_floor"]
    verified = replace(helped, circumstances=frozenset({"supply_failure"}))
    assert failed(verified, rules) == []
    assert failed(verified, replace(rules, exemptions=())) == ["completion_floor"]


def test_more_non_winners_than_winners_fail_unless_excused(line, rules):
    """The limit is half of the quantity: 700 of 1,400 pass, 701 of 1,401 do not."""
    assert failed(replace(line, nonwinning_quantity=700), rules) == []
    many = replace(line, nonwinning_quantity=701)
    assert failed(many, rules) == ["nonwinning_share_limit"]
    assert failed(replace(many, excused_nonwinning=1), rules) == []
    assert failed(replace(many, excused_nonwinning=1), replace(rules, exemptions=())) == [
        "nonwinning_share_limit"
    ]


def test_nothing_agreed_and_nothing_used_fails_nothing(line, rules):
    idle = replace(line, agreed_quantity=0, winning_received=0, nonwinning_quantity=0)
    assert assessment.completion(idle, rules) is None
    assert assessment.nonwinning_share(idle, rules) is None
    assert failed(idle, rules) == []


@pytest.mark.parametrize(
    ("score", "shenzhen", "sichuan"),
    [
        ("100", "0.5", "0.5"),
        ("80", "0.5", "0.5"),
        ("79.99", "0.4", "0.4"),
        ("70", "0.4", "0.4"),
        ("69.99", "0.3", "0.4"),
        ("60", "0.3", "0.4"),
        ("59.9", "0", "0"),
        ("0", "0", "0"),
    ],
)
def test_the_score_decides_the_ratio(score, shenzhen, sichuan):
    for place, ratio in {"shenzhen-2024": shenzhen, "sichuan-2022": sichuan}.items():
        rules = rulebooks.load(f"retained-savings-{place}").at(date(2025, 1, 1), SavingsRules)
        assert assessment.ratio(Fraction(score), rules) == Fraction(ratio)


def test_no_band_goes_above_the_cap(rules):
    generous = replace(rules, score_bands=((Fraction(0), Fraction(1)),))
    assert assessment.ratio(Fraction(90), generous) == Fraction(1, 2)


def test_points_follow_how_far_each_indicator_is_fulfilled(rules):
    """Eight of nine specifications completed, everything else in full."""
    fulfilled = dict.fromkeys(rules.score_points, Fraction(1)) | {"completion": Fraction(8, 9)}
    points = assessment.points(fulfilled, rules)
    assert points["completion"] == Fraction(320, 9)
    assert sum(points.values()) == 60 + Fraction(320, 9)


def test_an_indicator_without_data_is_not_zero(rules):
    with pytest.raises(ValueError, match="without data: payment"):
        assessment.points(
            {one: Fraction(1) for one in rules.score_points if one != "payment"}, rules
        )
