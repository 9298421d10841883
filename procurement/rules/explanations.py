"""Why there is no plan, and why a firm did not get a region, in words with the numbers."""

from collections.abc import Sequence

from procurement.rules import money, shortages
from procurement.rules.shortages import Names
from procurement.rules.text import Text
from solver.conflicts import Conflict, Relaxation
from solver.groups import Group
from solver.problem import Aim
from solver.sensitivity import Marginal

GROUPS: dict[Group, Text] = {
    Group.COUNTS: Text("各企业供应地区数", "the number of regions of each firm"),
    Group.CAPACITY: Text("各企业申报产能", "the capacities declared"),
    Group.BAND: Text("各顺位固定份额", "the fixed share of each rank"),
    Group.LINKAGE: Text("量价挂钩", "the quantity–price linkage"),
    Group.MAX_SHARE: Text("同一控制企业的份额上限", "the largest share of one control group"),
    Group.SETTLED: Text("指定的供应企业", "the suppliers settled beforehand"),
    Group.SUPPLIERS: Text("每个地区的供应企业数", "the number of suppliers of a region"),
    Group.LEAST_PART: Text("每家企业的最低供应比例", "the least part of a region for a supplier"),
    Group.BACKUP: Text("备供企业", "the backup suppliers"),
    Group.READINESS: Text("一家断供时的备供能力", "the readiness for one supplier's failure"),
}

CHANGES: dict[str, Text] = {
    "least": Text(
        "{place}至少供应的地区数由{now}个减为{needed}个",
        "lower the least number of regions of {place} from {now} to {needed}",
    ),
    "most": Text(
        "{place}最多供应的地区数由{now}个增为{needed}个",
        "raise the largest number of regions of {place} from {now} to {needed}",
    ),
    "all": Text(
        "允许各企业供应地区数上下浮动{needed}个",
        "let the number of regions of every firm be up to {needed} more or less",
    ),
    "capacity": Text(
        "{place}的产能由{now}增至{needed}",
        "raise the capacity of {place} from {now} to {needed} units",
    ),
    "band": Text(
        "各顺位份额的上下限各放宽{needed}",
        "widen the share of every rank by {needed} units on both sides",
    ),
    "tolerance": Text(
        "量价挂钩允许的差额由{now}增至{needed}",
        "raise the tolerance of the linkage from {now} to {needed} units",
    ),
    "share": Text(
        "同一控制企业的份额上限由{now}增至{needed}",
        "raise the largest share of one control group from {now} to {needed} units",
    ),
}
"""By the name of a number: what changing it means."""

GOALS: dict[Aim, Text] = {
    Aim.SPEND: Text("采购金额", "the spend"),
    Aim.LARGEST_GROUP: Text("最大企业的供应量", "the volume of the largest control group"),
    Aim.SHARED_GROUPS: Text(
        "供应与备供同属一家的地区数", "the number of regions backed up by the supplier's own group"
    ),
    Aim.DISTANCE: Text("配送距离或偏好等级", "the grades of distance or preference"),
    Aim.SHORTFALL: Text("企业所得不足的千分数", "the per mille a firm falls short by"),
}
"""What is made small, in order."""


def conflict(found: Conflict, names: Names) -> tuple[Text, ...]:
    """Why the lot has no plan: the rules that exclude each other, the arithmetic, what would help.

    ``names`` are firms by code.
    """
    return (
        _excluded(found.groups),
        *(shortages.told(one, names) for one in found.shortages),
        *_helped(found, names),
    )


def relaxation(found: Relaxation, names: Names) -> Text:
    """What would be changed, and whether a smaller change of the same number might do."""
    text = _changed(found.name, found.place, found.now, found.needed, names)
    if found.least:
        return Text(f"{text.zh}。", f"{text.en}.")
    return Text(
        f"{text.zh}（再少一个单位则不行，更小的改动未逐一试算）。",
        f"{text.en} (one unit less would not do; not every smaller change was tried).",
    )


def standing(supplier: str, region: str, firm: str, regions: int, volume: int, fen: int) -> Text:
    """What the plan gives now: who supplies the region, and what the firm that asks has."""
    place = shortages.place(region, {})
    return Text(
        f"现方案中，{place.zh}由{supplier}供应；{firm}供应{regions}个地区，"
        f"约定采购量{volume:,}，金额{money.show(fen)}元。",
        f"In the plan {place.en} is supplied by {supplier}. {firm} supplies {regions} regions, "
        f"{volume:,} units for {money.show(fen)} yuan.",
    )


def forced(firm: str, region: str) -> Text:
    """There is a plan in which the firm has the region."""
    place = shortages.place(region, {})
    return Text(
        f"可以由{firm}供应{place.zh}，其余地区重新分配后仍满足全部规则，但有代价：",
        f"{firm} could supply {place.en}, with the other regions shared out anew under the same "
        "rules. It has its price:",
    )


def barred(firm: str, region: str) -> Text:
    """There is no plan in which the firm has the region."""
    place = shortages.place(region, {})
    return Text(
        f"{firm}不可能供应{place.zh}，规则不允许：",
        f"{firm} cannot supply {place.en}; the rules stand in the way:",
    )


def in_the_way(groups: Sequence[Group]) -> Text:
    """The rules that would be broken if nothing but this region moved."""
    if not groups:
        return Text(
            "只把这一个地区换给该企业，不违反任何规则。",
            "Moving this region alone would break no rule.",
        )
    zh, en = _list(groups)
    return Text(
        f"不能只换这一个地区，否则违反：{zh}。",
        f"This region cannot move alone, because of {en}.",
    )


def loss(aim: Aim, now: int, change: int) -> Text:
    """The goal that would suffer if the firm had to get the region, and by how much."""
    name = GOALS[aim]
    before, after, more = (_sum(aim, value) for value in (now, now + change, change))
    return Text(
        f"{name.zh}将由{before.zh}增至{after.zh}，至少增加{more.zh}，因此不采用。",
        f"{shortages.sentence(name.en)} would rise from {before.en} to {after.en}, "
        f"by at least {more.en}; that is why not.",
    )


BY_ORDER = Text(
    "各项目标都不受影响，两个方案同样好；按公布的次序（地区代码由小到大，顺位在前者优先）决定。",
    "No goal would suffer: both plans are as good, and the published order decides "
    "(by region code, the better rank first).",
)

MARGINAL = Text(
    "以下为放宽一步的影响，由重新求解得出，仅对这一步准确，对更大的改动只供参考。",
    "What one step more would change, solved for anew: exact for this step, and only indicative "
    "for larger ones.",
)


def turning_price(firm: str, region: str, bid: int, price: int, short: int) -> Text:
    """The price that would have done, and the next one that would not.

    Both, and the price that was bid, are in millionths of a yuan per unit of the firm's own spec.
    """
    place = shortages.place(region, {})
    own, enough, too_much = (money.show_price(one, exact=True) for one in (bid, price, short))
    return Text(
        f"其他申报价不变时，{firm}（申报价{own}元）若申报{enough}元即可供应{place.zh}；"
        f"申报{too_much}元则不能。两个价格都已重新评审、重新求解并证明。",
        f"All other bids unchanged, {firm}, which bid {own} yuan, would have got {place.en} "
        f"at {enough} yuan, and not at {too_much} yuan. Both were evaluated, solved and proved "
        "anew.",
    )


def no_price(firm: str, region: str) -> Text:
    """None of the prices tried would have done."""
    place = shortages.place(region, {})
    return Text(
        f"在试算过的更低价格中，没有一个能使{firm}供应{place.zh}：地区数和顺位随价格改变，"
        "而该地区仍归他人。",
        f"At none of the lower prices that were tried would {firm} have got {place.en}: "
        "its rank and number of regions change with the price, and the region goes to another.",
    )


def turning_capacity(firm: str, region: str, capacity: int, short: int) -> Text:
    """The capacity that would have done, and one unit less that would not."""
    place = shortages.place(region, {})
    return Text(
        f"{firm}的申报产能若为{capacity:,}即可供应{place.zh}；{short:,}则不能。",
        f"With a capacity of {capacity:,} units {firm} would have got {place.en}, "
        f"and not with {short:,}.",
    )


def marginal(found: Marginal, aim: Aim, change: int, names: Names) -> Text:
    """What one step of a number changes in a goal."""
    dial, name = found.dial, GOALS[aim]
    step = _changed(dial.name, dial.place, dial.now, dial.next, names)
    if not change:
        return Text(f"{step.zh}：{name.zh}不变。", f"{step.en}: {name.en} stays.")
    size = _sum(aim, abs(change))
    zh_way, en_way = ("减少", "falls") if change < 0 else ("增加", "rises")
    return Text(
        f"{step.zh}：{name.zh}{zh_way}{size.zh}。", f"{step.en}: {name.en} {en_way} by {size.en}."
    )


def _changed(name: str, place: str, now: int, needed: int, names: Names) -> Text:
    """A number, what it is now, and what it would be."""
    zh, en = (
        words.format(place=where, now=f"{now:,}", needed=f"{needed:,}")
        for words, where in zip(CHANGES[name], shortages.place(place, names), strict=True)
    )
    return Text(zh, shortages.sentence(en))


def _sum(aim: Aim, value: int) -> Text:
    """The value of a goal with its unit."""
    if aim is Aim.SPEND:
        return Text(f"{money.show(value)}元", f"{money.show(value)} yuan")
    return Text(f"{value:,}", f"{value:,}")


def _excluded(groups: Sequence[Group]) -> Text:
    """The rules that cannot be kept together, and that each of them is needed for that."""
    zh, en = _list(groups)
    if len(groups) == 1:
        return Text(
            f"没有任何分配方案能满足这一条规则：{zh}。",
            f"No plan can keep this rule, even alone: {en}.",
        )
    return Text(
        f"没有任何分配方案能同时满足以下规则：{zh}。去掉其中任何一条，其余各条即可同时满足。",
        f"No plan can keep these rules together: {en}. "
        "Without any one of them the others can be kept.",
    )


def _helped(found: Conflict, names: Names) -> tuple[Text, ...]:
    """The smallest changes, or that no single number would help."""
    if not found.relaxations:
        return (
            Text(
                "只改动一个数值不能解决，须取消其中一条规则。",
                "Changing one number alone does not help; one of the rules has to go.",
            ),
        )
    lead = Text(
        "改动以下任何一项即有方案，改动小的在前：",
        "Any one of these changes makes a plan possible, the smallest first:",
    )
    if found.alone:
        lead = Text(
            "改动以下任何一项即可解除这一冲突（其他冲突仍在），改动小的在前：",
            "Any one of these changes ends this conflict, though others stay; the smallest first:",
        )
    return (lead, *(relaxation(one, names) for one in found.relaxations))


def _list(groups: Sequence[Group]) -> Text:
    words = [GROUPS[one].en for one in groups]
    return Text(
        "、".join(GROUPS[one].zh for one in groups),
        " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))),
    )
