"""The second national batch from sealed bid to published result, by its own calendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from procurement.actions import (
    allocation,
    bidding,
    contracts,
    demand,
    evaluation,
    issuing,
    parties,
    publication,
    rounds,
    settlement,
    statements,
    usage,
)
from procurement.actions.settlement import Cycle
from procurement.rules.keys import Hardness
from procurement.rules.parties import Firm, Hospital
from procurement.rules.reports import Report
from procurement.rules.sealing import SealedBid
from procurement.rules.tender import Tender
from procurement.store.database import Store
from seed import cast, consultation, country, year
from seed.cast import COMMITTEE, FUND, OFFICER, PASSPHRASES, THRESHOLD
from seed.tenders import coded, draft, firms, tender

type Say = Callable[[str, str], None]
type Progress = Callable[[int, int], None]

SOURCE = "《全国药品集中采购文件》GY-YD2019-2；全国药品集中采购中选结果公布（2020-01）"
DRAFTED = datetime(2019, 12, 20, 1, tzinfo=UTC)
ANNOUNCED = datetime(2019, 12, 29, 1, tzinfo=UTC)
REPORTED = datetime(2020, 1, 6, 1, tzinfo=UTC)
DEMAND_CLOSED = datetime(2020, 1, 10, 9, tzinfo=UTC)
HANDED_IN = datetime(2020, 1, 16, 1, tzinfo=UTC)
BIDS_DUE = datetime(2020, 1, 17, 2, tzinfo=UTC)
OPENED = BIDS_DUE + timedelta(minutes=5)
EVALUATED = BIDS_DUE + timedelta(hours=2)
ALLOCATED = BIDS_DUE + timedelta(hours=4)
PUBLISHED = datetime(2020, 1, 21, 2, tzinfo=UTC)
SIGNED = datetime(2020, 4, 8, 2, tzinfo=UTC)
AGREEMENT_START = date(2020, 4, 10)
SETTLED = datetime(2022, 1, 20, 2, tzinfo=UTC)
CYCLE = Cycle(1, "retained-savings-sichuan-2022", date(2022, 1, 20))


class Story:
    """The demonstration's round; each step is an action of somebody with the right to it."""

    def __init__(
        self,
        store: Store,
        signing_key: bytes,
        question_key: bytes,
        batch: Tender | None = None,
        hospitals: int = country.HOSPITALS,
        hardness: Hardness | None = None,
    ) -> None:
        rehearsal = tender("expansion-2019")
        batch = batch or tender("national-drug-2")
        self.store = store
        self.signing_key, self.question_key = signing_key, question_key
        self.hardness = hardness
        self.firms: tuple[Firm, ...] = firms(batch, rehearsal)
        self.hospitals: tuple[Hospital, ...] = country.hospitals(count=hospitals)
        self.batch, self.rehearsal = coded(batch, self.firms), coded(rehearsal, self.firms)
        self.round_id = self.rehearsal_id = 0

    def register(self) -> None:
        logins = cast.logins(self.firms, self.hospitals)
        parties.register(self.store, self.firms, self.hospitals, logins, by="setup", at=DRAFTED)

    def announce(self) -> None:
        self.round_id = rounds.draft(self.store, OFFICER, draft(self.batch, SOURCE), DRAFTED)
        officers = tuple(PASSPHRASES)
        rounds.rehearse(self.store, OFFICER, self.round_id, officers, DRAFTED, self.hardness)
        rounds.announce(
            self.store,
            OFFICER,
            self.round_id,
            PASSPHRASES,
            BIDS_DUE,
            ANNOUNCED,
            self.hardness,
        )

    def report_demand(self) -> int:
        self._report(self.round_id, self.batch, REPORTED)
        demand.close(self.store, OFFICER, self.round_id, DEMAND_CLOSED)
        return len(self.hospitals)

    def _report(self, round_id: int, one: Tender, at: datetime) -> None:
        found = country.reports(self.hospitals, one.demand)
        by_hospital: dict[str, list[Report]] = {}
        for report in found:
            by_hospital.setdefault(report.hospital, []).append(report)
        for hospital in self.hospitals:
            if rows := by_hospital.get(hospital.code):
                demand.report(self.store, cast.speaker(hospital), round_id, rows, at)

    def bid(self) -> int:
        people = {firm.code: cast.speaker(firm) for firm in self.firms}
        with self.store.transaction() as db:
            terms = bidding.terms(db, self.round_id)
        for place, bid in enumerate(self.batch.bids):
            at = HANDED_IN + timedelta(minutes=place)
            who = people[bid.firm]
            inside = SealedBid(bid.product, bid.firm, bid.spec, bid.unit_price, bid.pack)
            envelope = terms.seal(inside)
            bidding.submit_envelope(
                self.store, who, self.round_id, bid.product, envelope, self.signing_key, at=at
            )
        return len(self.batch.bids)

    def open(self) -> int:
        return bidding.open_bids(self.store, OFFICER, self.round_id, PASSPHRASES, OPENED)

    def evaluate(self) -> int:
        return evaluation.evaluate(self.store, OFFICER, self.round_id, EVALUATED)

    def allocate(self) -> None:
        run = allocation.ask(self.store, OFFICER, self.round_id, ALLOCATED)
        allocation.work(self.store, ALLOCATED)
        allocation.choose(self.store, OFFICER, self.round_id, run, "best", ALLOCATED)

    def publish(self) -> int:
        return publication.publish(self.store, OFFICER, self.round_id, PUBLISHED)

    def print_results(self, on_done: Progress) -> int:
        """The opening minutes, the notice, a letter for every winner and every loser."""
        return issuing.issue(self.store, OFFICER, self.round_id, PUBLISHED, on_done)

    def sign(self) -> int:
        return contracts.sign(self.store, OFFICER, self.round_id, AGREEMENT_START, SIGNED)

    def report_usage(self, on_done: Progress) -> int:
        """Every hospital hands in a file a month, as it would on the site."""
        reports = list(year.reports(self.store, self.round_id, self.batch, self.hospitals))
        people = {one.code: cast.speaker(one) for one in self.hospitals}
        for done, report in enumerate(reports, start=1):
            usage.report_usage(
                self.store,
                people[report.hospital],
                self.round_id,
                report.file,
                SIGNED + timedelta(days=30 * report.month),
            )
            on_done(done, len(reports))
        return len(reports)

    def settle(self) -> int:
        facts = year.fund_facts(self.batch, self.hospitals)
        return settlement.settle(self.store, FUND, self.round_id, CYCLE, facts, at=SETTLED)

    def print_statements(self, on_done: Progress) -> int:
        """The statement of one hospital a region; the others are printed when asked for."""
        with self.store.transaction() as db:
            settled = {row.hospital for row in db.statements.of_round(self.round_id)}
        first = {one.region: one.code for one in reversed(self.hospitals) if one.code in settled}
        return statements.issue(
            self.store, FUND, self.round_id, list(first.values()), SETTLED, on_done
        )

    def rehearse(self, now: datetime) -> None:
        """A rehearsal on the facts of the 2019 expansion, open for bids while the site is shown."""
        plan = draft(self.rehearsal, "GY-YD2019-1", "演练-GY-YD2019-1", rehearsal=True)
        round_id = rounds.draft(self.store, OFFICER, plan, now)
        consultation.write(self.store, round_id, now)
        due = now + timedelta(days=30)
        self._announce_with_five(round_id, due, now)
        self._report(round_id, self.rehearsal, now)
        demand.close(self.store, OFFICER, round_id, now)
        self.rehearsal_id = round_id

    def consult(self, now: datetime) -> None:
        """A firm asks, the office answers everybody, and two people amend the document."""
        asker = self.rehearsal.bids[0].firm
        who = next(cast.speaker(firm) for firm in self.firms if firm.code == asker)
        consultation.consult(self.store, self.rehearsal_id, who, self.question_key, now)

    def _announce_with_five(self, round_id: int, due: datetime, now: datetime) -> None:
        """Three of five officers open it."""
        officers, hardness = tuple(COMMITTEE), self.hardness
        rounds.rehearse(self.store, OFFICER, round_id, officers, now, hardness, threshold=THRESHOLD)
        rounds.announce(
            self.store, OFFICER, round_id, COMMITTEE, due, now, hardness, threshold=THRESHOLD
        )
