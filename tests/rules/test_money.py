"""Money is counted in integers and rounded once, half up."""

from fractions import Fraction

import pytest

from procurement.rules import money


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("0.8358", 835_800),
        ("0.180667", 180_667),
        ("2400", 2_400_000_000),
        ("0", 0),
        ("1.5", 1500000),
    ],
)
def test_a_unit_price_keeps_the_six_decimals_that_are_published(text, micro):
    assert money.parse_price(text) == micro


@pytest.mark.parametrize(
    "text", ["", "-1", "1,5", "1.", ".5", "1e3", "nan", "0.1806670", "１.5", "1 "]
)
def test_what_is_not_a_price_is_refused(text):
    with pytest.raises(ValueError, match=r"not a number of yuan|more than 6 decimals"):
        money.parse_price(text)


def test_an_amount_has_two_decimals():
    assert money.parse("1234.5") == 123_450
    with pytest.raises(ValueError, match="more than 2 decimals"):
        money.parse("0.005")


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("1/2", 1), ("49/100", 0), ("3/2", 2), ("-1/2", -1), ("-1/3", 0), ("7", 7)],
)
def test_halves_go_away_from_zero(exact, rounded):
    assert money.half_up(Fraction(exact)) == rounded


def test_a_unit_price_is_shown_with_four_decimals_or_as_published():
    assert money.show_price(180_667) == "0.1807"
    assert money.show_price(50) == "0.0001"
    assert money.show_price(180_667, exact=True) == "0.180667"
    assert money.show_price(23_500_000, exact=True) == "23.5"
    assert money.show_price(2_400_000_000, exact=True) == "2400"


def test_cost_is_rounded_to_the_fen_once():
    assert money.cost(180_667, 3) == 54  # 0.542001 yuan
    assert money.cost(5_000, 1) == 1  # half a fen
    assert money.exact_cost(5_000, 1) == Fraction(1, 2)


def test_amounts_are_shown_in_yuan_and_in_ten_thousands():
    assert money.show(123_456) == "1,234.56"
    assert money.show(-5) == "-0.05"
    assert money.show_wan(8_160_000) == "8.16"
    assert money.show_wan(123_456_785_000) == "123,456.79"


def test_a_ratio_is_shown_in_percent():
    assert money.show_percent(Fraction(2, 3)) == "66.67%"
    assert money.show_percent(Fraction(12)) == "1200.00%"


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (10_000, "壹佰元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (1_000, "壹拾元整"),
        (1_000_100, "壹万零壹元整"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (197_583_750, "壹佰玖拾柒万伍仟捌佰叁拾柒元伍角整"),
        (1_000_000_500_000, "壹佰亿零伍仟元整"),
        (123_450_000_000_000, "壹万贰仟叁佰肆拾伍亿元整"),
        (-10_000, "负壹佰元整"),
    ],
)
def test_an_amount_on_a_contract_is_written_in_capitals(fen, words):
    assert money.in_capitals(fen) == words


@pytest.mark.parametrize(
    ("number", "shown"),
    [("59.9", "59.9"), ("0", "0"), ("60", "60"), ("200/3", "200/3"), ("-1.5", "-1.5")],
)
def test_a_number_is_shown_exactly(number, shown):
    assert money.show_number(Fraction(number)) == shown
