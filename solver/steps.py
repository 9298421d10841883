"""The record of a pick order: every choice, who was passed over and why, and a dead end."""

from dataclasses import dataclass
from enum import StrEnum

from solver.plan import Plan


class Role(StrEnum):
    """What a region is picked for: its supplier (主供) or its backup (备供)."""

    PRIMARY = "primary"
    BACKUP = "backup"


class Why(StrEnum):
    """Why a step is there.

    SETTLED was so before the first turn, PRIORITY is rank 1's pick before the rounds (优先选择).
    The rest pass an offer over, and for good: FULL has its most regions; OWN finds only regions
    that it or its control group supplies; NO_ROOM has no capacity for the smallest region left;
    NEEDED could take none without leaving a region or another offer without a way.
    """

    SETTLED = "settled"
    PRIORITY = "priority"
    PICK = "pick"
    FULL = "passed over: full"
    OWN = "passed over: own"
    NO_ROOM = "passed over: no room"
    NEEDED = "passed over: needed"


@dataclass(frozen=True, slots=True)
class Step:
    """One choice: the turn, the offer's rank index, the region's code and its volume in units.

    ``skipped`` are the regions left that the offer would rather have had: each would have led to a
    dead end. Who is passed over has no region and no units.
    """

    turn: int
    offer: int
    region: str
    volume: int
    role: Role = Role.PRIMARY
    why: Why = Why.PICK
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The plan the pick order leads to, with every choice on the way."""

    plan: Plan
    steps: tuple[Step, ...]


class DeadEnd(Exception):
    """From this step no way leads to the end; ``proven``, or else a search grew too large."""

    def __init__(self, step: Step, *, proven: bool) -> None:
        self.step = step
        self.proven = proven
        super().__init__(step, proven)

    def __str__(self) -> str:
        step = self.step
        place = f"turn {step.turn}, offer {step.offer}" + (step.region and f", {step.region}")
        found = "there is no way" if self.proven else "no way was found"
        return f"{place}: {found} to give every region a {step.role} supplier"
