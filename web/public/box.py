"""The bid box, for everybody: its root once it is closed, and whether an envelope is in it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, QueryParameter
from litestar.response import Template
from pydantic import BaseModel, ConfigDict

from procurement.actions import box
from procurement.exchange import receipts
from procurement.exchange.receipts import BoxFile
from procurement.rules.box import Box, Entry, Proof
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import paging, views
from web.downloads import download
from web.paging import Page
from web.public import published
from web.public.published import Outline
from web.settings import Settings

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422
JSON = "application/json"
MOST = 64 * 1024  # bytes; a receipt has a few hundred
ELSEWHERE = Fault(
    "receipt_round",
    "round",
    Text("这是另一轮次的回执。", "This receipt is of another round."),
)


class ReceiptForm(BaseModel):
    """A receipt as its file."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile | str | None = None

    def content(self) -> bytes:
        if isinstance(self.file, UploadFile):
            return self.file.file.read(MOST)
        return (self.file or "").encode()[:MOST]


@dataclass(frozen=True, slots=True)
class BoxPage:
    """The box, ``None`` while it is open; what was asked for, and its proof if it is in the box."""

    round: Outline
    box: Box | None
    lines: Page[Entry]
    asked: str
    proof: Proof | None
    receipt: tuple[Fault, ...] | None = None


def box_page(store: Store, round_id: int, asked: str, page: int, now: datetime) -> BoxPage:
    """The box of an announced round; NotFound for a draft."""
    with store.transaction() as db:
        outline = published.outline(db, db.rounds.get(round_id), now)
    closed = box.seen(store, round_id, now)
    asked = asked.strip().lower()
    return BoxPage(
        round=outline,
        box=closed,
        lines=paging.cut(closed.entries if closed else (), page),
        asked=asked,
        proof=closed.find(asked) if closed and asked else None,
    )


class BoxPages(Controller):
    path = "/rounds/{round_id:int}/box"

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        fingerprint: Annotated[str, QueryParameter(max_length=200)] = "",
        page: Annotated[int, QueryParameter(ge=1, le=100_000)] = 1,
    ) -> Template:
        shown = box_page(store, round_id, fingerprint, page, datetime.now(UTC))
        return views.show(request, "public/box.html", page=shown)

    @post("/", status_code=200, sync_to_thread=True)
    def verify(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        data: MultipartBody[ReceiptForm],
    ) -> Template:
        """Is the receipt ours, and its envelope in the box? Nothing is kept."""
        now = datetime.now(UTC)
        try:
            file = receipts.read_receipt(data.content(), "receipt")
        except Refused as refused:
            page = box_page(store, round_id, "", 1, now)
            return views.show(
                request,
                "public/box.html",
                status_code=UNPROCESSABLE,
                faults=refused.faults,
                page=page,
            )
        page = box_page(store, round_id, file.receipt.fingerprint, 1, now)
        found = receipts.signature_faults(file, settings.receipt_public_key())
        if file.receipt.round != page.round.code:
            found.append(ELSEWHERE)
        if page.box:
            kept = BoxFile(page.box.round, page.box.root, page.box.entries)
            found += receipts.box_faults(file, kept, page.box.root)
        said = BoxPage(page.round, page.box, page.lines, page.asked, page.proof, tuple(found))
        return views.show(request, "public/box.html", page=said)

    @get("/json", sync_to_thread=True)
    def listed(
        self,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
    ) -> Response[bytes]:
        """The whole list with its root; NotFound while the box is open."""
        page = box_page(store, round_id, "", 1, datetime.now(UTC))
        if page.box is None:
            raise NotFound(f"box of round {round_id}")
        content = receipts.box_json(page.box, settings.receipt_public_key())
        return download(content, f"box-{round_id}.json", JSON)

    @get("/proof/{fingerprint:str}", sync_to_thread=True)
    def proof(
        self, store: NamedDependency[Store], round_id: FromPath[int], fingerprint: FromPath[str]
    ) -> Response[bytes]:
        """The proof for one envelope; NotFound when it is not in the box."""
        page = box_page(store, round_id, fingerprint, 1, datetime.now(UTC))
        if page.box is None or page.proof is None:
            raise NotFound(f"envelope {fingerprint}")
        content = json.dumps(receipts.proof_json(page.proof, page.box.root), indent=1).encode()
        name = f"proof-{round_id}-{page.proof.entry.position}.json"
        return download(content, name, JSON)
