"""Changes proposed for announced rounds, and what a second person answered; only appended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.changes import Change, Outcome, Proposal
from procurement.store.base import choice, document, key, refers
from procurement.store.rounds import NotFound


class ChangeRow(SQLModel, table=True):
    """A proposal; it is no change yet."""

    __tablename__ = "changes"
    __table_args__ = (UniqueConstraint("id", "proposed_by"),)

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    kind: Change = choice(Change)
    place: str
    before: dict[str, str] = document()
    after: dict[str, str] = document()
    reason: str
    proposed_by: str
    proposed_at: datetime

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    def fact(self) -> Proposal:
        return Proposal(
            self.kind, self.place, self.before, self.after, self.reason, self.proposed_by
        )


class ChangeAnswerRow(SQLModel, table=True):
    """The one answer to a proposal; the database refuses consent by the one who proposed."""

    __tablename__ = "change_answers"
    __table_args__ = (
        ForeignKeyConstraint(["change_id", "proposed_by"], ["changes.id", "changes.proposed_by"]),
        CheckConstraint("outcome <> 'consented' OR answered_by <> proposed_by", name="four_eyes"),
    )

    id: int | None = key()
    change_id: int = refers("changes.id", unique=True)
    proposed_by: str
    outcome: Outcome = choice(Outcome)
    reason: str = Field(default="")
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal with its answer, ``None`` while it waits."""

    row: ChangeRow
    answer: ChangeAnswerRow | None

    @property
    def stands(self) -> bool:
        """Another person consented: it is in force."""
        return self.answer is not None and self.answer.outcome is Outcome.CONSENTED


class Changes:
    """Reading and writing proposals."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def propose(self, row: ChangeRow) -> int:
        self.session.add(row)
        self.session.flush()
        return row.number

    def answer(self, row: ChangeAnswerRow) -> None:
        self.session.add(row)
        self.session.flush()

    def get(self, round_id: int, number: int) -> Kept:
        """One proposal; NotFound when the round has none of this number."""
        query = select(ChangeRow).where(ChangeRow.round_id == round_id, ChangeRow.id == number)
        row = self.session.exec(query).one_or_none()
        if row is None:
            raise NotFound(f"change {number} of round {round_id}")
        return self._kept([row])[0]

    def of_round(self, round_id: int) -> list[Kept]:
        """Every proposal, the oldest first."""
        query = select(ChangeRow).where(ChangeRow.round_id == round_id).order_by(col(ChangeRow.id))
        return self._kept(self.session.exec(query).all())

    def in_force(self, round_id: int) -> list[Kept]:
        """What was changed, in the order in which it came into force."""
        made = [
            (one.answer.answered_at, one.row.number, one)
            for one in self.of_round(round_id)
            if one.answer and one.stands
        ]
        return [one for _, _, one in sorted(made, key=lambda kept: kept[:2])]

    def last_in_force(self, round_id: int) -> datetime | None:
        """When a change came into force last."""
        query = (
            select(func.max(ChangeAnswerRow.answered_at))
            .join(ChangeRow, col(ChangeRow.id) == col(ChangeAnswerRow.change_id))
            .where(
                ChangeRow.round_id == round_id,
                ChangeAnswerRow.outcome == Outcome.CONSENTED,
            )
        )
        return self.session.exec(query).one()

    def _kept(self, rows: Sequence[ChangeRow]) -> list[Kept]:
        query = select(ChangeAnswerRow).where(
            col(ChangeAnswerRow.change_id).in_([row.number for row in rows])
        )
        answers = {one.change_id: one for one in self.session.exec(query).all()}
        return [Kept(row, answers.get(row.number)) for row in rows]
