"""The record of a picking, for everybody once the results are published."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from procurement.rules.codes import REGIONS
from procurement.rules.drug_rules import ABSENT_PICKS
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import downloads, picking, views
from web.picking import PickingPage
from web.public import published
from web.public.published import Outline


class PickingRecordPages(Controller):
    path = "/rounds/{round_id:int}/picking"

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        round_, page = record(store, round_id)
        return views.show(
            request, "public/picking.html", round=round_, page=page, hows=picking.HOW_NAMES
        )

    @get("/csv", sync_to_thread=True)
    def listed(self, store: NamedDependency[Store], round_id: FromPath[int]) -> Response[bytes]:
        _, page = record(store, round_id)
        rows = [
            (
                board.lot.product,
                one.turn,
                one.code,
                one.firm,
                one.role,
                one.region,
                REGIONS[one.region].zh,
                one.how.value,
                one.at.isoformat(),
            )
            for board in page.boards
            for one in reversed(board.made)
        ]
        content = downloads.table(picking.COLUMNS, rows)
        return downloads.download(content, f"picking-{round_id}.csv", downloads.CSV)


def record(store: Store, round_id: int) -> tuple[Outline, PickingPage]:
    """The newest picking of a published round; NotFound before, whoever asks."""
    now = datetime.now(UTC)
    with store.transaction() as db:
        round_ = published.outline(db, db.rounds.get(round_id), now)
        if not round_.is_public:
            raise NotFound(f"picking of round {round_id}")
        row = db.picks.get(round_id)
        return round_, picking.page(db, row, ABSENT_PICKS[row.absent_pick], now)
