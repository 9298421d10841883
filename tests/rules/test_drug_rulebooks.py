"""The law of every national drug round, walked row by row against the published tables."""

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from procurement.exchange import rulebooks
from procurement.rules import ratio_factors
from procurement.rules.entries import Decision
from procurement.rules.rulebook import DrugRules, Undecided
from solver import draft

OPENED = {
    "pilot-2018": date(2018, 12, 7),
    "expansion-2019": date(2019, 9, 24),
    "national-drug-2": date(2020, 1, 17),
    "national-drug-3": date(2020, 8, 20),
    "national-drug-4": date(2021, 2, 3),
    "national-drug-5": date(2021, 6, 23),
    "national-drug-7": date(2022, 7, 12),
    "national-drug-8": date(2023, 3, 29),
    "national-drug-9": date(2023, 11, 6),
    "national-drug-10": date(2024, 12, 12),
    "national-drug-11": date(2025, 10, 27),
    "national-drug-12": date(2026, 7, 31),
}
BLANK = {
    "pilot-2018": {"volume.agreed_share": [Decimal("0.65")]},
    "national-drug-12": {
        "shortlist.maximum": [1, 2, 2, 3],
        "winning.lowest_price_multiple": Decimal("1.8"),
        "winning.deviation": "sample",
        "volume.agreed_share": [Decimal("0.6"), Decimal("0.7")],
        "regions.priority_picks": 1,
        "regions.spare_suppliers": 1,
        "term.end": date(2029, 12, 31),
    },
}
"""What nobody knows, and what an office might decide."""
TABLES = Path(__file__).parents[1] / "examples" / "tables"
THREE = ("lowest_price_multiple", "cut_from_ceiling", "low_price")
FROM_2_TO_9 = [f"national-drug-{batch}" for batch in (2, 3, 4, 5, 7, 8, 9)]


def table(name):
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)


def decisions(name, values=None):
    day = OPENED[name]
    known = BLANK.get(name, {}) if values is None else values
    return [Decision(key, value, "for this test", "officer", day) for key, value in known.items()]


def rules(name):
    return rulebooks.load(name).at(OPENED[name], DrugRules, decisions=decisions(name))


def evidence(name):
    return {field: entry.evidence for field, entry in rules(name).sources.items()}


def of(column, number):
    return column[min(number, len(column)) - 1]


def test_every_drug_round_is_here():
    books = [rulebooks.load(name) for name in rulebooks.ids()]
    assert {book.id for book in books if book.kind == "drug-round"} == set(OPENED)


@pytest.mark.parametrize("name", list(OPENED))
def test_a_rulebook_holds_from_the_day_its_bids_were_opened(name):
    assert {entry.since for entry in rulebooks.load(name).history} == {OPENED[name]}


@pytest.mark.parametrize(
    ("name", "row"),
    [(name, row) for row in table("shortlist").values() for name in row["rulebooks"]],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_shortlist_has_the_published_length_for_every_number_of_bidders(name, row):
    """n = 1 to 16 as in tests/examples/tables/shortlist.toml."""
    maximum = rules(name).shortlist_maximum
    assert [of(maximum, n) for n in range(1, 17)] == row["places"]


@pytest.mark.parametrize(("name", "row"), table("shares").items())
def test_the_agreed_share_follows_the_number_of_winners(name, row):
    """1 to 5 winners, by class, as in tests/examples/tables/shares.toml."""
    found = rules(name)
    columns = {
        "normal": found.agreed_share,
        "reduced": found.reduced_agreed_share,
        "special": found.special_agreed_share,
    }
    shown = {
        column: [of(shares, n) * 100 for n in range(1, 6)]
        for column, shares in columns.items()
        if shares
    }
    assert shown == row


@pytest.mark.parametrize(("name", "row"), table("terms").items())
def test_the_award_lasts_as_long_as_was_published(name, row):
    """1 to 5 winners, or a fixed day, as in tests/examples/tables/terms.toml."""
    found = rules(name)
    years = found.term_years and [of(found.term_years, n) for n in range(1, 6)]
    assert (years, found.term_end) == (row.get("years"), row.get("end"))


@pytest.mark.parametrize(
    ("name", "regions", "counts"),
    [
        (name, row["regions"], counts)
        for name, row in table("regions").items()
        for counts in row["counts"]
    ],
)
def test_every_rank_gets_the_published_number_of_regions(name, regions, counts):
    """1 to 10 winners of 25 and 31 regions, as in tests/examples/tables/regions.toml."""
    assert list(draft.counts(len(counts), regions, rules(name).priority_picks)) == counts


@pytest.mark.parametrize("name", [name for name in OPENED if name != "pilot-2018"])
def test_rank_1_picks_one_region_before_the_turns_begin(name):
    assert rules(name).priority_picks == 1


@pytest.mark.parametrize(
    ("name", "spare"),
    [
        *((name, None) for name in list(OPENED)[:6]),
        ("national-drug-7", 1),
        ("national-drug-8", 1),
        ("national-drug-9", 2),
        ("national-drug-10", 2),
        ("national-drug-11", 1),
    ],
)
def test_regions_have_spare_suppliers_from_the_seventh_batch_on(name, spare):
    assert rules(name).spare_suppliers == spare


@pytest.mark.parametrize("field", ["strength_factor", "pack_factor", "fill_volume_factor"])
def test_the_ratio_rule_has_the_printed_factors(field):
    """Ratios of 1.5, 2, 3 and 10, as in tests/examples/tables/factors.toml."""
    printed, base = table("factors"), getattr(rules("national-drug-11"), field)
    found = [ratio_factors.factor(base, Fraction(ratio)) for ratio in printed["ratios"]]
    assert [f"{factor:.4f}" for factor in found] == printed[field]


@pytest.mark.parametrize("name", list(OPENED))
def test_the_ratio_rule_is_the_same_in_every_round(name):
    found = rules(name)
    assert (found.strength_factor, found.pack_factor) == (Fraction(17, 10), Fraction(195, 100))
    assert found.comparable_price_decimals == 4
    assert found.invalid_bids_count


@pytest.mark.parametrize(
    ("name", "fewest"),
    [
        ("pilot-2018", None),
        ("expansion-2019", None),
        *((f"national-drug-{batch}", 3) for batch in (2, 3, 4)),
        ("national-drug-5", None),
        ("national-drug-7", 4),
        ("national-drug-8", 5),
        ("national-drug-9", 5),
        ("national-drug-10", 7),
        ("national-drug-11", 7),
    ],
)
def test_a_product_is_included_with_enough_firms(name, fewest):
    assert rules(name).minimum_firms == fewest


@pytest.mark.parametrize("name", FROM_2_TO_9)
def test_batches_two_to_nine_have_three_winning_conditions(name):
    found = rules(name)
    assert found.winning_alternatives == THREE
    assert found.lowest_price_multiple == Fraction("1.8")
    assert found.cut_from_ceiling == Fraction("0.5")
    assert found.low_price == 100_000
    assert found.revivals is None


def test_only_batches_seven_and_eight_eliminate_the_widest_ratios():
    assert {name: rules(name).eliminations for name in OPENED if rules(name).eliminations} == {
        "national-drug-7": 6,
        "national-drug-8": 6,
    }


def test_the_pilot_has_one_winner_and_negotiates_with_fewer_than_three_bidders():
    found = rules("pilot-2018")
    assert (found.negotiation_below, found.direct_winners) == (3, 7)
    assert found.winning_alternatives == ()
    assert found.tie_order == ("more_provinces", "larger_sales")


def test_the_expansion_has_no_condition_but_the_rank():
    found = rules("expansion-2019")
    assert found.winning_alternatives == ()
    assert found.lowest_price_multiple is None
    assert "lowest_price_multiple" not in found.sources


@pytest.mark.parametrize("name", ["national-drug-10", "national-drug-11"])
def test_batches_ten_and_eleven_drop_the_cut_and_revive(name):
    found = rules(name)
    assert found.winning_alternatives == ("lowest_price_multiple", "low_price_by_form")
    assert found.cut_from_ceiling is None
    assert found.low_price_by_form == {"oral_solid": 100_000}
    assert found.lowest_price_multiple == found.revival_multiple == Fraction("1.8")
    assert found.affiliates_count_once


def test_the_tenth_batch_reckons_from_the_lowest_price_and_the_eleventh_from_an_anchor():
    tenth, eleventh = rules("national-drug-10"), rules("national-drug-11")
    assert (tenth.gap_basis, tenth.revivals) == ("lowest", ("shortlisted",))
    assert (eleventh.gap_basis, eleventh.anchor_coefficient) == ("anchor", Fraction("0.5"))
    assert eleventh.revivals == ("shortlisted", "not_shortlisted")
    assert (tenth.brand_demand, eleventh.brand_demand) == (None, True)


def test_the_twelfth_batch_has_two_anchors():
    found = rules("national-drug-12")
    assert (found.gap_basis, found.anchor_deviations) == ("dual_anchor", 1)
    assert found.outlier_deviations == 2
    assert found.revivals == ("reference_without_volume",)
    assert found.brand_demand


@pytest.mark.parametrize("name", list(OPENED))
def test_what_nobody_knows_is_blank_and_decided_by_the_round(name):
    book, known = rulebooks.load(name), BLANK.get(name, {})
    assert {blank.key for blank in book.blanks} == set(known)
    for key in known:
        others = {other: value for other, value in known.items() if other != key}
        with pytest.raises(Undecided, match=key) as caught:
            book.at(OPENED[name], DrugRules, decisions=decisions(name, others))
        assert caught.value.keys == (key,)
    assert {entry.key for entry in rules(name).sources.values()} >= set(known)


def test_what_is_not_confirmed_stays_marked():
    third, fifth, eighth = (evidence(f"national-drug-{batch}") for batch in (3, 5, 8))
    assert evidence("national-drug-2")["shortlist_maximum"] == "official"
    assert third["shortlist_maximum"] == "proposal"
    assert "n=10" in rules("national-drug-3").sources["shortlist_maximum"].note.zh
    assert fifth["shortlist_maximum"] == fifth["lowest_price_multiple"] == "unconfirmed"
    assert eighth["shortlist_maximum"] == eighth["winning_alternatives"] == "unconfirmed"


def test_a_reading_of_the_platform_stays_a_parameter():
    """Six eliminations, the anchor's coefficient and the shares of batches 10 and 11."""
    for batch in (7, 8):
        marks = evidence(f"national-drug-{batch}")
        assert (marks["eliminations"], marks["elimination_tie"]) == ("unconfirmed", "proposal")
        assert rules(f"national-drug-{batch}").elimination_tie == "spared"
    assert evidence("national-drug-11")["anchor_coefficient"] == "unconfirmed"
    for batch in (10, 11):
        marks = evidence(f"national-drug-{batch}")
        shares = ("agreed_share", "reduced_agreed_share", "special_agreed_share")
        assert {marks[field] for field in (*shares, "priority_picks")} == {"proposal"}
