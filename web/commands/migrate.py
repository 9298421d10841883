"""``vbp migrate``: bring the database up to date."""

import click

from web.commands.database import database


@click.command("migrate")
def command() -> None:
    """Bring the database of DATABASE_URL, or the embedded one, up to date.

    升级数据库结构；已是最新时不做任何改动。
    """
    with database():
        click.echo("数据库已是最新。 The database is up to date.")
