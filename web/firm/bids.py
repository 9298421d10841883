"""A firm's rounds and lots: sealing a bid, taking it back, and the receipts for both."""

from datetime import UTC, datetime
from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, ConfigDict, StringConstraints

from procurement.actions import bidding
from procurement.exchange import envelope_files
from procurement.rules import offers
from procurement.rules.canon import encode
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from web import auth, views
from web.auth import may
from web.firm import lots, receipts
from web.settings import Settings

LONGEST = 10_000  # characters of an envelope's file
UNCONFIRMED = Fault(
    "withdraw",
    "confirm",
    Text("请先勾选确认，再撤回报价。", "Tick the box to confirm that the bid is withdrawn."),
)


class WithdrawForm(BaseModel):
    confirm: str = ""


class EnvelopeForm(BaseModel):
    """All that a bidder's page sends: the envelope's file as text."""

    sealed: Annotated[str, StringConstraints(max_length=LONGEST)] = ""


class EnvelopeFile(BaseModel):
    """The file that ``vbp seal`` wrote."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile | str | None = None

    def content(self) -> bytes:
        """Nothing where no file was chosen."""
        return self.file.file.read(LONGEST) if isinstance(self.file, UploadFile) else b""


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
        return views.show(request, "firm/lot.html", page=page, round=page.round, words=offers.WORDS)

    @post("/{round_id:int}/lots/{product:str}", sync_to_thread=True, status_code=views.SEE_OTHER)
    def submit(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        product: FromPath[str],
        data: URLEncodedBody[EnvelopeForm],
    ) -> Redirect:
        return _hand_in(request, store, settings, (round_id, product), data.sealed.encode())

    @post(
        "/{round_id:int}/lots/{product:str}/file",
        sync_to_thread=True,
        status_code=views.SEE_OTHER,
    )
    def submit_file(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        product: FromPath[str],
        data: MultipartBody[EnvelopeFile],
    ) -> Redirect:
        return _hand_in(request, store, settings, (round_id, product), data.content())

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


def _hand_in(
    request: Request[Any, Any, Any],
    store: Store,
    settings: Settings,
    place: tuple[int, str],
    content: bytes,
) -> Redirect:
    """An envelope that the firm sealed; what is in it is nobody's to see."""
    actor, (round_id, product) = views.person(request), place
    lots.round_(store, actor, round_id, datetime.now(UTC)).lot(product)
    sealed = envelope_files.read_envelope(content)
    receipt, _ = bidding.submit_envelope(
        store,
        actor,
        round_id,
        product,
        sealed.ciphertext,
        settings.receipt_key(),
        at=datetime.now(UTC),
        sealed_for=sealed.context,
        network=settings.network(sealed.context.round, auth.address_of(request)),
    )
    return views.done(
        request,
        _receipt_address(round_id, receipt.number),
        f"报价已提交，回执编号 {receipt.number}。",
        f"The bid is submitted; receipt number {receipt.number}.",
    )


def _receipt_address(round_id: int, number: str) -> str:
    return f"/firm/{round_id}/receipts/{lots.serial(number)}"


def _public_key(settings: Settings) -> bytes:
    signer = Ed25519PrivateKey.from_private_bytes(settings.receipt_key())
    return signer.public_key().public_bytes_raw()
