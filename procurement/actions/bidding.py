"""Firms hand in sealed envelopes; the officers open them together."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from procurement.actions import affiliations, box, deadlines, key_shares, round_keys, telling
from procurement.actions.rounds import law, subject
from procurement.rules import keys, schemes, sealing
from procurement.rules.bids import Bid
from procurement.rules.dates import local_day
from procurement.rules.notices import Kind
from procurement.rules.offers import Lot, Terms
from procurement.rules.phases import Phase, WrongPhase, current
from procurement.rules.rights import Actor, Forbidden, require
from procurement.rules.sealing import Context, Receipt
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.envelopes import EnvelopeRow
from procurement.store.rounds import NotFound, RoundRow

SPENT = Fault(
    "envelope_spent",
    "envelope",
    Text(
        "该信封此前已提交过，且已不再有效；请重新加密后提交。",
        "This envelope was handed in before and stands no more; seal the bid again.",
    ),
)
ELSEWHERE = Fault(
    "envelope_context",
    "envelope",
    Text(
        "该信封并非为本轮次、本品种、本企业和现行申报截止时间加密；请刷新页面，重新加密后提交。",
        "This envelope was sealed for another round, lot, firm or deadline; load the page again "
        "and seal the bid again.",
    ),
)
NOTHING = Fault(
    "envelope_missing",
    "envelope",
    Text("本品种没有可撤回的报价信封。", "There is no envelope of yours in this lot to withdraw."),
)


def context(round_: RoundRow, lot: str, firm: str) -> Context:
    """What an envelope for this lot is sealed under."""
    assert round_.bids_close_at is not None
    return Context(round_.code, lot, firm, round_.bids_close_at)


def in_bidding(db: Db, round_id: int, at: datetime) -> RoundRow:
    """The round while envelopes are accepted: strictly before the deadline.

    It is locked: nobody opens the bids while an envelope is on its way in. Who waited for the lock
    while the box was closed is too late, whatever the time was when they came.
    """
    db.clock.check(at)
    round_ = db.rounds.get(round_id, lock=True)
    assert round_.bids_close_at is not None or round_.phase is not Phase.BIDDING
    phase = current(round_.phase, round_.bids_close_at or at, at)
    if phase is Phase.BIDDING and db.envelopes.root(round_id):
        phase = Phase.CLOSED
    if phase is not Phase.BIDDING:
        raise WrongPhase(phase, "submit_envelope")
    return round_


def terms(db: Db, round_id: int) -> Terms:
    """What bids of the round are sealed with; NotFound before its announcement.

    Sealing is the firm's own work: a price is not in anybody else's hands before the opening.
    Refused when the key that is kept is not the one that was announced.
    """
    round_ = db.rounds.get(round_id)
    if round_.bids_close_at is None:
        raise NotFound(f"terms of round {round_id}")
    public_key = round_keys.to_seal_with(db, round_)
    rules = law(db, round_)
    lots = {
        product.code: Lot(
            product.code,
            product.name,
            by_pack=product.reference_pack > 1,
            ceilings={
                one.spec: schemes.limit(product, one.spec, rules) for one in product.presentations
            },
        )
        for product in db.catalogue.products(round_id).values()
    }
    return Terms(round_.code, round_.bids_close_at, public_key, lots)


def submit_envelope(  # noqa: PLR0913 - what is handed in, by whom, and what is noted beside it
    store: Store,
    actor: Actor,
    round_id: int,
    lot: str,
    ciphertext: bytes,
    signing_key: bytes,
    *,
    at: datetime,
    sealed_for: Context | None = None,
    network: str = "",
) -> tuple[Receipt, bytes]:
    """Accept an envelope and answer with its signed receipt, after it is safely kept.

    Handing in the same envelope twice gives the same receipt; a later envelope replaces an
    earlier one until the deadline. One that was replaced or withdrawn does not come back, and one
    that says that it was sealed for something else is refused. ``network`` marks from which
    address it came (``networks.mark``), for the screens after the opening.
    """
    require(actor, "submit_envelope", actor.party)
    if found := sealing.envelope_faults(ciphertext):
        raise Refused(found)
    fingerprint = sealing.fingerprint(ciphertext)
    with store.transaction() as db:
        round_ = in_bidding(db, round_id, at)
        newest = _newest(db, round_id, actor, lot)
        if sealed_for not in {None, context(round_, lot, actor.party)}:
            raise Refused([ELSEWHERE])
        if newest and newest.fingerprint == fingerprint:
            return receipt(round_.code, newest), newest.signature
        if db.envelopes.with_fingerprint(round_id, fingerprint):
            raise Refused([SPENT])
        return _keep(db, round_, actor, lot, ciphertext, signing_key, at, network=network)


def withdraw(
    store: Store, actor: Actor, round_id: int, lot: str, signing_key: bytes, *, at: datetime
) -> tuple[Receipt, bytes]:
    """Take the firm's envelope for a lot back; a tombstone with its own receipt stays.

    Withdrawing twice gives the same receipt.
    """
    require(actor, "submit_envelope", actor.party)
    with store.transaction() as db:
        round_ = in_bidding(db, round_id, at)
        newest = _newest(db, round_id, actor, lot)
        if newest is None:
            raise Refused([NOTHING])
        if newest.withdrawn:
            return receipt(round_.code, newest), newest.signature
        return _keep(db, round_, actor, lot, b"", signing_key, at)


def _newest(db: Db, round_id: int, actor: Actor, lot: str) -> EnvelopeRow | None:
    """What the firm handed in last for a lot that it is entered for."""
    if lot not in {entry.product for entry in db.catalogue.entries(round_id, actor.party)}:
        raise Forbidden(actor, "submit_envelope")
    return db.envelopes.newest(round_id, lot, actor.party)


def _keep(
    db: Db,
    round_: RoundRow,
    actor: Actor,
    lot: str,
    ciphertext: bytes,
    signing_key: bytes,
    at: datetime,
    *,
    network: str = "",
) -> tuple[Receipt, bytes]:
    assert round_.bids_close_at is not None
    action = "envelope submitted" if ciphertext else "envelope withdrawn"
    # The box shows fingerprints to everybody: a tombstone's must not be one that can be guessed.
    mark = sealing.fingerprint(ciphertext or secrets.token_bytes(sealing.ENVELOPE_BYTES))
    position = db.envelopes.count(round_.number) + 1
    event = db.audit.record(
        action,
        subject(round_),
        by=actor.login,
        at=at,
        lot=lot,
        firm=actor.party,
        fingerprint=mark,
        position=position,
    )
    number = f"{round_.code}-{event.sequence:06d}"
    made = Receipt(number, round_.code, lot, actor.party, mark, at, position)
    signature = sealing.sign_receipt(made, signing_key)
    db.envelopes.keep(
        EnvelopeRow(
            round_id=round_.number,
            lot=lot,
            firm=actor.party,
            ciphertext=ciphertext,
            fingerprint=mark,
            withdrawn=not ciphertext,
            deadline=round_.bids_close_at,
            number=number,
            received_at=at,
            signature=signature,
            position=position,
            network=network,
        )
    )
    return made, signature


def receipt(code: str, row: EnvelopeRow) -> Receipt:
    """The receipt that was given for a kept envelope."""
    place = (row.received_at, row.position)
    return Receipt(row.number, code, row.lot, row.firm, row.fingerprint, *place)


def open_bids(
    store: Store,
    actor: Actor,
    round_id: int,
    passphrases: Mapping[str, str],
    at: datetime,
    files: Sequence[str] = (),
) -> int:
    """Open every standing envelope with the passphrases of enough key officers (开标).

    Never before the deadline, by ``at`` and by the database's clock, and never when that is not
    the recorded one. ``files`` are shares that officers kept elsewhere; each stands for the one
    kept here.

    An envelope that cannot be read is recorded with its cause and blocks nothing. Returns the
    number of bids opened.
    """
    require(actor, "open_bids")
    with store.transaction() as db:
        db.clock.check(at)
        round_ = db.rounds.get(round_id, lock=True)
        if round_.bids_close_at is None or round_.public_key is None:
            raise WrongPhase(round_.phase, "open_bids")
        if current(round_.phase, round_.bids_close_at, db.clock.earlier(at)) is Phase.BIDDING:
            raise WrongPhase(Phase.BIDDING, "open_bids")
        if found := deadlines.faults(db, round_):
            raise Refused(found)
        box.close(db, round_, at)
        if round_.phase is Phase.BIDDING:
            db.rounds.advance(round_id, "deadline")
        db.rounds.advance(round_id, "open_bids")
        announced = db.audit.last(subject(round_), "round announced")
        assert announced is not None
        unlocked = keys.unlock(
            key_shares.gathered(db, round_id, files),
            passphrases,
            round_.public_key,
            announced.details.get("shares"),
        )
        if isinstance(unlocked, list):
            raise Refused(unlocked)
        opened = _open_all(db, round_, unlocked.pair.private)
        db.evaluations.keep_bids(round_id, opened)
        telling.firms(db, round_id, Kind.BIDS_OPENED, at)
        db.audit.record(
            "bids opened",
            subject(round_),
            by=actor.login,
            at=at,
            key_officers=sorted(unlocked.officers),
            opened=len(opened),
            unopened=len(db.evaluations.unopened(round_id)),
        )
        return len(opened)


def _open_all(db: Db, round_: RoundRow, private_key: bytes) -> list[Bid]:
    entries = {(entry.product, entry.firm): entry for entry in db.catalogue.entries(round_.number)}
    assert round_.bids_close_at is not None
    groups = affiliations.groups(db, local_day(round_.bids_close_at))
    bids = []
    for row in db.envelopes.standing(round_.number):
        sealed_under = Context(round_.code, row.lot, row.firm, row.deadline)
        found = sealing.open_envelope(row.ciphertext, private_key, sealed_under)
        if isinstance(found, Fault):
            assert row.id is not None
            db.evaluations.keep_unopened(round_.number, row.id, found.text)
            continue
        entry = entries[row.lot, row.firm]
        bids.append(
            Bid(
                found.product,
                found.firm,
                found.spec,
                found.unit_price,
                reference_product=entry.reference_product,
                pack=found.pack,
                controller=groups.get(row.firm, ""),
                promises=entry.promises,
                origin=entry.origin,
                capacity=entry.capacity,
                listing_price=entry.listing_price,
                former_price=entry.former_price,
            )
        )
    return bids
