"""The sealed daily heads of the audit chain and the platform's key, for everybody to keep."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Template

from procurement.actions import audit
from procurement.exchange import chain_export
from procurement.rules import heads
from procurement.store.database import Store
from web import views
from web.downloads import download
from web.settings import Settings


class HeadPages(Controller):
    path = "/"

    @get("/audit/heads", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> Template:
        """The heads alone: an event of the chain is not everybody's."""
        key = settings.receipt_public_key()
        listed = [
            (head, signature.hex(), heads.signed(head, signature, key))
            for head, signature in reversed(audit.published(store))
        ]
        return views.show(request, "public/heads.html", heads=listed, public_key=key.hex())

    @get("/audit/heads.json", sync_to_thread=True)
    def as_json(
        self, store: NamedDependency[Store], settings: NamedDependency[Settings]
    ) -> Response[bytes]:
        content = chain_export.heads_json(audit.published(store), settings.receipt_public_key())
        return download(content, "audit-heads.json", "application/json")

    @get("/platform-key", sync_to_thread=True)
    def platform_key(self, settings: NamedDependency[Settings]) -> dict[str, str]:
        """What receipts and heads are signed under."""
        return {"algorithm": "Ed25519", "public_key": settings.receipt_public_key().hex()}
