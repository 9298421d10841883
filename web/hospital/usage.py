"""Monthly reports of usage: template, check, upload, and the files with their errors."""

from datetime import UTC, date, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, MultipartBody
from litestar.response import Template

from procurement.actions import usage
from procurement.actions.usage import Checked, ReportFile
from procurement.exchange import tables
from procurement.rules import money
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import downloads, views
from web.auth import may
from web.hospital import reports
from web.hospital.reports import ReportForm

UNPROCESSABLE = 422
NAMED = 100  # faults on the page, at most
FINGERPRINT = 12  # digits of the hash that people compare
Asked = Request[Any, Any, Any]


class UsagePages(Controller):
    path = "/hospital/{round_id:int}/usage"
    guards = (may("report_usage"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        return _page(request, store, round_id)

    @post("/", sync_to_thread=True)
    def report(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: MultipartBody[ReportForm],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        file: ReportFile | None = None
        try:
            file = reports.read(data)
            if data.step == "preview":
                seen = reports.preview(store, actor, round_id, file, now)
                return views.show(
                    request,
                    "hospital/preview.html",
                    page=reports.page(store, actor, round_id, now),
                    seen=seen,
                )
            kept = usage.report_usage(store, actor, round_id, file, now)
        except Refused as refused:
            return _page(request, store, round_id, refused.faults, file)
        return views.done(request, f"/hospital/{round_id}/usage", *_said(file.month, kept))

    @get("/template", sync_to_thread=True)
    def template(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        month: FromQuery[str],
    ) -> Response[bytes]:
        actor, wanted = views.person(request), reports.month_of(month)
        if wanted is None:
            raise NotFound(f"month {month}")
        content = reports.template(store, actor, round_id, wanted, datetime.now(UTC))
        name = f"usage-{actor.party}-{wanted:%Y-%m}.xlsx"
        return downloads.download(content, name, downloads.XLSX)

    @post("/errors", sync_to_thread=True, status_code=200)
    def errors(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: MultipartBody[ReportForm],
    ) -> Response[bytes]:
        actor, file = views.person(request), reports.read(data)
        content = reports.with_errors(store, actor, round_id, file)
        name = f"usage-{actor.party}-{file.month:%Y-%m}-errors.xlsx"
        return downloads.download(content, name, downloads.XLSX)


def _page(
    request: Asked,
    store: Store,
    round_id: int,
    faults: tuple[Fault, ...] = (),
    refused: ReportFile | None = None,
) -> Template:
    """The reports and the form; after faults, with the refused file to be had back.

    The page names the first faults, the file all of them; too large a file is not handed back.
    """
    return views.show(
        request,
        "hospital/usage.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults[:NAMED],
        unnamed=max(0, len(faults) - NAMED),
        page=reports.page(store, views.person(request), round_id, datetime.now(UTC)),
        refused=refused if refused and len(refused.content) <= tables.MAX_SIZE else None,
    )


def _said(month: date, kept: Checked) -> tuple[str, str]:
    """The reconciliation line (对账), in both languages."""
    totals = kept.totals
    amount, print_ = money.show(totals.amount), kept.sha256[:FINGERPRINT]
    zh = (
        f"{month:%Y-%m} 月报已接收：{totals.rows} 行，数量 {totals.quantity:,}"
        f"（中选 {totals.winning_quantity:,}），金额 {amount} 元，文件指纹 {print_}。"
    )
    en = (
        f"the report of {month:%Y-%m} is accepted: {totals.rows} rows, {totals.quantity:,} units "
        f"({totals.winning_quantity:,} of winners), {amount} yuan, fingerprint {print_}."
    )
    if kept.again:
        zh += "此文件此前已接收，数据未变。"
        en += " The very same file counted already; nothing has changed."
    return zh, en
