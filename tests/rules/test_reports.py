"""Base quantities are the plain sum of what hospitals reported."""

import pytest

from procurement.rules.demand import Demand
from procurement.rules.reports import Report, base_quantities, by_place

REGION = {"A": "110000", "B": "110000", "C": "130000"}


def test_reports_add_up_by_region_product_and_spec():
    """
    hospital region  spec   quantity
    C        130000  50mg   7
    A        110000  50mg   100
    B        110000  50mg   23
    B        110000  100mg  0
    """
    reports = [
        Report("C", "03", "50mg", 7),
        Report("A", "03", "50mg", 100),
        Report("B", "03", "50mg", 23),
        Report("B", "03", "100mg", 0),
    ]
    reported = by_place(reports, REGION)
    assert reported["110000", "03", "50mg"] == {"A": 100, "B": 23}
    assert base_quantities(reported) == (
        Demand("110000", "03", "100mg", 0),
        Demand("110000", "03", "50mg", 123),
        Demand("130000", "03", "50mg", 7),
    )


def test_a_second_report_adds_to_the_first():
    twice = [Report("A", "03", "50mg", 7), Report("A", "03", "50mg", 5)]
    assert by_place(twice, REGION) == {("110000", "03", "50mg"): {"A": 12}}


def test_a_report_of_an_unknown_hospital_is_impossible():
    with pytest.raises(KeyError):
        by_place([Report("X", "03", "50mg", 7)], REGION)
