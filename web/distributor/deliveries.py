"""Where a distributor starts: nothing is kept about deliveries yet, and the page says so."""

from typing import Any

from litestar import Controller, Request, get
from litestar.response import Template

from procurement.rules.rights import require
from web import views
from web.auth import may


class DistributorPages(Controller):
    path = "/distributor"

    @get("/", guards=[may("see_deliveries")], sync_to_thread=False)
    def home(self, request: Request[Any, Any, Any]) -> Template:
        actor = views.person(request)
        require(actor, "see_deliveries", actor.party)
        return views.show(request, "distributor/deliveries.html", party=actor.party)
