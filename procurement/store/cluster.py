"""A PostgreSQL of our own in a private directory: made on first use, stopped by its last user.

What stands in the directory:

    passwords.json   of the three roles, readable by nobody else
    users            locked by everybody who uses the server
    server/          data, log and socket; as root this belongs to an unprivileged account
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from sqlalchemy import URL

from procurement.store.binaries import Binaries, installed
from procurement.store.server import SUPERUSER, ClusterFailed, Server, home_for, server_for

DATABASE = "vbp"
OWNER = "vbp_owner"
"""The role that owns the tables and changes them (migrations)."""

APP = "vbp_app"
"""The role of the application: no table is its own."""

SHELTER = Path("/var/lib/volume-based-procurement")


class Cluster:
    """The server of one directory; as a context manager it runs while it is wanted."""

    def __init__(
        self,
        directory: Path,
        *,
        choices: Iterable[Binaries] | None = None,
        settings: Mapping[str, str] | None = None,
        shelter: Path = SHELTER,
    ) -> None:
        """``settings`` are PostgreSQL's own; ``choices`` are the installations to pick from."""
        self.directory = directory.absolute()
        self.settings = dict(settings or {})
        self.shelter = shelter
        self.choices = choices
        self._users: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server unless it runs already; several processes may share it."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
        with self._alone():
            users = os.open(self.directory / "users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                if not self.server.data.exists():
                    self.server.make(self._passwords()[SUPERUSER])
                if not self.server.running():
                    self.server.start(self.settings)
                self._make_database()
            except BaseException:
                os.close(users)
                raise
            self._users = users

    def stop(self) -> None:
        """Leave; the last one out stops the server."""
        if self._users is None:
            return
        users, self._users = self._users, None
        with self._alone():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.server.stop()
            except BlockingIOError:
                fcntl.flock(users, fcntl.LOCK_UN)  # also for children that inherited the handle
            finally:
                os.close(users)

    def remove(self) -> None:
        """Delete all it ever kept; refused while somebody else uses the server."""
        self.stop()
        if not (self.directory / "users").exists():
            return
        with self._alone(), (self.directory / "users").open() as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ClusterFailed(f"{self.directory} is in use: stop its server first") from None
            home, _ = home_for(self.directory, self.shelter)
            if (home / "data" / "postmaster.pid").exists():
                self.server.stop()
            shutil.rmtree(home)
            shutil.rmtree(self.directory)

    def url(self, role: str = APP, database: str = DATABASE) -> URL:
        """Where this role finds this database while the server runs."""
        return URL.create(
            "postgresql+psycopg",
            role,
            self._passwords()[role],
            database=database,
            query={"host": str(self.server.socket())},
        )

    def connect(self, role: str, database: str) -> psycopg.Connection:
        """A plain connection, each statement its own transaction."""
        url = self.url(role, database).set(drivername="postgresql")
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    @cached_property
    def server(self) -> Server:
        """The process, its files and its account."""
        choices = installed() if self.choices is None else self.choices
        return server_for(self.directory, choices, self.shelter)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts or stops this server meanwhile."""
        handle = os.open(self.directory, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _passwords(self) -> dict[str, str]:
        """The roles' passwords, drawn once."""
        file = self.directory / "passwords.json"
        if not file.exists():
            drawn = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, APP)}
            unfinished = file.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as opened:
                json.dump(drawn, opened)
            unfinished.rename(file)
        return dict(json.loads(file.read_text()))

    def _make_database(self) -> None:
        """The two roles and the database, where a first start has not come so far."""
        with closing(self.connect(SUPERUSER, SUPERUSER)) as connection:
            made = "SELECT rolname FROM pg_roles UNION SELECT datname FROM pg_database"
            known = {name for (name,) in connection.execute(made)}
            for role in {OWNER, APP} - known:
                create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                connection.execute(create.format(sql.Identifier(role), self._passwords()[role]))
            if DATABASE not in known:
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(create.format(*map(sql.Identifier, (DATABASE, OWNER))))
