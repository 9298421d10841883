"""The API of hospitals' systems: demand by presentation, usage by file."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from litestar import Controller, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, MultipartBody
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from procurement.actions import demand, usage
from procurement.rules.api_keys import Scope
from procurement.rules.reports import Report
from procurement.rules.rights import Actor
from procurement.store.database import Store
from web.api import bearer, errors
from web.hospital import reports
from web.hospital.reports import ReportForm

MOST_ROWS = 10_000
word = Annotated[str, StringConstraints(max_length=200)]


class DemandLine(BaseModel):
    """Next year's demand of one presentation; ``brand`` is a firm's code where it is named."""

    model_config = ConfigDict(extra="forbid", strict=True)

    product: word
    spec: word
    quantity: int
    brand: word = ""


class DemandBody(BaseModel):
    """What is reported; presentations left out keep what was reported before."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rows: Annotated[list[DemandLine], Field(min_length=1, max_length=MOST_ROWS)]


class UsageBody(BaseModel):
    """The month's file, CSV or Excel, as the page takes it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile | str | None = None


@dataclass(frozen=True, slots=True)
class DemandKept:
    """What was kept: the reconciliation count."""

    rows: int
    units: int


@dataclass(frozen=True, slots=True)
class UsageKept:
    """What was kept; ``again`` when this very file counted already and nothing changed."""

    rows: int
    units: int
    amount_fen: int
    sha256: str
    again: bool


class HospitalApi(Controller):
    path = "/api/v1/rounds/{round_id:int}"
    tags = ("hospitals",)
    security = bearer.SECURITY
    dependencies = {"actor": Provide(bearer.speaker, sync_to_thread=True)}  # noqa: RUF012 - a controller's own attribute
    exception_handlers = errors.HANDLERS

    @post("/demand", guards=[bearer.scope(Scope.DEMAND)], status_code=200, sync_to_thread=True)
    def report_demand(
        self,
        store: NamedDependency[Store],
        actor: NamedDependency[Actor],
        round_id: FromPath[int],
        data: JSONBody[DemandBody],
    ) -> DemandKept:
        """Report demand (报量) of the key's own hospital, while the round is announced."""
        rows = [
            Report(actor.party, one.product, one.spec, one.quantity, one.brand) for one in data.rows
        ]
        demand.report(store, actor, round_id, rows, datetime.now(UTC))
        return DemandKept(len(rows), sum(row.quantity for row in rows))

    @post(
        "/usage/{month:str}",
        guards=[bearer.scope(Scope.USAGE)],
        status_code=200,
        sync_to_thread=True,
    )
    def report_usage(
        self,
        store: NamedDependency[Store],
        actor: NamedDependency[Actor],
        round_id: FromPath[int],
        month: FromPath[str],
        data: MultipartBody[UsageBody],
    ) -> UsageKept:
        """Report a month's usage (采购使用量), such as 2020-05, of the key's own hospital."""
        file = reports.read(ReportForm(month=month, file=data.file))
        kept = usage.report_usage(store, actor, round_id, file, datetime.now(UTC))
        totals = kept.totals
        return UsageKept(totals.rows, totals.quantity, totals.amount, kept.sha256, kept.again)
