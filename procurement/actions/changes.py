"""Changing an announced round (公告后变更): one person proposes, another consents (双人复核)."""

from datetime import datetime

from procurement.actions.change_effects import EFFECTS, time_faults
from procurement.actions.rounds import subject
from procurement.exchange import rulebooks
from procurement.rules import changes
from procurement.rules.change_rules import ChangeRules
from procurement.rules.changes import Change, Outcome, Proposal, Values
from procurement.rules.notices import Kind
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor, Role, require
from procurement.rules.text import Fault, Refused
from procurement.store.changes import ChangeAnswerRow, ChangeRow, Kept
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow

RULEBOOK = "changes-default"
LENGTHY = {"text_zh", "text_en"}
"""Texts that the audit chain names by their hash."""
READERS = (Role.OFFICER, Role.SUPERVISOR)


def rules(round_: RoundRow) -> ChangeRules:
    """How late terms may change, by the law of the round's day."""
    return rulebooks.load(RULEBOOK).at(round_.rulebook_day, ChangeRules)


def propose(
    store: Store,
    actor: Actor,
    round_id: int,
    kind: Change,
    place: str,
    typed: Values,
    reason: str,
    *,
    at: datetime,
) -> int:
    """Propose a change of an announced round, with the reason; nothing changes yet.

    Refused with every fault; the number of the proposal otherwise.
    """
    require(actor, "propose_change")
    found = changes.reason_faults(reason)
    with store.transaction() as db:
        round_ = _changing(db, round_id, at)
        effect = EFFECTS[kind]
        try:
            before = effect.before(db, round_, place)
            after = effect.read(db, round_, place, typed)
        except Refused as refused:
            raise Refused([*refused.faults, *found]) from refused
        proposal = Proposal(kind, place, before, after, reason.strip(), actor.login)
        if found := [*found, *_faults(proposal, round_, at)]:
            raise Refused(found)
        number = db.changes.propose(
            ChangeRow(
                round_id=round_id,
                kind=kind,
                place=place,
                before=dict(before),
                after=dict(after),
                reason=proposal.reason,
                proposed_by=actor.login,
                proposed_at=at,
            )
        )
        _record(db, round_, actor, "change proposed", number, proposal, proposal.reason, at=at)
        here = f"/officer/{round_id}/changes"
        to = [role.value for role in READERS]
        db.notices.tell(Kind.CHANGE_PROPOSED, to=to, at=at, round_id=round_id, link=here)
    return number


def consent(store: Store, actor: Actor, round_id: int, number: int, at: datetime) -> None:
    """Another person than the proposer consents: the change is in force, every bidder is told.

    Everything is looked at again, as it is by now.
    """
    require(actor, "answer_change")
    with store.transaction() as db:
        round_ = _changing(db, round_id, at)
        kept = _waiting(db, round_id, number)
        proposal, effect = kept.row.fact(), EFFECTS[kept.row.kind]
        if found := changes.consent_faults(proposal, actor.login):
            raise Refused(found)
        if effect.before(db, round_, proposal.place) != proposal.before:
            raise Refused([changes.STALE])
        if effect.read(db, round_, proposal.place, proposal.after) != proposal.after:
            raise Refused([changes.STALE])
        if found := _faults(proposal, round_, at):
            raise Refused(found)
        _answer(db, kept.row, actor, Outcome.CONSENTED, "", at)
        effect.apply(db, round_, kept.row, at)
        _record(db, round_, actor, "change consented", number, proposal, "", at=at)
        _tell(db, round_, proposal.kind, at)


def refuse(
    store: Store, actor: Actor, round_id: int, number: int, reason: str, at: datetime
) -> None:
    """Refuse a proposal, with the reason; whoever proposed it may take it back so.

    After the deadline too: what nobody answered by then can be closed, and never be made.
    """
    require(actor, "answer_change")
    if found := changes.reason_faults(reason):
        raise Refused(found)
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        kept = _waiting(db, round_id, number)
        _answer(db, kept.row, actor, Outcome.REFUSED, reason.strip(), at)
        _record(db, round_, actor, "change refused", number, kept.row.fact(), reason.strip(), at=at)


def _changing(db: Db, round_id: int, at: datetime) -> RoundRow:
    """The round, locked, after its announcement and strictly before its deadline.

    Refused when its box is closed already, whatever the time was when somebody came.
    """
    db.clock.check(at)
    round_ = db.rounds.get(round_id, lock=True)
    if round_.phase is Phase.DRAFT or round_.bids_close_at is None:
        raise Refused([changes.DRAFT])
    under_way = round_.phase in {Phase.ANNOUNCED, Phase.BIDDING}
    if (
        not under_way
        or changes.is_over(round_.bids_close_at, at)
        or db.envelopes.root(round_id) is not None
    ):
        raise Refused([changes.LATE])
    return round_


def _waiting(db: Db, round_id: int, number: int) -> Kept:
    kept = db.changes.get(round_id, number)
    if kept.answer:
        raise Refused([changes.ANSWERED])
    return kept


def _faults(proposal: Proposal, round_: RoundRow, at: datetime) -> list[Fault]:
    """It changes something, and in time."""
    assert round_.bids_close_at is not None
    same = proposal.before == proposal.after or (
        proposal.kind is Change.AMENDMENT
        and proposal.before.get("sha256") == proposal.after["sha256"]
    )
    found = [changes.UNCHANGED] if same else []
    return found + time_faults(proposal, round_.bids_close_at, at, rules(round_))


def _answer(
    db: Db, row: ChangeRow, actor: Actor, outcome: Outcome, reason: str, at: datetime
) -> None:
    db.changes.answer(
        ChangeAnswerRow(
            change_id=row.number,
            proposed_by=row.proposed_by,
            outcome=outcome,
            reason=reason,
            answered_by=actor.login,
            answered_at=at,
        )
    )


def _record(
    db: Db,
    round_: RoundRow,
    actor: Actor,
    action: str,
    number: int,
    proposal: Proposal,
    reason: str,
    *,
    at: datetime,
) -> None:
    """Who, what, before and after; what the tender document says stands there as its hash."""
    after = {name: text for name, text in proposal.after.items() if name not in LENGTHY}
    db.audit.record(
        action,
        subject(round_),
        by=actor.login,
        at=at,
        change=number,
        kind=proposal.kind.value,
        place=proposal.place,
        before=dict(proposal.before),
        after=after,
        proposed_by=proposal.by,
        reason=reason,
    )


def _tell(db: Db, round_: RoundRow, kind: Change, at: datetime) -> None:
    """Every firm that is entered is told, whether it handed in an envelope or not."""
    amended = kind is Change.AMENDMENT
    db.notices.tell(
        Kind.DOCUMENT_AMENDED if amended else Kind.ROUND_CHANGED,
        to=bidders(db, round_),
        at=at,
        round_id=round_.number,
        link=f"/rounds/{round_.number}/{'document' if amended else 'changes'}",
    )


def bidders(db: Db, round_: RoundRow) -> list[str]:
    """The codes of the firms that are entered in the round."""
    return sorted({entry.firm for entry in db.catalogue.entries(round_.number)})
