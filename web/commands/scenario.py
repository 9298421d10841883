"""``vbp scenario``: what other rules would cost, and what they would do for security of supply."""

import json
from pathlib import Path

import click

from procurement.exchange import scenario, scenario_folder, scenario_report
from procurement.exchange.scenario_facts import document
from procurement.rules.scenario_requests import parse
from procurement.rules.scenario_settings import SETTINGS
from procurement.rules.text import Fault, Refused
from web.commands.replay import LANGUAGES, progress


class Explained(click.Command):
    """A command whose help ends with a list of the settings, in both languages."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click asks so
        with formatter.section("Settings 设定"):
            for key, setting in SETTINGS.items():
                formatter.write_text(f"{key}: {setting.takes.en}  {setting.takes.zh}")
                with formatter.indentation():
                    formatter.write_text(f"{setting.title.en}: {setting.does.en}.")
                    formatter.write_text(f"{setting.title.zh}：{setting.does.zh}。")
                    for value, words in setting.words.items():
                        formatter.write_text(f"{value}: {words.en}  {words.zh}")


@click.command("scenario", cls=Explained)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--set", "texts", multiple=True, metavar="KEY=VALUE[,…]", help="One scenario.  一个方案。"
)
@click.option("--products", default="", metavar="01,09", help="Only these.  只计算这些产品。")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    help="Each engine's time for one goal of a product.  每个引擎对每个产品每个目标的限时（秒）。",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
@click.option(
    "--lang", type=LANGUAGES, default="zh", show_default=True, help="Of the table.  表格语言。"
)
@click.option(
    "--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes.  进程数。"
)
def command(
    *,
    folder: Path,
    texts: tuple[str, ...],
    products: str,
    seconds: float | None,
    as_json: bool,
    lang: str,
    workers: int,
) -> None:
    """Share out the regions of a round FOLDER under other rules, and compare what comes of it.

    The first line is always the official pick order, the second the plan of least spend with the
    same numbers of regions. Each --set adds one line: that plan with this setting changed and all
    others left as they are. Join settings with commas to change them together; nothing is combined
    unasked. Winners are those of outcome.csv, or by the rulebook where there is none.

    A product for which a scenario has no plan keeps its pick order there and is named with the
    reason. With faults in the settings or the folder, one line a fault and exit status 2.

    在其他规则下重新分配轮次文件夹中的供应地区并比较结果。前两行固定为供应地区选择顺序和地区数不变的金额最低方案；

    每个--set增加一行，只改变所写的设定，用逗号连接可同时改变多项，不会自动组合。

    某品种在某方案下无解时沿用选择顺序，并注明原因。设定或文件有误时逐条指明，退出状态为 2。
    """
    faults: list[Fault] = []
    scenarios, found = None, None
    try:
        scenarios = parse(texts)
    except Refused as refused:
        faults += refused.faults
    try:
        wanted = [code.strip() for code in products.split(",") if code.strip()]
        found = scenario_folder.read(folder, wanted)
    except Refused as refused:
        faults += refused.faults
    if scenarios is None or found is None:
        raise Refused(faults)
    done = scenario.compare(
        found.lots, scenarios, workers=workers, seconds=seconds, on_done=progress
    )
    if as_json:
        head = {"name": found.name, "rulebook": found.rulebook, "published": found.published}
        click.echo(json.dumps(head | document(done), ensure_ascii=False, indent=1))
    else:
        click.echo(scenario_report.render(done, f"{found.name}  {found.rulebook}", lang))
