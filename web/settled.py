"""A statement of retained savings as a page shows it: every step with arithmetic and clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from procurement.actions import statements
from procurement.exchange import rulebooks
from procurement.exchange.statements import MEASURED
from procurement.rules.parties import Hospital
from procurement.rules.rights import Actor, require
from procurement.rules.rulebook import Entry, SavingsRules
from procurement.rules.text import Text
from procurement.rules.year_rules import INDICATORS
from procurement.store.database import Store
from procurement.store.statements import Summary
from web import rounds
from web.rounds import Round


@dataclass(frozen=True, slots=True)
class Law:
    """The rulebook of a settlement as it stood on its day."""

    id: str
    title: Text
    document: str
    sha256: str
    day: date
    unchanged: bool
    rules: SavingsRules

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self.rules.sources.values())

    @property
    def unconfirmed(self) -> int:
        return sum(entry.evidence == "unconfirmed" for entry in self.entries)


def law(head: Summary) -> Law:
    """By which rulebook, text and day a statement was made; ``unchanged`` since then or not."""
    book = rulebooks.load(head.rulebook)
    return Law(
        id=book.id,
        title=book.title,
        document=book.document,
        sha256=head.rulebook_sha256,
        day=head.rulebook_day,
        unchanged=book.sha256 == head.rulebook_sha256,
        rules=book.at(head.rulebook_day, SavingsRules),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning: its arithmetic, its amount in fen, and its clause."""

    title: Text
    arithmetic: Text
    fen: int | None
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product of the statement; quantities in units, amounts in fen."""

    name: str
    spec: str
    demand: int
    agreed: int
    received: int
    others: int
    budget: int
    spending: int
    base: int
    failed: tuple[Text, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one indicator, out of how many, and whether the platform measured it."""

    indicator: Text
    points: Fraction
    most: int
    measured: bool


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A hospital's newest statement, the law it was made by, and the versions before it."""

    round: Round
    hospital: Hospital
    head: Summary
    lines: tuple[ProductLine, ...]
    scores: tuple[Score, ...]
    steps: tuple[Step, ...]
    law: Law
    earlier: tuple[Summary, ...]

    @property
    def most(self) -> int:
        return sum(score.most for score in self.scores)

    @property
    def failed(self) -> int:
        return sum(bool(line.failed) for line in self.lines)


def page(store: Store, actor: Actor, round_id: int, hospital: str, now: datetime) -> StatementPage:
    """The statement that counts; NotFound before the year is settled."""
    require(actor, "see_statement", hospital)
    with store.transaction() as db:
        round_ = rounds.signed(db, round_id, now)
        versions = db.statements.summaries(round_id, hospital)
        content = statements.newest(db, round_id, hospital).content
        names = {code: one.name for code, one in db.catalogue.products(round_id).items()}
        party = db.parties.hospitals()[hospital]
    head, *earlier = versions
    book = law(head)
    return StatementPage(
        round=round_,
        hospital=party,
        head=head,
        lines=tuple(_line(one, names, book.rules) for one in content["products"]),
        scores=tuple(
            Score(INDICATORS[name], Fraction(content["points"][name]), most, name in MEASURED)
            for name, most in book.rules.score_points.items()
        ),
        steps=_steps(content["steps"], book.rules),
        law=book,
        earlier=tuple(earlier),
    )


def _line(kept: Mapping[str, Any], names: Mapping[str, str], rules: SavingsRules) -> ProductLine:
    code, _, spec = kept["product"].partition(" ")
    return ProductLine(
        name=names[code],
        spec=spec,
        demand=kept["demand"],
        agreed=kept["agreed"],
        received=kept["received"],
        others=kept["nonwinning_quantity"],
        budget=kept["budget"],
        spending=kept["spending"],
        base=kept["base"],
        failed=tuple(Text(fault["zh"], fault["en"]) for fault in kept["failed"]),
        steps=_steps(kept["steps"], rules),
    )


def _steps(kept: Sequence[Mapping[str, Any]], rules: SavingsRules) -> tuple[Step, ...]:
    return tuple(
        Step(
            Text(*step["title"]),
            Text(*step["arithmetic"]),
            step["fen"],
            rules.sources.get(step["clause"]),
        )
        for step in kept
    )
