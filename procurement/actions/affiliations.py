"""Ties between firms: firms declare them, officers confirm or enter them, and groups follow."""

from collections.abc import Mapping
from datetime import date, datetime

from procurement.exchange import rulebooks
from procurement.rules import affiliations
from procurement.rules.affiliation_rules import AffiliationRules
from procurement.rules.affiliations import Declared, Tie
from procurement.rules.rights import Actor, require
from procurement.rules.text import Refused
from procurement.store.affiliations import AffiliationDecisionRow, AffiliationRow, Known
from procurement.store.database import Db, Store
from procurement.store.rounds import NotFound

RULEBOOK = "affiliations-default"


def declare(store: Store, actor: Actor, declared: Declared, at: datetime) -> int:
    """A firm names a tie of its own; it counts once an officer confirmed it."""
    require(actor, "declare_affiliation", declared.firm)
    with store.transaction() as db:
        return _keep(db, actor, declared, at).number


def enter(store: Store, actor: Actor, declared: Declared, at: datetime) -> int:
    """An officer enters a tie and confirms it by that."""
    require(actor, "confirm_affiliation")
    with store.transaction() as db:
        row = _keep(db, actor, declared, at)
        _decide(db, actor, row, declared.reason.strip(), at, confirmed=True)
        return row.number


def decide(
    store: Store, actor: Actor, number: int, reason: str, at: datetime, *, confirmed: bool
) -> None:
    """An officer confirms a tie, or says that it does not count; the newest word stands.

    Bids that are open keep the groups of their opening.
    """
    require(actor, "confirm_affiliation")
    if found := affiliations.reason_faults(reason.strip()):
        raise Refused(found)
    with store.transaction() as db:
        row = db.affiliations.get(number)
        if row is None:
            raise NotFound(f"affiliation {number}")
        _decide(db, actor, row, reason.strip(), at, confirmed=confirmed)


def known(store: Store, actor: Actor) -> list[Known]:
    """Every tie, the newest first."""
    require(actor, "see_affiliations")
    with store.transaction() as db:
        return db.affiliations.all()


def own(store: Store, actor: Actor) -> list[Known]:
    """The ties that name the firm, whoever entered them."""
    require(actor, "declare_affiliation", actor.party)
    with store.transaction() as db:
        return db.affiliations.all(actor.party)


def groups(db: Db, day: date) -> Mapping[str, str]:
    """The name of each tied firm's group on a day, by confirmed ties of the kinds that count."""
    ties = [Tie(name) for name in rules(day).counted_ties]
    return affiliations.groups(db.parties.firms(), db.affiliations.confirmed(), day, ties)


def rules(day: date) -> AffiliationRules:
    """Which ties make a group, by the rulebook in force on the day."""
    return rulebooks.load(RULEBOOK).at(day, AffiliationRules)


def _keep(db: Db, actor: Actor, declared: Declared, at: datetime) -> AffiliationRow:
    if found := affiliations.faults(declared, db.parties.firms()):
        raise Refused(found)
    row = AffiliationRow(
        firm=declared.firm,
        other=declared.other.strip(),
        tie=declared.tie,
        since=declared.since,
        until=declared.until,
        source=declared.source.strip(),
        reason=declared.reason.strip(),
        declared_by=actor.login,
        declared_at=at,
    )
    db.affiliations.declare(row)
    db.audit.record(
        "affiliation declared",
        f"affiliation {row.number}",
        by=actor.login,
        at=at,
        firm=row.firm,
        other=row.other,
        tie=row.tie.value,
        since=row.since.isoformat(),
        until=row.until.isoformat() if row.until else None,
    )
    return row


def _decide(
    db: Db, actor: Actor, row: AffiliationRow, reason: str, at: datetime, *, confirmed: bool
) -> None:
    db.affiliations.decide(
        AffiliationDecisionRow(
            affiliation_id=row.number,
            confirmed=confirmed,
            reason=reason,
            decided_by=actor.login,
            decided_at=at,
        )
    )
    db.audit.record(
        "affiliation confirmed" if confirmed else "affiliation refused",
        f"affiliation {row.number}",
        by=actor.login,
        at=at,
        reason=reason,
    )
