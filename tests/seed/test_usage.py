"""A year of use that looks like the published ones."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from procurement.exchange import rulebooks
from procurement.rules import money
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.codes import REGIONS
from procurement.rules.contracts import Agreement, split
from procurement.rules.demand import Demand
from procurement.rules.reports import by_place
from procurement.rules.rulebook import DrugRules
from procurement.rules.tender import Tender
from seed import calibration, country, usage
from seed.usage import Listing

HOSPITALS = country.hospitals()
PRODUCTS = [f"{number:02d}" for number in range(1, 25)]
PRICE = 1_000_000
RULES = rulebooks.load("national-drug-2").at(date(2020, 1, 17), DrugRules)


def an_agreement(hospital, product, spec, units):
    return Agreement(hospital, product, spec, "F1", units, PRICE, money.cost(PRICE, units))


def agreements_of_a_round():
    """24 products; two of them, as in the second national round, hold most of the units."""
    large = {"03": 300, "04": 250}
    demand = [
        Demand(region, p, "5mg", large.get(p, 5) * country.draw(500, 5000, region, p))
        for region in REGIONS
        for p in PRODUCTS
    ]
    regions = {hospital.code: hospital.region for hospital in HOSPITALS}
    reported = by_place(country.reports(HOSPITALS, demand), regions)
    return [
        an_agreement(hospital, product, spec, units)
        for (_, product, spec), by_hospital in reported.items()
        for hospital, units in split(sum(by_hospital.values()) * 6 // 10, by_hospital).items()
        if units
    ]


AGREEMENTS = agreements_of_a_round()
LOSERS = [
    Listing(product, firm, "5mg", price)
    for product in PRODUCTS[:18]
    for firm, price in (("F8", 2_000_000), ("F9", 5_400_000))
]
ROWS = list(usage.usage(AGREEMENTS, LOSERS, HOSPITALS))
FOUND = calibration.calibrate(AGREEMENTS, ROWS, HOSPITALS)


def test_the_year_lies_inside_the_published_ranges():
    """
    figure                                range            source
    completion                            2.2 to 2.4       batches 1 and 2; Shanghai
    completion by product                 0.75 to 4.8      nine cities
    winning share                         86 to 90 %       Jiangxi, about 88 %
    winning share by product              69 to 99 %       Jiangxi
    winning share of the amount           57 to 83 %       Jiangxi
    hospitals on time in poor regions     60 to 80 %       Bazhou, 36 of 52
    price of others over winners          1.8 to 5         Jiangxi
    """
    assert Fraction("2.2") <= FOUND.completion <= Fraction("2.4")
    by_product = FOUND.completion_by_product.values()
    assert Fraction("0.75") <= min(by_product) < 1
    assert 4 < max(by_product) <= Fraction("4.8")
    assert Fraction("0.86") <= FOUND.winning_share <= Fraction("0.90")
    shares = FOUND.winning_share_by_product.values()
    assert Fraction("0.69") <= min(shares) < Fraction("0.8")
    assert Fraction("0.9") < max(shares) <= Fraction("0.99")
    assert Fraction("0.57") <= FOUND.winning_share_of_amount <= Fraction("0.83")
    assert Fraction("0.60") <= FOUND.on_time_poor <= Fraction("0.80") < FOUND.on_time_elsewhere
    assert Fraction("1.8") <= FOUND.others_price <= 5


def test_the_pace_falls_and_the_winning_share_grows_over_the_year():
    won, other = Counter[int](), Counter[int]()
    for row in ROWS:
        (won if row.winning else other)[row.month] += row.quantity
    assert [won[month] for month in range(1, 13)] == sorted(won.values(), reverse=True)
    assert won[12] / (won[12] + other[12]) > won[1] / (won[1] + other[1])
    assert FOUND.first_quarter_pace > FOUND.completion


def test_every_row_has_units_in_a_month_of_the_year():
    assert all(row.quantity > 0 and 1 <= row.month <= 12 for row in ROWS)
    keys = {(row.hospital, row.product, row.spec, row.firm, row.month) for row in ROWS}
    assert FOUND.rows == len(ROWS) == len(keys)


def test_winners_are_bought_at_the_agreed_price_and_others_at_their_listed_one():
    listed = {(one.product, one.firm): one.unit_price for one in LOSERS}
    for row in ROWS:
        expected = PRICE if row.winning else listed.get((row.product, row.firm))
        if row.firm != usage.NOBODY:
            assert row.unit_price == expected


def test_where_no_bid_lost_others_cost_a_multiple_of_the_winner():
    unnamed = {row.product: row.unit_price for row in ROWS if row.firm == usage.NOBODY}
    assert set(unnamed) <= set(PRODUCTS[18:])
    assert len(unnamed) > 3
    assert all(1_800_000 <= price <= 5_000_000 for price in unnamed.values())


def test_the_cheaper_of_the_losers_sells_more():
    firms = Counter(row.firm for row in ROWS if not row.winning)
    assert firms["F8"] > firms["F9"] > 0


def test_a_losing_bid_is_listed_in_every_spec_of_its_product():
    """
    product firm spec   bid     won
    03      A    50mg   0.1807  yes
    03      B    100mg  0.8500
    """
    presentations = (
        Presentation("50mg", Fraction(50), 835_800),
        Presentation("100mg", Fraction(100), None),
    )
    tender = Tender(
        name="示范批次",
        document="SF-2020",
        rulebook="national-drug-2",
        bids_opened=date(2020, 1, 17),
        products=(Product("03", "阿卡波糖口服常释剂型", presentations, "50mg"),),
        bids=(Bid("03", "A", "50mg", 180_700), Bid("03", "B", "100mg", 850_000)),
        demand=(),
    )
    assert usage.listings(tender, [("03", "A")], RULES) == (
        Listing("03", "B", "50mg", 500_000),
        Listing("03", "B", "100mg", 850_000),
    )


def test_the_same_seed_gives_the_same_year():
    assert list(usage.usage(AGREEMENTS[::-1], LOSERS[::-1], HOSPITALS)) == ROWS
    assert list(usage.usage(AGREEMENTS, LOSERS, HOSPITALS, seed=7)) != ROWS


@pytest.mark.parametrize("units", [0, 1, 2])
def test_a_year_without_much_to_tell_has_few_rows(units):
    tiny = [an_agreement(HOSPITALS[0].code, "01", "5mg", units)] if units else []
    rows = list(usage.usage(tiny, [], HOSPITALS))
    assert sum(row.quantity for row in rows if row.winning) == units * 2300 // 1000


def test_fitting_reaches_the_mean_within_the_bounds():
    """
    weight 50 30 10 10, drawn 900 4000 800 4800 -> weighted mean about 2300, 800 stays
    """
    weights = [50, 30, 10, 10]
    fitted = usage.fit([900, 4000, 800, 4800], weights, 2300, (800, 4600))
    assert all(800 <= value <= 4600 for value in fitted)
    mean = sum(v * w for v, w in zip(fitted, weights, strict=True)) / 100
    assert mean == pytest.approx(2300, abs=5)


def test_the_summary_prints_every_figure_beside_its_range():
    text = calibration.summary(FOUND)
    assert len(text.splitlines()) == 10
    assert "completion                    2.30  (2.2 to 2.4)" in text
