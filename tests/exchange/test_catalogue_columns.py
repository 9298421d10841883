"""What a catalogue may say besides names: dosage forms, product groups, promises, class prices."""

import pytest

from procurement.exchange import draft_files
from procurement.rules.text import Refused

PRESENTATIONS = b"product,spec,strength_mg,ceiling_price\n01,set,1,16000\n"


def read(columns, cells):
    files = {
        "products.csv": f"product,name,{columns}\n01,Hip,{cells}\n".encode(),
        "presentations.csv": PRESENTATIONS,
    }
    (product,), _ = draft_files.read(files, {})
    return product


def refusals(columns, cells):
    with pytest.raises(Refused) as refused:
        read(columns, cells)
    return [(fault.rule, fault.place) for fault in refused.value.faults]


def test_a_category_names_its_group_and_the_promises_it_asks_for():
    product = read("group,asks", "hips,material | complete_set")
    assert (product.group, product.asks) == ("hips", {"material", "complete_set"})


def test_a_drug_names_its_form():
    assert read("form", "oral_solid").form == "oral_solid"


def test_class_prices_stand_in_yuan_by_class():
    product = read("class_prices", "A=43.2|B=55")
    assert product.class_prices == (("A", 43_200_000), ("B", 55_000_000))


def test_all_of_it_may_be_left_out():
    product = read("form,group,asks,class_prices", ",,,")
    assert (product.form, product.group, product.asks, product.class_prices) == (
        "",
        "",
        frozenset(),
        (),
    )


@pytest.mark.parametrize(
    ("columns", "cells", "rule"),
    [
        ("form", "pill", "form"),
        ("asks", "cheap", "promise"),
        ("class_prices", "A", "class_price"),
        ("class_prices", "Z=1", "class_price"),
        ("class_prices", "A=-1", "class_price"),
    ],
)
def test_what_no_rule_knows_is_refused_with_its_line(columns, cells, rule):
    assert refusals(columns, cells) == [(rule, "products.csv:2")]
