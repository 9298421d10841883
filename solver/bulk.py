"""Hospital-level agreed volumes, brand attribution and pools in vectors: millions of rows.

A group is one region of one lot. Rows come in every group in the published order, by hospital and
then brand; a tie goes to the earlier row. Every array is of 64-bit whole numbers, and no double
takes part.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.rounding import half_up, round_table

type Whole = NDArray[np.int64]

NOBODY: Final = -1  # who owns a brand that did not win, and a row that names no brand
MOST: Final = int(np.iinfo(np.int64).max)


class Agreed(NamedTuple):
    """``units`` by row and ``volume`` by group; the rows of a group sum to its volume."""

    units: Whole
    volume: Whole


class Attribution(NamedTuple):
    """Units by group: ``named`` also by winner, ``pool`` those that name no winner's brand."""

    named: Whole
    pool: Whole


class Lines(NamedTuple):
    """Parts of the rows of a pool: the row, the supplier, its units, never nothing."""

    rows: Whole
    suppliers: Whole
    units: Whole


def sums(units: Whole, groups: Whole, count: int) -> Whole:
    """The units of each of ``count`` groups; ValueError where they cannot be summed exactly."""
    if units.shape != groups.shape or units.dtype != np.int64:
        raise ValueError("one whole number of units and one group a row")
    if units.size and not (groups.min() >= 0 and groups.max() < count):
        raise ValueError(f"groups are numbered from 0 to {count - 1}")
    if int(units.min(initial=0)) < 0:
        raise ValueError("units are never negative")
    if int(units.max(initial=0)) * units.size > MOST:
        raise ValueError("too many units to sum exactly")
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, groups, units)
    return found


def agreed(demand: Whole, groups: Whole, parts: Sequence[Fraction]) -> Agreed:
    """The agreed volume (约定采购量) of every row and group, exactly to the unit.

    ``parts`` is the agreed part of demand by group. A group's volume is the part of its whole
    demand, half up. Each row gets the part of its own demand rounded down, and the units left over
    go to the largest remainders: ``rounding.round_to`` group by group. Raises ``ValueError`` for a
    part that is not between nothing and the whole, or too fine for exact arithmetic.
    """
    if not all(0 <= part <= 1 for part in parts):
        raise ValueError("a part of demand is between nothing and the whole")
    whole = sums(demand, groups, len(parts))
    largest = max((part.denominator for part in parts), default=1)
    if int(demand.max(initial=1)) * largest > MOST:
        raise ValueError("too fine a part of demand for exact arithmetic")
    numerators = np.array([part.numerator for part in parts], dtype=np.int64)
    denominators = np.array([part.denominator for part in parts], dtype=np.int64)
    totals = zip(whole.tolist(), parts, strict=True)
    volume = np.array([half_up(total * part) for total, part in totals], dtype=np.int64)
    return Agreed(_round_to(volume, demand * numerators[groups], denominators, groups), volume)


def attribute(units: Whole, groups: Whole, owners: Whole, shape: tuple[int, int]) -> Attribution:
    """Volume that names a winner's brand stays with it; the rest is its region's pool (品牌归属).

    ``owners`` is by row the winner whose brand is named, or ``NOBODY``; ``shape`` is the number of
    groups and the most winners of any lot.
    """
    count, winners = shape
    if owners.size and not (owners.min() >= NOBODY and owners.max() < winners):
        raise ValueError(f"winners are numbered from 0 to {winners - 1}")
    cells = sums(units, groups * (winners + 1) + owners + 1, count * (winners + 1))
    table = cells.reshape(count, winners + 1)
    return Attribution(table[:, 1:], table[:, 0])


def share(pool: Whole, groups: Whole, amounts: Whole) -> Lines:
    """Who supplies each hospital's pool, in units, when ``amounts`` are given by group and winner.

    A region with one supplier goes whole to it; with several its hospitals are rounded as a table
    that keeps every hospital's pool and every supplier's amount (``rounding.round_table``). Raises
    ``ValueError`` where the amounts of a group are not its pool. Lines come by row and supplier.
    """
    total = sums(pool, groups, len(amounts))
    if amounts.min(initial=0) < 0:
        raise ValueError("amounts are never negative")
    wrong = np.flatnonzero(amounts.sum(axis=1) != total)
    if wrong.size:
        raise ValueError(f"group {wrong[0]}: the amounts are not its pool of {total[wrong[0]]}")
    largest = np.zeros(len(amounts), dtype=np.int64)
    np.maximum.at(largest, groups, pool)
    exact = largest <= MOST // np.maximum(total, 1)
    most = int(np.count_nonzero(amounts, axis=1).max(initial=0))
    suppliers = np.argsort(amounts == 0, axis=1, kind="stable")[:, :most]
    rows = np.flatnonzero(exact[groups])
    here = groups[rows]
    units, kept = _columns(pool[rows], here, np.take_along_axis(amounts, suppliers, axis=1))
    at, column = np.nonzero(units * kept[here, np.newaxis])
    found = [Lines(rows[at], suppliers[here[at], column], units[at, column])]
    found += [
        _table(pool, np.flatnonzero(groups == group), amounts[group])
        for group in np.flatnonzero(~(exact & kept))
    ]
    lines = Lines(*(np.concatenate(column) for column in zip(*found, strict=True)))
    order = np.lexsort((lines.suppliers, lines.rows)) if len(found) > 1 else slice(None)
    return Lines(*(column[order] for column in lines))


def _columns(pool: Whole, groups: Whole, amounts: Whole) -> tuple[Whole, NDArray[np.bool_]]:
    """The tables of all groups at once, column by column, and for which groups that was possible.

    In every column first the cells that must be rounded up: their rows have no others left. Then
    the larger remainders, in rows that lack a unit. Where every column comes to its sum like this,
    it is what ``rounding.round_table`` finds; where one does not, a cell had to give way to later
    ones and only the flow can tell.
    """
    count, width = amounts.shape
    divisors = np.maximum(amounts.sum(axis=1), 1)
    exact = pool[:, np.newaxis] * amounts[groups]
    units = exact // divisors[groups, np.newaxis]
    remainders = exact - units * divisors[groups, np.newaxis]
    lacking, cells = pool - units.sum(axis=1), np.count_nonzero(remainders, axis=1)
    kept = np.ones(count, dtype=np.bool_)
    for j in range(width):
        part = np.where(lacking > 0, remainders[:, j], 0)
        must = (part > 0) & (lacking == cells)
        part[must] = 0
        over = amounts[:, j] - sums(units[:, j] + must, groups, count)
        kept &= (over >= 0) & (over <= sums((part > 0).astype(np.int64), groups, count))
        up = must.astype(np.int64)
        up[_largest(part, groups, np.where(kept, over, 0), int(divisors.max(initial=1)))] = 1
        units[:, j] += up
        lacking -= up
        cells -= remainders[:, j] > 0
    return units, kept


def _table(pool: Whole, rows: Whole, amounts: Whole) -> Lines:
    """The lines of one group by flow; no number between is too large for it."""
    pools, columns = pool[rows].tolist(), amounts.tolist()
    exact = [[Fraction(units * column, sum(pools)) for column in columns] for units in pools]
    units = np.array(round_table(exact, pools, columns), dtype=np.int64)
    at, suppliers = np.nonzero(units)
    return Lines(rows[at], suppliers, units[at, suppliers])


def _round_to(totals: Whole, numerators: Whole, denominators: Whole, groups: Whole) -> Whole:
    """Rows of exact shares rounded to the totals of their groups, the larger remainders up."""
    divisors = denominators[groups]
    units = numerators // divisors
    remainders = numerators - units * divisors
    over = totals - sums(units, groups, len(totals))
    units[_largest(remainders, groups, over, int(denominators.max(initial=1)))] += 1
    return units


def _largest(remainders: Whole, groups: Whole, over: Whole, divisor: int) -> Whole:
    """The rows of the ``over`` largest remainders of every group, the earlier row in a tie.

    Without a sort: digit by digit from the highest, a histogram by group finds the digit at which
    the rows run out; larger digits are in, equal ones are looked at again with their next digit.
    """
    count, left = len(over), over.copy()
    width = max(1, (remainders.size // max(count, 1)).bit_length())
    shift = (divisor - 1).bit_length()
    rows, found = np.flatnonzero(remainders), []  # a whole share is never rounded up
    while shift > 0:
        used = min(width, shift)
        shift -= used
        here = groups[rows]
        digits = (remainders[rows] >> shift) & ((1 << used) - 1)
        table = np.bincount(here << used | digits, minlength=count << used).reshape(count, -1)
        at_least = table[:, ::-1].cumsum(axis=1)[:, ::-1]
        threshold = np.maximum((at_least > left[:, None]).sum(axis=1) - 1, 0)
        found.append(rows[digits > threshold[here]])
        left -= at_least[np.arange(count), threshold] - table[np.arange(count), threshold]
        rows = rows[digits == threshold[here]]
    order = np.argsort(groups[rows], kind="stable")
    ordered = groups[rows][order]
    place = np.arange(rows.size) - np.searchsorted(ordered, ordered)
    found.append(rows[order][place < left[ordered]])
    return np.concatenate(found)
