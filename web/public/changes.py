"""What changed in a round since its announcement, and its document with every version."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from procurement.exchange import rulebooks
from procurement.rules import amendments
from procurement.rules.amendments import Part, Sign
from procurement.rules.changes import CHANGE_NAMES, Change, Proposal, Values
from procurement.rules.dates import local_day, show_instant
from procurement.rules.entries import Blank, Entry
from procurement.rules.text import Text
from procurement.store.amendments import DocumentVersionRow
from procurement.store.changes import ChangeAnswerRow, Kept
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from web import views
from web.public import published
from web.public.published import Outline

type Differences = tuple[tuple[Sign, str], ...]
"""Lines of a text beside the version before."""

NOTHING = Text("—", "—")
OWN = Text("规则原有取值", "the rulebook's own value")
SHORT = 16  # digits of a hash that are shown


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as everybody reads it; ``by`` and ``answered_by`` are names.

    ``zh`` and ``en`` are what a new version of the document changes, while it waits.
    """

    number: int
    kind: Change
    name: Text
    place: Text
    before: Text
    after: Text
    reason: str
    by: str
    at: datetime
    proposed_by: str
    answer: ChangeAnswerRow | None
    answered_by: str
    zh: Differences = ()
    en: Differences = ()


@dataclass(frozen=True, slots=True)
class ChangesPage:
    round: Outline
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a part beside the one before, in both languages, line by line."""

    row: DocumentVersionRow
    day: date
    part: Part
    zh: Differences
    en: Differences

    @property
    def amends(self) -> int | None:
        """The number of the version that it amends; None of the first."""
        return self.row.version - 1 or None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Every part with its versions, the newest first."""

    round: Outline
    parts: tuple[tuple[Version, ...], ...]


def lines(db: Db, round_: RoundRow, kept: list[Kept]) -> tuple[Line, ...]:
    """Proposals in words."""
    return tuple(_line(db, round_, one) for one in kept)


def _line(db: Db, round_: RoundRow, kept: Kept) -> Line:
    proposal, answer = kept.row.fact(), kept.answer
    zh, en = _proposed(db, round_, proposal) if answer is None else ((), ())
    return Line(
        number=kept.row.number,
        kind=proposal.kind,
        name=CHANGE_NAMES[proposal.kind],
        place=_place(db, round_, proposal),
        before=shown(proposal.kind, proposal.before),
        after=shown(proposal.kind, proposal.after),
        reason=proposal.reason,
        by=db.accounts.name(proposal.by),
        at=kept.row.proposed_at,
        proposed_by=proposal.by,
        answer=answer,
        answered_by=db.accounts.name(answer.answered_by) if answer else "",
        zh=zh,
        en=en,
    )


def _proposed(db: Db, round_: RoundRow, proposal: Proposal) -> tuple[Differences, Differences]:
    """What whoever consents to a new version has to read: all of it, beside what counts now."""
    if proposal.kind is not Change.AMENDMENT:
        return (), ()
    newest = db.amendments.newest(round_.number, proposal.place)
    old = newest.fact().text if newest else Text("", "")
    return (
        tuple(amendments.difference(old.zh, proposal.after["text_zh"])),
        tuple(amendments.difference(old.en, proposal.after["text_en"])),
    )


def _place(db: Db, round_: RoundRow, proposal: Proposal) -> Text:
    if proposal.kind is Change.CEILING:
        lot, _, spec = proposal.place.partition("/")
        name = f"{lot} {db.catalogue.products(round_.number)[lot].name} {spec}"
        return Text(name, name)
    if proposal.kind is Change.DECISION:
        book = rulebooks.load(round_.rulebook)
        entries: tuple[Entry | Blank, ...] = (*book.history, *book.blanks)
        for one in entries:
            if one.key == proposal.place:
                return one.title
    return Text(proposal.place, proposal.place)


def shown(kind: Change, values: Values) -> Text:
    """A value in words; a dash where there was none."""
    if values:
        return SHOWN[kind](values)
    return OWN if kind is Change.DECISION else NOTHING


def _deadline(values: Values) -> Text:
    when = show_instant(datetime.fromisoformat(values["bids_close_at"]))
    return Text(f"{when}（北京时间）", f"{when} (Beijing time)")


def _ceiling(values: Values) -> Text:
    return Text(f"{values['ceiling']} 元", f"{values['ceiling']} yuan")


def _decision(values: Values) -> Text:
    return Text(values["value"], values["value"])


def _rulebook(values: Values) -> Text:
    text = f"{values['rulebook']} · {_mark(values)}"
    return Text(text, text)


def _amendment(values: Values) -> Text:
    """The version before, by its number; the new one by its title."""
    if number := values.get("version"):
        return Text(f"第 {number} 版 · {_mark(values)}", f"version {number} · {_mark(values)}")
    return Text(*(f"{values[name]} · {_mark(values)}" for name in ("title_zh", "title_en")))


def _mark(values: Values) -> str:
    return f"SHA-256 {values['sha256'][:SHORT]}…"


SHOWN: dict[Change, Callable[[Values], Text]] = {
    Change.DEADLINE: _deadline,
    Change.CEILING: _ceiling,
    Change.DECISION: _decision,
    Change.RULEBOOK: _rulebook,
    Change.AMENDMENT: _amendment,
}


def changes_page(store: Store, round_id: int, now: datetime) -> ChangesPage:
    """What is in force, the newest first; NotFound for a draft."""
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        outline = published.outline(db, round_, now)
        return ChangesPage(outline, lines(db, round_, db.changes.in_force(round_id)[::-1]))


def document_page(store: Store, round_id: int, now: datetime) -> DocumentPage:
    """The document in its parts; NotFound for a draft."""
    with store.transaction() as db:
        outline = published.outline(db, db.rounds.get(round_id), now)
        rows = db.amendments.of_round(round_id)
    parts: dict[str, list[Version]] = {}
    for one in _versions(rows):
        parts.setdefault(one.part.number, []).insert(0, one)
    return DocumentPage(outline, tuple(tuple(found) for found in parts.values()))


def _versions(rows: list[DocumentVersionRow]) -> Iterator[Version]:
    before: dict[str, Part] = {}
    for row in rows:
        part, last = row.fact(), before.get(row.part)
        old = last.text if last else Text("", "")
        yield Version(
            row,
            local_day(row.written_at),
            part,
            tuple(amendments.difference(old.zh, part.text.zh)),
            tuple(amendments.difference(old.en, part.text.en)),
        )
        before[row.part] = part


class ChangePages(Controller):
    path = "/rounds/{round_id:int}"
    cache_control = CacheControlHeader(no_store=True)

    @get("/changes", sync_to_thread=True)
    def changes(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        page = changes_page(store, round_id, datetime.now(UTC))
        return views.show(request, "public/changes.html", page=page)

    @get("/document", sync_to_thread=True)
    def document(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        page = document_page(store, round_id, datetime.now(UTC))
        return views.show(request, "public/document.html", page=page)
