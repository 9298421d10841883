"""Which database to use: that of ``DATABASE_URL``, or one of our own beside the code."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url

from procurement.store.cluster import APP, OWNER, Cluster

HOME = Path(__file__).parents[2] / "var"


@dataclass(frozen=True, slots=True)
class Urls:
    """The same database for the owner of its tables, who migrates, and for the application."""

    owner: URL
    app: URL


@contextmanager
def database(home: Path = HOME) -> Iterator[Urls]:
    """The database while it is needed; one of our own is started, and stopped by its last user."""
    if given := os.environ.get("DATABASE_URL"):
        yield urls_of(given)
        return
    with Cluster(home / "postgresql") as cluster:
        yield Urls(cluster.url(OWNER), cluster.url(APP))


def urls_of(given: str) -> Urls:
    """A PostgreSQL of one's own: log in as given, and work as the application's role.

    That role is made by the first migration, so the one given must be allowed to make roles,
    or somebody makes ``vbp_app`` beforehand and grants it to the one given.
    """
    owner = make_url(given).set(drivername="postgresql+psycopg")
    return Urls(owner, owner.update_query_dict({"options": f"-c role={APP}"}))
