"""The database for a command, and what is said when it cannot be had."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError

from procurement.store.server import ClusterFailed
from web import serving


@contextmanager
def database() -> Iterator[str]:
    """The application's address of the migrated database, while the command runs."""
    try:
        with serving.database() as url:
            yield url
    except ClusterFailed as failed:
        raise unusable(failed) from failed
    except OperationalError as failed:  # its own text would repeat the statement
        raise unusable(failed.orig or failed) from failed


def unusable(cause: BaseException) -> click.ClickException:
    return click.ClickException(f"数据库不可用 / The database cannot be used: {cause}")
