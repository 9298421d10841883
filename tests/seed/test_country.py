"""The invented country: hospitals everywhere, and reports that add up exactly."""

from collections import Counter

import pytest

from procurement.rules import canon
from procurement.rules.codes import REGIONS
from procurement.rules.demand import Demand
from procurement.rules.parties import Level
from procurement.rules.reports import Report, base_quantities, by_place
from seed import country

HOSPITALS = country.hospitals()
REGION_OF = {hospital.code: hospital.region for hospital in HOSPITALS}
DEMAND = tuple(
    Demand(region, product, spec, country.draw(1, 400_000, region, product, spec))
    for region in REGIONS
    for product, specs in {"01": ("0.25g",), "03": ("50mg", "100mg"), "04": ("0.5g",)}.items()
    for spec in specs
)
REPORTS = country.reports(HOSPITALS, DEMAND)


def test_there_are_hospitals_of_every_level_in_every_region():
    assert len(HOSPITALS) == 310
    assert {(one.region, one.level) for one in HOSPITALS} == {
        (region, level) for region in REGIONS for level in Level
    }


def test_populous_regions_have_more_hospitals():
    count = Counter(hospital.region for hospital in HOSPITALS)
    assert count["440000"] == max(count.values())
    assert count["540000"] == min(count.values())


def test_codes_and_names_are_unique_and_every_name_says_it_is_invented():
    assert len({hospital.code for hospital in HOSPITALS}) == 310
    assert len({hospital.name for hospital in HOSPITALS}) == 310
    assert all("示范" in hospital.name for hospital in HOSPITALS)


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("110000", "北京市第一示范医院"),
        ("130000", "河北省第一示范医院"),
        ("150000", "内蒙古第一示范医院"),
        ("650000", "新疆第一示范医院"),
    ],
)
def test_a_region_is_named_as_on_a_map(region, name):
    assert name in {hospital.name for hospital in HOSPITALS if hospital.region == region}


def test_a_larger_country_counts_on_in_chinese():
    names = {hospital.name for hospital in country.hospitals(count=1600)}
    assert "广东省第十示范县医院" in names
    assert "广东省第十一示范县医院" in names
    assert "广东省第二十示范县医院" in names
    assert "广东省第四十二示范县医院" in names


def test_the_reports_add_up_to_the_published_demand():
    assert set(base_quantities(by_place(REPORTS, REGION_OF))) == set(DEMAND)
    assert all(report.quantity > 0 for report in REPORTS)


def test_not_every_hospital_reports_every_product_but_large_ones_report_most():
    takes = Counter[Level]()
    level_of = {hospital.code: hospital.level for hospital in HOSPITALS}
    for hospital, _ in {(report.hospital, report.product) for report in REPORTS}:
        takes[level_of[hospital]] += 1
    of_all = Counter(hospital.level for hospital in HOSPITALS)
    shares = [takes[level] / of_all[level] / 3 for level in Level]
    assert 1 > shares[0] > shares[1] > shares[2] > 0


def test_demand_has_a_heavy_tail():
    units = Counter[str]()
    for report in REPORTS:
        units[report.hospital] += report.quantity
    largest = sum(quantity for _, quantity in units.most_common(len(HOSPITALS) // 5))
    assert 0.5 < largest / units.total() < 0.9


def test_where_nobody_would_report_everybody_does():
    villages = [one for one in HOSPITALS if one.region == "540000"][-1:]
    found = [
        country.reports(villages, [Demand("540000", str(product), "5mg", 9)])
        for product in range(20)
    ]
    assert all(
        reports == (Report(villages[0].code, str(product), "5mg", 9),)
        for product, reports in enumerate(found)
    )


def test_a_product_more_changes_nothing_for_the_others():
    fewer = country.reports(HOSPITALS, [line for line in DEMAND if line.product != "03"])
    assert fewer == tuple(report for report in REPORTS if report.product != "03")


def test_the_seed_decides_everything_and_the_same_seed_decides_the_same():
    assert country.reports(country.hospitals(), DEMAND) == REPORTS
    assert country.reports(HOSPITALS, DEMAND, seed=7) != REPORTS
    facts = [[report.hospital, report.product, report.spec, report.quantity] for report in REPORTS]
    assert canon.digest(canon.encode(facts))[:16] == "f3b605b48f980481"
