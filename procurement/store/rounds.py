"""Rounds: what was announced, under which law, and how far each has come."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.keys import Hardness, Share
from procurement.rules.phases import Phase, advance
from procurement.store.base import choice, key, refers, whole


class NotFound(Exception):
    """Nothing of that name is kept here."""


class RoundRow(SQLModel, table=True):
    __tablename__ = "rounds"

    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    document: str
    source: str
    rulebook: str
    rulebook_sha256: str
    rulebook_day: date
    rehearsal: bool = False
    phase: Phase = choice(Phase)
    bids_close_at: datetime | None = None
    agreement_start: date | None = None
    public_key: bytes | None = None
    run_id: int | None = whole(default=None, nullable=True)
    plan: str | None = None

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id


class KeyShareRow(SQLModel, table=True):
    """One officer's share of a round's private key, wrapped under that officer's passphrase."""

    __tablename__ = "key_shares"

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    officer: str
    number: int = whole()
    threshold: int = whole()
    salt: bytes
    nonce: bytes
    ciphertext: bytes
    memory_kib: int
    passes: int
    lanes: int
    taken_at: datetime | None = None

    def fact(self) -> Share:
        hardness = Hardness(self.memory_kib, self.passes, self.lanes)
        return Share(
            self.officer,
            self.number,
            self.threshold,
            self.salt,
            self.nonce,
            self.ciphertext,
            hardness,
        )


class Rounds:
    """Reading and writing rounds."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, row: RoundRow) -> int:
        self.session.add(row)
        self.session.flush()
        return row.number

    def get(self, round_id: int, *, lock: bool = False) -> RoundRow:
        """The round; with ``lock`` nobody else changes it until the transaction ends."""
        query = select(RoundRow).where(RoundRow.id == round_id)
        row = self.session.exec(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFound(f"round {round_id}")
        return row

    def advance(self, round_id: int, action: str) -> RoundRow:
        """The round after this action; ``WrongPhase`` when it is not its turn."""
        row = self.get(round_id, lock=True)
        row.phase = advance(row.phase, action)
        self.session.add(row)
        return row

    def all(self) -> list[RoundRow]:
        return list(self.session.exec(select(RoundRow).order_by(col(RoundRow.id))).all())

    def keep_shares(self, round_id: int, shares: Iterable[Share]) -> None:
        self.session.add_all(
            KeyShareRow(
                round_id=round_id,
                officer=share.officer,
                number=share.number,
                threshold=share.threshold,
                salt=share.salt,
                nonce=share.nonce,
                ciphertext=share.ciphertext,
                memory_kib=share.hardness.memory_kib,
                passes=share.hardness.passes,
                lanes=share.hardness.lanes,
            )
            for share in shares
        )

    def share_of(self, round_id: int, officer: str, *, lock: bool = False) -> KeyShareRow | None:
        """The share of an officer, None where there is none of theirs."""
        query = select(KeyShareRow).where(
            KeyShareRow.round_id == round_id, KeyShareRow.officer == officer
        )
        return self.session.exec(query.with_for_update() if lock else query).one_or_none()

    def shares(self, round_id: int) -> list[Share]:
        query = (
            select(KeyShareRow)
            .where(KeyShareRow.round_id == round_id)
            .order_by(col(KeyShareRow.id))
        )
        return [row.fact() for row in self.session.exec(query).all()]
