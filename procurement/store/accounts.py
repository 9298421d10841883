"""Who may log in."""

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.rights import Actor, Role
from procurement.store.base import choice, key


class UserRow(SQLModel, table=True):
    __tablename__ = "users"

    id: int | None = key()
    login: str = Field(unique=True)
    name: str
    role: Role = choice(Role)
    party: str = ""
    password_hash: str

    def actor(self) -> Actor:
        return Actor(self.login, self.role, self.party)


class Accounts:
    """Reading and writing logins."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def by_login(self, login: str) -> UserRow | None:
        return self.session.exec(select(UserRow).where(UserRow.login == login)).one_or_none()

    def add(self, actor: Actor, name: str, password_hash: str) -> None:
        self.session.add(
            UserRow(
                login=actor.login,
                name=name,
                role=actor.role,
                party=actor.party,
                password_hash=password_hash,
            )
        )

    def change_password(self, login: str, password_hash: str) -> None:
        row = self.by_login(login)
        assert row is not None
        row.password_hash = password_hash

    def everybody(self) -> list[UserRow]:
        return list(self.session.exec(select(UserRow).order_by(col(UserRow.id))).all())

    def name(self, login: str) -> str:
        """The name to show for a login; the login itself when it is unknown."""
        row = self.by_login(login)
        return row.name if row else login

    def of_role(self, role: Role) -> list[UserRow]:
        query = select(UserRow).where(UserRow.role == role).order_by(col(UserRow.id))
        return list(self.session.exec(query).all())
