"""What a screen sees of the opened bids, and the flag that it raises: a question to a person.

A flag (疑点线索) never excludes a bid; nothing in the evaluation reads one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from procurement.rules.text import Text


class Outcome(StrEnum):
    """What an officer answered a flag with (处理结果)."""

    EXPLAINED = "explained"
    REFERRED = "referred"
    DISMISSED = "dismissed"


OUTCOME_NAMES: dict[Outcome, Text] = {
    Outcome.EXPLAINED: Text("已说明，理由成立", "Explained"),
    Outcome.REFERRED: Text("移送有权机关核查", "Referred to the competent authority"),
    Outcome.DISMISSED: Text("不成立", "Dismissed"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """An opened bid as the screens look at it.

    ``price`` and ``ceiling`` are unit comparable prices (单位可比价) in ten-thousandths of a yuan,
    None where there is none; ``won`` is None before the evaluation; ``controlled_by`` the control
    group (同一控制); ``received_at`` is when the envelope came in and ``network`` marks from which
    network address (``networks.mark``), empty where that is not known.
    """

    lot: str
    firm: str
    controlled_by: str
    price: int | None
    ceiling: int | None = None
    won: bool | None = None
    received_at: datetime | None = None
    network: str = ""


class Shown(NamedTuple):
    """One fact behind a flag: the lot and the firm that it is about, and what was seen."""

    lot: str
    firm: str
    text: Text


@dataclass(frozen=True, slots=True)
class Flag:
    """What a screen noticed; lots and firms in the order of their codes.

    ``basis`` are the articles on which the question rests (``screen_rules.ARTICLES``), in force
    when bids were invited.
    """

    screen: str
    lots: tuple[str, ...]
    firms: tuple[str, ...]
    why: Text
    facts: tuple[Shown, ...]
    basis: tuple[str, ...]


def flag(screen: str, why: Text, facts: Iterable[Shown], basis: tuple[str, ...]) -> Flag:
    """A flag over the lots and firms of its facts, these in order."""
    rows = tuple(sorted(facts, key=lambda one: one[:2]))
    return Flag(
        screen,
        tuple(sorted({one.lot for one in rows})),
        tuple(sorted({one.firm for one in rows})),
        why,
        rows,
        basis,
    )


def lots(seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    """The bids that have a price by lot: lots and firms in order, whatever order they came in."""
    found: dict[str, list[Seen]] = {}
    for one in sorted(seen, key=lambda one: (one.lot, one.firm)):
        if one.price:
            found.setdefault(one.lot, []).append(one)
    return found


def together(seen: Iterable[Seen]) -> Mapping[tuple[str, str], list[tuple[Seen, Seen]]]:
    """Their bids in every lot in which two firms of different control meet, by the two firms."""
    found: dict[tuple[str, str], list[tuple[Seen, Seen]]] = {}
    for bids in lots(seen).values():
        for place, one in enumerate(bids):
            for other in bids[place + 1 :]:
                if one.controlled_by != other.controlled_by:
                    found.setdefault((one.firm, other.firm), []).append((one, other))
    return found


def shown_price(one: Seen) -> Text:
    """What was bid and what became of it, in words."""
    assert one.price is not None
    price = f"{one.price // YUAN}.{one.price % YUAN:04d}"
    zh, en = BECAME[one.won]
    return Text(f"单位可比价{price}元{zh}", f"comparable price {price} yuan{en}")


YUAN = 10_000  # ten-thousandths in a yuan
BECAME: dict[bool | None, Text] = {
    True: Text("，拟中选", ", won"),
    False: Text("，未中选", ", did not win"),
    None: Text("", ""),
}
