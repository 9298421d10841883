"""Spare regions (备供地区): in rank order, one a turn, who stands in for whom."""

from collections.abc import Sequence


def picks(
    suppliers: Sequence[int], volume: Sequence[int], winners: int, most: int
) -> tuple[tuple[int, ...], ...]:
    """The first, second … spare supplier of every region, as indices of winners in rank order.

    The winners choose in turn in rank order, one region a turn, among those that they do not
    supply themselves and are not a spare of yet: the largest volume first, equal ones as listed.
    Who finds none passes. A region has as many spares as asked, and at most all other winners.
    """
    taken: list[tuple[int, ...]] = []
    for _ in range(min(most, winners - 1)):
        barred = [{supplier} | {one[r] for one in taken} for r, supplier in enumerate(suppliers)]
        taken.append(_round(barred, volume, winners))
    return tuple(taken)


def _round(barred: Sequence[set[int]], volume: Sequence[int], winners: int) -> tuple[int, ...]:
    left = sorted(range(len(barred)), key=lambda region: -volume[region])
    chosen: dict[int, int] = {}
    while left:
        for winner in range(winners):
            region = next((one for one in left if winner not in barred[one]), None)
            if region is not None:
                chosen[region] = winner
                left.remove(region)
    return tuple(chosen[region] for region in range(len(barred)))
