"""The exact splitting of whole numbers by largest remainders."""

from collections.abc import Sequence


def largest_remainder(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split a total in proportion to weights, exactly to the unit (Hamilton's rule).

    Everyone gets the whole part of the exact share; the units left over go to the largest
    remainders, equal remainders to the earlier one. Raises ``ValueError`` for a negative total or
    weight, or when there is something to split and no weight at all.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a total and its weights are never negative")
    if whole == 0:
        if total:
            raise ValueError(f"nobody to give {total} units to")
        return (0,) * len(weights)
    parts = [divmod(total * weight, whole) for weight in weights]
    over = total - sum(part for part, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    lucky = set(by_remainder[:over])
    return tuple(part + (i in lucky) for i, (part, _) in enumerate(parts))
