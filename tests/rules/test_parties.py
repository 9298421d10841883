"""Parties are plain facts; every level has a name."""

from procurement.rules.parties import LEVEL_NAMES, Firm, Hospital, Level


def test_every_level_has_a_name_in_both_languages():
    assert set(LEVEL_NAMES) == set(Level)
    assert LEVEL_NAMES[Level.TERTIARY].zh == "三级"


def test_parties_with_the_same_facts_are_the_same():
    assert Firm("F07", "示范药业") == Firm("F07", "示范药业")
    assert Hospital("H1", "示范医院", "130000", Level.PRIMARY).level == "primary"
