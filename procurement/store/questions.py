"""Questions about a round without the asker's name, and their answers; only appended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Session, SQLModel, col, select

from procurement.store.base import key, refers, whole
from procurement.store.rounds import NotFound


class QuestionRow(SQLModel, table=True):
    """A question; ``mark`` tells its asker to nobody who has not the platform's key."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    number: int = whole()
    mark: str
    words: str
    asked_at: datetime


class AnswerRow(SQLModel, table=True):
    """An answer, as a draft or published; a question has one that is published."""

    __tablename__ = "question_answers"
    __table_args__ = (
        Index(
            "uq_question_answers_published",
            "question_id",
            unique=True,
            postgresql_where=text("published"),
        ),
    )

    id: int | None = key()
    question_id: int = refers("questions.id", index=True)
    words: str
    published: bool
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A question with the newest draft of its answer and the one that is published."""

    question: QuestionRow
    draft: AnswerRow | None
    published: AnswerRow | None


class Questions:
    """Reading and writing questions."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def ask(self, row: QuestionRow) -> None:
        self.session.add(row)
        self.session.flush()

    def answer(self, row: AnswerRow) -> None:
        self.session.add(row)
        self.session.flush()

    def get(self, round_id: int, number: int) -> Kept:
        """One question; NotFound when the round has none of this number."""
        for one in self.of_round(round_id):
            if one.question.number == number:
                return one
        raise NotFound(f"question {number} of round {round_id}")

    def of_round(self, round_id: int) -> list[Kept]:
        """Every question with its answers, in the order in which they were asked."""
        query = (
            select(QuestionRow)
            .where(QuestionRow.round_id == round_id)
            .order_by(col(QuestionRow.number))
        )
        asked = self.session.exec(query).all()
        written = self.session.exec(
            select(AnswerRow)
            .where(col(AnswerRow.question_id).in_([row.id for row in asked]))
            .order_by(col(AnswerRow.id))
        ).all()
        drafts = {row.question_id: row for row in written if not row.published}
        published = {row.question_id: row for row in written if row.published}
        return [Kept(row, drafts.get(row.id or 0), published.get(row.id or 0)) for row in asked]
