"""Invitations of people to a login (邀请): only the hash of what the link says is kept."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.rights import Role
from procurement.store.base import choice, key


class InvitationRow(SQLModel, table=True):
    __tablename__ = "invitations"

    id: int | None = key()
    token_sha256: str = Field(unique=True)
    role: Role = choice(Role)
    party: str = ""
    name: str
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    accepted_as: str = ""
    revoked_at: datetime | None = None

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id


class Invitations:
    """Reading and writing invitations."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, row: InvitationRow) -> None:
        self.session.add(row)
        self.session.flush()

    def all(self) -> list[InvitationRow]:
        """Every invitation, the newest first."""
        return list(
            self.session.exec(select(InvitationRow).order_by(col(InvitationRow.id).desc())).all()
        )

    def get(self, number: int) -> InvitationRow | None:
        """One invitation, locked: it is accepted or taken back once."""
        return self.session.get(InvitationRow, number, with_for_update=True)

    def with_token(self, token_sha256: str) -> InvitationRow | None:
        """The invitation that a link names, locked: of two who use it at once one is too late."""
        query = select(InvitationRow).where(InvitationRow.token_sha256 == token_sha256)
        return self.session.exec(query.with_for_update()).one_or_none()
