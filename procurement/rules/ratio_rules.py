"""What a rulebook says about the ratio rule (差比价规则), apart from all else that it says."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any

from procurement.rules.drug_rules import DRUG_ROUND, DrugRules
from procurement.rules.entries import Entry
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused, Text


@dataclass(frozen=True, slots=True)
class RatioRules:
    """The factors for twice as much, by dimension; ``sources`` has the entry behind each field.

    ``fill_volume_step`` is in millilitres, for injections. Where the fill volume is None, packs
    that differ in it are not compared.
    """

    strength_factor: Fraction
    pack_factor: Fraction
    comparable_price_decimals: int
    fill_volume_factor: Fraction | None
    fill_volume_step: int | None
    sources: Mapping[str, Entry]


FIELDS = frozenset(field.name for field in fields(RatioRules)) - {"sources"}
KEYS = tuple(key for key in DRUG_ROUND.keys if key.field in FIELDS)


def of(rules: DrugRules) -> RatioRules:
    """The ratio rule among the rules of a round."""
    return RatioRules(
        strength_factor=rules.strength_factor,
        pack_factor=rules.pack_factor,
        comparable_price_decimals=rules.comparable_price_decimals,
        fill_volume_factor=rules.fill_volume_factor,
        fill_volume_step=rules.fill_volume_step,
        sources=rules.sources,
    )


def in_force(book: Rulebook, day: date) -> RatioRules:
    """The ratio rule of a rulebook on a day, whatever else of it is still blank.

    Refused when the rulebook has no factor for the strength or the pack count on that day.
    """
    latest = {entry.key: entry for entry in book.history if entry.since <= day}
    sources = {key.field: latest[key.key] for key in KEYS if key.key in latest}
    missing = [key.key for key in KEYS if not key.optional and key.field not in sources]
    if missing:
        listed = ", ".join(missing)
        text = Text(
            f"规则手册 {book.id} 在 {day} 没有差比价规则（缺 {listed}），请另选规则手册或日期。",
            f"the rulebook {book.id} has no ratio rule on {day} ({listed}); "
            "take another rulebook or day.",
        )
        raise Refused([Fault("ratio_rule", "rules", text)])
    values: dict[str, Any] = {key.field: None for key in KEYS}
    values |= {field: entry.value for field, entry in sources.items()}
    return RatioRules(**values, sources=sources)
