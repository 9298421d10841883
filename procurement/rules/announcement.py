"""What keeps a round from being announced: too few firms, and numbers its rules need."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from procurement.rules.catalogue import Product
from procurement.rules.drug_rules import DrugRules
from procurement.rules.text import Fault, Text
from procurement.rules.unit_rules import UnitRules

BY_CEILING = frozenset({"cut_least", "ceiling_share"})
"""Conditions of winning in a round by units that compare with the ceiling."""


def drug_faults(
    products: Iterable[Product], entered: Mapping[str, int], rules: DrugRules
) -> list[Fault]:
    """Every fault of a drug round; ``entered`` are firms by product."""
    found: list[Fault] = []
    for product in products:
        found += _too_few(product, entered, rules.minimum_firms or 1)
        if "cut_from_ceiling" in rules.winning_alternatives:
            found += _no_ceiling(product, "winning.cut_from_ceiling")
    return found


def unit_faults(
    products: Iterable[Product], entered: Mapping[str, int], rules: UnitRules
) -> list[Fault]:
    """Every fault of a round by competition units; ``entered`` are firms by category."""
    named: Collection[str] = {*rules.any_of, *(rules.all_of or ())}
    found: list[Fault] = []
    for product in products:
        found += _too_few(product, entered, 1)
        for condition in sorted(BY_CEILING & set(named)):
            found += _no_ceiling(product, f"selection.{condition}")
        if rules.volume_key == "cut":
            found += _no_ceiling(product, "volume.key")
        if (rules.volume_key == "class" or "class_price" in named) and not product.class_prices:
            text = Text(
                f"{product.name}没有分类价格，而本规则需要，请填写。",
                f"{product.name} has no class prices, which this rulebook needs; give them.",
            )
            found.append(Fault("class_prices", product.code, text))
    return found


def _too_few(product: Product, entered: Mapping[str, int], fewest: int) -> Iterator[Fault]:
    firms = entered.get(product.code, 0)
    if firms < fewest:
        text = Text(
            f"{product.name}只有{firms}家企业具备申报资格，至少需要{fewest}家；请移出目录。",
            f"{firms} firms are entered for {product.name}, {fewest} are needed; "
            "take the product out.",
        )
        yield Fault("minimum_firms", product.code, text)


def _no_ceiling(product: Product, rule: str) -> Iterator[Fault]:
    if all(item.ceiling is None for item in product.presentations):
        text = Text(
            f"{product.name}没有最高有效申报价，而本规则需要，请填写。",
            f"{product.name} has no ceiling, which this rulebook needs; give one.",
        )
        yield Fault(rule, product.code, text)
