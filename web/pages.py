"""What every page shares: its template environment, language, menu and frame."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from procurement.exchange import printing
from procurement.rules.rights import ROLE_NAMES, Actor, Role
from procurement.rules.text import Fault, Text

STATIC = Path(__file__).parent / "static"
LANGUAGES: dict[str, str] = {"zh": "中文", "en": "English"}  # the first is the default
WIDTH = 1000  # of a progress bar, in the drawing's own units
SITE = Text("药品集中带量采购平台", "Volume-Based Procurement Platform")


class NoLanguage(Exception):
    """A template speaks without knowing the language; import its macros ``with context``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place on the site and what it is called."""

    address: str
    text: Text


INBOX = "/inbox"
PUBLIC_MENU = (
    Link("/", Text("采购结果", "Results")),
    Link("/rules", Text("规则与出处", "Rules and sources")),
    Link("/compare-price", Text("差比价换算", "Compare a price")),
    Link("/volumes", Text("约定量测算", "Volumes")),
    Link("/codes", Text("编码解读", "Codes")),
)
MENUS: dict[Role, tuple[Link, ...]] = {
    Role.OFFICER: (
        Link("/officer", Text("采购轮次", "Rounds")),
        Link("/fund", Text("执行与结余", "Execution and savings")),
        Link("/audit", Text("操作留痕", "Audit trail")),
        Link("/officer/people", Text("人员", "People")),
        Link("/registrations", Text("企业", "Firms")),
    ),
    Role.FIRM: (
        Link("/firm", Text("我的申报", "My bids")),
        Link("/profile", Text("企业资料", "Your firm")),
        Link("/api-keys", Text("接口密钥", "API keys")),
    ),
    Role.HOSPITAL: (
        Link("/hospital", Text("采购进度", "Progress")),
        Link("/api-keys", Text("接口密钥", "API keys")),
    ),
    Role.FUND: (Link("/fund", Text("执行与结余", "Execution and savings")),),
    Role.AUDITOR: (
        Link("/officer", Text("采购轮次", "Rounds")),
        Link("/fund", Text("执行与结余", "Execution and savings")),
        Link("/audit", Text("操作留痕", "Audit trail")),
        Link("/registrations", Text("企业", "Firms")),
    ),
    Role.SUPERVISOR: (
        Link("/officer", Text("采购轮次", "Rounds")),
        Link("/fund", Text("执行与结余", "Execution and savings")),
        Link("/audit", Text("操作留痕", "Audit trail")),
        Link("/officer/people", Text("人员", "People")),
        Link("/registrations", Text("企业", "Firms")),
    ),
    Role.DISTRIBUTOR: (Link("/distributor", Text("配送", "Deliveries")),),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A message over the page; ``kind`` is done, note or warning."""

    kind: str
    text: Text


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page; ``path`` is its own address, for the language switch."""

    path: str
    now: datetime
    actor: Actor | None = None
    speaks_for: str = ""
    notices: tuple[Notice, ...] = ()
    faults: tuple[Fault, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    unread: int = 0

    def in_language(self, code: str) -> str:
        """The address of this very page in another language."""
        kept = [(name, value) for name, value in self.query if name != "lang"]
        return f"{self.path}?{urlencode([*kept, ('lang', code)])}"

    @property
    def menu(self) -> tuple[Link, ...]:
        return PUBLIC_MENU + (MENUS[self.actor.role] if self.actor else ())

    @property
    def role_name(self) -> Text | None:
        return ROLE_NAMES[self.actor.role] if self.actor else None

    @property
    def in_inbox(self) -> bool:
        return self.path == INBOX or self.path.startswith(f"{INBOX}/")

    def is_here(self, link: Link) -> bool:
        """The menu's link leads to this page, or to the smallest room it lies in."""
        rooms = [one.address for one in self.menu if self._lies_in(one.address)]
        return link.address == max(rooms, key=len, default="")

    def _lies_in(self, address: str) -> bool:
        return self.path == address or (address != "/" and self.path.startswith(f"{address}/"))


def language(asked: str | None, kept: str | None) -> str:
    """The language asked for in the address, else the one kept in the cookie, else Chinese."""
    return next((code for code in (asked, kept) if code in LANGUAGES), next(iter(LANGUAGES)))


def context(
    path: str,
    lang: str,
    actor: Actor | None = None,
    speaks_for: str = "",
    notices: Sequence[Notice] = (),
    faults: Sequence[Fault] = (),
    query: Sequence[tuple[str, str]] = (),
    *,
    unread: int = 0,
    **shown: Any,  # noqa: ANN401 - whatever the page's own template shows
) -> dict[str, Any]:
    """The context of a page: its own facts, and the language and frame that base.html asks for."""
    frame = Frame(
        path,
        datetime.now(UTC),
        actor,
        speaks_for,
        tuple(notices),
        tuple(faults),
        tuple(query),
        unread,
    )
    return {"lang": lang, "frame": frame, **shown}


@dataclass(frozen=True, slots=True)
class Bar:
    """A progress bar in thousandths of its width; ``full`` is where 100 % lies, when inside."""

    done: int
    full: int | None
    time: int | None


def scale(done: Fraction | None, time: Fraction | None = None) -> Bar:
    """The bar of a completion ratio; above 100 % the scale stretches, nothing is cut off."""
    reach = max(done or Fraction(0), Fraction(1))
    return Bar(
        int((done or 0) * WIDTH / reach),
        int(WIDTH / reach) if reach > 1 else None,
        None if time is None else int(min(time, reach) * WIDTH / reach),
    )


def spoken(context: Context) -> str:
    """The language of the page being rendered; NoLanguage when a macro was imported without it."""
    if "lang" not in context:
        raise NoLanguage
    return str(context["lang"])


@pass_context
def choose(context: Context, zh: str, en: str) -> str:
    """``{{ t("中文", "English") }}``."""
    return zh if spoken(context) == "zh" else en


@pass_context
def translate(context: Context, text: Text | str) -> str:
    """``{{ text | tr }}``; a plain string, such as a firm's name, has only its own language."""
    if isinstance(text, str):
        return text
    return choose(context, text.zh, text.en)


@cache
def integrity(name: str) -> str:
    """What a page asks of a script of ours before it runs it (subresource integrity)."""
    digest = sha256((STATIC / name).read_bytes()).digest()
    return f"sha256-{b64encode(digest).decode()}"


def environment() -> Environment:
    """The documents' environment, and the words of two languages."""
    made = printing.environment()
    made.filters["tr"] = translate
    made.globals |= {"t": choose, "SITE": SITE, "LANGUAGES": LANGUAGES, "scale": scale}
    made.globals["integrity"] = integrity
    return made
