"""``vbp replay``: a round folder recomputed and compared with what was published."""

import json
import sys
from fractions import Fraction
from pathlib import Path

import click

from procurement.exchange import replay
from procurement.exchange.replay_plans import EFFORT

LANGUAGES = click.Choice(["zh", "en"])


@click.command("replay")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
@click.option(
    "--lang", type=LANGUAGES, default="zh", show_default=True, help="Of the table.  表格语言。"
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Processes.  进程数。",
)
@click.option(
    "--allowance",
    type=click.IntRange(0, 100),
    default=0,
    show_default=True,
    help="Percent of its pick-order volume a winner may lose.  不减量方案允许减少的百分比。",
)
@click.option(
    "--effort",
    type=click.FloatRange(0, min_open=True),
    default=EFFORT,
    show_default=True,
    help="Work for each plan without a loser, about seconds.  每个不减量方案的计算量，约为秒。",
)
@click.option(
    "--certificates",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the proofs of the least spends.  将优化方案的证书写入文件。",
)
def command(
    *,
    folder: Path,
    as_json: bool,
    lang: str,
    workers: int,
    allowance: int,
    effort: float,
    certificates: Path | None,
) -> None:
    """Recompute a round from its FOLDER and compare with its outcome.csv; no database is used.

    Winners by the rulebook, numbers of regions, and four amounts: as published, by the pick order,
    the plan of least spend with the published numbers of regions, and the cheapest plan in which
    no winner gets less volume than by the pick order. Every difference is given with its reason.
    A folder with faults gets one line a fault, with file and line, and exit status 2.

    按规则手册复算轮次文件夹，不使用数据库：中选企业、地区数与四种方案（公布、顺位选择、优化、不减量）的金额，差异注明原因。

    文件有误时逐条指明文件与行号，退出状态为 2。
    """
    wanted = replay.Wanted(workers, Fraction(allowance, 100), effort)
    done = replay.replay(folder, wanted=wanted, on_done=progress)
    if certificates:
        replay.certify(done, certificates)
    if as_json:
        click.echo(json.dumps(replay.to_json(done), ensure_ascii=False, indent=1))
    else:
        click.echo(replay.render(done, lang))


def progress(done: int, total: int) -> None:
    """On a terminal: how many products are allocated; the line is cleared in the end."""
    if sys.stderr.isatty():
        shown = f"分配 allocating {done}/{total}" if done < total else ""
        click.echo(f"\r\033[K{shown}", nl=False, err=True)
