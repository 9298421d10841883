"""What the screens for collusion raised, how firms replied and officers answered; only appended."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Session, SQLModel, String, col, select

from procurement.rules import canon
from procurement.rules.flags import Flag, Outcome, Shown
from procurement.rules.text import Text
from procurement.store.base import choice, document, key, refers
from procurement.store.rounds import NotFound


class ScreeningRow(SQLModel, table=True):
    """One run of the screens that found something else than the run before; ``marks`` stand."""

    __tablename__ = "screenings"

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    rulebook: str
    rulebook_sha256: str
    marks: list[str] = Field(sa_type=ARRAY(String))
    run_by: str
    run_at: datetime


class FlagRow(SQLModel, table=True):
    """A flag as it was first raised; ``mark`` is the hash of all that it says."""

    __tablename__ = "flags"
    __table_args__ = (UniqueConstraint("round_id", "mark"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    mark: str
    screen: str
    lots: list[str] = Field(sa_type=ARRAY(String))
    firms: list[str] = Field(sa_type=ARRAY(String))
    why_zh: str
    why_en: str
    facts: list[list[Any]] = document()
    basis: list[str] = Field(sa_type=ARRAY(String))
    raised_at: datetime

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    def fact(self) -> Flag:
        return Flag(
            self.screen,
            tuple(self.lots),
            tuple(self.firms),
            Text(self.why_zh, self.why_en),
            tuple(Shown(lot, firm, Text(*text)) for lot, firm, text in self.facts),
            tuple(self.basis),
        )


class FlagReplyRow(SQLModel, table=True):
    """What a firm had to say about a flag that names it (申辩)."""

    __tablename__ = "flag_replies"

    id: int | None = key()
    flag_id: int = refers("flags.id", index=True)
    firm: str = Field(foreign_key="firms.code")
    words: str
    replied_by: str
    replied_at: datetime


class FlagAnswerRow(SQLModel, table=True):
    """What an officer made of a flag, and why; the newest answer counts."""

    __tablename__ = "flag_answers"

    id: int | None = key()
    flag_id: int = refers("flags.id", index=True)
    outcome: Outcome = choice(Outcome)
    reason: str
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A flag with all that was said about it, the oldest first; ``stands`` by the newest run."""

    number: int
    flag: Flag
    raised_at: datetime
    stands: bool
    replies: tuple[FlagReplyRow, ...]
    answers: tuple[FlagAnswerRow, ...]


class Screenings:
    """Reading and writing flags."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def newest(self, round_id: int) -> ScreeningRow | None:
        """The newest run that is kept; None before the first."""
        query = (
            select(ScreeningRow)
            .where(ScreeningRow.round_id == round_id)
            .order_by(col(ScreeningRow.id).desc())
            .limit(1)
        )
        return self.session.exec(query).one_or_none()

    def keep(self, row: ScreeningRow, flags: Iterable[Flag]) -> bool:
        """Keep a run and its new flags; False when the newest run found the same."""
        raised = {mark(flag): flag for flag in flags}
        row.marks = sorted(raised)
        last = self.newest(row.round_id)
        if last and (last.rulebook_sha256, last.marks) == (row.rulebook_sha256, row.marks):
            return False
        known = {one.mark for one in self._rows(row.round_id)}
        self.session.add(row)
        self.session.add_all(
            FlagRow(
                round_id=row.round_id,
                mark=sign,
                screen=flag.screen,
                lots=list(flag.lots),
                firms=list(flag.firms),
                why_zh=flag.why.zh,
                why_en=flag.why.en,
                facts=[[lot, firm, list(text)] for lot, firm, text in flag.facts],
                basis=list(flag.basis),
                raised_at=row.run_at,
            )
            for sign, flag in raised.items()
            if sign not in known
        )
        return True

    def get(self, round_id: int, number: int) -> FlagRow:
        """One flag; NotFound when the round has none of this number."""
        query = select(FlagRow).where(FlagRow.round_id == round_id, FlagRow.id == number)
        row = self.session.exec(query).one_or_none()
        if row is None:
            raise NotFound(f"flag {number} of round {round_id}")
        return row

    def say(self, row: FlagReplyRow | FlagAnswerRow) -> None:
        self.session.add(row)

    def of_round(self, round_id: int, firm: str | None = None) -> list[Kept]:
        """Every flag, or those that name a firm, with only its own replies then."""
        last = self.newest(round_id)
        standing = set(last.marks) if last else set()
        rows = [one for one in self._rows(round_id) if firm is None or firm in one.firms]
        numbers = [one.number for one in rows]
        replies = self.session.exec(
            select(FlagReplyRow)
            .where(col(FlagReplyRow.flag_id).in_(numbers))
            .order_by(col(FlagReplyRow.id))
        ).all()
        answers = self.session.exec(
            select(FlagAnswerRow)
            .where(col(FlagAnswerRow.flag_id).in_(numbers))
            .order_by(col(FlagAnswerRow.id))
        ).all()
        return [
            Kept(
                row.number,
                row.fact(),
                row.raised_at,
                row.mark in standing,
                tuple(one for one in replies if one.flag_id == row.id and firm in {None, one.firm}),
                tuple(one for one in answers if one.flag_id == row.id),
            )
            for row in rows
        ]

    def _rows(self, round_id: int) -> list[FlagRow]:
        query = select(FlagRow).where(FlagRow.round_id == round_id).order_by(col(FlagRow.id))
        return list(self.session.exec(query).all())


def mark(flag: Flag) -> str:
    """The hash of all that a flag says."""
    return canon.digest(canon.encode(asdict(flag)))
