"""Rulebooks applied to a round for comparison: what they are, what is decided, every fault."""

from datetime import date
from fractions import Fraction

import pytest

from procurement.exchange import applied_rules
from procurement.rules.entries import Decision
from procurement.rules.text import Refused

OPENED = date(2020, 1, 17)
OWN, TENTH, LATEST = "national-drug-2", "national-drug-10", "national-drug-12"
DECIDED = {
    "shortlist.maximum": "[1, 2, 2, 3]",
    "winning.lowest_price_multiple": "1.8",
    "winning.deviation": "sample",
    "volume.agreed_share": "[0.6, 0.7]",
    "regions.priority_picks": "1",
    "regions.spare_suppliers": "1",
    "term.end": "2029-12-31",
}
"""All that is blank in the twelfth batch, as it is written after ``--set``."""


def settings(**changes):
    return [f"{key}={value}" for key, value in (DECIDED | changes).items()]


def faults(names, texts=(), **more):
    with pytest.raises(Refused) as caught:
        applied_rules.apply(names, texts, OPENED, **more)
    return [(fault.place, fault.text) for fault in caught.value.faults]


def test_every_rulebook_holds_on_the_day_or_from_its_first_day():
    own, tenth = applied_rules.apply([OWN, TENTH], (), OPENED)
    assert (own.book.id, own.day, own.decisions) == (OWN, OPENED, ())
    assert (tenth.book.id, tenth.day) == (TENTH, date(2024, 12, 12))
    assert tenth.rules.revivals == ("shortlisted",)


def test_a_rulebook_asked_for_twice_is_applied_once():
    found = applied_rules.apply([OWN, TENTH, OWN], (), OPENED)
    assert [one.book.id for one in found] == [OWN, TENTH]


def test_blanks_are_decided_as_a_rulebook_would_write_them():
    _, latest = applied_rules.apply([OWN, LATEST], settings(), OPENED)
    assert latest.rules.shortlist_maximum == (1, 2, 2, 3)
    assert latest.rules.lowest_price_multiple == Fraction("1.8")
    assert latest.rules.deviation == "sample"
    assert latest.rules.term_end == date(2029, 12, 31)
    assert latest.rules.sources["deviation"].evidence == "decided"
    assert {one.key for one in latest.decisions} == set(DECIDED)


def test_every_blank_that_is_left_is_named_with_what_to_do():
    (found,) = faults([OWN, LATEST], settings()[:-1])
    place, text = found
    assert place == "national-drug-12 [term.end]"
    assert "--set term.end=…" in text.en
    assert "a day" in text.en
    assert "--set term.end=…" in text.zh
    assert len(faults([OWN, LATEST])) == len(DECIDED)


def test_a_setting_is_for_every_rulebook_that_leaves_its_key_open():
    """The fixed value of batch 2 stays; only a parameter may be decided."""
    key = "volume.agreed_share"
    own, tenth, eleventh = applied_rules.apply(
        [OWN, TENTH, "national-drug-11"], [f"{key}=[0.5]"], OPENED
    )
    assert own.rules.agreed_share[0] == Fraction("0.5")
    assert len(own.rules.agreed_share) == 4
    assert tenth.rules.agreed_share == eleventh.rules.agreed_share == (Fraction("0.5"),)


def test_a_setting_may_be_for_one_rulebook_alone():
    _, tenth, eleventh = applied_rules.apply(
        [OWN, TENTH, "national-drug-11"], [f"{TENTH}:volume.agreed_share=[0.5]"], OPENED
    )
    assert tenth.rules.agreed_share == (Fraction("0.5"),)
    assert len(eleventh.rules.agreed_share) == 4


def test_what_the_office_decided_holds_unless_it_is_set_otherwise():
    kept = Decision("volume.agreed_share", [1], "no stock", "officer", OPENED)
    _, tenth = applied_rules.apply([OWN, TENTH], (), OPENED, {TENTH: [kept]})
    assert tenth.rules.agreed_share == (1,)
    texts = ["volume.agreed_share=[0.5]"]
    _, tenth = applied_rules.apply([OWN, TENTH], texts, OPENED, {TENTH: [kept]})
    assert tenth.rules.agreed_share == (Fraction("0.5"),)


@pytest.mark.parametrize(
    ("names", "texts", "place", "says"),
    [
        ([OWN, "nothing"], (), "nothing", "no such rulebook"),
        ([OWN, "uptake-default"], (), "uptake-default", "is not a rulebook of a round"),
        ([OWN, "joints-2021"], (), f"{OWN}, joints-2021", "must be of the same kind"),
        ([OWN], (), OWN, "give at least two"),
        ([], (), "--rules", "give at least two"),
        ([OWN, TENTH], ["colour"], "colour", "write it as KEY=VALUE"),
        ([OWN, TENTH], ["=1"], "=1", "write it as KEY=VALUE"),
        ([OWN, TENTH], ["winning.low_price="], "winning.low_price=", "write it as KEY=VALUE"),
        ([OWN, TENTH], ["colour=red"], "colour=red", "has a parameter of this name"),
        (
            [OWN, TENTH],
            [f"{OWN}:volume.agreed_share=[0.5]"],
            f"{OWN}:volume.agreed_share=[0.5]",
            "that is open",
        ),
        (
            [OWN, TENTH],
            ["regions.spare_suppliers=many"],
            f"{TENTH} [regions.spare_suppliers]",
            "must be a whole number",
        ),
    ],
)
def test_what_cannot_be_applied_is_told(names, texts, place, says):
    found = dict(faults(names, texts))
    assert says in found[place].en
    assert found[place].zh


def test_every_fault_is_told_at_once():
    places = [place for place, _ in faults([OWN, TENTH], ["colour", "colour=red", "winning.x=1"])]
    assert places == ["colour", "colour=red", "winning.x=1"]
