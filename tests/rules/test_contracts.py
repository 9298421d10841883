"""A region's agreed volume goes to its hospitals, exact to the unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import contracts
from procurement.rules.awards import Award, AwardLine
from procurement.rules.contracts import Agreement
from procurement.rules.text import Text


def test_the_largest_remainder_gets_the_unit_left_over():
    """
    hospital reported exact  agreed
    A        50       30.5   30
    B        30       18.3   18
    C        20       12.2   12   (61 in all: one unit left, to A)
    """
    assert contracts.split(61, {"C": 20, "A": 50, "B": 30}) == {"A": 31, "B": 18, "C": 12}


def test_equal_remainders_go_to_the_lower_code_in_any_order_of_reports():
    assert contracts.split(1, {"B": 5, "A": 5}) == contracts.split(1, {"A": 5, "B": 5})
    assert contracts.split(1, {"B": 5, "A": 5}) == {"A": 1, "B": 0}


@given(
    st.integers(0, 10**9), st.dictionaries(st.text(max_size=3), st.integers(1, 10**9), min_size=1)
)
def test_no_unit_is_lost_and_none_is_made(quantity, reported):
    assert sum(contracts.split(quantity, reported).values()) == quantity


def test_a_volume_that_nobody_reported_cannot_be_split():
    with pytest.raises(ValueError, match="nobody"):
        contracts.split(5, {"A": 0})


def an_award(*lines):
    regions = tuple(sorted({line.region for line in lines}))
    return Award(
        product="03",
        firm="F07",
        rank=1,
        spec="50mg",
        unit_price=180_700,
        regions=regions,
        lines=lines,
        reason=Text("唯一中选", "The only winner"),
    )


def test_each_agreement_carries_its_amount_and_a_hospital_without_units_has_none():
    """
    region  spec   agreed  reported
    130000  50mg   61      A 50, B 30, C 20, D 0
    130000  100mg  0       nobody
    140000  50mg   9       E 12
    """
    award = an_award(
        AwardLine("130000", "50mg", 61, 180_700, 1102),
        AwardLine("130000", "100mg", 0, 307_200, 0),
        AwardLine("140000", "50mg", 9, 180_700, 163),
    )
    reported = {
        ("130000", "03", "50mg"): {"A": 50, "B": 30, "C": 20, "D": 0},
        ("140000", "03", "50mg"): {"E": 12},
    }
    assert contracts.agreements(award, reported) == (
        Agreement("A", "03", "50mg", "F07", 31, 180_700, 560),
        Agreement("B", "03", "50mg", "F07", 18, 180_700, 325),
        Agreement("C", "03", "50mg", "F07", 12, 180_700, 217),
        Agreement("E", "03", "50mg", "F07", 9, 180_700, 163),
    )


def test_an_award_in_a_region_without_reports_is_impossible():
    with pytest.raises(ValueError, match="nobody"):
        contracts.agreements(an_award(AwardLine("130000", "50mg", 5, 180_700, 90)), {})


def test_what_was_asked_by_name_goes_to_those_who_named_it():
    """
    region  named  agreed  by hospital
    130000  no     6       A 2, B 4 (reported 10 and 20 without a name of a winner)
    130000  yes    3       B 3 (reported 9 by name)
    B has one agreement over 7 units.
    """
    award = an_award(
        AwardLine("130000", "50mg", 6, 180_700, 108),
        AwardLine("130000", "50mg", 3, 180_700, 54, named=True),
    )
    place = ("130000", "03", "50mg")
    open_to_all, named = {place: {"A": 10, "B": 20}}, {place: {"B": 9}}
    assert contracts.agreements(award, open_to_all, named) == (
        Agreement("A", "03", "50mg", "F07", 2, 180_700, 36),
        Agreement("B", "03", "50mg", "F07", 7, 180_700, 126),
    )
