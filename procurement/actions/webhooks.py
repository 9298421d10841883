"""An organisation's webhooks: registering, revoking, delivering and sending again."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.exchange import hooks
from procurement.exchange.hooks import Answer, Parcel
from procurement.rules import webhooks
from procurement.rules.notices import Kind, next_try
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.rules.webhooks import Message
from procurement.store.database import Db, Store
from procurement.store.notices import NoticeRow
from procurement.store.webhooks import DeliveryRow, HookRow

AT_ONCE = 8  # receivers served at once
IN_A_ROW = 10  # messages to one of them
TAKEN = timedelta(seconds=2 * IN_A_ROW * hooks.TIMEOUT)
"""Longer than a row of messages can take; a worker that died loses its receivers then."""
SHOWN = 10  # deliveries on the page

NO_SUCH_NUMBER = Fault(
    "webhook_sequence",
    "sequence",
    Text(
        "没有该序号的推送；请填写已有的序号。",
        "Nothing was numbered so yet; give a number that there is.",
    ),
)


@dataclass(frozen=True, slots=True)
class Receiver:
    """A webhook as its organisation sees it, with its newest deliveries."""

    row: HookRow
    deliveries: tuple[tuple[DeliveryRow, NoticeRow], ...]


def receivers(store: Store, actor: Actor) -> tuple[Receiver, ...]:
    """The webhooks of the actor's own organisation."""
    require(actor, "keep_webhooks", actor.party)
    with store.transaction() as db:
        return tuple(
            Receiver(row, tuple(db.webhooks.newest(row.number, SHOWN)))
            for row in db.webhooks.of(actor.party)
        )


def add(
    store: Store, actor: Actor, address: str, key: bytes, at: datetime, *, loopback: bool = False
) -> str:
    """Register a receiver; returns its secret, which is shown once and kept nowhere.

    It is made of the platform's ``key`` and a random salt. Notices told from now on are sent.
    """
    require(actor, "keep_webhooks", actor.party)
    said = address.strip()
    if found := webhooks.address_faults(said, loopback=loopback):
        raise Refused(found)
    salt = secrets.token_bytes(webhooks.SALT_BYTES)
    with store.transaction() as db:
        if len(db.webhooks.of(actor.party)) >= webhooks.MOST:
            raise Refused([webhooks.TOO_MANY])
        number = db.webhooks.add(
            HookRow(
                party=actor.party,
                role=actor.role.value,
                address=said,
                salt=salt,
                made_by=actor.login,
                made_at=at,
            )
        )
        _record(db, "webhook added", actor.party, actor.login, at, number)
    return webhooks.shown(webhooks.secret(key, salt))


def revoke(store: Store, actor: Actor, number: int, at: datetime) -> None:
    """Send nothing there any more; NotFound for another organisation's."""
    require(actor, "keep_webhooks", actor.party)
    with store.transaction() as db:
        db.webhooks.get(actor.party, number).revoked_at = at
        _record(db, "webhook revoked", actor.party, actor.login, at, number)


def resend(store: Store, actor: Actor, number: int, sequence: int, at: datetime) -> None:
    """Send everything from this number on again, in order; one that was stopped starts anew."""
    require(actor, "keep_webhooks", actor.party)
    with store.transaction() as db:
        hook = db.webhooks.get(actor.party, number)
        if not 1 <= sequence <= hook.newest:
            raise Refused([NO_SUCH_NUMBER])
        db.webhooks.again(number, sequence)
        _well(hook)
        hook.stopped_at = None
        _record(db, "webhook resent", actor.party, actor.login, at, number)


def deliver(store: Store, at: datetime, key: bytes, *, loopback: bool = False) -> bool:
    """Send what is due, each receiver's in its order; ``False`` when there is nothing.

    No row stays locked while others answer; a receiver that is served is taken for that time.
    """
    with store.transaction() as db:
        taken = db.webhooks.take(at, at + TAKEN, AT_ONCE)
        due = {hook.number: db.webhooks.due(hook.number, IN_A_ROW) for hook in taken}
    rows = [
        [
            _parcel(hook, key, delivery, notice, code, at)
            for delivery, notice, code in due[hook.number]
        ]
        for hook in taken
    ]
    for hook, answers in zip(taken, hooks.deliver(rows, loopback=loopback), strict=True):
        sent = [delivery.sequence for delivery, _, _ in due[hook.number]]
        with store.transaction() as db:
            _keep(db, hook, list(zip(sent, answers, strict=False)), at)
    return bool(taken)


def _parcel(
    hook: HookRow, key: bytes, delivery: DeliveryRow, notice: NoticeRow, code: str, at: datetime
) -> Parcel:
    body = Message(delivery.sequence, notice.fact(code), notice.told_at).body()
    identity = webhooks.message_id(hook.salt, delivery.sequence)
    proof = webhooks.headers(webhooks.secret(key, hook.salt), identity, body, at)
    return Parcel(hook.address, proof, body)


def _keep(db: Db, served: HookRow, answers: list[tuple[int, Answer]], at: datetime) -> None:
    """Write down what the receiver answered; one that failed for days is stopped and told so."""
    hook = db.webhooks.locked(served.number)
    for sequence, answer in answers:
        row = db.webhooks.delivery(hook.number, sequence)
        row.tries += 1
        row.answer, row.tried_at = answer.said, at
        if answer.taken:
            row.delivered_at = at
            _well(hook)
            continue
        hook.failures += 1
        hook.failing_since = hook.failing_since or at
        hook.next_at = next_try(hook.failures, at)
    hook.taken_until = None
    if hook.failing_since and at - hook.failing_since >= webhooks.PATIENCE:
        hook.stopped_at = at
        db.notices.tell(Kind.HOOK_STOPPED, to=[hook.party], at=at, link="/inbox/webhooks")
        _record(db, "webhook stopped", hook.party, "platform", at, hook.number)


def _well(hook: HookRow) -> None:
    hook.failures, hook.failing_since, hook.next_at = 0, None, None


def _record(db: Db, action: str, party: str, by: str, at: datetime, number: int) -> None:
    db.audit.record(action, f"party {party}", by=by, at=at, webhook=number)
