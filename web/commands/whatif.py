"""``vbp whatif``: the bids of one round under several rulebooks."""

import json
from datetime import date
from pathlib import Path

import click

from procurement.exchange import (
    applied_rules,
    round_folder,
    whatif,
    whatif_json,
    whatif_report,
)
from procurement.rules.text import Fault, Refused
from web.commands.replay import LANGUAGES


@click.command("whatif")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rules", "names", multiple=True, metavar="ID", help="A rulebook.  规则手册。")
@click.option(
    "--set",
    "texts",
    multiple=True,
    metavar="[ID:]KEY=VALUE",
    help="Decide a parameter.  决定一个待定参数。",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
@click.option(
    "--lang", type=LANGUAGES, default="zh", show_default=True, help="Of the table.  表格语言。"
)
def command(
    *, folder: Path, names: tuple[str, ...], texts: tuple[str, ...], as_json: bool, lang: str
) -> None:
    """Evaluate the bids of a round FOLDER under two or more rulebooks, and compare.

    A single one is compared with the folder's own.

    Who wins, at which price, which share of the base is agreed and what it costs by the pick order;
    products that differ first, totals beside each other. A firm that may be revived is taken to
    accept its price. What is assumed, and how far each rulebook's values are known, comes first.

    A rulebook with a blank parameter is refused until it is decided, such as by
    --set national-drug-12:winning.deviation=sample; without an ID the value is for every rulebook
    that leaves the parameter open. With faults, one line a fault and exit status 2.

    用两部以上规则手册（只写一部时与轮次自身的手册）评审同一轮次的报价并比较：中选企业与中选价、约定采购比例、按选择顺序的采购金额；

    结果不同的产品在前，合计并列。可复活的企业均视为接受复活价。各手册的前提与证据等级写在最前。

    待定参数须先以 --set 决定。参数或文件有误时逐条指明，退出状态为 2。
    """
    faults: list[Fault] = []
    tender, applied = None, None
    try:
        tender = round_folder.read(folder).tender
    except Refused as refused:
        faults += refused.faults
    try:
        own = (tender.rulebook,) if tender and len(names) == 1 else ()
        opened = tender.bids_opened if tender else date.min
        applied = applied_rules.apply([*own, *names], texts, opened)
    except Refused as refused:
        faults += refused.faults
    if tender is None or applied is None:
        raise Refused(faults)
    found = whatif.compare(tender, applied)
    if as_json:
        click.echo(json.dumps(whatif_json.document(found), ensure_ascii=False, indent=1))
    else:
        click.echo(whatif_report.render(found, lang))
