"""Settings as people write them: read, or refused with every fault at once."""

from fractions import Fraction

import pytest

from procurement.rules.scenario_requests import parse
from procurement.rules.scenario_settings import SETTINGS, describe
from procurement.rules.scenarios import ANY, Around, Backing
from procurement.rules.text import Refused
from solver.problem import Aim, Bounds, Linkage


def one(text):
    (found,) = parse([text])
    return found


def wrong(*texts):
    with pytest.raises(Refused) as refused:
        parse(texts)
    return [(fault.rule, fault.place) for fault in refused.value.faults]


def test_settings_joined_by_commas_make_one_scenario():
    found = one("linkage=conditional, counts=free")
    assert (found.linkage, found.counts) == (Linkage.CONDITIONAL, ANY)
    assert found.name == "linkage=conditional, counts=free"
    assert parse([found.name]) == (found,)


def test_every_text_is_a_scenario_of_its_own():
    first, second = parse(["max_share=0.4", "max_share=40%"])
    assert first.max_share == second.max_share == Fraction(2, 5)


def test_a_piece_without_an_equals_sign_goes_on_with_the_value_before():
    found = one("goals=spend,largest_group,spend_tolerance=0.001")
    assert found.goals == (Aim.SPEND, Aim.LARGEST_GROUP)
    assert found.spend_tolerance == Fraction(1, 1000)
    assert one("goals=spend/shortfall").goals == (Aim.SPEND, Aim.SHORTFALL)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("linkage=none", "linkage", Linkage.NONE),
        ("tolerance=500", "tolerance", 500),
        ("counts=equal", "counts", Around(0)),
        ("counts=±2", "counts", Around(2)),
        ("counts=8..14", "counts", Bounds(8, 14)),
        ("lot_share=0.5", "lot_share", Fraction(1, 2)),
        ("suppliers=2", "suppliers", 2),
        ("backup=any", "backup", Backing.ANY),
        ("capacity=1.2", "capacity", Fraction(6, 5)),
        ("keep=draft", "keep", Fraction(1)),
        ("keep=0.9", "keep", Fraction(9, 10)),
    ],
)
def test_values_are_read_exactly(text, field, value):
    assert getattr(one(text), field) == value


@pytest.mark.parametrize(
    "text",
    [
        "linkage=loose",
        "tolerance=-1",
        "tolerance=9999999999999",
        "counts=14..8",
        "counts=some",
        "max_share=0",
        "max_share=1.1",
        "max_share=½",
        "max_share=",
        "suppliers=0",
        "suppliers=10",
        "backup=two",
        "capacity=10.5",
        "capacity=0.1234567890123",
        "keep=all",
        "shares=0.6/0.3",
        "goals=spend,spend",
        "goals=distance",
        "goals=money",
    ],
)
def test_a_value_that_cannot_be_read_is_refused(text):
    assert ("setting_value", text.rstrip("=")) in wrong(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("tolerance=5,linkage=none", "unused_setting"),
        ("least_part=0.2", "unused_setting"),
        ("surge=0.2,backup=none", "unused_setting"),
        ("band=0.1", "unused_setting"),
        ("spend_tolerance=0.1", "unused_setting"),
        ("spend_tolerance=0.1,goals=largest_group,spend", "unused_setting"),
        ("goals=spend,shared_groups", "unused_setting"),
        ("suppliers=2,backup=any", "excluded_setting"),
        ("keep=draft,shares=0.6/0.4", "excluded_setting"),
        ("max_share=0.4,goals=spend,largest_group", "excluded_setting"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(text, rule):
    assert wrong(text) == [(rule, text)]


def test_every_fault_of_every_scenario_is_told_at_once():
    assert wrong("max_share=2,counts=few", "colour", "linkage=none,linkage=strict", "") == [
        ("setting_value", "max_share=2"),
        ("setting_value", "counts=few"),
        ("unknown_setting", "colour"),
        ("duplicate", "linkage=strict"),
        ("nothing_asked", "—"),
    ]


def test_shares_are_given_once_a_number_of_winners():
    assert len(one("shares=0.6/0.4,shares=0.5/0.3/0.2").shares) == 2
    assert wrong("shares=0.6/0.4,shares=0.7/0.3") == [("duplicate", "shares=0.7/0.3")]


def test_a_fault_says_in_both_languages_what_the_setting_takes():
    with pytest.raises(Refused) as refused:
        parse(["linkage=loose"])
    (fault,) = refused.value.faults
    assert fault.text == ("linkage应为none、strict或conditional。", SAID)


SAID = "linkage takes none, strict or conditional."


def test_a_scenario_is_told_in_words():
    told = describe((("linkage", "conditional"), ("max_share", "40%")))
    assert told.zh == "量价挂钩：产能已满者除外；全轮次最大份额：40%"
    assert told.en == (
        "Quantity–price linkage: unless the cheaper firm is full; Largest share of the round: 40%"
    )


def test_every_setting_explains_itself_in_both_languages():
    for setting in SETTINGS.values():
        for text in (setting.title, setting.does, setting.takes, *setting.words.values()):
            assert text.zh
            assert text.en
