"""Region codes of six digits: the province is known, the rest is checked for its form."""

import pytest

from procurement.rules.codes import REGIONS
from procurement.rules.region_codes import read


@pytest.mark.parametrize("code", list(REGIONS))
def test_every_region_of_procurement_is_known(code):
    found = read(code)
    assert found.faults == ()
    assert found.parts[0].meaning == REGIONS[code]


@pytest.mark.parametrize("code", ["510100", "510107", "429004", "710000", "810000", "820000"])
def test_divisions_below_and_beside_them_are_codes_too(code):
    assert read(code).faults == ()


def test_an_unknown_province_and_a_county_without_prefecture_are_two_faults():
    rules = [fault.rule for fault in read("990007").faults]
    assert rules == ["region.province", "region.prefecture"]


@pytest.mark.parametrize("value", ["51", "51010", "5101000", "51O100", ""])
def test_anything_but_six_digits_is_refused(value):
    assert read(value).faults


def test_it_says_that_the_lower_levels_are_not_compared():
    assert "未对照名录" in read("510100").notes[0].zh
