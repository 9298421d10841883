"""Progress of agreed volume: lines of agreements and use, added up any way one looks at it."""

from datetime import date
from fractions import Fraction

import pytest

from procurement.exchange import rulebooks
from procurement.rules import progress
from procurement.rules.contracts import Agreement
from procurement.rules.progress import Line, Received
from procurement.rules.rulebook import UptakeRules

START, HALF, END = date(2020, 4, 10), date(2020, 10, 8), date(2021, 4, 9)
REGION_OF = {"H1": "110000", "H2": "110000", "H3": "310000"}


@pytest.fixture(scope="module")
def rules():
    return rulebooks.load("uptake-default").at(END, UptakeRules)


def agreed(hospital, quantity, product="01", spec="5mg", firm="F1"):
    return Agreement(hospital, product, spec, firm, quantity, 1_000_000, quantity * 100)


def won(hospital, quantity, product="01", spec="5mg", firm="F1"):
    return Received(hospital, product, spec, firm, quantity, quantity * 100, winning=True)


def lost(hospital, quantity, firm="F8", product="01"):
    return Received(hospital, product, "5mg", firm, quantity, quantity * 300, winning=False)


def lines(agreements, received):
    reported = {row.hospital for row in received}
    return progress.lines(agreements, received, REGION_OF, reported)


def test_every_agreement_is_a_line_with_what_came_of_it():
    """
    hospital  agreed  received  of others
    H1        100     60        10 and 5
    """
    found = lines([agreed("H1", 100)], [won("H1", 60), lost("H1", 10), lost("H1", 5, "F9")])
    assert found == [Line("H1", "110000", "01", "5mg", "F1", 100, 60, 6000, 15, 4500)]


def test_a_hospital_that_reported_nothing_has_no_data_and_not_zero():
    silent, quiet = lines([agreed("H1", 100), agreed("H2", 50)], [won("H2", 0)])
    assert (silent.hospital, silent.received) == ("H1", None)
    assert (quiet.hospital, quiet.received) == ("H2", 0)


def test_use_without_an_agreement_is_counted_on_a_line_of_its_own():
    """A winner of elsewhere, and a non-winner of a product that the hospital did not agree on."""
    found = lines(
        [agreed("H1", 100)], [won("H1", 60), won("H1", 7, firm="F2"), lost("H1", 9, product="02")]
    )
    assert [(one.product, one.firm, one.agreed, one.received, one.others) for one in found] == [
        ("01", "F1", 100, 60, 0),
        ("01", "F2", 0, 7, 0),
        ("02", "", 0, 0, 9),
    ]


def test_lines_come_by_hospital_product_specification_and_firm():
    asked = [agreed("H2", 1), agreed("H1", 1, "02"), agreed("H1", 1, spec="9mg"), agreed("H1", 1)]
    found = lines(asked, [])
    assert [(one.hospital, one.product, one.spec) for one in found] == [
        ("H1", "01", "5mg"),
        ("H1", "01", "9mg"),
        ("H1", "02", "5mg"),
        ("H2", "01", "5mg"),
    ]


def test_the_measures_of_a_half_year_by_hand(rules):
    """
    product  agreed  received  others  on day 182 of 365
    01       100     30        10
    02       100     120       0
    together 200     150       10      completion 150/200, pace (150/200) / (182/365)
    """
    parts = lines(
        [agreed("H1", 100), agreed("H1", 100, "02")],
        [won("H1", 30), won("H1", 120, "02"), lost("H1", 10)],
    )
    found = progress.measure(parts, START, HALF, rules)
    assert (found.agreed, found.received, found.others) == (200, 150, 10)
    assert (found.amount, found.others_amount) == (15_000, 3000)
    assert found.completion == Fraction(3, 4)
    assert found.time == Fraction(182, 365)
    assert found.pace == Fraction(3, 4) * Fraction(365, 182)
    assert found.winning_share == Fraction(150, 160)
    assert found.winning_share_amount == Fraction(15_000, 18_000)
    assert found.spec_completion == Fraction(1, 2)
    assert found.alert.level == "none"


def test_completion_above_the_agreed_volume_is_not_cut_off(rules):
    found = progress.measure(lines([agreed("H1", 100)], [won("H1", 230)]), START, END, rules)
    assert found.completion == found.pace == Fraction(23, 10)


def test_without_a_report_nothing_is_measured(rules):
    found = progress.measure(lines([agreed("H1", 100)], []), START, END, rules)
    assert found.agreed == 100
    assert (found.received, found.completion, found.pace, found.alert) == (None, None, None, None)
    assert (found.winning_share, found.winning_share_amount) == (None, None)
    assert found.spec_completion is None


def test_a_slow_hospital_raises_the_alert_of_the_rulebook(rules):
    found = progress.measure(lines([agreed("H1", 100)], [won("H1", 39)]), START, END, rules)
    assert found.alert.level == "red"


def test_progress_adds_up_by_whatever_one_asks_for(rules):
    """
    hospital  region  agreed  received
    H1        110000  100     50
    H2        110000  100     150
    H3        310000  100     not reported
    """
    parts = lines(
        [agreed("H3", 100), agreed("H1", 100), agreed("H2", 100)], [won("H1", 50), won("H2", 150)]
    )
    found = progress.by(parts, lambda line: line.region, START, END, rules)
    assert list(found) == ["110000", "310000"]
    assert found["110000"].completion == 1
    assert found["310000"].completion is None
