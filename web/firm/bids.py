"""A firm's rounds and lots: sealing a bid, taking it back, and the receipts for both."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel

from procurement.actions import bidding
from procurement.rules.canon import encode
from procurement.rules.sealing import SealedBid
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from web import views
from web.auth import may
from web.firm import lots, offers, receipts
from web.firm.lots import LotPage
from web.firm.offers import OfferForm
from web.settings import Settings

UNPROCESSABLE = 422
UNCONFIRMED = Fault(
    "withdraw",
    "confirm",
    Text("请先勾选确认，再撤回报价。", "Tick the box to confirm that the bid is withdrawn."),
)


class WithdrawForm(BaseModel):
    confirm: str = ""


class FirmPages(Controller):
    path = "/firm"
    guards = (may("submit_envelope"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def rounds(self, request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Template:
        seen = lots.rounds(store, views.person(request), datetime.now(UTC))
        return views.show(request, "firm/rounds.html", rounds=seen)

    @get("/{round_id:int}", sync_to_thread=True)
    def round(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        pages = lots.pages(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(request, "firm/round.html", round=pages[0].round, pages=pages)

    @get("/{round_id:int}/clock", sync_to_thread=True)
    def clock(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        seen = lots.round_(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(request, "firm/_clock.html", round=seen)

    @get("/{round_id:int}/lots/{product:str}", sync_to_thread=True)
    def lot(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        product: FromPath[str],
    ) -> Template:
        page = lots.page(store, views.person(request), round_id, product, datetime.now(UTC))
        return _form(request, page, OfferForm())

    @post("/{round_id:int}/lots/{product:str}", sync_to_thread=True, status_code=views.SEE_OTHER)
    def submit(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        product: FromPath[str],
        data: URLEncodedBody[OfferForm],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        page = lots.page(store, actor, round_id, product, now)
        page.round.require_open()
        bid = offers.read(data, page, actor.party)
        if not isinstance(bid, SealedBid):
            return _form(request, page, data, bid)
        envelope = bidding.seal(store, actor, round_id, bid, now)
        receipt, _ = bidding.submit_envelope(
            store, actor, round_id, product, envelope, settings.receipt_key(), at=datetime.now(UTC)
        )
        return views.done(
            request,
            _receipt_address(round_id, receipt.number),
            f"报价已提交，回执编号 {receipt.number}。",
            f"The bid is submitted; receipt number {receipt.number}.",
        )

    @post(
        "/{round_id:int}/lots/{product:str}/withdraw",
        sync_to_thread=True,
        status_code=views.SEE_OTHER,
    )
    def withdraw(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        product: FromPath[str],
        data: URLEncodedBody[WithdrawForm],
    ) -> Redirect:
        actor, now = views.person(request), datetime.now(UTC)
        lots.round_(store, actor, round_id, now).lot(product)
        if not data.confirm:
            raise Refused([UNCONFIRMED])
        receipt, _ = bidding.withdraw(
            store, actor, round_id, product, settings.receipt_key(), at=now
        )
        return views.done(
            request,
            _receipt_address(round_id, receipt.number),
            f"报价已撤回，回执编号 {receipt.number}。",
            f"The bid is withdrawn; receipt number {receipt.number}.",
        )

    @get("/{round_id:int}/receipts/{serial:int}", sync_to_thread=True)
    def receipt(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        serial: FromPath[int],
    ) -> Template:
        actor, now = views.person(request), datetime.now(UTC)
        page = receipts.receipt(store, actor, round_id, serial, _public_key(settings), now)
        return views.show(request, "firm/receipt.html", page=page, round=page.round)

    @get("/{round_id:int}/receipts/{serial:int}/json", sync_to_thread=True)
    def receipt_file(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        serial: FromPath[int],
    ) -> Response[bytes]:
        actor, now = views.person(request), datetime.now(UTC)
        page = receipts.receipt(store, actor, round_id, serial, _public_key(settings), now)
        return Response(
            encode(page.document()),
            media_type="application/json",
            headers={"content-disposition": f'attachment; filename="receipt-{serial:06d}.json"'},
        )


def _form(
    request: Request[Any, Any, Any],
    page: LotPage,
    typed: OfferForm,
    faults: Sequence[Fault] = (),
) -> Template:
    """The lot with its form; after faults, with what was typed still in it."""
    return views.show(
        request,
        "firm/lot.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=page,
        round=page.round,
        typed=typed,
        wrong={fault.place: fault.text for fault in faults},
    )


def _receipt_address(round_id: int, number: str) -> str:
    return f"/firm/{round_id}/receipts/{lots.serial(number)}"


def _public_key(settings: Settings) -> bytes:
    signer = Ed25519PrivateKey.from_private_bytes(settings.receipt_key())
    return signer.public_key().public_bytes_raw()
