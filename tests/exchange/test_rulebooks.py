"""The rulebooks that come with the platform, and every mistake a rulebook can have."""

from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from procurement.exchange import rulebooks
from procurement.rules.rulebook import DrugRules, RulebookFaults

BROKEN = sorted((Path(__file__).parents[1] / "broken_rulebooks").glob("*.toml"))
DRUG_ROUNDS = {
    "expansion-2019": date(2019, 9, 24),
    "national-drug-2": date(2020, 1, 17),
    "national-drug-3": date(2020, 8, 20),
    "national-drug-4": date(2021, 2, 3),
    "national-drug-5": date(2021, 6, 23),
}
SAVINGS = ["retained-savings-shenzhen-2024", "retained-savings-sichuan-2022"]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_rulebook_names_its_file_its_key_and_the_mistake(path):
    """The first two lines of each file say where the fault is and what is said about it."""
    place, says = (
        line.partition(": ")[2] for line in path.read_text(encoding="utf-8").splitlines()[:2]
    )
    with pytest.raises(RulebookFaults) as caught:
        rulebooks.read(path)
    (fault,) = caught.value.faults
    assert fault.place == place
    assert says in fault.text.en
    assert fault.text.zh
    assert fault.place in str(caught.value)


def test_a_rulebook_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes(b'id = "\xff"')
    with pytest.raises(RulebookFaults, match=r"latin\.toml: is not UTF-8"):
        rulebooks.read(path)


def test_all_the_rulebooks_are_here():
    assert rulebooks.ids() == [*DRUG_ROUNDS, *SAVINGS, "uptake-default"]


@pytest.mark.parametrize("name", rulebooks.ids())
def test_every_value_has_a_source_an_evidence_mark_and_the_day_it_was_checked(name):
    book = rulebooks.load(name)
    for entry in book.history:
        assert entry.source
        assert entry.title.zh
        assert entry.title.en
        assert entry.shown.zh
        assert entry.shown.en
        assert entry.checked == date(2026, 11, 22)
        assert entry.note or entry.evidence not in {"unconfirmed", "proposal"}


@pytest.mark.parametrize("name", rulebooks.ids())
def test_the_hash_is_that_of_the_file(name):
    content = (rulebooks.FOLDER / f"{name}.toml").read_bytes()
    assert rulebooks.load(name).sha256 == sha256(content).hexdigest()


def test_a_rulebook_is_found_by_its_alias():
    assert rulebooks.load("national-drug-expansion-2019").id == "expansion-2019"


@pytest.mark.parametrize("name", ["national-drug-1", "../rulebooks/national-drug-2"])
def test_a_rulebook_that_does_not_exist_is_not_found(name):
    with pytest.raises(LookupError, match="no rulebook"):
        rulebooks.load(name)


def drug(name):
    return rulebooks.load(name).at(DRUG_ROUNDS[name], DrugRules)


def of(table, number):
    return table[min(number, len(table)) - 1]


TABLE_A = [1, 2, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6]
TABLE_B = [1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8, 8, 8, 8, 8]
TABLE_C = [1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 9, 10, 10, 10, 10]
LOWEST_THREE = [1, 2] + [3] * 14


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("expansion-2019", LOWEST_THREE),
        ("national-drug-2", TABLE_A),
        ("national-drug-3", TABLE_B),
        ("national-drug-4", TABLE_C),
        ("national-drug-5", TABLE_C),
    ],
)
def test_the_shortlist_has_the_published_length_for_every_number_of_bidders(name, table):
    """
    n                  1  2  3  4  5  6  7  8  9  10 11 12 13 14 15 16
    expansion          1  2  3  3  3  3  3  3  3  3  3  3  3  3  3  3
    A: batch 2         1  2  2  3  4  4  5  5  6  6  6  6  6  6  6  6
    B: batch 3         1  2  2  3  4  4  5  6  6  7? 8  8  8  8  8  8
    C: batches 4, 5    1  2  2  3  4  4  5  6  7  8  9  9  10 10 10 10
    """
    maximum = drug(name).shortlist_maximum
    assert [of(maximum, n) for n in range(1, 17)] == table


@pytest.mark.parametrize(
    ("name", "normal", "reduced"),
    [
        ("expansion-2019", [50, 60, 70, 70], None),
        ("national-drug-2", [50, 60, 70, 80], [50, 60, 70, 80]),
        ("national-drug-3", [50, 60, 70, 80], [40, 50, 60, 70]),
        ("national-drug-4", [50, 60, 70, 80], [40, 50, 60, 70]),
        ("national-drug-5", [50, 60, 70, 80], [40, 50, 60, 70]),
    ],
)
def test_the_agreed_share_follows_the_number_of_winners(name, normal, reduced):
    """
    winners   normal   antibiotics and similar (batch 3 on)
    1         50 %     40 %
    2         60 %     50 %
    3         70 %     60 %
    4         80 %     70 %
    """
    rules = drug(name)
    assert [of(rules.agreed_share, n) * 100 for n in range(1, 5)] == normal
    found = rules.reduced_agreed_share
    assert (found and [of(found, n) * 100 for n in range(1, 5)]) == reduced
    assert rules.special_agreed_share is None


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("expansion-2019", [1, 1, 2, 2]),
        ("national-drug-2", [1, 2, 2, 3]),
        ("national-drug-3", [1, 1, 2, 3]),
        ("national-drug-4", [1, 1, 2, 3]),
        ("national-drug-5", [1, 1, 2, 3]),
    ],
)
def test_the_term_follows_the_number_of_winners(name, years):
    assert [of(drug(name).term_years, n) for n in range(1, 5)] == years


@pytest.mark.parametrize("name", list(DRUG_ROUNDS)[1:])
def test_the_winning_conditions_of_batches_two_to_five(name):
    rules = drug(name)
    assert rules.winning_alternatives == ("lowest_price_multiple", "cut_from_ceiling", "low_price")
    assert rules.lowest_price_multiple == Fraction("1.8")
    assert rules.cut_from_ceiling == Fraction("0.5")
    assert rules.low_price == 100_000


def test_the_expansion_has_no_condition_but_the_rank():
    rules = drug("expansion-2019")
    assert rules.winning_alternatives == ()
    assert rules.lowest_price_multiple is None
    assert "lowest_price_multiple" not in rules.sources


def test_the_ratio_rule_is_exact():
    for name in DRUG_ROUNDS:
        assert (drug(name).strength_factor, drug(name).pack_factor) == (
            Fraction(17, 10),
            Fraction(195, 100),
        )


def test_what_is_not_confirmed_stays_marked():
    fifth, third = drug("national-drug-5"), drug("national-drug-3")
    assert fifth.sources["shortlist_maximum"].evidence == "unconfirmed"
    assert fifth.sources["lowest_price_multiple"].evidence == "unconfirmed"
    assert third.sources["shortlist_maximum"].evidence == "proposal"
    assert "n=10" in third.sources["shortlist_maximum"].note.zh
    assert drug("national-drug-2").sources["shortlist_maximum"].evidence == "official"
