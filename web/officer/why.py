"""The page that answers why a firm did not get a region, and what would have changed it."""

import threading
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from procurement.actions import explanation
from procurement.rules import explanations
from procurement.store.database import Store
from web import views
from web.auth import may
from web.officer import inquiry

Asked = Request[Any, Any, Any]

ONE_AT_A_TIME = threading.BoundedSemaphore()
"""An answer takes engines at work for seconds: a second one has to wait for the first."""

PATIENCE = 5.0  # seconds that somebody waits for another's answer before being told so


class WhyPages(Controller):
    path = "/officer"

    @get(
        "/{round_id:int}/allocation/{product:str}/why",
        guards=[may("see_round")],
        sync_to_thread=True,
    )
    def show(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        product: FromPath[str],
        firm: FromQuery[str] = "",
        region: FromQuery[str] = "",
    ) -> Template:
        """The form alone, until both are chosen."""
        person = views.person(request)
        page = inquiry.choice(store, person, round_id, product, datetime.now(UTC))
        answer, busy = None, False
        if firm and region:
            if ONE_AT_A_TIME.acquire(timeout=PATIENCE):
                try:
                    found = explanation.why(store, person, round_id, product, firm, region)
                    answer = inquiry.answer(found, page.firms)
                finally:
                    ONE_AT_A_TIME.release()
            else:
                busy = True
        return views.show(
            request,
            "officer/why.html",
            page=page,
            answer=answer,
            busy=busy,
            firm=firm,
            region=region,
            marginal_note=explanations.MARGINAL,
        )
