"""Keys for systems of firms and hospitals (接口密钥): only the hash of each is kept."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Session, SQLModel, String, col, select

from procurement.store.base import key


class ApiKeyRow(SQLModel, table=True):
    __tablename__ = "api_keys"

    id: int | None = key()
    login: str = Field(foreign_key="users.login", index=True)
    purpose: str
    prefix: str
    key_sha256: str = Field(unique=True)
    scopes: list[str] = Field(sa_type=ARRAY(String))
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    @property
    def number(self) -> int:
        """The key of the row, once kept."""
        assert self.id is not None
        return self.id


class ApiKeys:
    """Reading and writing keys."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, row: ApiKeyRow) -> None:
        self.session.add(row)
        self.session.flush()

    def of_login(self, login: str) -> list[ApiKeyRow]:
        """The person's keys, the newest first."""
        query = select(ApiKeyRow).where(ApiKeyRow.login == login)
        return list(self.session.exec(query.order_by(col(ApiKeyRow.id).desc())).all())

    def with_hash(self, key_sha256: str) -> ApiKeyRow | None:
        query = select(ApiKeyRow).where(ApiKeyRow.key_sha256 == key_sha256)
        return self.session.exec(query).one_or_none()
