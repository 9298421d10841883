"""How parts of demand and price cuts are written in the rulebook of a round by units, and shown."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from procurement.rules.readings import (
    Reading,
    listed,
    nonempty,
    read_list,
    read_share,
    show_percent,
)
from procurement.rules.text import Text


def _pair(value: object) -> tuple[Fraction, Fraction]:
    """Base and leftover part of a product's own demand."""
    base, leftover = map(read_share, read_list(value))
    if base + leftover > 1:
        raise ValueError(value)
    return base, leftover


def _cut(value: object) -> tuple[Fraction, Fraction, Fraction]:
    cut, *parts = read_list(value)
    return read_share(cut), *_pair(parts)


def _cuts(value: object) -> tuple[tuple[Fraction, Fraction, Fraction], ...]:
    rows = tuple(map(_cut, read_list(value)))
    cuts = [cut for cut, _, _ in rows]
    if not rows or cuts != sorted(set(cuts)):
        raise ValueError(value)
    return rows


def _shares_by_number(value: object) -> tuple[tuple[Fraction, ...], ...]:
    rows = tuple(tuple(map(read_share, read_list(row))) for row in read_list(value))
    if not rows or any(len(row) != n or sum(row) > 1 for n, row in enumerate(rows, start=1)):
        raise ValueError(value)
    return rows


def _show_pair(pair: tuple[Fraction, Fraction]) -> Text:
    base, leftover = (show_percent(part).en for part in pair)
    return Text(f"基础量 {base}、待分配量 {leftover}", f"base {base}, leftover {leftover}")


def _show_cut(row: tuple[Fraction, Fraction, Fraction]) -> Text:
    cut, parts = show_percent(row[0]).en, _show_pair(row[1:])
    return Text(f"降幅 {cut}：{parts.zh}", f"a cut of {cut}: {parts.en}")


def _semicolons(shown: Iterable[Text]) -> Text:
    parts = tuple(shown)
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def parts_by(known: Mapping[str, Text]) -> Reading:
    """Base and leftover part for some of the known words."""

    def read(value: object) -> Mapping[str, tuple[Fraction, Fraction]]:
        if not isinstance(value, dict) or not value or not value.keys() <= known.keys():
            raise ValueError(value)
        return {name: _pair(cell) for name, cell in value.items()}

    def show(given: Mapping[str, tuple[Fraction, Fraction]]) -> Text:
        pairs = ((known[name], _show_pair(parts)) for name, parts in given.items())
        return _semicolons(
            Text(f"{name.zh} {parts.zh}", f"{name.en} {parts.en}") for name, parts in pairs
        )

    names = ", ".join(known)
    return Reading(
        Text(f"{names} 中若干项的 [基础量, 待分配量]", f"[base, leftover] for some of {names}"),
        read,
        show,
        words=known,
    )


PART_PAIR = Reading(
    Text(
        "[基础量, 待分配量] 两个比例，合计不超过 1",
        "[base, leftover], two parts of at most 1 together",
    ),
    _pair,
    _show_pair,
)
PARTS = Reading(
    Text("[基础量, 待分配量] 的列表", "a list of [base, leftover]"),
    lambda value: nonempty(tuple(map(_pair, read_list(value)))),
    lambda rows: _semicolons(map(_show_pair, rows)),
)
CUTS = Reading(
    Text(
        "降幅由低到高的 [降幅, 基础量, 待分配量] 列表",
        "a list of [cut, base, leftover], the smallest cut first",
    ),
    _cuts,
    lambda rows: _semicolons(map(_show_cut, rows)),
)
SHARES_BY_NUMBER = Reading(
    Text(
        "第 n 行为 n 家中选时各顺位的比例，合计不超过 1",
        "rows of shares: the n-th for n winners, by rank, of at most 1 together",
    ),
    _shares_by_number,
    lambda rows: _semicolons(listed(map(show_percent, row)) for row in rows),
)
