"""What a firm sees of its lots: rounds, ceilings, and the envelopes it handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from procurement.actions import bidding, round_keys
from procurement.actions.round_keys import AnnouncedKey
from procurement.actions.rounds import law
from procurement.exchange import rulebooks
from procurement.rules import canon, offers, phases, schemes, sealing
from procurement.rules.catalogue import Product
from procurement.rules.offers import Terms
from procurement.rules.phases import PUBLIC, Phase, WrongPhase, current
from procurement.rules.rights import Actor
from procurement.rules.rulebook import Entry, RoundRules
from procurement.rules.text import Text
from procurement.store.database import Db, Store
from procurement.store.envelopes import EnvelopeRow
from procurement.store.rounds import NotFound, RoundRow

HOUR, MINUTE = 3600, 60


class State(StrEnum):
    """Where a lot stands for the firm: uploading is not submitting."""

    NOT_SUBMITTED = "not_submitted"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An envelope as it was received, or the tombstone of a withdrawal."""

    number: str
    received_at: datetime
    fingerprint: str
    withdrawn: bool
    deadline: datetime
    ciphertext: bytes = field(repr=False)

    @property
    def own_message(self) -> str:
        """What the firm's own key opens, in hexadecimal digits; blank where there is nothing."""
        return sealing.for_the_firm(self.ciphertext).hex()

    @property
    def sealed_for(self) -> str:
        """The deadline that it was sealed under."""
        return canon.instant(self.deadline)

    @property
    def serial(self) -> int:
        """The last part of the receipt's number, which is enough within a round."""
        return serial(self.number)


@dataclass(frozen=True, slots=True)
class Lot:
    """A product the firm is entered for, and what it handed in for it, newest first."""

    product: Product
    reference_product: bool
    history: tuple[HandedIn, ...]

    @property
    def newest(self) -> HandedIn | None:
        return self.history[0] if self.history else None

    @property
    def state(self) -> State:
        if self.newest is None:
            return State.NOT_SUBMITTED
        return State.WITHDRAWN if self.newest.withdrawn else State.SUBMITTED


@dataclass(frozen=True, slots=True)
class FirmRound:
    """A round as one of its firms sees it at a moment; ``phase`` counts the clock in.

    ``changed_at`` is when a change came into force last, None where there was none.
    """

    id: int
    code: str
    name: str
    document: str
    rehearsal: bool
    phase: Phase
    bids_close_at: datetime
    now: datetime
    by_regions: bool
    lots: tuple[Lot, ...]
    changed_at: datetime | None = None

    @property
    def phase_name(self) -> Text:
        return phases.name(self.phase, by_regions=self.by_regions)

    @property
    def is_open(self) -> bool:
        return self.phase is Phase.BIDDING

    @property
    def is_public(self) -> bool:
        return self.phase in PUBLIC

    @property
    def submitted(self) -> int:
        return sum(lot.state is State.SUBMITTED for lot in self.lots)

    @property
    def left(self) -> Text:
        """The time left until the deadline, to the minute begun."""
        left = max(self.bids_close_at - self.now, timedelta())
        hours, minutes = left.seconds // HOUR, left.seconds % HOUR // MINUTE
        return Text(
            f"{left.days} 天 {hours} 小时 {minutes} 分",
            f"{left.days} d {hours} h {minutes} min",
        )

    def lot(self, product: str) -> Lot:
        """The firm's lot; NotFound when it is not entered for the product."""
        for lot in self.lots:
            if lot.product.code == product:
                return lot
        raise NotFound(f"lot {product}")

    def require_open(self) -> None:
        if not self.is_open:
            raise WrongPhase(self.phase, "submit_envelope")


@dataclass(frozen=True, slots=True)
class Limit:
    """A spec and its ceiling in millionths of a yuan; ``converted`` by the ratio rule."""

    spec: str
    ceiling: int | None
    converted: bool


@dataclass(frozen=True, slots=True)
class LotPage:
    """A lot with its ceilings, the rulebook's entry by which some were converted, and its key."""

    round: FirmRound
    lot: Lot
    rules: RoundRules
    limits: tuple[Limit, ...]
    terms: Terms
    firm: str
    announced: AnnouncedKey | None

    @property
    def offered(self) -> offers.Lot:
        """The lot as the page's script checks a bid for it."""
        return self.terms.lots[self.lot.product.code]

    @property
    def key(self) -> str:
        return self.terms.public_key.hex()

    @property
    def deadline(self) -> str:
        """As an envelope is bound to it."""
        return canon.instant(self.terms.deadline)

    @property
    def ratio_rule(self) -> Entry | None:
        return self.rules.sources["strength_factor"] if self.is_converted else None

    @property
    def is_converted(self) -> bool:
        return any(limit.converted for limit in self.limits)


def serial(number: str) -> int:
    return int(number.rpartition("-")[2])


def rounds(store: Store, actor: Actor, now: datetime) -> tuple[FirmRound, ...]:
    """The announced rounds in which the firm is entered, newest first."""
    with store.transaction() as db:
        seen = [_round(db, row, actor, now) for row in db.rounds.all() if _announced(row)]
    return tuple(round_ for round_ in reversed(seen) if round_.lots)


def of(db: Db, actor: Actor, round_id: int, now: datetime) -> FirmRound:
    """The round; NotFound before its announcement and for a firm that is not entered in it."""
    row = db.rounds.get(round_id)
    if _announced(row):
        seen = _round(db, row, actor, now)
        if seen.lots:
            return seen
    raise NotFound(f"round {round_id}")


def round_(store: Store, actor: Actor, round_id: int, now: datetime) -> FirmRound:
    with store.transaction() as db:
        return of(db, actor, round_id, now)


def pages(store: Store, actor: Actor, round_id: int, now: datetime) -> tuple[LotPage, ...]:
    """Every lot of the firm in the round, with its ceilings."""
    with store.transaction() as db:
        seen, rules = of(db, actor, round_id, now), law(db, db.rounds.get(round_id))
        terms = bidding.terms(db, round_id)
        key = round_keys.announced(db, db.rounds.get(round_id))
    return tuple(
        LotPage(seen, lot, rules, _limits(lot.product, rules), terms, actor.party, key)
        for lot in seen.lots
    )


def page(store: Store, actor: Actor, round_id: int, product: str, now: datetime) -> LotPage:
    """One lot; NotFound when the firm is not entered for it."""
    for one in pages(store, actor, round_id, now):
        if one.lot.product.code == product:
            return one
    raise NotFound(f"lot {product}")


def _announced(row: RoundRow) -> bool:
    return row.bids_close_at is not None


def _round(db: Db, row: RoundRow, actor: Actor, now: datetime) -> FirmRound:
    assert row.bids_close_at is not None
    products = db.catalogue.products(row.number)
    kept = db.envelopes.of_firm(row.number, actor.party)
    changed = db.changes.last_in_force(row.number)
    return FirmRound(
        id=row.number,
        code=row.code,
        name=row.name,
        document=row.document,
        rehearsal=row.rehearsal,
        phase=current(row.phase, row.bids_close_at, now),
        bids_close_at=row.bids_close_at,
        now=now,
        by_regions=schemes.shares_regions(rulebooks.load(row.rulebook)),
        lots=tuple(
            Lot(products[entry.product], entry.reference_product, _history(kept, entry.product))
            for entry in db.catalogue.entries(row.number, actor.party)
        ),
        changed_at=changed,
    )


def _history(kept: Sequence[EnvelopeRow], lot: str) -> tuple[HandedIn, ...]:
    return tuple(
        HandedIn(
            row.number,
            row.received_at,
            row.fingerprint,
            row.withdrawn,
            row.deadline,
            row.ciphertext,
        )
        for row in kept
        if row.lot == lot
    )


def _limits(product: Product, rules: RoundRules) -> tuple[Limit, ...]:
    limits = []
    for one in product.presentations:
        ceiling = schemes.ceiling(product, one.spec, rules)
        limits.append(Limit(one.spec, ceiling, ceiling is not None and one.ceiling is None))
    return tuple(limits)
