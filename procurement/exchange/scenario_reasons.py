"""Why a lot or a round has no plan in a scenario, in words."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from procurement.rules import money, scenarios
from procurement.rules.text import Text
from solver.problem import Problem

RULE_NAMES: dict[str, Text] = {
    "counts": Text("各企业地区数", "numbers of regions"),
    "capacity": Text("产能", "capacities"),
    "band": Text("份额或保底数量", "fixed shares or kept volumes"),
    "linkage": Text("量价挂钩", "quantity–price linkage"),
    "max_share": Text("单品种最大份额", "largest share of the lot"),
    "settled": Text("已定供应企业", "settled suppliers"),
    "suppliers": Text("每地区供应企业数", "suppliers of a region"),
    "least_part": Text("分担的最低比例", "least part of a region"),
    "backup": Text("备供企业", "backup suppliers"),
    "readiness": Text("断供时备供能力（N−1）", "readiness of the backups (N−1)"),
}
"""The rules of a lot under the names of the solver."""

NO_PLAN = Text("没有满足全部规则的方案。", "No plan keeps all the rules.")
LOST = Text("求解进程中断，没有结果。", "The solving process was lost and brought nothing.")
UNDECIDED = Text(
    "在限定时间内既未找到方案，也未证明无方案。",
    "In the time allowed neither a plan was found nor a proof that there is none.",
)


def conflicting(rules: Iterable[str]) -> Text:
    """These rules, the fewest that do so, leave no plan."""
    names = [RULE_NAMES[rule] for rule in rules]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    if len(names) == 1:
        return Text(f"无法满足：{zh}。", f"Cannot be kept: {en}.")
    return Text(f"不能同时满足：{zh}。", f"Cannot be kept together: {en}.")


def over_the_limit(problems: Sequence[Problem], share: Fraction) -> Text:
    """No plan keeps the largest share of the round; names who passes it under every plan."""
    limit = money.show_percent(share)
    over = [
        (group, part) for group, part in scenarios.unavoidable(problems).items() if part > share
    ]
    zh = "；".join(f"{group}独家中选的品种已占{money.show_percent(part)}" for group, part in over)
    en = "; ".join(
        f"{group} alone won lots worth {money.show_percent(part)}" for group, part in over
    )
    return Text(
        f"没有方案能使各控制企业都不超过{limit}。{f'{zh}。' if over else ''}",
        f"No plan keeps every control group within {limit}.{f' {en}.' if over else ''}",
    )
