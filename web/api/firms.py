"""The API of firms' systems: handing in an envelope that was sealed at home, and the receipts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from procurement.actions import bidding
from procurement.exchange import envelope_files
from procurement.rules import canon
from procurement.rules.api_keys import Scope
from procurement.rules.rights import Actor, require
from procurement.rules.sealing import Receipt
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web.api import bearer, errors
from web.auth import Asked, address_of
from web.settings import Settings

word = Annotated[str, StringConstraints(max_length=200)]
sealed = Annotated[str, StringConstraints(max_length=10_000)]


class EnvelopeBody(BaseModel):
    """The file that ``vbp seal`` wrote, as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    round: word
    lot: word
    firm: word
    deadline: word
    envelope: sealed = Field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceiptOut:
    """A receipt with its signature; ``signed`` is the exact text under it, in UTF-8."""

    number: str
    lot: str
    fingerprint: str
    received_at: str
    position: int | None
    withdrawn: bool
    signed: str
    signature: str


class FirmApi(Controller):
    path = "/api/v1/rounds/{round_id:int}"
    tags = ("firms",)
    security = bearer.SECURITY
    dependencies = {"actor": Provide(bearer.speaker, sync_to_thread=True)}  # noqa: RUF012 - a controller's own attribute
    exception_handlers = errors.HANDLERS

    @post(
        "/lots/{lot:str}/envelope",
        guards=[bearer.scope(Scope.ENVELOPES)],
        status_code=200,
        sync_to_thread=True,
    )
    def submit(
        self,
        request: Asked,
        store: NamedDependency[Store],
        actor: NamedDependency[Actor],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        lot: FromPath[str],
        data: JSONBody[EnvelopeBody],
    ) -> ReceiptOut:
        """Hand in a sealed envelope of the key's own firm; again gives the same receipt."""
        found = envelope_files.read_envelope(canon.encode(data.model_dump()))
        receipt, signature = bidding.submit_envelope(
            store,
            actor,
            round_id,
            lot,
            found.ciphertext,
            settings.receipt_key(),
            at=datetime.now(UTC),
            sealed_for=found.context,
            network=settings.network(found.context.round, address_of(request)),
        )
        return _out(receipt, signature, withdrawn=False)

    @get("/receipts", guards=[bearer.scope(Scope.RECEIPTS)], sync_to_thread=True)
    def receipts(
        self,
        store: NamedDependency[Store],
        actor: NamedDependency[Actor],
        round_id: FromPath[int],
    ) -> list[ReceiptOut]:
        """Every receipt of the key's own firm in the round, the newest first."""
        require(actor, "see_envelopes", actor.party)
        with store.transaction() as db:
            round_ = db.rounds.get(round_id)
            if not db.catalogue.entries(round_id, actor.party):
                raise NotFound(f"round {round_id}")
            rows = db.envelopes.of_firm(round_id, actor.party)
        return [
            _out(bidding.receipt(round_.code, row), row.signature, withdrawn=row.withdrawn)
            for row in rows
        ]


def _out(receipt: Receipt, signature: bytes, *, withdrawn: bool) -> ReceiptOut:
    return ReceiptOut(
        receipt.number,
        receipt.lot,
        receipt.fingerprint,
        canon.instant(receipt.received_at),
        receipt.position,
        withdrawn,
        receipt.signed_bytes().decode(),
        signature.hex(),
    )
