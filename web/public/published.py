"""What of a round is everybody's: name, phase and dates at once, the rest once it is published."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from procurement.actions import round_keys
from procurement.actions.round_keys import AnnouncedKey
from procurement.actions.rounds import subject
from procurement.exchange import dossier, rulebooks
from procurement.exchange.dossier import Dossier
from procurement.rules import phases, schemes
from procurement.rules.bids import Bid
from procurement.rules.phases import PUBLIC, Phase
from procurement.rules.text import Text
from procurement.store.database import Db
from procurement.store.rounds import NotFound, RoundRow
from web.officer.head import stage

EVENTS = {
    "announced": "round announced",
    "opened": "bids opened",
    "published": "results published",
    "signed": "contracts signed",
}
"""The events whose days anybody may know."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A round from outside; ``phase`` counts the clock in, days are None until they come."""

    id: int
    code: str
    name: str
    document: str
    source: str
    rulebook: str
    rulebook_sha256: str
    rehearsal: bool
    phase: Phase
    deadline: datetime | None
    announced: datetime | None
    opened: datetime | None
    published: datetime | None
    signed: datetime | None
    by_regions: bool = True
    key: AnnouncedKey | None = None

    @property
    def phase_name(self) -> Text:
        return phases.name(self.phase, by_regions=self.by_regions)

    @property
    def is_public(self) -> bool:
        return self.phase in PUBLIC

    @property
    def is_open(self) -> bool:
        return self.phase is Phase.BIDDING


def outline(db: Db, round_: RoundRow, now: datetime) -> Outline:
    """The round from outside; NotFound while it is a draft, which is nobody's yet."""
    if round_.phase is Phase.DRAFT:
        raise NotFound(f"round {round_.number}")
    when = db.audit.times(subject(round_))
    return Outline(
        id=round_.number,
        code=round_.code,
        name=round_.name,
        document=round_.document,
        source=round_.source,
        rulebook=round_.rulebook,
        rulebook_sha256=round_.rulebook_sha256,
        rehearsal=round_.rehearsal,
        phase=stage(round_, now),
        deadline=round_.bids_close_at,
        by_regions=schemes.shares_regions(rulebooks.load(round_.rulebook)),
        key=round_keys.announced(db, round_),
        **{name: when.get(event) for name, event in EVENTS.items()},
    )


def facts(db: Db, round_id: int) -> Dossier:
    """Everything of a published round; NotFound before its publication, whoever asks."""
    if db.rounds.get(round_id).phase not in PUBLIC:
        raise NotFound(f"results of round {round_id}")
    return dossier.load(db, round_id)


def cut(facts: Dossier, bid: Bid) -> Fraction | None:
    """How far the price is below the ceiling of its spec, as the rules reckon it.

    None where there is no ceiling, and for an invalid bid of a spec that is not asked for.
    """
    product = facts.products[bid.product]
    if bid.spec not in {one.spec for one in product.presentations}:
        return None
    return schemes.cut(product, bid, facts.rules)
