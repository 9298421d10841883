"""The receipt for an envelope as a PDF, printed when it is asked for."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath

from procurement.exchange import paper, receipt_paper
from procurement.exchange.receipt_paper import EnvelopeReceipt
from procurement.store.database import Store
from web import views
from web.auth import may
from web.downloads import PDF, download
from web.firm import receipts
from web.settings import Settings


class ReceiptPapers(Controller):
    path = "/firm"
    guards = (may("submit_envelope"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/{round_id:int}/receipts/{serial:int}/pdf", sync_to_thread=True)
    def printed(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        serial: FromPath[int],
    ) -> Response[bytes]:
        """The firm's own receipt; NotFound for anybody else's."""
        key, actor = settings.receipt_public_key(), views.person(request)
        page = receipts.receipt(store, actor, round_id, serial, key, datetime.now(UTC))
        with store.transaction() as db:
            round_, firm = db.rounds.get(round_id), db.parties.firms()[page.receipt.firm]
        document = EnvelopeReceipt(
            issue=receipt_paper.issue(round_, page.receipt),
            receipt=page.receipt,
            firm=firm.name,
            product=page.lot.product.name,
            withdrawn=page.withdrawn,
            signature=page.signature,
            public_key=page.public_key,
        )
        with paper.ALONE:
            content = paper.render(document)
        return download(content, f"receipt-{serial:06d}.pdf", PDF)
