"""``vbp invite``: the operator of the machine invites anybody to a login, the first officer too."""

from datetime import UTC, datetime

import click

from procurement.actions import invitations
from procurement.rules import dates
from procurement.rules.invitations import LIFETIME, Guest
from procurement.rules.rights import ROLE_NAMES, Role
from procurement.store.database import Store
from web import settings
from web.commands.database import database


@click.command(
    "invite",
    epilog="""
    \b
    Example 示例
      vbp invite --role officer --name 王芳
    """,
)
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What the person is to be.  角色。",
)
@click.option("--name", required=True, metavar="NAME", help="The person's name.  姓名。")
@click.option(
    "--party",
    default="",
    metavar="CODE",
    help="The firm or hospital spoken for, by its code; a distributor's credit code.  "
    "所代表的企业或医疗机构代码；配送企业填统一社会信用代码。",
)
def command(*, role: str, name: str, party: str) -> None:
    """Make an invitation that one person can accept once, and print its link this once.

    Officers come in this way alone: no officer invites another. The audit chain names the
    operator. Exit status 2 with a line a fault; nothing is kept then.

    由系统运维人员生成一次性邀请链接，只显示这一次；采购办人员只能由此邀请。操作留痕记为运维人员。
    """
    guest, now = Guest(name.strip(), Role(role), party.strip()), datetime.now(UTC)
    with database() as url:
        store = Store(url, pool=1)
        try:
            code = invitations.invite_by_operator(store, guest, now)
        finally:
            store.close()
    shown = ROLE_NAMES[guest.role]
    click.echo(f"被邀请人 for     {guest.name} · {shown.zh} {shown.en} {guest.party}".rstrip())
    click.echo(f"链接 link        {settings.site()}/invitation#{code}")
    click.echo(f"邀请码 code      {code}")
    click.echo(f"有效至 until     {dates.show_instant(now + LIFETIME)} 北京时间 Beijing time")
