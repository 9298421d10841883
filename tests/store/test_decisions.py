"""What an office decided for a round is kept to the digit, and the newest word counts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules.entries import Decision
from procurement.rules.phases import Phase
from procurement.store.decisions import read, written
from procurement.store.rounds import RoundRow

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
DAY = date(2026, 1, 5)


@pytest.fixture
def round_id(store):
    row = RoundRow(
        code="x",
        name="x",
        document="x",
        source="x",
        rulebook="joints-2021",
        rulebook_sha256="",
        rulebook_day=DAY,
        phase=Phase.DRAFT,
    )
    with store.transaction() as db:
        return db.rounds.add(row)


def decisions(store, round_id):
    with store.transaction() as db:
        return db.decisions.of_round(round_id)


def keep(store, round_id, decision, at=AT):
    with store.transaction() as db:
        db.decisions.keep(round_id, decision, at)


def test_the_newest_decision_about_a_key_counts(store, round_id):
    first = Decision("selection.rank_most", 5, "a trial", "officer", DAY)
    share = Decision("grouping.covered_share", Decimal("0.90"), "as drafted", "officer2", DAY)
    keep(store, round_id, first)
    keep(store, round_id, share)
    later = Decision("selection.rank_most", 8, "more winners", "officer", DAY)
    keep(store, round_id, later, AT + timedelta(hours=1))
    assert decisions(store, round_id) == [share, later]
    assert str(decisions(store, round_id)[0].value) == "0.90"


def test_a_decision_withdrawn_counts_no_more_and_can_be_made_again(store, round_id):
    one = Decision("selection.rank_most", 5, "a trial", "officer", DAY)
    keep(store, round_id, one)
    with store.transaction() as db:
        db.decisions.withdraw(round_id, one.key, "too few", "officer", AT)
    assert decisions(store, round_id) == []
    keep(store, round_id, one)
    assert decisions(store, round_id) == [one]


SIMPLE = (
    st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.decimals(allow_nan=False, allow_infinity=False, places=6)
    | st.dates(min_value=date(1000, 1, 1))
    | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abz_ 中", min_size=1), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_is_read_as_it_was_written(value):
    again = read(written(value))
    assert again == value
    assert type(again) is type(value)


def test_what_no_rulebook_can_hold_is_an_error():
    with pytest.raises(TypeError, match="not a value"):
        written(None)


def test_a_whole_decimal_stays_a_decimal():
    assert written(Decimal(1)) == "1.0"
    assert read("1.0") == Decimal(1)
