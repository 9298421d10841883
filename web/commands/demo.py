"""``vbp demo``: tell the real round once, keep it, and serve it."""

import os
import shutil

import click

from procurement.store.cluster import Cluster
from procurement.store.database import Store
from procurement.store.server import ClusterFailed
from seed import demo
from seed.story import Story
from web import serving, settings
from web.commands.database import database, unusable
from web.commands.serve import HOST, PORT, require_free

WRITTEN = ("papers",)


@click.command("demo")
@click.option("--fresh", is_flag=True, help="Start over from an empty database.  从头开始。")
@click.option("--port", type=int, default=PORT, show_default=True, help="Port.  端口。")
@click.option("--no-serve", is_flag=True, help="Tell the story only.  只生成数据，不启动网站。")
def command(*, fresh: bool, port: int, no_serve: bool) -> None:
    """Tell one real round from sealed bids to retained savings, then serve the site.

    What was told before is kept, and then this takes seconds.

    讲述第二批国家集采的全过程并启动网站；已有数据保留不变，再次启动只需数秒。
    """
    if not no_serve:
        require_free(HOST, port)
    home = settings.home()
    if fresh:
        start_over()
    with database() as url:
        store = Store(url, pool=1)
        try:
            kept = settings.Settings(home, url)
            story = Story(store, kept.receipt_key(), kept.question_key())
            demo.tell(story, home / "papers")
            click.echo(demo.welcome(store, f"http://{HOST}:{port}"))
        finally:
            store.close()
        if not no_serve:
            os.environ.setdefault("VBP_SECOND_FACTOR", "offered")
            serving.serve(url, HOST, port)


def start_over() -> None:
    """Remove the embedded database and what was written beside it; never a database of yours."""
    if os.environ.get("DATABASE_URL"):
        raise click.UsageError(
            "--fresh 只清除内置数据库；使用 DATABASE_URL 时请自行清空。 --fresh removes only the "
            "embedded database; empty the one of DATABASE_URL yourself."
        )
    home = settings.home()
    try:
        Cluster(home / "postgresql").remove()
    except ClusterFailed as failed:
        raise unusable(failed) from failed
    for name in WRITTEN:
        shutil.rmtree(home / name, ignore_errors=True)
