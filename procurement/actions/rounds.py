"""Drafting, checking and announcing a round; closing demand reporting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from procurement.actions import designs, telling
from procurement.exchange import rulebooks
from procurement.rules import ceremony, keys, lint, rehearsal, schemes
from procurement.rules.catalogue import Product
from procurement.rules.ceremony import Committee
from procurement.rules.dates import local_day
from procurement.rules.demand import Demand
from procurement.rules.design import Schedule
from procurement.rules.notices import Kind
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor, Role, require
from procurement.rules.rulebook import RoundRules
from procurement.rules.text import Fault, Refused, Text
from procurement.store.catalogue import Entry
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round as its officer writes it down; ``day`` is the day whose law applies."""

    code: str
    name: str
    document: str
    source: str
    rulebook: str
    day: date
    products: tuple[Product, ...]
    entries: tuple[Entry, ...]
    rehearsal: bool = False


def subject(round_: RoundRow) -> str:
    """The name of a round in the audit chain."""
    return f"round {round_.code}"


def law(db: Db, round_: RoundRow) -> RoundRules:
    """The rules fixed for the round, with what the office decided about their parameters.

    Refused when the rulebook has changed since.
    """
    book = designs.book(round_)
    return schemes.rules_of(book, round_.rulebook_day, db.decisions.of_round(round_.number))


def demand(db: Db, round_: RoundRow, rules: RoundRules) -> list[Demand]:
    """The demand as the rules look at it: of regions, or of every single hospital."""
    if schemes.by_regions(rules):
        return db.demand.base(round_.number)
    return db.demand.single(round_.number)


def draft(store: Store, actor: Actor, plan: RoundDraft, at: datetime) -> int:
    """Write a round down under a rulebook; the rulebook's text is fixed by its hash."""
    require(actor, "draft_round")
    book = rulebooks.load(plan.rulebook)
    row = RoundRow(
        code=plan.code,
        name=plan.name,
        document=plan.document,
        source=plan.source,
        rulebook=book.id,
        rulebook_sha256=book.sha256,
        rulebook_day=plan.day,
        rehearsal=plan.rehearsal,
        phase=Phase.DRAFT,
    )
    with store.transaction() as db:
        number = db.rounds.add(row)
        db.catalogue.keep(number, plan.products)
        db.catalogue.enter(number, plan.entries)
        db.audit.record(
            "round drafted",
            subject(row),
            by=actor.login,
            at=at,
            rulebook=book.id,
            rulebook_sha256=book.sha256,
            products=len(plan.products),
            entries=len(plan.entries),
        )
    return number


def check(
    store: Store, actor: Actor, round_id: int, schedule: Schedule | None = None
) -> list[Fault]:
    """Everything that still keeps the round from being announced, on these days if they are set."""
    require(actor, "draft_round")
    with store.transaction() as db:
        design = designs.read(db, db.rounds.get(round_id))
        return lint.errors(replace(design, schedule=schedule or design.schedule))


def rehearse(
    store: Store,
    actor: Actor,
    round_id: int,
    officers: Sequence[str],
    at: datetime,
    hardness: keys.Hardness | None = None,
    *,
    threshold: int | None = None,
) -> None:
    """Rehearse the opening with test bids (开标演练), for these key officers and this design.

    Without a threshold it takes all of them. Only a rehearsal that passed is recorded.
    """
    require(actor, "rehearse")
    committee = Committee(tuple(officers), len(officers) if threshold is None else threshold)
    found = ceremony.committee_faults(committee) + _strangers(store, officers)
    with store.transaction() as db:
        row = db.rounds.advance(round_id, "rehearse")
        found = found or rehearsal.rehearse(row.code, committee, at, hardness)
        if found:
            raise Refused(found)
        db.audit.record(
            "opening rehearsed",
            subject(row),
            by=actor.login,
            at=at,
            design=_digest(db, row),
            key_officers=sorted(officers),
            threshold=committee.threshold,
            sittings=[sorted(present) for present in rehearsal.sittings(committee)],
            test_bids=len(rehearsal.TEST_LOTS),
        )


def rehearsed(db: Db, round_: RoundRow) -> Committee | None:
    """The key officers for whom the round was rehearsed, while its design is the same."""
    event = db.audit.last(subject(round_), "opening rehearsed")
    if event is None or event.details["design"] != _digest(db, round_):
        return None
    return Committee(tuple(event.details["key_officers"]), event.details["threshold"])


def announce(
    store: Store,
    actor: Actor,
    round_id: int,
    passphrases: Mapping[str, str],
    bids_close_at: datetime,
    at: datetime,
    hardness: keys.Hardness | None = None,
    *,
    threshold: int | None = None,
) -> None:
    """Publish the round: its key is made, split among the officers, and forgotten.

    ``threshold`` of them open the bids, all of them without one; that has to be rehearsed.
    """
    require(actor, "announce")
    schedule = Schedule(bids_due=local_day(bids_close_at))
    needed = len(passphrases) if threshold is None else threshold
    found = check(store, actor, round_id, schedule)
    found += _committee_faults(store, round_id, passphrases, needed)
    if bids_close_at <= at:
        text = Text("开标时间必须晚于公告时间。", "Bids must close after the announcement.")
        found.append(Fault("bids_close_at", "bids_close_at", text))
    if found:
        raise Refused(found)
    pair = keys.new_round_key()
    shares = keys.lock(pair.private, passphrases, hardness, needed)
    with store.transaction() as db:
        row = db.rounds.advance(round_id, "announce")
        row.public_key, row.bids_close_at = pair.public, bids_close_at
        db.rounds.keep_shares(round_id, shares)
        telling.firms(db, round_id, Kind.ROUND_ANNOUNCED, at)
        telling.hospitals(db, round_id, Kind.ROUND_ANNOUNCED, at, "/demand")
        db.audit.record(
            "round announced",
            subject(row),
            by=actor.login,
            at=at,
            public_key=pair.public.hex(),
            key_officers=sorted(passphrases),
            threshold=needed,
            shares={share.officer: share.commitment() for share in shares},
            bids_close_at=bids_close_at.isoformat(),
        )


def _committee_faults(
    store: Store, round_id: int, passphrases: Mapping[str, str], threshold: int
) -> list[Fault]:
    """A sound committee has rehearsed; of an unsound one there is no rehearsal to look for."""
    found = ceremony.passphrase_faults(passphrases, threshold) + _strangers(store, passphrases)
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        event = db.audit.last(subject(round_), "opening rehearsed")
        committee = Committee(tuple(passphrases), threshold)
        recorded = event.details if event else None
        return found or rehearsal.faults(recorded, _digest(db, round_), committee)


def _digest(db: Db, round_: RoundRow) -> str:
    """The round's design as a rehearsal stands for it: its law, and what it buys from whom."""
    number = round_.number
    return rehearsal.digest(
        round_.rulebook_sha256,
        round_.rulebook_day,
        db.decisions.of_round(number),
        list(db.catalogue.products(number).values()),
        db.catalogue.entries(number),
    )


def _strangers(store: Store, logins: Iterable[str]) -> list[Fault]:
    """A key is kept by officers and nobody else."""
    with store.transaction() as db:
        officers = {row.login for row in db.accounts.of_role(Role.OFFICER)}
    return [
        Fault(
            "key_officers",
            login,
            Text(f"“{login}”不是采购办的账号，请重新选择。", f"“{login}” is not an officer."),
        )
        for login in logins
        if login not in officers
    ]
