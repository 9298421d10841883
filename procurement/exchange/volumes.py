"""A demand table worked out: base, leftover, pools, and who could receive them, each checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from procurement.exchange import volume_checks, volume_proposals, volume_rules, volume_table
from procurement.exchange.rows import Findings
from procurement.exchange.volume_checks import Check
from procurement.exchange.volume_proposals import Proposal
from procurement.exchange.volume_rules import Applied
from procurement.exchange.volume_table import VolumeTable, Written
from procurement.rules import linkage, money, moves, pools, splits
from procurement.rules.entries import Entry
from procurement.rules.linkage import Code
from procurement.rules.pools import Pool
from procurement.rules.rulebook import UnitRules
from procurement.rules.splits import Split
from procurement.rules.text import Refused, Text

type Spot = tuple[str, str, Code]
"""Region, hospital, and the product and firm."""


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """One hospital's units of one firm's product; ``proposed`` by each proposal, in their order.

    ``clause`` is the entry that decided base and leftover, None where a winner only receives.
    """

    region: str
    hospital: str
    category: str
    firm: str
    what: Text
    demand: int
    base: int
    leftover: int
    best: int
    proposed: tuple[int, ...]
    clause: Entry | None

    @property
    def uncommitted(self) -> int:
        return self.demand - self.base - self.leftover


@dataclass(frozen=True, slots=True)
class Volumes:
    """A demand table under a rulebook. ``shares`` are the parts of every winner's demand."""

    applied: Applied
    table: VolumeTable
    shares: Mapping[Code, linkage.Parts]
    splits: tuple[Split, ...]
    pools: tuple[Pool, ...]
    proposals: tuple[Proposal, ...]
    lines: tuple[VolumeLine, ...]
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        return all(check.holds for check in self.checks)

    @property
    def clauses(self) -> tuple[Entry, ...]:
        """Every entry that a number here follows from, once, in the order of the rulebook."""
        return tuple(clauses(self.applied.rules))


def work_out(
    rulebook: str, settings: Iterable[str], name: str, content: bytes, most: int | None = None
) -> Volumes:
    """The table of a file under a rulebook; Refused with every fault of both.

    ``most`` is the largest number of winners times hospitals that is worked out.
    """
    findings = Findings()
    written = volume_table.read(name, content, findings)
    try:
        applied = volume_rules.apply(rulebook, settings, revived=written.revived)
    except Refused as refused:
        raise Refused([*refused.faults, *findings.faults]) from refused
    table = volume_table.table(written, applied.rules, findings)
    size = len(table.winners) * len({(one.region, one.hospital) for one in table.demand})
    if most is not None and size > most:
        zh = f"中选产品数乘以医疗机构数为{size:,}，超过{most:,}，请分批计算。"
        en = f"winners times hospitals make {size:,}, more than {most:,}; work it out in parts."
        findings.add("size", name, zh, en)
    if findings.faults:
        raise Refused(findings.faults)
    return _worked_out(applied, table, written)


def clauses(rules: UnitRules) -> Iterator[Entry]:
    """The entries of a rulebook that base, leftover and pools follow from."""
    return (
        entry
        for entry in rules.sources.values()
        if entry.key.partition(".")[0] in {"volume", "pool"}
    )


def _worked_out(applied: Applied, table: VolumeTable, written: Written) -> Volumes:
    rules = applied.rules
    split = splits.splits(table.winners, table.demand, rules)
    found = pools.pools(table.products, table.winners, split, rules, table.serves)
    proposed = tuple(volume_proposals.proposed(table, split, found, rules))
    reported = sum(line.quantity for line in written.lines)
    return Volumes(
        applied=applied,
        table=table,
        shares=linkage.table(table.winners, rules),
        splits=split,
        pools=found,
        proposals=proposed,
        lines=tuple(_lines(applied, table, split, found, proposed)),
        checks=tuple(volume_checks.checks(reported, split, found, proposed, rules)),
    )


def _lines(
    applied: Applied,
    table: VolumeTable,
    split: Iterable[Split],
    found: Sequence[Pool],
    proposed: Sequence[Proposal],
) -> Iterator[VolumeLine]:
    """A line for everything reported, and for every winner that only receives, by hospital."""
    own: dict[Spot, Split] = {
        (one.region, one.hospital, (one.product, one.firm)): one for one in split
    }
    best = moves.received(found, ())
    given = [moves.received((), one.moves) for one in proposed]
    for spot in sorted({*own, *best, *(spot for one in given for spot in one)}):
        (region, hospital, code), one = spot, own.get(spot)
        yield VolumeLine(
            region=region,
            hospital=hospital,
            category=code[0],
            firm=code[1],
            what=_what(code, table, applied.rules),
            demand=one.demand if one else 0,
            base=one.base if one else 0,
            leftover=one.leftover if one else 0,
            best=best.get(spot, 0),
            proposed=tuple(units.get(spot, 0) for units in given),
            clause=None if one is None else _clause(one, applied),
        )


def _what(code: Code, table: VolumeTable, rules: UnitRules) -> Text:
    """What the volume of a product follows: its rank, class or cut, or that it was not selected."""
    winner = next((one for one in table.winners if one.code == code), None)
    if winner is None:
        return Text("未中选", "not selected") if code[1] else Text("未约定", "not agreed")
    if winner.verdict.revived:
        return Text("复活", "revived")
    facts, cut = table.facts[code], winner.cut(winner.price)
    shown = {"class": Text(f"{facts.price_class}类", f"class {facts.price_class}")}
    if facts.rank is not None:
        unit = f"{facts.unit} " if facts.unit else ""
        shown["rank"] = Text(f"{unit}第{facts.rank}顺位", f"{unit}rank {facts.rank}")
    if cut is not None:
        percent = money.show_percent(cut)
        shown |= dict.fromkeys(("cut", "best"), Text(f"降幅{percent}", f"cut {percent}"))
    if facts.former is not None:
        before = Text("原中选", "former winner") if facts.former else Text("新中选", "new winner")
        shown["incumbency"] = before
    return shown.get(rules.volume_key, Text("中选", "selected"))


def _clause(one: Split, applied: Applied) -> Entry:
    """The entry that decided: the table of the key, or what becomes of demand for a loser."""
    if one.member == "unselected":
        return applied.clause("pool_members" if one.leftover else "committed_share")
    if one.member == "revived" and "revived_parts" in applied.rules.sources:
        return applied.clause("revived_parts")
    field = f"by_{applied.rules.volume_key}"
    return applied.clause(field if field in applied.rules.sources else "committed_share")
