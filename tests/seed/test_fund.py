"""Invented facts of the fund stay within their stated ranges, and so do prices before the round."""

from datetime import date
from fractions import Fraction

import pytest

from procurement.exchange import rulebooks
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.codes import REGIONS
from procurement.rules.rulebook import DrugRules
from seed import country, fund

RULES = rulebooks.load("national-drug-2").at(date(2020, 1, 17), DrugRules)


def a_product(ceiling):
    return Product(
        "03",
        "阿卡波糖口服常释剂型",
        (Presentation("50mg", Fraction(50), ceiling), Presentation("100mg", Fraction(100), None)),
        "50mg",
    )


def test_every_region_has_a_payment_ratio_and_an_insured_share():
    shares = fund.fund_shares(REGIONS)
    assert list(shares) == list(REGIONS)
    for share in shares.values():
        assert Fraction("0.55") <= share.pay_ratio <= Fraction("0.75")
        assert Fraction("0.75") <= share.insured_share <= Fraction("0.95")


def test_most_hospitals_but_not_all_keep_their_duties():
    conduct = fund.conduct(country.hospitals())
    assert 0.8 < sum(one.data_sent for one in conduct.values()) / len(conduct) < 1
    assert 0.8 < sum(one.price_policy_kept for one in conduct.values()) / len(conduct) < 1
    assert all(Fraction("0.6") <= one.paid_within_30_days <= 1 for one in conduct.values())
    assert all(Fraction("0.9") <= one.bought_online <= 1 for one in conduct.values())
    assert {one.cost_growth > 0 for one in conduct.values()} == {True, False}


def test_the_price_before_is_the_ceiling_converted_where_blank():
    product = a_product(ceiling=835_800)
    assert fund.pre_price(product, "50mg", [], RULES) == 835_800
    assert fund.pre_price(product, "100mg", [], RULES) == 1_420_900


def test_without_a_ceiling_it_is_the_highest_price_bid():
    bids = [
        Bid("03", "F1", "50mg", 180_700),
        Bid("03", "F2", "100mg", 850_000),
        Bid("04", "F3", "50mg", 9_000_000),
    ]
    assert fund.pre_price(a_product(None), "50mg", bids, RULES) == 500_000


def test_with_neither_there_is_no_price_before():
    with pytest.raises(ValueError, match="empty"):
        fund.pre_price(a_product(None), "50mg", [], RULES)
