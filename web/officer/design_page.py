"""A round's rules as its officers see them: what is open, what may be decided, what is settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from procurement.actions import designing, designs
from procurement.exchange import written_rules
from procurement.rules.design import Design
from procurement.rules.entries import Blank, Decision, Entry, Key
from procurement.rules.findings import Finding
from procurement.rules.key_sentences import SENTENCES
from procurement.rules.lint import lint
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor
from procurement.rules.rulebook import Rulebook, RulebookFaults
from procurement.rules.schemas import SCHEMAS
from procurement.rules.text import Fault, Text
from procurement.store.database import Store
from procurement.store.decisions import written
from web.officer.designer_forms import Trial
from web.officer.head import Head, head
from web.public.rules import SECTIONS

type State = Literal["open", "decided", "free", "settled"]


@dataclass(frozen=True, slots=True)
class Line:
    """One key of the rulebook in this round.

    ``open``: nobody knows a value, and the round has to decide; ``decided``: it has; ``free``: it
    may; ``settled``: only another rulebook may. ``own`` is the rulebook's entry, ``why`` why it
    has none; ``typed`` is what a field begins with.
    """

    key: str
    state: State
    title: Text
    unit: Text
    does: Text
    must_be: Text
    words: Mapping[str, Text]
    choices: Mapping[str, Text]
    shown: Text | None
    own: Entry | None
    why: Text | None
    decision: Decision | None
    typed: str
    checked: date


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the rulebook: what the office may decide in it, and what it may not."""

    anchor: str
    name: Text
    parameters: tuple[Line, ...]
    settled: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DesignPage:
    """The page; ``editable`` says whether the person may decide now.

    ``others`` are rounds by number; with the demand of those ``reported`` the design can be tried.
    ``conflicts``: why no plan keeps the rules of volume, where that was asked.
    """

    head: Head
    book: Rulebook
    day: date
    products: int
    firms: int
    open: tuple[Line, ...]
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    counts: Mapping[State, int]
    trial: Trial
    others: Mapping[int, str]
    reported: Mapping[int, str]
    conflicts: tuple[Fault, ...]
    editable: bool

    @property
    def errors(self) -> int:
        return sum(one.severity == "error" for one in self.findings)

    @property
    def impossible(self) -> bool:
        """Some lot has no plan, and the solver can say why."""
        return any(one.rule in {"allocation", "capacity"} for one in self.findings)

    @property
    def keys(self) -> frozenset[str]:
        """The keys that stand on the page, to lead to from a finding."""
        lines = (*self.open, *(one for part in self.parts for one in _every(part)))
        return frozenset(line.key for line in lines)


def design_page(
    store: Store, actor: Actor, round_id: int, trial: Trial, now: datetime
) -> DesignPage:
    """Every key of the round's rulebook, and what the lint finds as long as it is a draft."""
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        design = designs.read(db, round_, trial.schedule, trial.demand_of)
        others = [one for one in reversed(db.rounds.all()) if one.number != round_id]
    drafting = top.phase is Phase.DRAFT
    found = lines(design)
    states: tuple[State, ...] = ("open", "decided", "free", "settled")
    return DesignPage(
        head=top,
        book=design.book,
        day=design.day,
        products=len(design.products),
        firms=len({one.firm for one in design.entrants}),
        open=tuple(line for line in found if line.state == "open"),
        parts=tuple(_parts(found)),
        findings=lint(design) if drafting else (),
        counts={state: sum(line.state == state for line in found) for state in states},
        trial=trial,
        others={one.number: one.name for one in others},
        reported={one.number: one.name for one in others if one.phase is not Phase.DRAFT},
        conflicts=designing.conflicts(store, actor, round_id, trial.demand_of)
        if drafting and trial.why
        else (),
        editable=drafting and top.acting,
    )


def lines(design: Design) -> list[Line]:
    """Every key that the rulebook has on the round's day, in the order of the scheme."""
    book, decided = design.book, {one.key: one for one in design.decisions}
    own = book.entries(design.day)
    try:
        entries = book.entries(design.day, decisions=design.decisions)
    except RulebookFaults:  # the lint says so
        entries = own
    blanks = {one.key: one for one in book.blanks}
    texts = written_rules.in_force(book, design.day)
    return [
        _line(
            book.kind,
            key,
            own.get(key.key, blanks.get(key.key)),
            entries.get(key.key),
            decided.get(key.key),
            texts.get(key.key, ""),
        )
        for key in SCHEMAS[book.kind].keys
        if key.key in own or key.key in blanks
    ]


def _line(
    kind: str,
    key: Key,
    subject: Entry | Blank | None,
    entry: Entry | None,
    decision: Decision | None,
    text: str,
) -> Line:
    assert subject is not None
    own = subject if isinstance(subject, Entry) else None
    return Line(
        key=key.key,
        state=_state(own, decision),
        title=subject.title,
        unit=subject.unit,
        does=SENTENCES[kind][key.key],
        must_be=key.reading.must_be,
        words=key.reading.words,
        choices=key.reading.choices,
        shown=entry.shown if entry else None,
        own=own,
        why=subject.why if isinstance(subject, Blank) else None,
        decision=decision,
        typed=written(decision.value) if decision else text,
        checked=subject.checked,
    )


def _state(own: Entry | None, decision: Decision | None) -> State:
    if decision:
        return "decided"
    if own is None:
        return "open"
    return "free" if own.is_parameter else "settled"


def _parts(found: Iterable[Line]) -> Iterable[Part]:
    """By the first word of the keys; what is open stands at the top of the page instead."""
    parts: dict[str, Part] = {}
    for line in found:
        name = line.key.partition(".")[0]
        part = parts.setdefault(name, Part(name, SECTIONS[name], (), ()))
        if line.state == "settled":
            parts[name] = replace(part, settled=(*part.settled, line))
        elif line.state != "open":
            parts[name] = replace(part, parameters=(*part.parameters, line))
    return (parts[name] for name in SECTIONS if name in parts and any(_every(parts[name])))


def _every(part: Part) -> tuple[Line, ...]:
    return (*part.parameters, *part.settled)
