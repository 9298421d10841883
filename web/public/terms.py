"""A round's terms as a file: what anybody needs to seal a bid for it away from the site."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from procurement.actions import bidding
from procurement.exchange import envelope_files
from procurement.store.database import Store
from web.public import downloads


class TermsPages(Controller):
    path = "/rounds"

    @get("/{round_id:int}/sealing.json", sync_to_thread=True)
    def terms(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Response[bytes]:
        """From the announcement on, like the notice that names all of it."""
        with store.transaction() as db:
            found = bidding.terms(db, round_id)
        content = envelope_files.write_terms(found)
        return downloads.file(request, content, "application/json", f"{found.round}-sealing.json")
