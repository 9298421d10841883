"""The second batch of 2020 under the rules of the tenth and the eleventh, by hand arithmetic."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
import unit_cast

from procurement.exchange import (
    applied_rules,
    round_folder,
    rulebooks,
    whatif,
    whatif_json,
    whatif_report,
)
from procurement.exchange.applied_rules import Applied
from procurement.exchange.printing import percent

FOLDER = Path(__file__).parents[2] / "seed" / "rounds" / "national-drug-2"
SECOND, TENTH, ELEVENTH = BOOKS = ("national-drug-2", "national-drug-10", "national-drug-11")


@cache
def tender():
    return round_folder.read(FOLDER).tender


@cache
def compared(*names, products=("03", "05", "06", "31", "32")):
    """Only these products: each stands for itself under these rules."""
    whole = tender()
    some = replace(whole, products=tuple(one for one in whole.products if one.code in products))
    return whatif.compare(some, applied_rules.apply(names or BOOKS, (), whole.bids_opened))


def product(code):
    return next(one for one in compared().contrasts if one.product.code == code)


def prices(code):
    """Winning prices in yuan under each rulebook, in rank order."""
    return [[price / 1_000_000 for price in one.prices.values()] for one in product(code).results]


def test_acarbose_a_third_firm_is_revived_at_the_price_of_the_second():
    """
    n = 4: three shortlisted under every table; 1.8 x 0.1807 = 0.3253
    bid      batch 2                          batch 10          batch 11 (anchor 0.1807 too)
    0.1807   won                              won               won
    0.3200   won                              won               won
    0.4300   48.6 % below the ceiling: lost   revived at 0.32   revived at 0.32
    0.4650   not shortlisted                  not shortlisted   no demand by brand
    """
    assert prices("03") == [[0.180667, 0.32], [0.180667, 0.32, 0.32], [0.180667, 0.32, 0.32]]
    assert product("03").moved == ("北京福元医药股份有限公司",)
    assert [one.share * 100 for one in product("03").results] == [60, 70, 70]


def test_azithromycin_the_shorter_shortlist_costs_a_winner():
    """
    n = 6: table A shortlists four, table D three; nobody is beyond 1.8 x 0.83 = 1.494
    """
    assert prices("05") == [[0.83, 0.91, 1.021667, 1.06]] + [[0.83, 0.91, 1.021667]] * 2
    assert product("05").moved == ("苏州二叶制药有限公司",)
    assert [one.share * 100 for one in product("05").results] == [80, 70, 70]


def test_ambrisentan_the_third_firm_comes_down_from_58_to_22_yuan():
    """
    n = 4, three shortlisted: 20, 22.9, 58.929; 1.8 x 20 = 36
    the anchor is 20 still: half the mean is 16.97
    """
    assert prices("06") == [[20, 22.9], [20, 22.9, 22.9], [20, 22.9, 22.9]]


def test_levocetirizine_the_anchor_lets_a_second_firm_in_and_lifts_the_revival_price():
    """
    n = 8 with the one over its ceiling: five shortlisted under tables A and D
    batch 2   all five are more than half below their ceiling, or the lowest
    batch 10  1.8 x 0.0575 = 0.1035: one wins, four are revived at 1.8 times its price
    batch 11  half the mean of 0.0575, 0.1507, 0.2220, 0.2386, 0.2875 is 0.0956; 1.8 times that is
              0.1721: two win, three are revived at 0.1507
    """
    assert prices("32") == [
        [0.0575, 0.150714, 0.222, 0.238571, 0.2875],
        [0.0575, 0.1035, 0.1035, 0.1035, 0.1035],
        [0.0575, 0.150714, 0.1507, 0.1507, 0.1507],
    ]
    assert [len(one.revived) for one in product("32").results] == [0, 4, 3]


def test_nab_paclitaxel_is_the_same_everywhere():
    assert [one.product.code for one in compared().same] == ["31"]
    assert not product("31").differs


def test_totals_are_those_of_the_products():
    for index, total in enumerate(compared().totals):
        results = [one.results[index] for one in compared().contrasts]
        assert total.spend == sum(one.spend for one in results)
        assert total.quantity == sum(one.quantity for one in results)
    assert [one.revived for one in compared().totals] == [0, 6, 5]


def test_products_that_differ_come_first():
    assert [one.product.code for one in compared().contrasts] == ["03", "05", "06", "32", "31"]
    assert [one.product.code for one in compared().differing] == ["03", "05", "06", "32"]


def test_every_rulebook_says_what_it_assumes():
    second, tenth, eleventh = compared().remarks
    assert [one.zh for one in second] == [
        "取值依据：官方文本 2，公开报道 3，复算相符 7，尚未证实 3，平台建议 2"
    ]
    told = " ".join(one.en for one in tenth)
    for words in (
        "In force from 2024-12-12 only",
        "6 bids win by revival",
        "5 products do not say their dosage form",
        "No related firms are named",
    ):
        assert words in told
    assert any("no demand by brand" in one.en for one in eleventh)


def test_a_decided_parameter_and_the_negotiations_of_the_pilot_are_told():
    names = ("pilot-2018", SECOND)
    applied = applied_rules.apply(names, ["volume.agreed_share=[0.65]"], tender().bids_opened)
    found = whatif.compare(tender(), applied)
    told = [one.en for one in found.remarks[0]]
    assert "Decided: volume.agreed_share = 65%" in told
    assert any("negotiations" in one for one in told)
    assert all(len(one.results[0].prices) <= 1 for one in found.contrasts)
    assert any("decided 1" in one for one in told)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            ("采购金额（万元）", "结果不同的产品：4个", "结果相同的产品：1个", "复活中选 0.3200"),
        ),
        (
            "en",
            ("Spend (10k yuan)", "Products that differ: 4", "revived 0.3200", "shortlisted, lost"),
        ),
    ],
)
def test_the_report_puts_totals_and_differing_products_side_by_side(language, words):
    shown = whatif_report.render(compared(), language)
    for word in words:
        assert word in shown
    fuyuan = [line for line in shown.splitlines() if line.startswith("  北京福元医药股份有限公司 ")]
    assert [line.split()[1] for line in fuyuan] == list(BOOKS)
    assert "31 注射用紫杉醇" in shown


def test_the_report_says_how_the_money_changes():
    first, second = compared(SECOND, TENTH).totals
    change = Fraction(second.spend, first.spend) - 1
    assert change > 0
    assert whatif_report.totals(second, first)[-1] == f"+{percent(change)}"
    assert whatif_report.totals(first, second)[-1].startswith("-")
    assert whatif_report.totals(first, first)[-1] == "—"


def test_rules_by_units_are_compared_by_winners_and_prices_alone():
    """Two rounds by units: the lowest of a unit wins, and then whoever is within 1.5 times it."""
    applied = [
        Applied(rulebooks.load("joints-2021"), date(2021, 9, 14), rules, ())
        for rules in (
            unit_cast.some_rules(any_of=("rank_most",), rank_most=1),
            unit_cast.some_rules(
                any_of=("lowest_price_multiple",), lowest_price_multiple=Fraction("1.5")
            ),
        )
    ]
    bids = (unit_cast.a_bid("Alpha", "5000"), unit_cast.a_bid("Beta", "7000"))
    some = replace(tender(), products=(unit_cast.a_category(),), bids=bids, demand=())
    found = whatif.compare(some, applied)
    assert found.contrasts[0].moved == ("Beta",)
    assert [one.spend for one in found.totals] == [None, None]
    (result, _) = whatif_json.document(found)["products"][0]["results"]
    assert (result["spend_fen"], result["share"], result["dearer"]) == (None, None, None)
    assert "won 7000.0000" in whatif_report.render(found, "en")


def test_under_rules_without_regions_there_is_no_money_to_compare():
    total = replace(compared().totals[0], quantity=None, spend=None)
    assert whatif_report.totals(total, total)[3:] == ("—", "—", "—")
    assert whatif_report.totals(total, replace(total))[3:] == ("—", "—", "—")


def test_programs_get_every_verdict_with_its_reason_in_both_languages():
    found = json.loads(json.dumps(whatif_json.document(compared())))
    assert [one["id"] for one in found["rulebooks"]] == list(BOOKS)
    assert found["differing_products"] == 4
    acarbose = found["products"][0]
    assert (acarbose["product"], acarbose["moved"]) == ("03", ["北京福元医药股份有限公司"])
    second, tenth, _ = acarbose["results"]
    assert (second["share"], tenth["share"], second["dearer"]) == ("0.6", "0.7", "1")
    revived = next(one for one in tenth["verdicts"] if one["revived"])
    assert (revived["win_price"], revived["clause"]) == (320_000, "revivals")
    for result in acarbose["results"]:
        for verdict in result["verdicts"]:
            assert verdict["reason"]["zh"]
            assert verdict["reason"]["en"]
