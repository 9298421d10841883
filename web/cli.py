"""The ``vbp`` command; what a command needs is imported only when it is called."""

import importlib
from typing import Any

import click

from procurement.rules.text import Fault, Refused, Text

# Solver and printing processes import this module again, so it has to stay light.
COMMANDS: dict[str, Text] = {
    "demo": Text("讲述一个真实轮次，然后启动网站", "tell one real round, then serve it"),
    "serve": Text("启动网站及后台作业", "serve the site, with its worker"),
    "replay": Text("复算一个已公布的轮次", "recompute a published round from its folder"),
    "scenario": Text(
        "比较其他规则下的供应地区分配", "compare what other rules would make of a round"
    ),
    "whatif": Text("比较不同规则手册下的中选结果", "the same bids under several rulebooks"),
    "certify": Text("重新证明分配方案的证书", "prove certificates of allocations again"),
    "compare-price": Text("按差比价规则逐步换算价格", "a price by the ratio rule, step by step"),
    "volumes": Text("计算需求表的基础量与待分配量", "base, leftover and pools of a demand table"),
    "rules": Text("查看规则手册及其出处", "show rulebooks, every value with its source"),
    "code": Text("解读编码并核对格式", "take a code apart and check its form"),
    "seal": Text("在本机离线加密报价", "seal a bid on your own computer, offline"),
    "read-back": Text("离线查看本企业已加密的报价", "read your own sealed bid back, offline"),
    "audit": Text("验证或导出操作留痕链", "prove the audit chain, or take it away"),
    "verify-receipt": Text("离线核验报价回执", "prove a receipt for an envelope, offline"),
    "invite": Text("邀请一人登录，包括采购办人员", "invite a person to a login, officers too"),
    "migrate": Text("升级数据库结构", "bring the database up to date"),
}
"""Every command, in the order of the help, with what it does."""

BAD_INPUT = 2


class Commands(click.Group):
    """The commands of the table, each in its own module; errors are said in both languages."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click asks so
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(
            f"web.commands.{cmd_name.replace('-', '_')}"
        ).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click asks so
        with formatter.section("Commands"):
            formatter.write_dl([(name, f"{does.en}  {does.zh}") for name, does in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever a command returns
        """Refused input: a line a fault and exit status 2; wrong usage says where to read on."""
        try:
            return super().invoke(ctx)
        except Refused as refused:
            for fault in refused.faults:
                click.echo(line(fault), err=True)
            ctx.exit(BAD_INPUT)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as wrong:
            raise click.UsageError(f"用法有误 / {wrong.format_message()}", wrong.ctx) from wrong


def line(fault: Fault) -> str:
    """A fault in one line: where, and what is wrong there."""
    return f"{fault.place}: {fault.text.zh} / {fault.text.en}"


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
    \b
    Examples 示例
      vbp demo                                   the whole story, then http://127.0.0.1:8000
      vbp replay seed/rounds/national-drug-2     recompute the second national batch
      vbp replay FOLDER --json                   the same for programs
      vbp scenario FOLDER --set max_share=0.2    what would a limit a firm cost?
      vbp rules show national-drug-2             the law of that batch, with sources
      vbp audit verify                           does the chain hold?

    \b
    Environment 环境变量
      VBP_HOME      where everything is written, var/ beside the code  写入数据的目录
      DATABASE_URL  a PostgreSQL of your own, not the embedded one  使用自有数据库
    """,
)
def vbp() -> None:
    """Open platform for centralized volume-based procurement of drugs.

    药品集中带量采购平台：密封报价、评审、供应地区分配、公布、执行与结余留用。
    """


if __name__ == "__main__":
    vbp(prog_name="vbp")
