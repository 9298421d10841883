"""Several lots, and the limits over lots that couple them: a firm's capacity, a group's share."""

from collections.abc import Mapping
from dataclasses import dataclass

from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Limit:
    """What some offers may use together: ``use`` per unit by (lot, offer), at most ``most``.

    A firm's capacity over lots: use is the line's units for one unit of the lot. The largest share
    of a control group in a whole round: use is the reference value of one unit.
    """

    name: str
    use: Mapping[tuple[int, int], int]
    most: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Lots that are shared out together; named volume counts towards the limits too."""

    lots: tuple[Problem, ...]
    limits: tuple[Limit, ...] = ()
