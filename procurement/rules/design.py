"""A round as it is designed: its law, its parameters, what it buys, who may bid, and its dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.entries import Decision, Entry
from procurement.rules.findings import Severity
from procurement.rules.rulebook import Rulebook, Undecided

KNOWN_FOR_SURE = frozenset({"official", "reported", "replayed"})


@dataclass(frozen=True, slots=True)
class Entrant:
    """A firm entered for a product, and the most units it can supply where it said so."""

    product: str
    firm: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days that are planned, in Beijing time: announcement, deadline, start of the agreement.

    Bids are opened (开标) on the day of the deadline (申报截止).
    """

    announced: date | None = None
    bids_due: date | None = None
    agreement_start: date | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """A round before it is announced; ``day`` is the day whose law applies.

    ``demand`` is empty as long as nobody has reported; ``regions`` are those of the hospitals that
    will; ``firms`` are names by code.
    """

    book: Rulebook
    day: date
    decisions: tuple[Decision, ...] = ()
    products: tuple[Product, ...] = ()
    entrants: tuple[Entrant, ...] = ()
    demand: tuple[Demand, ...] = ()
    regions: tuple[str, ...] = ()
    schedule: Schedule = Schedule()
    firms: Mapping[str, str] = field(default_factory=dict)

    def entered(self, product: str) -> tuple[Entrant, ...]:
        """The firms entered for a product."""
        return tuple(one for one in self.entrants if one.product == product)

    @property
    def most_entered(self) -> int:
        """The number of firms of the product that has most of them."""
        return max((len(self.entered(one.code)) for one in self.products), default=0)


type Entries = Mapping[str, Entry]
"""The entry in force of every key that has a value."""


def value(entries: Entries, key: str) -> Any:  # noqa: ANN401 - whatever the key's reading makes
    """The value of a key, None where it has none."""
    return entries[key].value if key in entries else None


def named(entries: Entries, *keys: str) -> frozenset[str]:
    """Everything that these lists of words name."""
    return frozenset(word for key in keys for word in value(entries, key) or ())


def severity(entry: Entry) -> Severity | None:
    """How grave a doubtful value is: the law itself is not doubted, a decision has to be right."""
    if entry.evidence in KNOWN_FOR_SURE:
        return None
    return "error" if entry.evidence == "decided" else "warning"


def undecided(design: Design) -> tuple[str, ...]:
    """The keys that need a value and have none."""
    try:
        design.book.at(design.day, decisions=design.decisions)
    except Undecided as lacking:
        return lacking.keys
    return ()
