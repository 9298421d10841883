"""``vbp volumes``: base, leftover and pools of a demand table, with the clause of every number."""

import json
from pathlib import Path

import click

from procurement.exchange import volumes, volumes_report
from procurement.exchange.volume_columns import COLUMNS, REQUIRED
from procurement.rules.text import Fault, Refused, Text
from web.commands.replay import LANGUAGES

BROKEN = 1


class Explained(click.Command):
    """A command whose help ends with a list of the columns, in both languages."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click asks so
        with formatter.section("Columns 列"):
            formatter.write_dl(
                [
                    (
                        f"{name}{'*' if name in REQUIRED else ''} {column.heading}",
                        f"{column.says.en}  {column.says.zh}",
                    )
                    for name, column in COLUMNS.items()
                ]
            )
        with formatter.section("Example 示例"):
            formatter.write_text("vbp volumes --rules joints-2021 seed/volume-tables/j1.csv")


@click.command("volumes", cls=Explained)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rules", required=True, metavar="ID", help="Rulebook.  规则手册。")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter that the rulebook leaves open.  规则手册未定的参数。",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
@click.option(
    "--lang", type=LANGUAGES, default="zh", show_default=True, help="Of the table.  表格语言。"
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    file: Path,
    rules: str,
    settings: tuple[str, ...],
    as_json: bool,
    lang: str,
) -> None:
    """Work out base, leftover and pools of the demand table in FILE, a CSV file or a workbook.

    A row is what one hospital reported for one firm's product; columns with * are required, and
    what else the rulebook needs is asked for. Every line names its clause with its evidence. The
    free part of a pool is the hospital's choice: two proposals are made, pro rata and of least
    spend. Totals and rules are checked in whole numbers; exit status 1 when one does not hold, 2
    with a line a fault when file or settings have any.

    按规则手册计算需求表的基础量、待分配量与汇集范围，每行注明条款与证据等级；自主选择部分给出按比例与金额最低两种建议。

    总量与规则以整数核验，不成立时退出状态为 1；文件或设定有误时逐条指明，退出状态为 2。
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        text = Text("文件无法读取。", f"cannot be read: {error.strerror}.")
        raise Refused([Fault("unreadable", file.name, text)]) from error
    found = volumes.work_out(rules, settings, file.name, content)
    if as_json:
        click.echo(json.dumps(volumes_report.to_json(found), ensure_ascii=False, indent=1))
    else:
        click.echo(volumes_report.render(found, lang))
    if not found.holds:
        ctx.exit(BROKEN)
