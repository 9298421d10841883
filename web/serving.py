"""Starting everything a site needs: database, migrations, worker, server processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from granian import Granian
from granian.constants import Interfaces

from procurement.store import access, migrations
from web import settings

WORKERS = 2


@contextmanager
def database() -> Iterator[str]:
    """The application's address of the migrated database: one's own, or the embedded one."""
    with access.database(settings.home()) as urls:
        migrations.migrate(urls.owner)
        yield urls.app.render_as_string(hide_password=False)


def serve(url: str, host: str, port: int) -> None:
    """Serve until interrupted, with the worker beside the server."""
    os.environ["VBP_DATABASE_URL"] = url
    worker = subprocess.Popen([sys.executable, "-m", "web.jobs"])
    try:
        Granian(
            "web.app:serve",
            address=host,
            port=port,
            interface=Interfaces.ASGI,
            factory=True,
            workers=WORKERS,
            websockets=False,
            log_access=False,
        ).serve()
    finally:
        worker.terminate()
        worker.wait()
