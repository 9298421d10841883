"""Bringing a database up to date, and giving the application's role what it may do there."""

import importlib
import pkgutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, MetaData, NullPool, create_engine, text
from sqlmodel import SQLModel

from procurement import store
from procurement.store.base import APPEND_ONLY
from procurement.store.cluster import APP

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
LOCK = 0x56425002
"""The advisory lock under which one process at a time migrates."""


def tables() -> MetaData:
    """Every table there is, from every module of the store."""
    for module in pkgutil.iter_modules(store.__path__, f"{store.__name__}."):
        importlib.import_module(module.name)
    return SQLModel.metadata


def config(connection: Connection) -> Config:
    """Alembic's configuration, for use on this connection."""
    made = Config(toml_file=PROJECT)
    made.attributes["connection"] = connection
    return made


def migrate(owner: str | URL) -> None:
    """Upgrade to the newest tables as their owner, and grant anew; all of it or nothing."""
    engine = create_engine(owner, hide_parameters=True, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        command.upgrade(config(connection), "head")
        grant(connection, APPEND_ONLY)


def grant(connection: Connection, append_only: frozenset[str], role: str = APP) -> None:
    """The role may read and write rows, append only where a row is final, and change no table."""
    quote = connection.dialect.identifier_preparer.quote
    if connection.scalar(text("SELECT to_regrole(:role)"), {"role": role}) is None:
        connection.execute(text(f"CREATE ROLE {quote(role)} NOLOGIN"))
        connection.execute(text(f"GRANT {quote(role)} TO CURRENT_USER"))
    everything = [
        "USAGE ON SCHEMA public",
        "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
        "USAGE ON ALL SEQUENCES IN SCHEMA public",
    ]
    for rights in everything:
        connection.execute(text(f"GRANT {rights} TO {quote(role)}"))
    connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quote(role)}"))
    for name in sorted(append_only):
        connection.execute(text(f"REVOKE UPDATE, DELETE ON {quote(name)} FROM {quote(role)}"))
