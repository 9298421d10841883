"""A firm registers: its names, its code and its licences; later it asks what became of it."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.di import NamedDependency
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import MultipartBody, URLEncodedBody
from litestar.response import Template
from pydantic import BaseModel, ConfigDict, StringConstraints

from procurement.actions import registrations
from procurement.exchange.cells import half_width
from procurement.rules.qualifications import (
    DECISION_NAMES,
    LARGEST,
    LICENCE_NAMES,
    REQUIRED,
    Application,
    LicenceKind,
    Upload,
)
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from web import views

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422
MEGABYTE = 1024 * 1024
line = Annotated[str, StringConstraints(max_length=2000)]
"""How long each may really be, the rules say, beside everything else that is wrong."""


class RegisterForm(BaseModel):
    """What a firm fills in; each kind of licence is one file, ``code`` is given when again."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    credit_code: line = ""
    name: line = ""
    name_en: line = ""
    contact: line = ""
    phone: line = ""
    email: line = ""
    code: line = ""
    business: UploadFile | str | None = None
    production: UploadFile | str | None = None
    marketing: UploadFile | str | None = None
    authorisation: UploadFile | str | None = None

    def application(self) -> Application:
        return Application(
            half_width(self.credit_code).upper(),
            self.name.strip(),
            self.name_en.strip(),
            self.contact.strip(),
            self.phone.strip(),
            self.email.strip(),
        )

    def uploads(self) -> list[Upload]:
        """Every file that was chosen; its name says nothing."""
        chosen = ((kind, getattr(self, kind.value)) for kind in LicenceKind)
        given = ((kind, file.file.read()) for kind, file in chosen if isinstance(file, UploadFile))
        return [Upload(kind, content) for kind, content in given if content]


class CodeForm(BaseModel):
    code: line = ""


class RegisterPages(Controller):
    path = "/"
    cache_control = CacheControlHeader(no_store=True)

    @get("/register", sync_to_thread=False)
    def ask(self, request: Asked) -> Template:
        return _form(request, RegisterForm())

    @post(
        "/register",
        middleware=[RateLimitConfig(("hour", 20), store="registering").middleware],
        status_code=200,
        sync_to_thread=True,
    )
    def hand_in(
        self, request: Asked, store: NamedDependency[Store], data: MultipartBody[RegisterForm]
    ) -> Template:
        try:
            code = registrations.hand_in(
                store, data.application(), data.uploads(), datetime.now(UTC), data.code or None
            )
        except Refused as refused:
            return _form(request, data, refused.faults)
        return views.show(request, "public/registered.html", code=code, again=bool(data.code))

    @get("/registration", sync_to_thread=False)
    def ask_outcome(self, request: Asked) -> Template:
        return views.show(request, "public/registration.html", case=None, code="")

    @post(
        "/registration",
        middleware=[RateLimitConfig(("minute", 30), store="registering").middleware],
        status_code=200,
        sync_to_thread=True,
    )
    def outcome(
        self, request: Asked, store: NamedDependency[Store], data: URLEncodedBody[CodeForm]
    ) -> Template:
        """The code travels in the form, never in an address that somebody keeps."""
        faults: tuple[Fault, ...] = ()
        case = None
        try:
            case = registrations.outcome(store, data.code)
        except Refused as refused:
            faults = refused.faults
        return views.show(
            request,
            "public/registration.html",
            status_code=UNPROCESSABLE if faults else 200,
            faults=faults,
            case=case,
            code=data.code if case else "",
            typed=RegisterForm(**asdict(case.row.fact())) if case else None,
            decisions=DECISION_NAMES,
            licences=LICENCE_NAMES,
            required=REQUIRED,
            largest=LARGEST // MEGABYTE,
        )


def _form(request: Asked, typed: RegisterForm, faults: tuple[Fault, ...] = ()) -> Template:
    return views.show(
        request,
        "public/register.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        typed=typed,
        licences=LICENCE_NAMES,
        required=REQUIRED,
        largest=LARGEST // MEGABYTE,
    )
