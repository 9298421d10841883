"""The application: rooms, sessions, CSRF, limits, errors; nothing that decides anything."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from granian.utils.proxies import wrap_asgi_with_proxy_headers
from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.stores.registry import StoreRegistry
from litestar.template.config import TemplateConfig
from litestar.types import ASGIApp, ControllerRouterHandler

from procurement.store.database import Store
from web import auth, errors, logs, pages, sessions, settings, views
from web.account.factor import FactorPages
from web.account.overview import AccountPages
from web.api import bearer
from web.api.firms import FirmApi
from web.api.hospitals import HospitalApi
from web.distributor.deliveries import DistributorPages
from web.firm.bids import FirmPages
from web.firm.picking import FirmPickingPages
from web.firm.profile import ProfilePages
from web.firm.receipt_papers import ReceiptPapers
from web.firm.replies import FirmReplyPages
from web.firm.results import FirmResultPages
from web.fund.progress import FundProgressPages
from web.fund.statements import FundPages
from web.headers import Protect
from web.hospital.contract import ContractPages
from web.hospital.demand import DemandPages
from web.hospital.leftover import LeftoverPages
from web.hospital.progress import ProgressPages
from web.hospital.rounds import HospitalPages
from web.hospital.statement import StatementPages
from web.hospital.usage import UsagePages
from web.inbox.notices import InboxPages, MailPages
from web.inbox.webhooks import WebhookPages
from web.key_pages import ApiKeyPages
from web.officer.affiliations import AffiliationPages
from web.officer.allocation import AllocationPages
from web.officer.audit import AuditPages
from web.officer.bids import EnvelopePages
from web.officer.certificates import CertificatePages
from web.officer.changes import OfficerChangePages
from web.officer.designer import DesignerPages
from web.officer.evaluation import EvaluationPages
from web.officer.invitations import InvitePages
from web.officer.papers import PaperPages
from web.officer.people import PeoplePages
from web.officer.picking import OfficerPickingPages
from web.officer.questions import OfficerQuestionPages
from web.officer.registrations import RegistrationPages
from web.officer.rounds import OfficerPages
from web.officer.scenarios import ScenarioPages
from web.officer.screens import ScreenPages
from web.officer.whatif import WhatIfPages
from web.officer.why import WhyPages
from web.origins import OwnForms
from web.public.box import BoxPages
from web.public.calculators import CalculatorPages
from web.public.changes import ChangePages
from web.public.codes import CodePages
from web.public.heads import HeadPages
from web.public.invitation import InvitationPages
from web.public.login import LoginPages
from web.public.picking import PickingRecordPages
from web.public.questions import QuestionPages
from web.public.registration import RegisterPages
from web.public.results import PublicPages
from web.public.rules import RulePages
from web.public.terms import TermsPages
from web.public.volumes import VolumePages
from web.sessions import DatabaseSessions
from web.settings import Settings

STATIC = Path(__file__).parent / "static"
TEN_MEGABYTES = 10 * 1024 * 1024

ROOMS: list[ControllerRouterHandler] = [
    PublicPages,
    RulePages,
    CalculatorPages,
    CodePages,
    VolumePages,
    TermsPages,
    BoxPages,
    ChangePages,
    QuestionPages,
    HeadPages,
    PickingRecordPages,
    LoginPages,
    InvitationPages,
    RegisterPages,
    AccountPages,
    FactorPages,
    PeoplePages,
    OfficerPages,
    DesignerPages,
    EnvelopePages,
    EvaluationPages,
    ScreenPages,
    WhatIfPages,
    AllocationPages,
    OfficerPickingPages,
    CertificatePages,
    ScenarioPages,
    WhyPages,
    PaperPages,
    OfficerChangePages,
    OfficerQuestionPages,
    AuditPages,
    InvitePages,
    RegistrationPages,
    AffiliationPages,
    FirmPages,
    ProfilePages,
    ApiKeyPages,
    FirmResultPages,
    FirmReplyPages,
    FirmPickingPages,
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
    DistributorPages,
    HospitalApi,
    FirmApi,
    InboxPages,
    MailPages,
    WebhookPages,
]


def build(wanted: Settings) -> Litestar:
    """The application for these settings."""
    store = Store(wanted.database_url, wanted.pool, settings.DRIFT)
    kept = DatabaseSessions(store)

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
        middleware=[
            logs.AccessLog(),
            OwnForms(),
            sessions.config(secure=wanted.secure_cookies).middleware,
        ],
        state=State({auth.REQUIRED: wanted.second_factor_required, views.STORE: store}),
        stores=StoreRegistry({"sessions": kept}),
        before_send=[Protect(encrypted=wanted.secure_cookies)],
        csrf_config=CSRFConfig(
            secret=wanted.csrf_secret(),
            cookie_secure=wanted.secure_cookies,
            cookie_httponly=True,
            exclude=["^/api/v1/"],  # a key is in no cookie, so no other site's page can send it
        ),
        template_config=TemplateConfig(
            instance=JinjaTemplateEngine.from_environment(pages.environment())
        ),
        exception_handlers=errors.HANDLERS,
        openapi_config=OpenAPIConfig(
            title="Volume-based procurement",
            version="1",
            render_plugins=[JsonRenderPlugin()],
            components=bearer.DESCRIBED,
        ),
        request_max_body_size=TEN_MEGABYTES,
        logging_config=None,
        on_startup=[as_many_threads_as_connections, forget_old_sessions],
        on_shutdown=[store.close],
    )


def serve() -> ASGIApp:
    """What the server loads."""
    logs.configure()
    wanted = settings.from_environment()
    return behind(wanted.trusted_proxies, build(wanted))


def behind(proxies: Sequence[str], app: ASGIApp) -> ASGIApp:
    """Visitors' addresses as these proxies tell them; nobody else's word is taken for one."""
    made: ASGIApp = wrap_asgi_with_proxy_headers(app, list(proxies))
    return made
