"""What the fund sees of a settlement: every statement's head, totals by region, and the law."""

from dataclasses import dataclass
from datetime import datetime

from procurement.rules import money
from procurement.rules.codes import REGIONS
from procurement.rules.dates import show_instant
from procurement.rules.parties import Hospital
from procurement.rules.rights import Actor, require
from procurement.rules.text import Text
from procurement.store.database import Db, Store
from procurement.store.statements import Summary
from web import downloads, rounds, settled
from web.rounds import Round
from web.settled import Law

COLUMNS = (
    "hospital_code",
    "hospital",
    "region",
    "region_name",
    "cycle_year",
    "version",
    "score",
    "retention_ratio",
    "base_yuan",
    "retained_yuan",
    "rulebook",
    "rulebook_sha256",
    "settled_at",
)


@dataclass(frozen=True, slots=True)
class Head:
    """A hospital and its statement that counts."""

    hospital: Hospital
    summary: Summary

    @property
    def region(self) -> Text:
        return REGIONS[self.hospital.region]


@dataclass(frozen=True, slots=True)
class RegionTotal:
    """The statements of a region: how many, their bases and what is retained, in fen."""

    code: str
    statements: int
    base: int
    retained: int

    @property
    def name(self) -> Text:
        return REGIONS[self.code]


@dataclass(frozen=True, slots=True)
class Settlement:
    """A round that is settled, or to be settled while there is no statement."""

    round: Round
    hospitals: int
    heads: tuple[Head, ...]

    @property
    def base(self) -> int:
        return sum(one.summary.base for one in self.heads)

    @property
    def retained(self) -> int:
        return sum(one.summary.retained for one in self.heads)

    @property
    def version(self) -> int:
        return max((one.summary.version for one in self.heads), default=0)

    @property
    def law(self) -> Law | None:
        return settled.law(self.heads[0].summary) if self.heads else None

    @property
    def regions(self) -> tuple[RegionTotal, ...]:
        return tuple(
            RegionTotal(
                code,
                len(those),
                sum(one.base for one in those),
                sum(one.retained for one in those),
            )
            for code in REGIONS
            if (those := [one.summary for one in self.heads if one.hospital.region == code])
        )

    def found(self, words: str, region: str) -> tuple[Head, ...]:
        """The statements whose hospital has these words in its name or code, in that region."""
        asked = words.strip().casefold()
        return tuple(
            one
            for one in self.heads
            if asked in f"{one.hospital.name} {one.hospital.code}".casefold()
            and region in {"", one.hospital.region}
        )

    def csv(self) -> bytes:
        return downloads.table(
            COLUMNS,
            (
                (
                    one.hospital.code,
                    one.hospital.name,
                    one.hospital.region,
                    one.region.zh,
                    one.summary.cycle_year,
                    one.summary.version,
                    str(one.summary.score),
                    money.show_percent(one.summary.ratio),
                    money.show(one.summary.base).replace(",", ""),
                    money.show(one.summary.retained).replace(",", ""),
                    one.summary.rulebook,
                    one.summary.rulebook_sha256,
                    show_instant(one.summary.settled_at),
                )
                for one in self.heads
            ),
        )


def settlements(store: Store, actor: Actor, now: datetime) -> tuple[Settlement, ...]:
    """Every round with contracts, the newest first."""
    require(actor, "see_all_statements")
    with store.transaction() as db:
        signed = [one for one in rounds.announced(db, now) if one.is_signed]
        return tuple(_settlement(db, one) for one in signed)


def settlement(store: Store, actor: Actor, round_id: int, now: datetime) -> Settlement:
    """The statements of a round; NotFound before its contracts are signed."""
    require(actor, "see_all_statements")
    with store.transaction() as db:
        return _settlement(db, rounds.signed(db, round_id, now))


def _settlement(db: Db, round_: Round) -> Settlement:
    parties = db.parties.hospitals()
    newest: dict[str, Summary] = {}
    for summary in db.statements.summaries(round_.id):
        newest.setdefault(summary.hospital, summary)
    heads = (Head(parties[code], summary) for code, summary in newest.items())
    return Settlement(round_, len(parties), tuple(heads))
