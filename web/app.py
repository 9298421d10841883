"""The application: rooms, sessions, CSRF, limits, errors; nothing that decides anything."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.stores.file import FileStore
from litestar.stores.registry import StoreRegistry
from litestar.template.config import TemplateConfig
from litestar.types import ControllerRouterHandler

from procurement.store.database import Store
from web import errors, logs, pages, settings
from web.auth import SessionConfig
from web.firm.bids import FirmPages
from web.firm.receipt_papers import ReceiptPapers
from web.firm.replies import FirmReplyPages
from web.firm.results import FirmResultPages
from web.fund.progress import FundProgressPages
from web.fund.statements import FundPages
from web.hospital.contract import ContractPages
from web.hospital.demand import DemandPages
from web.hospital.leftover import LeftoverPages
from web.hospital.progress import ProgressPages
from web.hospital.rounds import HospitalPages
from web.hospital.statement import StatementPages
from web.hospital.usage import UsagePages
from web.officer.allocation import AllocationPages
from web.officer.audit import AuditPages
from web.officer.bids import EnvelopePages
from web.officer.certificates import CertificatePages
from web.officer.designer import DesignerPages
from web.officer.evaluation import EvaluationPages
from web.officer.papers import PaperPages
from web.officer.rounds import OfficerPages
from web.officer.scenarios import ScenarioPages
from web.officer.screens import ScreenPages
from web.officer.whatif import WhatIfPages
from web.officer.why import WhyPages
from web.public.box import BoxPages
from web.public.calculators import CalculatorPages
from web.public.codes import CodePages
from web.public.heads import HeadPages
from web.public.login import LoginPages
from web.public.results import PublicPages
from web.public.rules import RulePages
from web.public.terms import TermsPages
from web.public.volumes import VolumePages
from web.settings import Settings

STATIC = Path(__file__).parent / "static"
TEN_MEGABYTES = 10 * 1024 * 1024

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing from elsewhere runs on a page, and no page stands inside another's."""

ROOMS: list[ControllerRouterHandler] = [
    PublicPages,
    RulePages,
    CalculatorPages,
    CodePages,
    VolumePages,
    TermsPages,
    BoxPages,
    HeadPages,
    LoginPages,
    OfficerPages,
    DesignerPages,
    EnvelopePages,
    EvaluationPages,
    ScreenPages,
    WhatIfPages,
    AllocationPages,
    CertificatePages,
    ScenarioPages,
    WhyPages,
    PaperPages,
    AuditPages,
    FirmPages,
    FirmResultPages,
    FirmReplyPages,
    ReceiptPapers,
    HospitalPages,
    DemandPages,
    LeftoverPages,
    ContractPages,
    UsagePages,
    ProgressPages,
    StatementPages,
    FundPages,
    FundProgressPages,
]


def build(wanted: Settings) -> Litestar:
    """The application for these settings."""
    store = Store(wanted.database_url, wanted.pool)
    sessions = SessionConfig(
        key="session", store="sessions", secure=wanted.secure_cookies, samesite="lax"
    )

    kept = FileStore(wanted.sessions, create_directories=True)
    limits = FileStore(wanted.home / "limits", create_directories=True)

    async def forget_old_sessions() -> None:
        await kept.delete_expired()

    async def as_many_threads_as_connections() -> None:
        """More threads than connections would only wait for each other."""
        threads = ThreadPoolExecutor(wanted.pool, thread_name_prefix="handler")
        asyncio.get_running_loop().set_default_executor(threads)

    return Litestar(
        route_handlers=[
            *ROOMS,
            create_static_files_router(path="/static", directories=[STATIC]),
        ],
        dependencies={
            "store": Provide(lambda: store, sync_to_thread=False),
            "settings": Provide(lambda: wanted, sync_to_thread=False),
        },
        middleware=[logs.AccessLog(), sessions.middleware],
        stores=StoreRegistry({"sessions": kept, "limits": limits}),
        response_headers=HEADERS,
        csrf_config=CSRFConfig(secret=wanted.csrf_secret(), cookie_secure=wanted.secure_cookies),
        template_config=TemplateConfig(
            instance=JinjaTemplateEngine.from_environment(pages.environment())
        ),
        exception_handlers=errors.HANDLERS,
        openapi_config=OpenAPIConfig(
            title="Volume-based procurement", version="1", render_plugins=[JsonRenderPlugin()]
        ),
        request_max_body_size=TEN_MEGABYTES,
        logging_config=None,
        on_startup=[as_many_threads_as_connections, forget_old_sessions],
        on_shutdown=[store.close],
    )


def serve() -> Litestar:
    """What the server loads."""
    logs.configure()
    return build(settings.from_environment())
