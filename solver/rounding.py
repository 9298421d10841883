"""The exact splitting of whole numbers: half up, largest remainders, tables, packs."""

from collections import deque
from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor, lcm


def half_up(exact: Fraction) -> int:
    """The nearest integer; halves go away from zero (四舍五入)."""
    nearest = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return nearest if exact >= 0 else -nearest


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
    return _with_the_rest(total, [divmod(total * weight, whole) for weight in weights])


def round_to(total: int, exact: Sequence[Fraction]) -> tuple[int, ...]:
    """Round exact shares to a published total; each is rounded down or up.

    The units left over after rounding down go to the largest remainders, equal ones to the earlier
    share. Raises ``ValueError`` for a total that rounding down and up cannot give.
    """
    common = lcm(*(share.denominator for share in exact))
    parts = [divmod(share.numerator * (common // share.denominator), common) for share in exact]
    least = sum(part for part, _ in parts)
    most = least + sum(remainder > 0 for _, remainder in parts)
    if not least <= total <= most:
        raise ValueError(f"shares that round to {least} to {most} units cannot give {total}")
    return _with_the_rest(total, parts)


def _with_the_rest(total: int, parts: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Whole parts, one more for the largest remainders until the total is reached."""
    over = total - sum(part for part, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    lucky = set(by_remainder[:over])
    return tuple(part + (i in lucky) for i, (part, _) in enumerate(parts))


def packs(units: int, pack: int) -> int:
    """Packs of a contract line: the last one is begun (向上取整)."""
    return -(-units // pack)


def packs_of(lines: Sequence[int], pack: int) -> tuple[int, ...]:
    """Packs of several lines of one contract, in all as many as the whole contract needs.

    Each line gets the packs it fills or one more, the largest remainders first.
    """
    return round_to(packs(sum(lines), pack), [Fraction(units, pack) for units in lines])


def round_table(
    exact: Sequence[Sequence[Fraction]], rows: Sequence[int], columns: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Round a table to given sums of rows and columns; each cell is rounded down or up.

    Of all such tables it is the one that rounds up first, column by column, the larger remainder,
    then the earlier row: a cell is rounded up whenever the cells after it can still keep every sum.
    Sums that are those of the exact table can always be kept. Raises ``ValueError``, with its
    place, for one that cannot.
    """
    wholes = [[floor(cell) for cell in row] for row in exact]
    fractional = [{j for j, cell in enumerate(row) if cell.denominator > 1} for row in exact]
    _fits("row", exact, rows)
    _fits("column", tuple(zip(*exact, strict=True)), columns)
    if sum(rows) != sum(columns):
        raise ValueError(f"rows sum to {sum(rows)} and columns to {sum(columns)}")
    given = map(sum, zip(*wholes, strict=True))
    missing = [total - sofar for total, sofar in zip(columns, given, strict=True)]
    table = _Table(fractional, missing)
    for i, (total, row) in enumerate(zip(rows, wholes, strict=True)):
        for _ in range(total - sum(row)):
            if not table.place(i):
                raise ValueError(f"row {i} does not reach {total} without breaking a column's sum")
    cells = ((i, j) for i, columns_of in enumerate(fractional) for j in columns_of)
    for i, j in sorted(cells, key=lambda at: (at[1], -(exact[at[0]][at[1]] % 1), at[0])):
        wholes[i][j] += table.settle(i, j)
    return tuple(map(tuple, wholes))


def _fits(name: str, lines: Sequence[Sequence[Fraction]], sums: Sequence[int]) -> None:
    """Each sum lies between its line rounded down and rounded up."""
    if len(lines) != len(sums):
        raise ValueError(f"{len(sums)} sums for {len(lines)} {name}s")
    for i, (line, total) in enumerate(zip(lines, sums, strict=True)):
        least, most = sum(map(floor, line)), sum(map(ceil, line))
        if not least <= total <= most:
            raise ValueError(f"{name} {i} rounds to {least} to {most} and cannot sum to {total}")


class _Table:
    """Which open cells are rounded up: an integral flow from rows to columns.

    ``movers[j][k]`` are the rows that could round up column k instead of j, so that a path of
    columns is a chain of rows that make room; columns are suppliers, and few.
    """

    def __init__(self, open_cells: Sequence[Collection[int]], missing: Sequence[int]) -> None:
        self.up: list[set[int]] = [set() for _ in open_cells]
        self.down = [set(cells) for cells in open_cells]
        self.missing = list(missing)
        self.movers: list[list[set[int]]] = [[set() for _ in missing] for _ in missing]

    def place(self, row: int) -> bool:
        """Round up one more cell of the row, making room where it is needed."""
        path = self._path(self.down[row], {j for j, need in enumerate(self.missing) if need})
        if path:
            self._shift(path)
            self._change(row, down_to_up=path[0])
            self.missing[path[-1]] -= 1
        return bool(path)

    def settle(self, row: int, column: int) -> int:
        """Round the cell up if every sum can be kept, and close it; 1 when it is up."""
        if column in self.down[row] and (path := self._path([column], self.up[row])):
            self._shift(path)
            self._change(row, up_to_down=path[-1], down_to_up=column)
        up = column in self.up[row]
        self._change(row, closed=column)
        return int(up)

    def _path(self, starts: Collection[int], ends: Collection[int]) -> list[int]:
        """Columns from a start to an end, each with a row that could move on to the next."""
        before = dict.fromkeys(starts, -1)
        waiting = deque(starts)
        while waiting:
            column = waiting.popleft()
            if column in ends:
                path = [column]
                while (column := before[column]) >= 0:
                    path.append(column)
                return path[::-1]
            for following, rows in enumerate(self.movers[column]):
                if rows and following not in before:
                    before[following] = column
                    waiting.append(following)
        return []

    def _shift(self, path: Sequence[int]) -> None:
        """Along the path, one row each rounds up the next column instead."""
        for column, following in pairwise(path):
            row = next(iter(self.movers[column][following]))
            self._change(row, up_to_down=column, down_to_up=following)

    def _change(
        self, row: int, up_to_down: int = -1, down_to_up: int = -1, closed: int = -1
    ) -> None:
        up, down = self.up[row], self.down[row]
        for j, k in product(up, down):
            self.movers[j][k].discard(row)
        self.up[row] = (up - {up_to_down} | {down_to_up}) - {closed, -1}
        self.down[row] = (down - {down_to_up} | {up_to_down}) - {closed, -1}
        for j, k in product(self.up[row], self.down[row]):
            self.movers[j][k].add(row)
