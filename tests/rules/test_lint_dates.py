"""Days of a round that cannot be, and days that should be looked at once more."""

from dataclasses import replace
from datetime import date

import pytest
from design_cast import DAY, a_book, a_design, an_entry, decided, found, lint

from procurement.rules.design import Schedule


def planned(*days, book=None, **changes):
    """A sound design with announcement, deadline and start of the agreement."""
    return a_design(book, schedule=Schedule(*days), **changes)


def test_days_in_their_order_are_in_order():
    assert found(planned(DAY, date(2026, 12, 10), date(2027, 3, 1))) == []


def test_a_round_without_planned_days_is_not_faulted_for_them():
    assert found(planned()) == []


def test_the_rules_of_a_day_before_the_rulebook():
    early = a_design(day=date(2019, 12, 31))
    assert ("error", "day", "rulebook") in found(early)


def test_bids_opened_before_the_rulebook():
    opened = planned(None, date(2020, 1, 16), day=date(2020, 1, 17))
    assert found(opened, "rulebook") == [("error", "bids_due", "rulebook")]


@pytest.mark.parametrize(
    ("days", "place"),
    [
        ((DAY, DAY), "bids_due"),
        ((DAY, None, DAY), "agreement_start"),
        ((None, date(2026, 12, 10), date(2026, 12, 9)), "agreement_start"),
    ],
)
def test_every_day_is_later_than_the_one_before(days, place):
    assert ("error", place, place) in found(planned(*days))


def test_a_term_that_ends_before_it_begins():
    book = a_book(values={"term.end": date(2026, 12, 31)})
    assert found(planned(book=book), "term.end") == []
    assert found(planned(None, None, date(2027, 1, 1), book=book), "term.end") != []
    assert found(planned(None, date(2026, 12, 31), book=book), "term.end") != []


def test_a_rulebook_that_does_not_say_how_long_the_term_is():
    bare = a_book(without=["term.years"])
    assert found(planned(book=bare), "term.years") == [("warning", "term.years", "term.years")]
    assert found(planned(book=a_book(values={"term.end": date(2029, 1, 1)}))) == []


def test_a_term_that_the_round_has_to_decide_is_no_gap():
    blank = a_book(without=["term.years"], blanks=["term.end"])
    assert found(planned(book=blank), "term.years") == []


@pytest.mark.parametrize(
    ("day", "english"), [(date(2026, 12, 5), "a Saturday"), (date(2026, 12, 6), "a Sunday")]
)
def test_a_deadline_on_a_day_of_rest(day, english):
    (told,) = [one for one in lint(planned(None, day)) if one.rule == "bids_due"]
    assert told.severity == "warning"
    assert told.what.en == f"The deadline for bids, {day}, is {english}."


def test_rules_that_change_between_the_day_of_the_law_and_the_opening():
    later = an_entry("winning.low_price", 1, since=date(2026, 12, 1))
    book = replace(a_book(), history=(*a_book().history, later))
    assert found(planned(None, date(2026, 11, 30), book=book)) == []
    changed = planned(None, date(2026, 12, 1), book=book)
    (told,) = [one for one in lint(changed) if one.rule == "rulebook"]
    assert told.what.en == (
        "On the day of opening, 2026-12-01, the rules are not those of 2026-11-22: "
        "Unit comparable price at or below which a bid wins."
    )


def test_what_was_decided_for_the_round_does_not_change_with_the_day():
    own = decided("comparison.decimals", 3)
    assert found(planned(None, date(2026, 12, 1), decisions=(own,))) == []
