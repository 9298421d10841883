"""Webhooks: where organisations want notices, and what was delivered there, numbered gap-free."""

from datetime import datetime

from sqlalchemy import exists, or_, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from procurement.store.base import key, refers, whole
from procurement.store.notices import NoticeRow
from procurement.store.rounds import NotFound, RoundRow


class HookRow(SQLModel, table=True):
    """A receiver of a party; its secret is made of ``salt`` and a key that is not kept here."""

    __tablename__ = "hooks"

    id: int | None = key()
    party: str = Field(index=True)
    role: str
    address: str = Field(repr=False)
    salt: bytes = Field(repr=False)
    made_by: str
    made_at: datetime
    newest: int = whole(default=0)
    failures: int = 0
    failing_since: datetime | None = None
    next_at: datetime | None = None
    taken_until: datetime | None = None
    stopped_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id


class DeliveryRow(SQLModel, table=True):
    """One notice for one receiver; ``answer`` is what came back last: a status, or a cause."""

    __tablename__ = "hook_deliveries"
    __table_args__ = (UniqueConstraint("hook_id", "sequence"),)

    id: int | None = key()
    hook_id: int = refers("hooks.id")
    sequence: int = whole()
    notice_id: int = refers("notices.id")
    tries: int = 0
    answer: str = ""
    tried_at: datetime | None = None
    delivered_at: datetime | None = None


class Webhooks:
    """Reading and writing receivers and deliveries."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, row: HookRow) -> int:
        self.session.add(row)
        self.session.flush()
        return row.number

    def of(self, party: str) -> list[HookRow]:
        """The receivers of a party that were not revoked, the oldest first."""
        query = (
            select(HookRow)
            .where(HookRow.party == party, col(HookRow.revoked_at).is_(None))
            .order_by(col(HookRow.id))
        )
        return list(self.session.exec(query).all())

    def get(self, party: str, number: int) -> HookRow:
        """A receiver of this party, locked; NotFound for another's."""
        query = select(HookRow).where(
            HookRow.id == number, HookRow.party == party, col(HookRow.revoked_at).is_(None)
        )
        row = self.session.exec(query.with_for_update()).one_or_none()
        if row is None:
            raise NotFound(f"webhook {number}")
        return row

    def locked(self, number: int) -> HookRow:
        """Any receiver, as it is now, locked."""
        query = select(HookRow).where(HookRow.id == number).with_for_update()
        return self.session.exec(query).one()

    def spread(self, notice: NoticeRow) -> None:
        """Queue a notice at every receiver of its audience under the receiver's next number.

        The receiver stays locked until the transaction ends: no number is given twice or lost.
        """
        to, _, name = notice.audience.partition(":")
        whose = HookRow.role == name if to == "role" else HookRow.party == name
        query = (
            select(HookRow)
            .where(whose, col(HookRow.revoked_at).is_(None))
            .order_by(col(HookRow.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        for hook in self.session.exec(query).all():
            hook.newest += 1
            self.session.add(
                DeliveryRow(hook_id=hook.number, sequence=hook.newest, notice_id=notice.number)
            )

    def take(self, at: datetime, until: datetime, most: int) -> list[HookRow]:
        """Receivers with something due, taken until then so that no other worker serves them."""
        query = (
            select(HookRow)
            .where(
                col(HookRow.revoked_at).is_(None),
                col(HookRow.stopped_at).is_(None),
                or_(col(HookRow.next_at).is_(None), col(HookRow.next_at) <= at),
                or_(col(HookRow.taken_until).is_(None), col(HookRow.taken_until) <= at),
                exists().where(
                    col(DeliveryRow.hook_id) == col(HookRow.id),
                    col(DeliveryRow.delivered_at).is_(None),
                ),
            )
            .order_by(col(HookRow.id))
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        found = list(self.session.exec(query).all())
        for hook in found:
            hook.taken_until = until
        return found

    def due(self, hook_id: int, most: int) -> list[tuple[DeliveryRow, NoticeRow, str]]:
        """What a receiver lacks, in its order, each with its notice and its round's code."""
        query = (
            select(DeliveryRow, NoticeRow, RoundRow.code)
            .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice_id))
            .outerjoin(RoundRow, col(RoundRow.id) == col(NoticeRow.round_id))
            .where(DeliveryRow.hook_id == hook_id, col(DeliveryRow.delivered_at).is_(None))
            .order_by(col(DeliveryRow.sequence))
            .limit(most)
        )
        return [(row, notice, code or "") for row, notice, code in self.session.exec(query).all()]

    def delivery(self, hook_id: int, sequence: int) -> DeliveryRow:
        query = select(DeliveryRow).where(
            DeliveryRow.hook_id == hook_id, DeliveryRow.sequence == sequence
        )
        return self.session.exec(query).one()

    def newest(self, hook_id: int, most: int) -> list[tuple[DeliveryRow, NoticeRow]]:
        """The newest deliveries of a receiver, the last one first."""
        query = (
            select(DeliveryRow, NoticeRow)
            .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice_id))
            .where(DeliveryRow.hook_id == hook_id)
            .order_by(col(DeliveryRow.sequence).desc())
            .limit(most)
        )
        return list(self.session.exec(query).all())

    def again(self, hook_id: int, sequence: int) -> None:
        """Everything from this number on is due once more."""
        self.session.execute(
            update(DeliveryRow)
            .where(col(DeliveryRow.hook_id) == hook_id, col(DeliveryRow.sequence) >= sequence)
            .values(delivered_at=None)
        )
