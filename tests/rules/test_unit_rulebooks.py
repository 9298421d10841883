"""What the rulebooks of rounds by competition units say and leave open, and how they select."""

from fractions import Fraction

import pytest
from unit_law import BLANK, DAY, OPENED, decided, evidence, law

from procurement.exchange import rulebooks
from procurement.rules.entries import Decision
from procurement.rules.rulebook import RulebookFaults, Undecided, UnitRules
from procurement.rules.unit_rules import PREDICATES

NAMED = [(name, key) for name, keys in BLANK.items() for key in sorted(keys)]


def test_every_round_by_units_has_its_rulebook():
    books = [rulebooks.load(name) for name in rulebooks.ids()]
    assert [book.id for book in books if book.kind == "unit-round"] == sorted(OPENED)


@pytest.mark.parametrize("name", OPENED)
def test_a_rulebook_says_which_of_its_parameters_nobody_knows(name):
    blanks = rulebooks.load(name).blanks
    assert {blank.key for blank in blanks} == BLANK[name]
    assert all(blank.why.zh and blank.why.en for blank in blanks)


@pytest.mark.parametrize(("name", "key"), NAMED)
def test_a_blank_is_refused_until_the_round_decides_it(name, key):
    book = rulebooks.load(name)
    with pytest.raises(Undecided) as caught:
        book.at(OPENED[name], decisions=decided(name, key))
    assert caught.value.keys == (key,)
    rules = book.at(OPENED[name], UnitRules, decisions=decided(name))
    entry = next(entry for entry in rules.sources.values() if entry.key == key)
    assert (entry.evidence, entry.source) == ("decided", "decided for the test")


@pytest.mark.parametrize("name", OPENED)
def test_every_blank_is_asked_for_at_once(name):
    with pytest.raises(Undecided) as caught:
        rulebooks.load(name).at(OPENED[name])
    assert set(caught.value.keys) == BLANK[name]


@pytest.mark.parametrize("name", OPENED)
def test_what_is_known_for_sure_no_round_decides_otherwise(name):
    known = [entry for entry in rulebooks.load(name).history if not entry.is_parameter]
    attempt = [Decision(entry.key, 1, "no", "officer", DAY) for entry in known]
    assert attempt
    with pytest.raises(RulebookFaults) as caught:
        rulebooks.load(name).at(OPENED[name], decisions=[*decided(name), *attempt])
    assert {fault.rule for fault in caught.value.faults} == {"decision"}
    assert len(caught.value.faults) == len(attempt)


@pytest.mark.parametrize("name", OPENED)
def test_a_default_of_ours_and_what_is_not_confirmed_says_why(name):
    for entry in rulebooks.load(name).history:
        if entry.evidence in {"unconfirmed", "proposal"}:
            assert entry.note


@pytest.mark.parametrize(
    ("name", "covered", "promises", "least", "marks"),
    [
        ("joints-2021", "0.85", ("full_territory", "material"), 7, "official"),
        ("ivd-2023", "0.90", ("complete_set",), 5, "reported"),
    ],
)
def test_the_competition_units_of_a_round(name, covered, promises, least, marks):
    """
    round    covered  also asked                  filled up to
    joints   85 %     full territory, material    7
    IVD      90 %     complete set                5
    """
    rules, known = law(name), evidence(name)
    assert (rules.covered_share, rules.group_promises) == (Fraction(covered), promises)
    assert rules.minimum_group_size == least
    assert {known[key] for key in ("covered_share", "group_promises", "minimum_group_size")} == {
        marks
    }
    assert (rules.crossing_firm_included, known["crossing_firm_included"]) == (True, "proposal")


@pytest.mark.parametrize("name", sorted(set(OPENED) - {"joints-2021", "ivd-2023", "spine-2022"}))
def test_other_rounds_are_not_divided_as_far_as_is_known(name):
    if name == "consumables-6-2026":
        assert law(name).group_promises == ("full_territory",)
        assert law(name).minimum_group_size is None
    else:
        assert law(name).covered_share is None


@pytest.mark.parametrize(
    ("name", "predicate", "field", "value", "mark"),
    [
        ("stents-2020", "rank_most", "rank_most", 10, "reported"),
        ("stents-2020", None, "products_per_firm", 4, "reported"),
        ("stents-2020", None, "lowest_price_multiple", Fraction("1.8"), "unconfirmed"),
        (
            "insulin-2021",
            "lowest_price_multiple",
            "lowest_price_multiple",
            Fraction("1.3"),
            "official",
        ),
        ("insulin-2021", "cut_least", "cut_least", Fraction("0.4"), "official"),
        (
            "insulin-2024",
            "lowest_price_multiple",
            "lowest_price_multiple",
            Fraction("1.3"),
            "reported",
        ),
        ("insulin-2024", None, "shortlist_most", 7, "reported"),
        ("spine-2022", "ceiling_share", "ceiling_share", Fraction("0.4"), "reported"),
        ("consumables-6-2026", None, "anchor_coefficient", Fraction("0.65"), "reported"),
        ("ivus-2024", "cut_least", "cut_least", Fraction("0.48"), "proposal"),
    ],
)
def test_the_predicates_of_a_round(name, predicate, field, value, mark):
    rules = law(name)
    assert (getattr(rules, field), evidence(name)[field]) == (value, mark)
    assert predicate is None or predicate in rules.any_of


def test_insulin_of_2024_has_a_second_rule_by_class_price():
    assert law("insulin-2024").any_of == ("lowest_price_multiple", "class_price")


def test_the_anchor_replaces_the_lowest_price_in_the_sixth_batch():
    rules = law("consumables-6-2026")
    assert (rules.any_of, evidence("consumables-6-2026")["any_of"]) == (
        ("anchor_multiple",),
        "unconfirmed",
    )
    assert evidence("consumables-6-2026")["anchor_multiple"] == "decided"


def test_the_predicates_of_rounds_without_a_rulebook_can_be_written_too():
    """Qinghai 2020 by origin; Wuhan 2021 and Fujian's fifth batch by listing and former price."""
    assert {"origin_quota", "listing_price", "former_price"} <= PREDICATES.keys()


def test_the_ceiling_of_stents_was_a_reference():
    modes = {name: law(name).ceiling_mode for name in OPENED}
    assert modes.pop("stents-2020") == "reference"
    assert set(modes.values()) == {"hard"}


@pytest.mark.parametrize("name", OPENED)
def test_among_equal_prices_the_larger_demand_goes_first_where_nothing_else_is_known(name):
    assert law(name).tie_order == ("larger_demand",)
    assert evidence(name)["tie_order"] in {"proposal", "unconfirmed"}
