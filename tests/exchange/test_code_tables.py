"""Tables of replaced codes, read with every fault."""

from datetime import date

import pytest

from procurement.exchange import code_tables
from procurement.rules.code_changes import Change, ChangeKind
from procurement.rules.text import Refused

OLD = "C09100100000000211790000049"
NEW = "C09100100000000211790000050"
HEAD = "原27位码,原码状态,27位码,类型,日期"


@pytest.fixture
def read(tmp_path):
    def write(*rows, head=HEAD):
        path = tmp_path / "changes.csv"
        path.write_text("\n".join([head, *rows]) + "\n")
        return code_tables.read(path)

    return write


def faults(read, *rows, **head):
    with pytest.raises(Refused) as refused:
        read(*rows, **head)
    return [(fault.place, fault.rule) for fault in refused.value.faults]


def test_rows_are_read_with_their_kind_and_day(read):
    found = read(
        f"{OLD},停用,{NEW},变更,2026-03-01",
        f"{NEW},正常,{OLD},映射,2026-04-01",
        f"{OLD},停用,,停用,2026-05-01",
    )
    assert found == (
        Change(OLD, NEW, ChangeKind.REPLACED, date(2026, 3, 1)),
        Change(NEW, OLD, ChangeKind.MAPPED, date(2026, 4, 1)),
        Change(OLD, "", ChangeKind.STOPPED, date(2026, 5, 1)),
    )


def test_all_that_is_wrong_is_told_at_once_with_file_and_line(read):
    """
    line  mistake
    2     a cut old code
    3     an unknown kind, a day that does not exist
    4     a replaced code without a new one
    5     a stopped code with a new one
    6     no day, no kind
    8     the same as line 7
    """
    found = faults(
        read,
        f"C0311120080,,{NEW},变更,2026-03-01",
        f"{OLD},,{NEW},更改,2026-02-30",
        f"{OLD},,,变更,2026-03-02",
        f"{OLD},,{NEW},停用,2026-03-03",
        f"{OLD},,{NEW},,",
        f"{OLD},,{NEW},变更,2026-03-04",
        f"{OLD},,{NEW},映射,2026-03-04",
    )
    assert found == [
        ("changes.csv:2", "consumable.length"),
        ("changes.csv:3", "kind"),
        ("changes.csv:3", "day"),
        ("changes.csv:4", "blank"),
        ("changes.csv:5", "stopped"),
        ("changes.csv:6", "blank"),
        ("changes.csv:6", "blank"),
        ("changes.csv:8", "duplicate"),
    ]


def test_a_missing_column_or_file_is_refused(read, tmp_path):
    assert faults(read, head="原27位码,27位码,类型") == [("changes.csv:1", "missing_column")]
    with pytest.raises(Refused):
        code_tables.read(tmp_path / "nothing.csv")


def test_a_fault_of_a_code_names_column_and_characters(read):
    with pytest.raises(Refused) as refused:
        read(f"{OLD},,{NEW[:-1]}O,变更,2026-03-01")
    (fault,) = refused.value.faults
    assert "第21–27位" in fault.text.zh
    assert "characters 21–27" in fault.text.en
