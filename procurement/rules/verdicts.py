"""What became of a bid, under which clause and why."""

from dataclasses import dataclass

from procurement.rules.text import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one bid.

    ``comparable_price`` is in ten-thousandths of a yuan, ``price_to_win`` in millionths per unit
    of the bid's own spec; an invalid bid has neither comparable price nor rank. ``clause`` is the
    field of the rules that decided, by which ``rules.sources`` has the rulebook's entry, or the
    rule of the fault that made the bid invalid. ``unit`` is the competition unit it ranked in.

    A winner is paid ``win_price`` (中选价格, millionths per unit of its spec). It got in by
    accepting that price when it is ``revived`` (复活); it takes no part in choosing regions where
    it does not ``pick``, and gets no volume where it does not ``supply``. A loser may still win by
    accepting its ``revival_price``.
    """

    product: str
    firm: str
    comparable_price: int | None
    rank: int | None
    shortlisted: bool
    won: bool
    clause: str
    reason: Text
    price_to_win: int | None
    unit: str = ""
    win_price: int | None = None
    revived: bool = False
    picks: bool = True
    supplies: bool = True
    revival_price: int | None = None


type Accepted = frozenset[tuple[str, str]]
"""Product and firm of those that accepted their revival price."""
