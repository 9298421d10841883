"""``vbp certify``: stored certificates, proved again."""

import json
from pathlib import Path

import click

from procurement.exchange import certificates
from web.commands.replay import LANGUAGES

WRONG = 1


@click.command("certify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
@click.option(
    "--lang", type=LANGUAGES, default="zh", show_default=True, help="Of the table.  表格语言。"
)
@click.pass_context
def command(ctx: click.Context, *, file: Path, as_json: bool, lang: str) -> None:
    """Prove the certificates in FILE again, in whole numbers and without a solver.

    Of every lot: the plan keeps the rules, its spend is right, no plan costs less than the proved
    floor, and nothing was changed since. What the engines said stands beside it. Exit status 1 when
    a certificate does not hold, 2 when FILE cannot be read.

    逐份重新证明文件中的证书：方案符合规则、金额无误、任何方案不低于已证下界、内容未被改动；只用整数运算，不使用求解器。

    任一证书不成立时退出状态为 1，文件无法读取时为 2。
    """
    verdicts = certificates.verify(file)
    if as_json:
        click.echo(json.dumps(certificates.to_json(verdicts), ensure_ascii=False, indent=1))
    else:
        click.echo(certificates.render(verdicts, lang))
    if not all(verdict.holds for verdict in verdicts):
        ctx.exit(WRONG)
