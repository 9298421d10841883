"""A demand table that was worked out, for people as text and for programs as JSON."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from procurement.exchange import text_table, volume_rules
from procurement.exchange.printing import EVIDENCE, NOTHING
from procurement.exchange.volume_proposals import Proposal
from procurement.exchange.volumes import VolumeLine, Volumes
from procurement.rules import money
from procurement.rules.entries import Entry
from procurement.rules.linkage import Code
from procurement.rules.pools import Pool
from procurement.rules.text import Text

SET_HERE = Text("本次设定", "Set here")
HEADINGS = (
    Text("医疗机构", "Hospital"),
    Text("产品类别", "Category"),
    Text("企业", "Firm"),
    Text("依据", "By"),
    Text("需求量", "Demand"),
    Text("基础量", "Base"),
    Text("待分配量", "Leftover"),
    Text("非约定量", "Uncommitted"),
    Text("归最优", "To best"),
)
CLAUSE = Text("条款", "Clause")
NUMBERS_FROM = 4
TOTAL = Text("合计", "Total")
FREE = Text(
    "医疗机构自主选择；以下分配只是建议。",
    "The free part is the hospital's own choice; what follows only proposes.",
)


def mark(entry: Entry) -> Text:
    """The evidence mark of an entry in words."""
    return EVIDENCE.get(entry.evidence, SET_HERE)


def totals(found: Volumes) -> tuple[int, ...]:
    """Demand, base, leftover, uncommitted, to the best, and by each proposal."""
    rows = [_numbers(line) for line in found.lines]
    return tuple(map(sum, zip(*rows, strict=True)))


def place(pool: Pool) -> str:
    """Where a pool stands, in the words of the table."""
    parts = (pool.place.region, pool.place.hospital, pool.place.scope, pool.place.giver[1])
    return " · ".join(part for part in parts if part)


def render(found: Volumes, language: str = "zh") -> str:
    """The table with its totals, the pools, the checks, and every clause with its source."""
    blocks = [
        list(_head(found, language)),
        list(_table(found, language)),
        list(_pools(found, language)),
        list(_checks(found, language)),
        list(_clauses(found, language)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def to_json(found: Volumes) -> dict[str, Any]:
    """The same for programs: quantities are whole units, shares exact fractions as text."""
    book, names = found.applied.book, ("demand", "base", "leftover", "uncommitted", "to_best")
    ways = [way.name.en.replace(" ", "_") for way in found.proposals]
    return {
        "rulebook": {"id": book.id, "sha256": book.sha256, "day": found.applied.day.isoformat()},
        "settings": [
            {"key": one.key, "value": str(one.value), "reason": one.reason}
            for one in found.applied.chosen
        ],
        "lines": [
            {
                "region": line.region,
                "hospital": line.hospital,
                "category": line.category,
                "firm": line.firm,
                "by": line.what._asdict(),
                **dict(zip((*names, *ways), _numbers(line), strict=True)),
                "clause": None if line.clause is None else _source(line.clause),
            }
            for line in found.lines
        ],
        "totals": dict(zip((*names, *ways), totals(found), strict=True)),
        "shares": [
            {
                "category": code[0],
                "firm": code[1],
                "base": _exact(parts.base),
                "leftover": _exact(parts.leftover),
            }
            for code, parts in found.shares.items()
        ],
        "pools": [_pool(pool, found) for pool in found.pools],
        "proposals": [_proposal(one) for one in found.proposals],
        "checks": [
            {"says": one.says._asdict(), "shown": one.shown, "holds": one.holds}
            for one in found.checks
        ],
        "clauses": [_source(entry) for entry in found.clauses],
    }


def _head(found: Volumes, language: str) -> Iterator[str]:
    book = found.applied.book
    yield f"{_in(book.title, language)}  {book.id}  {found.applied.day}"
    yield f"sha256 {book.sha256}"
    for setting in volume_rules.shown(found.applied.chosen):
        yield f"{setting}  [{_in(SET_HERE, language)}]"


def _table(found: Volumes, language: str) -> Iterator[str]:
    """The lines with their totals, and behind each what its base and leftover follow from."""
    heads = [_in(one, language) for one in (*HEADINGS, *(way.name for way in found.proposals))]
    rows = [heads, *(_cells(line, language) for line in found.lines)]
    blank = [""] * (NUMBERS_FROM - 1)
    rows.append([_in(TOTAL, language), *blank, *(f"{number:,}" for number in totals(found))])
    behind = [_in(CLAUSE, language), *(_clause(line, language) for line in found.lines), ""]
    for row, clause in zip(text_table.lines(rows, NUMBERS_FROM), behind, strict=True):
        yield f"{row}  {clause}".rstrip()


def _cells(line: VolumeLine, language: str) -> list[str]:
    where = "/".join(part for part in (line.region, line.hospital) if part)
    return [
        *(text or NOTHING for text in (where, line.category, line.firm)),
        _in(line.what, language),
        *(f"{number:,}" for number in _numbers(line)),
    ]


def _clause(line: VolumeLine, language: str) -> str:
    if line.clause is None:
        return NOTHING
    return f"{line.clause.key} [{_in(mark(line.clause), language)}] {line.clause.source}"


def _numbers(line: VolumeLine) -> tuple[int, ...]:
    own = (line.demand, line.base, line.leftover, line.uncommitted)
    return (*own, line.best, *line.proposed)


def _pools(found: Volumes, language: str) -> Iterator[str]:
    """Every pool with what goes to the best, who may receive the rest, and who may not and why."""
    for pool in found.pools:
        yield _in(pool_sentence(pool), language)
        for code, field in pool.barred:
            entry = found.applied.clause(field)
            yield f"  ✗ {_firm(code)}  {entry.key} [{_in(mark(entry), language)}]"
    if found.pools:
        yield _in(FREE, language)
    for way in found.proposals:
        yield _in(way_sentence(way), language)


def pool_sentence(pool: Pool) -> Text:
    """What a pool holds and where it may go."""
    best = ", ".join(f"{_firm(code)} {units:,}" for code, units in pool.best) or NOTHING
    targets = ", ".join(_firm(code) for code in pool.targets) or NOTHING
    return Text(
        f"{place(pool)}：汇集{pool.units:,}，归最优 {best}，自主选择{pool.free:,}，"
        f"可接收 {targets}",
        f"{place(pool)}: pool {pool.units:,}; to the best {best}; free choice {pool.free:,}; "
        f"may receive: {targets}",
    )


def way_sentence(way: Proposal) -> Text:
    """What a proposal spends on the free part, and what nobody may receive."""
    moved, spend = sum(move.units for move in way.moves), money.show(way.spend)
    return Text(
        f"{way.name.zh}：分配{moved:,}，金额{spend}元，无人可接收{way.unplaced:,}",
        f"{way.name.en}: {moved:,} assigned for {spend} yuan; {way.unplaced:,} nobody may receive",
    )


def _checks(found: Volumes, language: str) -> Iterator[str]:
    for one in found.checks:
        yield f"{'✓' if one.holds else '✗'} {_in(one.says, language)}  {one.shown}"


def _clauses(found: Volumes, language: str) -> Iterator[str]:
    for entry in found.clauses:
        title, value = _in(entry.title, language), _in(entry.shown, language)
        yield f"{entry.key}  {title}  {value}"
        yield f"  {entry.source} [{_in(mark(entry), language)}]"
        if entry.note is not None:
            yield f"  {_in(entry.note, language)}"


def _pool(pool: Pool, found: Volumes) -> dict[str, Any]:
    return {
        "region": pool.place.region,
        "hospital": pool.place.hospital,
        "scope": pool.place.scope,
        "giver": pool.place.giver[1] or None,
        "units": pool.units,
        "to_best": [_given(code, units) for code, units in pool.best],
        "free": pool.free,
        "may_receive": [list(code) for code in pool.targets],
        "barred": [
            {**_named(code), "clause": _source(found.applied.clause(field))}
            for code, field in pool.barred
        ],
    }


def _proposal(way: Proposal) -> dict[str, Any]:
    return {
        "name": way.name._asdict(),
        "spend_fen": way.spend,
        "unplaced": way.unplaced,
        "moves": [
            {
                "region": move.place.region,
                "hospital": move.place.hospital,
                "scope": move.place.scope,
                **_given(move.receiver, move.units),
            }
            for move in way.moves
        ],
    }


def _given(code: Code, units: int) -> dict[str, Any]:
    return {**_named(code), "units": units}


def _named(code: Code) -> dict[str, str]:
    return {"category": code[0], "firm": code[1]}


def _firm(code: Code) -> str:
    return code[1]


def _source(entry: Entry) -> dict[str, str]:
    return {
        "key": entry.key,
        "value": entry.shown.en,
        "source": entry.source,
        "evidence": entry.evidence,
    }


def _exact(number: Fraction) -> str:
    return money.show_number(number)


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh
