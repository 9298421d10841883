"""What keeps a round from being announced, in every scheme, all of it at once."""

import unit_cast
from tender_cast import a_presentation, a_product, some_rules

from procurement.rules import schemes


def rules_named(faults):
    return [(fault.rule, fault.place) for fault in faults]


def test_a_drug_needs_firms_and_a_ceiling_to_cut_from():
    bare = a_product(a_presentation(ceiling=None))
    rules = some_rules(minimum_firms=3, winning_alternatives=("cut_from_ceiling",))
    assert rules_named(schemes.faults([bare], {"03": 2}, rules)) == [
        ("minimum_firms", "03"),
        ("winning.cut_from_ceiling", "03"),
    ]
    assert schemes.faults([a_product()], {"03": 3}, rules) == []
    assert (
        schemes.faults([bare], {"03": 1}, some_rules(minimum_firms=None, winning_alternatives=()))
        == []
    )


def test_a_category_needs_what_its_conditions_and_its_volume_compare_with():
    bare = unit_cast.a_category(ceiling=None)
    rules = unit_cast.some_rules(any_of=("cut_least", "class_price"), volume_key="cut")
    assert rules_named(schemes.faults([bare], {}, rules)) == [
        ("minimum_firms", "hip"),
        ("selection.cut_least", "hip"),
        ("volume.key", "hip"),
        ("class_prices", "hip"),
    ]


def test_a_category_with_all_of_it_has_no_faults():
    whole = unit_cast.a_category(class_prices=(("A", 1),))
    rules = unit_cast.some_rules(
        any_of=("ceiling_share",), all_of=("class_price",), volume_key="class"
    )
    assert schemes.faults([whole], {"hip": 1}, rules) == []
