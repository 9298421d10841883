"""A round as those see it who carry it out: hospitals and the fund."""

from dataclasses import dataclass
from datetime import date, datetime

from procurement.exchange import rulebooks
from procurement.rules import dates, phases, schemes
from procurement.rules.phases import Phase, current
from procurement.rules.text import Text
from procurement.store.database import Db
from procurement.store.rounds import NotFound, RoundRow

ORDER = tuple(Phase)


@dataclass(frozen=True, slots=True)
class Look:
    """The day progress is measured on, and the last month that counts; ``None``: every report."""

    day: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round at a moment; ``start`` is the first day of the agreement year, once signed.

    ``by_regions``: winners share out regions; else hospitals assign leftover volume.
    """

    id: int
    name: str
    document: str
    rehearsal: bool
    phase: Phase
    start: date | None
    today: date
    by_regions: bool = True

    @property
    def phase_name(self) -> Text:
        return phases.name(self.phase, by_regions=self.by_regions)

    @property
    def is_reporting_demand(self) -> bool:
        return self.phase is Phase.ANNOUNCED

    @property
    def has_leftover(self) -> bool:
        """Hospitals assign leftover, and are shown a proposal for it."""
        return not self.by_regions and ORDER.index(self.phase) >= ORDER.index(Phase.ALLOCATED)

    @property
    def is_signed(self) -> bool:
        return ORDER.index(self.phase) >= ORDER.index(Phase.CONTRACTED)

    @property
    def is_settled(self) -> bool:
        return self.phase is Phase.SETTLED

    @property
    def first(self) -> date:
        """The first day of the agreement year; NotFound before the contracts are signed."""
        if self.start is None or not self.is_signed:
            raise NotFound(f"agreements of round {self.id}")
        return self.start

    @property
    def last(self) -> date:
        """The last day of the agreement year."""
        return dates.year_end(self.first)

    @property
    def day(self) -> date:
        """The day progress is measured on: today, and never beyond the agreement year."""
        return min(self.today, self.last)

    def look(self, asked: str) -> Look:
        """On the day asked for, with the months that were over then; today for anything else."""
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            return Look(self.day)
        if not self.first <= day < self.day:
            return Look(self.day)
        return Look(day, dates.last_whole_month(day))

    @property
    def months(self) -> tuple[date, ...]:
        """The months to report on that have begun."""
        return tuple(one for one in dates.year_months(self.first) if one <= self.today)


def seen(row: RoundRow, now: datetime) -> Round:
    return Round(
        id=row.number,
        name=row.name,
        document=row.document,
        rehearsal=row.rehearsal,
        phase=current(row.phase, row.bids_close_at or now, now),
        start=row.agreement_start,
        today=dates.local_day(now),
        by_regions=schemes.shares_regions(rulebooks.load(row.rulebook)),
    )


def get(db: Db, round_id: int, now: datetime) -> Round:
    """The round; NotFound before its announcement."""
    found = seen(db.rounds.get(round_id), now)
    if found.phase is Phase.DRAFT:
        raise NotFound(f"round {round_id}")
    return found


def announced(db: Db, now: datetime) -> tuple[Round, ...]:
    """Every round since its announcement, the newest first."""
    found = (seen(row, now) for row in reversed(db.rounds.all()))
    return tuple(one for one in found if one.phase is not Phase.DRAFT)


def signed(db: Db, round_id: int, now: datetime) -> Round:
    """The round; NotFound before its contracts are signed."""
    found = get(db, round_id, now)
    if not found.is_signed:
        raise NotFound(f"agreements of round {round_id}")
    return found
