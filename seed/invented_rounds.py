"""Two invented rounds under real law, told through actions: artificial joints, and batch 11."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from procurement.actions import (
    bidding,
    demand,
    designing,
    evaluation,
    parties,
    rounds,
)
from procurement.actions.rounds import RoundDraft
from procurement.exchange import draft_files
from procurement.rules import money
from procurement.rules.bids import Bid
from procurement.rules.keys import Hardness
from procurement.rules.parties import Firm, Hospital
from procurement.rules.reports import Report
from procurement.rules.sealing import SealedBid
from procurement.store.database import Store
from seed import cast, invented_demand
from seed.cast import OFFICER, PASSPHRASES

FOLDERS = Path(__file__).parent / "invented"
UPLOADED = ("products.csv", "presentations.csv", "entries.csv")
SOURCE = "虚构数据，仅供演示：规则为真实规则，品种、企业、价格与需求量均为虚构"


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented round: its head, its law, and what the office decides about that.

    ``decisions`` are what is typed, and the reason, by the key of the rulebook; ``per_hospital``
    is the yearly need of a middling hospital of one product, in units.
    """

    folder: str
    code: str
    name: str
    document: str
    rulebook: str
    day: date
    decisions: dict[str, tuple[str, str]]
    per_hospital: int
    open_percent: int

    @property
    def files(self) -> dict[str, bytes]:
        """What an officer uploads to draft the round."""
        return {name: (FOLDERS / self.folder / name).read_bytes() for name in UPLOADED}

    @property
    def firms(self) -> dict[Firm, int]:
        """Every firm and its weight in the demand by brand."""
        return {Firm(row["firm"], row["name"]): int(row["weight"]) for row in self._rows("firms")}

    @property
    def bids(self) -> tuple[Bid, ...]:
        return tuple(
            Bid(row["product"], row["firm"], row["spec"], money.parse_price(row["unit_price"]))
            for row in self._rows("bids")
        )

    def draft(self) -> RoundDraft:
        names = {firm.code: firm.name for firm in self.firms}
        products, entries = draft_files.read(self.files, names)
        return RoundDraft(
            self.code,
            self.name,
            self.document,
            SOURCE,
            self.rulebook,
            self.day,
            products,
            entries,
            rehearsal=True,
        )

    def reports(self, hospitals: Iterable[Hospital]) -> tuple[Report, ...]:
        """What the hospitals report, by brand; see ``invented_demand``."""
        plan, weights = self.draft(), {one.code: weight for one, weight in self.firms.items()}
        return invented_demand.reports(
            hospitals, plan.products, plan.entries, weights, self.per_hospital, self.open_percent
        )

    def _rows(self, name: str) -> list[dict[str, str]]:
        with (FOLDERS / self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


JOINTS = Invented(
    folder="joints",
    code="虚构-人工关节",
    name="虚构演练：人工关节集中带量采购",
    document="GH-HD2021-1（虚构演练）",
    rulebook="joints-2021",
    day=date(2021, 9, 14),
    decisions={"selection.rank_most": ("5", "演练：每组前5名中选，保证有落选产品可示范待分配量")},
    per_hospital=40,
    open_percent=4,
)
BATCH_11 = Invented(
    folder="batch-11",
    code="虚构-第十一批",
    name="虚构演练：第十一批国家组织药品集中采购",
    document="GY-YD2025-1（虚构演练）",
    rulebook="national-drug-11",
    day=date(2025, 10, 27),
    decisions={},
    per_hospital=6000,
    open_percent=23,
)


def hospitals_of(hospitals: Iterable[Hospital], most: int = 40) -> tuple[Hospital, ...]:
    """The first hospitals of each level in every region, region by region, so many in all."""
    listed, seen = list(hospitals), set()
    first = []
    for one in listed:
        if (one.region, one.level) not in seen:
            seen.add((one.region, one.level))
            first.append(one)
    return tuple(first[:most])


class Told:
    """An invented round as it is told: every step an action of somebody with the right to it."""

    def __init__(
        self,
        store: Store,
        round_: Invented,
        hospitals: Iterable[Hospital],
        signing_key: bytes,
        hardness: Hardness | None = None,
    ) -> None:
        self.store, self.round, self.signing_key = store, round_, signing_key
        self.hospitals, self.hardness = hospitals_of(hospitals), hardness
        self.round_id = 0

    def until_evaluated(self, now: datetime) -> int:
        """Drafted some days ago, and the bids opened and evaluated now: how many are to win."""
        drafted, due = now - timedelta(days=30), now - timedelta(hours=2)
        parties.register(
            self.store,
            self.round.firms,
            self.hospitals,
            cast.firm_logins(self.round.firms),
            by="setup",
            at=drafted,
        )
        self.round_id = designing.draft(self.store, OFFICER, self.round.draft(), drafted)
        for key, (value, reason) in self.round.decisions.items():
            designing.decide(self.store, OFFICER, self.round_id, key, value, reason, drafted)
        officers = tuple(PASSPHRASES)
        rounds.rehearse(self.store, OFFICER, self.round_id, officers, drafted, self.hardness)
        rounds.announce(
            self.store, OFFICER, self.round_id, PASSPHRASES, due, drafted, self.hardness
        )
        self._report(now - timedelta(days=20))
        demand.close(self.store, OFFICER, self.round_id, now - timedelta(days=10))
        self._bid(now - timedelta(days=1))
        bidding.open_bids(
            self.store, OFFICER, self.round_id, PASSPHRASES, due + timedelta(minutes=5)
        )
        return evaluation.evaluate(self.store, OFFICER, self.round_id, now - timedelta(hours=1))

    def _report(self, at: datetime) -> None:
        people = {one.code: cast.speaker(one) for one in self.hospitals}
        by_hospital: dict[str, list[Report]] = {}
        for row in self.round.reports(self.hospitals):
            by_hospital.setdefault(row.hospital, []).append(row)
        for hospital, rows in by_hospital.items():
            demand.report(self.store, people[hospital], self.round_id, rows, at)

    def _bid(self, at: datetime) -> None:
        people = {one.code: cast.speaker(one) for one in self.round.firms}
        with self.store.transaction() as db:
            terms = bidding.terms(db, self.round_id)
        for bid in self.round.bids:
            inside = SealedBid(bid.product, bid.firm, bid.spec, bid.unit_price)
            who = people[bid.firm]
            envelope = terms.seal(inside)
            bidding.submit_envelope(
                self.store, who, self.round_id, bid.product, envelope, self.signing_key, at=at
            )
