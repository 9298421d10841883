"""``vbp audit``: proving the chain of everything that was done."""

import click

from procurement.actions import audit
from procurement.store.database import Store
from web.commands.database import database

BROKEN = 1


@click.group("audit")
def command() -> None:
    """Prove the hash chain of everything that was done.

    验证操作留痕链。
    """


@command.command(short_help="Length and newest hash, or the first broken link.  逐条验证。")
@click.option(
    "--witness",
    metavar="HASH",
    help="A hash noted earlier, which must be in the chain.  先前记下的哈希值，须在链中。",
)
@click.pass_context
def verify(ctx: click.Context, witness: str | None) -> None:
    """Walk the chain from the first event; print its length and newest hash.

    A broken link is named by number and cause, with exit status 1.

    从第一条起逐条验证，输出条数与最新哈希值；链条断裂时指明序号与原因，退出状态为 1。
    """
    with database() as url:
        store = Store(url, pool=1)
        try:
            length, head, broken = audit.verify(store, witness)
        finally:
            store.close()
    click.echo(f"事件 events  {length:,}")
    click.echo(f"最新哈希 head {head}")
    if broken is not None:
        cause = f"{broken.cause.zh} / {broken.cause.en}"
        click.echo(f"序号 sequence {broken.sequence}: {cause}", err=True)
        ctx.exit(BROKEN)
    click.echo("链条完整。 The chain holds.")
