"""A round folder is read as facts, or refused with every fault at its file and line."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from round_cast import FILES, change, faults
from tender_cast import yuan

from procurement.exchange import round_folder
from procurement.rules.demand import Demand
from procurement.rules.tender import Outcome
from procurement.rules.text import Refused


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_sound_folder_is_a_tender_with_its_outcome(folder):
    found = round_folder.read(folder)
    tender = found.tender
    assert (tender.name, tender.document, tender.rulebook) == (
        "第二批",
        "GY-YD2019-2",
        "national-drug-2",
    )
    assert tender.bids_opened == date(2020, 1, 17)
    product = tender.products[0]
    assert (product.reference_spec, product.reference_pack, product.share_class) == (
        "50mg",
        1,
        "normal",
    )
    assert [(one.spec, one.strength, one.ceiling) for one in product.presentations] == [
        ("50mg", Fraction(50), yuan("0.8358")),
        ("100mg", Fraction(100), None),
    ]
    assert [(bid.firm, bid.unit_price, bid.reference_product) for bid in tender.bids] == [
        ("Bayer", 180667, True),
        ("Luye", 320000, False),
        ("Huadong", 900000, False),
    ]
    assert tender.demand[0] == Demand("110000", "03", "50mg", 1001)
    assert found.outcomes[0] == Outcome("03", "Bayer", won=True, regions=("110000",))
    assert found.remarks == ()


def test_without_a_ceiling_the_first_spec_is_the_reference(folder):
    change(folder, "presentations.csv", "0.8358", "")
    assert round_folder.read(folder).tender.products[0].reference_spec == "50mg"


def test_the_first_spec_with_a_ceiling_is_the_reference(folder):
    change(folder, "presentations.csv", "0.8358", "")
    change(folder, "presentations.csv", "03,100mg,100,", "03,100mg,100,1.2")
    assert round_folder.read(folder).tender.products[0].reference_spec == "100mg"


def test_optional_columns_are_read(folder):
    (folder / "products.csv").write_text(
        "product,name,reference_spec,reference_pack,share_class\n03,阿卡波糖,100mg,30,reduced\n",
        encoding="utf-8",
    )
    change(folder, "bids.csv", "unit_price\n", "unit_price,pack\n")
    for price in ("0.180667", "0.32"):
        change(folder, "bids.csv", f"{price}\n", f"{price},14\n")
    change(folder, "bids.csv", "0.9\n", "0.9,\n")
    tender = round_folder.read(folder).tender
    product = tender.products[0]
    assert (product.reference_spec, product.reference_pack, product.share_class) == (
        "100mg",
        30,
        "reduced",
    )
    assert [bid.pack for bid in tender.bids] == [14, 14, None]


def test_windows_files_with_a_byte_order_mark_quotes_and_line_breaks_are_read(folder):
    """A cell is one line of text: breaks inside it are closed up. Blank lines do not count."""
    text = FILES["bids.csv"].replace("Luye", '"Luye, Inc.\n （四川）"').replace("0.9\n", "0.9\n\n")
    (folder / "bids.csv").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    change(folder, "outcome.csv", "Luye", '"Luye, Inc.（四川）"')
    assert [bid.firm for bid in round_folder.read(folder).tender.bids] == [
        "Bayer",
        "Luye, Inc.（四川）",
        "Huadong",
    ]


def test_a_line_number_is_where_the_row_begins(folder):
    change(folder, "bids.csv", "Bayer", '"Bay\ner"')
    change(folder, "bids.csv", "0.32", "-0.32")
    assert ("bids.csv:4", "negative") in faults(folder)


def test_an_outcome_may_be_missing_unless_it_is_asked_for(folder):
    (folder / "outcome.csv").unlink()
    assert round_folder.read(folder).outcomes == ()
    assert faults(folder, outcome_required=True) == [("outcome.csv", "missing_file")]


def test_two_quantities_of_one_spec_in_one_region_are_added_with_a_remark(folder):
    change(folder, "demand.csv", "310000", "110000,03,50mg,7\n310000")
    found = round_folder.read(folder)
    assert found.tender.demand[0].base_quantity == 1008
    assert [remark.place for remark in found.remarks] == ["demand.csv:3"]
    assert "demand.csv:2" in found.remarks[0].text.zh


def test_no_folder_is_one_fault(tmp_path):
    place = tmp_path / "none"
    assert faults(place) == [(str(place), "missing_folder")]


@pytest.mark.parametrize("name", list(FILES))
def test_a_missing_file_is_named_and_nothing_else(folder, name):
    (folder / name).unlink()
    assert faults(folder, outcome_required=True) == [(name, "missing_file")]


@pytest.mark.parametrize(
    ("name", "column", "others"),
    [
        ("products.csv", "name", []),
        ("presentations.csv", "ceiling_price", []),
        ("bids.csv", "unit_price", []),
        ("demand.csv", "region", []),
        ("outcome.csv", "won", []),
    ],
)
def test_a_missing_column_is_named_and_nothing_else(folder, name, column, others):
    change(folder, name, column, "other")
    assert faults(folder) == [(f"{name}:1", "missing_column"), *others]


CASES = [
    ("round.toml", 'name = "第二批"', "name =", "round.toml:1", "toml"),
    ("round.toml", 'document = "GY-YD2019-2"\n', "", "round.toml", "round_key"),
    ("round.toml", 'rulebook = "national-drug-2"\n', "", "round.toml", "round_key"),
    ("round.toml", '"GY-YD2019-2"', "3", "round.toml:3", "round_key"),
    ("round.toml", "2020-01-17", "2020-01-17T10:00:00", "round.toml:4", "round_key"),
    ("round.toml", "2020-01-17", "2019-01-17", "round.toml:2", "rulebook"),
    ("round.toml", "national-drug-2", "national-drug-99", "round.toml:2", "rulebook"),
    ("round.toml", "national-drug-2", "retained-savings-shenzhen-2024", "round.toml:2", "rulebook"),
    ("products.csv", "product,name", "product,name,name", "products.csv:1", "duplicate_column"),
    ("products.csv", "阿卡波糖\n", "阿卡波糖,1\n", "products.csv:2", "width"),
    ("products.csv", "阿卡波糖", "", "products.csv:2", "blank"),
    ("products.csv", "糖\n", "糖\n03,阿卡波糖\n", "products.csv:3", "duplicate"),
    ("products.csv", "糖\n", "糖\n04,阿莫西林\n", "products.csv:3", "no_presentation"),
    ("products.csv", "阿卡", "\x00", "products.csv:2", "control_character"),
    (
        "presentations.csv",
        "100,\n",
        "100,\n04,1g,1000,\n",
        "presentations.csv:4",
        "unknown_product",
    ),
    ("presentations.csv", "100mg,100,", "100mg,0,", "presentations.csv:3", "number"),
    ("presentations.csv", "100mg,100,", "100mg,,", "presentations.csv:3", "blank"),
    ("presentations.csv", "0.8358", "0.8358元", "presentations.csv:2", "price"),
    ("presentations.csv", "100,\n", "100,\n03,50mg,50,\n", "presentations.csv:4", "duplicate"),
    ("bids.csv", "0.32", "-0.32", "bids.csv:3", "negative"),
    ("bids.csv", "0.32", "0", "bids.csv:3", "price"),
    ("bids.csv", "0.32", "１", "bids.csv:3", "price"),
    ("bids.csv", "0.32", "0.1234567", "bids.csv:3", "price"),
    ("bids.csv", "0.32", "", "bids.csv:3", "blank"),
    ("bids.csv", "Bayer,1", "Bayer,yes", "bids.csv:2", "flag"),
    ("bids.csv", "Bayer,1", "Bayer,", "bids.csv:2", "blank"),
    ("bids.csv", "03,Luye,0,50mg", "04,Luye,0,50mg", "bids.csv:3", "unknown_product"),
    ("bids.csv", "03,Luye,0,50mg", ",Luye,0,50mg", "bids.csv:3", "blank"),
    ("bids.csv", "Luye,0,50mg", "Luye,0,75mg", "bids.csv:3", "unknown_spec"),
    ("bids.csv", "Luye,0,50mg", "Luye,0,", "bids.csv:3", "blank"),
    ("bids.csv", "0.9\n", "0.9\n03,Luye,0,100mg,1\n", "bids.csv:5", "duplicate"),
    ("bids.csv", "0.9\n", "0.9\n03,Lepu,0,100mg,1\n", "bids.csv:5", "no_outcome"),
    ("bids.csv", "Luye", '"Luye', "bids.csv:3", "csv"),
    ("demand.csv", "310000", "990000", "demand.csv:3", "region"),
    ("demand.csv", ",500", ",-500", "demand.csv:3", "negative"),
    ("demand.csv", ",500", ",5.5", "demand.csv:3", "whole_number"),
    ("demand.csv", ",500", ",", "demand.csv:3", "blank"),
    ("demand.csv", "500\n", "500\n110000,03,50mg,1001\n", "demand.csv:4", "duplicate"),
    ("demand.csv", "500\n", "500\n650000,03,50mg,1\n", "demand.csv:4", "region_without_winner"),
    ("outcome.csv", "Luye,1", "Luye,2", "outcome.csv:3", "flag"),
    ("outcome.csv", "Luye,1,310000", "Luye,1,310000|99", "outcome.csv:3", "region"),
    ("outcome.csv", "Luye,1,310000", "Luye,1,", "outcome.csv:3", "no_region"),
    ("outcome.csv", "Huadong,0,", "Huadong,0,310000", "outcome.csv:4", "region_of_loser"),
    ("outcome.csv", "310000", "310000|110000", "outcome.csv:3", "region_twice"),
    ("outcome.csv", "310000", "310000|650000", "outcome.csv:3", "region_without_demand"),
    ("outcome.csv", "Huadong,0,\n", "Huadong,0,\n03,Lepu,0,\n", "outcome.csv:5", "unknown_bid"),
    ("outcome.csv", "0,\n", "0,\n03,Luye,1,310000\n", "outcome.csv:5", "duplicate"),
    ("outcome.csv", "03,Luye", "03,", "outcome.csv:3", "blank"),
    ("outcome.csv", "Luye,1", "Luye,1,1", "outcome.csv:3", "width"),
    ("outcome.csv", "310000", "310000|310000", "outcome.csv:3", "region_twice"),
    ("demand.csv", "310000", "310000,1", "demand.csv:3", "width"),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "rule"),
    CASES,
    ids=[f"{c[3]} {c[4]}: {c[1]!r}, {c[2]!r}" for c in CASES],
)
def test_a_fault_is_told_with_file_and_line(folder, name, old, new, place, rule):
    change(folder, name, old, new)
    assert faults(folder) == [(place, rule)]


def test_faults_of_optional_columns(folder):
    (folder / "products.csv").write_text(
        "product,name,reference_spec,reference_pack,share_class\n03,阿卡波糖,75mg,0,low\n",
        encoding="utf-8",
    )
    assert faults(folder) == [
        ("products.csv:2", "whole_number"),
        ("products.csv:2", "share_class"),
        ("products.csv:2", "unknown_spec"),
    ]


def test_text_that_is_not_utf_8_is_told_with_its_line(folder):
    (folder / "bids.csv").write_bytes(FILES["bids.csv"].replace("Luye", "绿叶").encode("gb18030"))
    assert faults(folder) == [("bids.csv:3", "encoding")]


def test_a_folder_in_place_of_a_file_cannot_be_read(folder):
    (folder / "bids.csv").unlink()
    (folder / "bids.csv").mkdir()
    assert faults(folder) == [("bids.csv", "unreadable")]


def test_an_empty_file_has_no_columns(folder):
    (folder / "demand.csv").write_text("", encoding="utf-8")
    assert faults(folder) == [("demand.csv:1", "missing_column")]


def test_all_faults_of_all_files_are_told_at_once(folder):
    """One mistake in each of four files: one message for each."""
    (folder / "products.csv").unlink()
    change(folder, "bids.csv", "0.32", "-0.32")
    change(folder, "demand.csv", "310000", "990000")
    change(folder, "demand.csv", "110000,03,50mg,1001", "110000,03,50mg,x")
    assert faults(folder) == [
        ("products.csv", "missing_file"),
        ("bids.csv:3", "negative"),
        ("demand.csv:2", "whole_number"),
        ("demand.csv:3", "region"),
    ]


def test_a_fault_is_a_sentence_in_both_languages(folder):
    change(folder, "bids.csv", "0.32", "-0.32")
    with pytest.raises(Refused, match=r"bids\.csv:3: unit_price is negative") as refused:
        round_folder.read(folder)
    assert refused.value.faults[0].text.zh == "unit_price为负数“-0.32”，价格应大于零。"


def test_the_example_of_the_documentation_is_a_sound_folder(tmp_path):
    text = (Path(__file__).parents[2] / "docs" / "round-folder.md").read_text(encoding="utf-8")
    block = re.compile(r"^`([a-z.]+)`\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
    for name, content in block.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    found = round_folder.read(tmp_path, outcome_required=True)
    assert len(found.tender.bids) == len(found.outcomes) == 4
    assert found.remarks == ()
