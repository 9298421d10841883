"""Replaced codes, followed through dated tables to the codes in use."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from procurement.rules.code_changes import Change, ChangeKind, current, merged_into

KINDS = {"变更": ChangeKind.REPLACED, "映射": ChangeKind.MAPPED, "停用": ChangeKind.STOPPED}
END = date(2026, 3, 1)


def table(text):
    """One row a line: old, new (- for none), kind, year."""
    rows = [line.split() for line in text.strip().splitlines()]
    return [
        Change(old, "" if new == "-" else new, KINDS[kind], date(int(year), 1, 1))
        for old, new, kind, year in rows
    ]


def test_a_code_without_a_row_stands():
    found = current("A", END, [])
    assert (found.codes, found.steps, found.stopped, found.faults) == (("A",), (), (), ())


def test_a_chain_is_followed_to_its_end():
    changes = table("""
        A B 变更 2022
        B C 映射 2023
        C D 变更 2025
    """)
    assert current("A", END, changes).codes == ("D",)
    assert current("A", END, changes).steps == tuple(changes)
    assert current("A", date(2024, 6, 1), changes).codes == ("C",)
    assert current("A", date(2021, 12, 31), changes).codes == ("A",)
    assert current("A", date(2022, 1, 1), changes).codes == ("B",)


def test_a_chain_within_one_release_is_followed_too():
    changes = table("""
        B C 变更 2025
        A B 变更 2025
    """)
    assert current("A", END, changes).codes == ("C",)


def test_a_split_code_stands_as_several_and_merged_ones_as_one():
    changes = table("""
        A B 变更 2023
        A C 变更 2023
        D C 映射 2024
        E F 变更 2024
    """)
    assert current("A", END, changes).codes == ("B", "C")
    assert current("D", END, changes).codes == ("C",)
    assert merged_into("C", END, changes) == ("A", "D")
    assert merged_into("C", date(2023, 6, 1), changes) == ("A",)


def test_ways_that_part_and_meet_again_end_in_one_code():
    changes = table("""
        A B 变更 2023
        A C 变更 2023
        B D 变更 2023
        C D 变更 2023
    """)
    found = current("A", END, changes)
    assert (found.codes, found.faults) == (("D",), ())


def test_a_later_table_stands_instead_of_an_earlier_one():
    changes = table("""
        A B 变更 2023
        A C 变更 2024
    """)
    assert current("A", END, changes).codes == ("C",)
    assert current("A", date(2023, 6, 1), changes).codes == ("B",)


def test_a_stopped_code_is_not_deleted():
    changes = table("""
        A B 变更 2023
        B - 停用 2024
    """)
    found = current("A", END, changes)
    assert (found.codes, found.stopped) == ((), ("B",))
    assert found.steps == tuple(changes)


def test_a_code_that_comes_back_into_use_is_in_use():
    changes = table("""
        A B 变更 2023
        B A 变更 2024
    """)
    assert current("A", END, changes).codes == ("A",)
    assert current("B", END, changes).codes == ("A",)
    assert current("A", END, changes).faults == ()


def test_a_circle_within_one_day_is_a_fault_that_shows_it():
    changes = table("""
        A B 变更 2023
        B C 变更 2024
        C D 变更 2024
        D B 变更 2024
    """)
    found = current("A", END, changes)
    (fault,) = found.faults
    assert "B → C → D → B" in fault.text.zh
    assert fault.place == "D"
    assert found.codes == ("D",)


def test_a_code_replaced_by_itself_is_a_circle():
    found = current("A", END, table("A A 变更 2023"))
    assert [fault.rule for fault in found.faults] == ["code.circle"]


def test_a_circle_is_found_behind_a_split():
    changes = table("""
        A B 变更 2023
        A C 变更 2023
        B C 变更 2023
        C B 变更 2023
    """)
    assert current("A", END, changes).faults


def test_very_long_chains_are_followed():
    changes = [
        Change(str(n), str(n + 1), ChangeKind.REPLACED, date(2023, 1, 1)) for n in range(3000)
    ]
    assert current("0", END, changes).codes == ("3000",)


NAMES = st.sampled_from("ABCDEF")
YEARS = st.integers(2020, 2023).map(lambda year: date(year, 1, 1))
ROWS = st.builds(Change, NAMES, NAMES, st.just(ChangeKind.REPLACED), YEARS)


@given(st.lists(ROWS, max_size=12), NAMES)
def test_whatever_the_table_it_ends_somewhere(changes, code):
    """Every code that stands has no newer row, unless a circle is told."""
    found = current(code, END, changes)
    assert found.codes
    newest = max((step.day for step in found.steps), default=date.min)
    if not found.faults:
        assert not any(change.old in found.codes and change.day > newest for change in changes)
