"""The receipt for an envelope or a withdrawal, with all that is needed to verify it elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from procurement.actions import bidding, box
from procurement.exchange import receipts
from procurement.rules import sealing
from procurement.rules.canon import Json
from procurement.rules.rights import Actor, require
from procurement.rules.sealing import Receipt
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web.firm import lots
from web.firm.lots import FirmRound, Lot


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt as shown; ``stands`` until something later is handed in; bytes in hexadecimal."""

    round: FirmRound
    lot: Lot
    receipt: Receipt
    withdrawn: bool
    stands: bool
    signed: str
    signature: str
    public_key: str
    verified: bool
    inclusion: dict[str, Json] | None = None

    @property
    def serial(self) -> int:
        return lots.serial(self.receipt.number)

    def document(self) -> dict[str, Json]:
        """What the firm keeps: ``signed`` is the exact text under the signature, in UTF-8.

        Once the box is closed, ``inclusion`` proves that the envelope is in it.
        """
        kept: dict[str, Json] = {
            "algorithm": "Ed25519",
            "number": self.receipt.number,
            "signed": self.signed,
            "signature": self.signature,
            "public_key": self.public_key,
        }
        return kept if self.inclusion is None else kept | {"inclusion": self.inclusion}


def receipt(
    store: Store, actor: Actor, round_id: int, wanted: int, public_key: bytes, now: datetime
) -> ReceiptPage:
    """The receipt with this serial number, if it is the firm's own; NotFound otherwise."""
    with store.transaction() as db:
        seen = lots.of(db, actor, round_id, now)
        kept = db.envelopes.of_firm(round_id, actor.party)
    row = next((row for row in kept if lots.serial(row.number) == wanted), None)
    if row is None:
        raise NotFound(f"receipt {wanted}")
    require(actor, "see_envelopes", row.firm)
    closed = box.seen(store, round_id, now)
    proof = closed.find(row.fingerprint) if closed else None
    given, lot = bidding.receipt(seen.code, row), seen.lot(row.lot)
    return ReceiptPage(
        round=seen,
        lot=lot,
        receipt=given,
        withdrawn=row.withdrawn,
        stands=lot.newest is not None and lot.newest.number == row.number,
        signed=given.signed_bytes().decode(),
        signature=row.signature.hex(),
        public_key=public_key.hex(),
        verified=sealing.verify_receipt(given, row.signature, public_key),
        inclusion=receipts.proof_json(proof, closed.root) if closed and proof else None,
    )
