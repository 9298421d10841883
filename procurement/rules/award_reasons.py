"""Why a winner gets what it gets: how many regions its rank gives, and how it was settled which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from procurement.rules.codes import REGIONS
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text


class Method(StrEnum):
    """How regions are shared out: by the pick order, the least spend, or the firms' own picks."""

    PICK_ORDER = "pick_order"
    LEAST_SPEND = "least_spend"
    PICKED = "picked"


HOW = {
    Method.PICK_ORDER: Text(
        "各中选企业按顺位轮流选择，每次选取剩余地区中约定采购量最大的一个",
        "Winners chose in turn in rank order, each the region of the largest volume left",
    ),
    Method.LEAST_SPEND: Text(
        "地区数不变，低价者约定采购量不少于高价者，在此前提下全国采购金额最低",
        "With the same number of regions and never less volume for a lower price, "
        "this is the plan of the least national spend",
    ),
    Method.PICKED: Text(
        "各中选企业按顺位轮流选择，逾时未选的按规则代选，选择记录已公开",
        "Winners chose in turn in rank order, with the default pick for who was absent; the record "
        "is public",
    ),
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one winner gets; ``winners`` are those that choose regions, ``named`` is in units."""

    rank: int
    winners: int
    regions: tuple[str, ...]
    spare: tuple[str, ...] = ()
    named: int = 0
    supplies: bool = True


def reason(share: Share, method: Method, rules: DrugRules) -> Text:
    """All that is to be said, in one text."""
    told = list(_told(share, method, rules))
    return Text("".join(one.zh for one in told), " ".join(one.en for one in told))


def _told(share: Share, method: Method, rules: DrugRules) -> Iterator[Text]:
    if not share.supplies:
        yield Text("中选但无约定采购量。", "It wins without any agreed volume.")
        return
    picks = share.rank <= share.winners
    if picks:
        yield _regions(share, method, rules)
    else:
        yield Text("按规则中选但不选择供应地区。", "By the rule it wins and chooses no regions.")
    if share.named or not picks:
        yield Text(
            f"医疗机构指明其厂牌的约定采购量{share.named:,}，由其直接供应。",
            f"It supplies the {share.named:,} agreed units that hospitals asked of it by name.",
        )
    if share.spare:
        names = _names(share.spare)
        yield Text(f"备供地区：{names.zh}。", f"Spare supplier for: {names.en}.")


def _regions(share: Share, method: Method, rules: DrugRules) -> Text:
    names, rank, count = _names(share.regions), share.rank, len(share.regions)
    if share.winners == 1:
        return Text(
            f"唯一中选企业，供应全部{count}个地区：{names.zh}。",
            f"The only winner supplies all {count} regions: {names.en}.",
        )
    first = rules.priority_picks if rank == 1 else 0
    zh_first = f"（含优先选择{first}个）" if first else ""
    en_first = f" ({first} of them by priority)" if first else ""
    how = HOW[method]
    return Text(
        f"{share.winners}家中选，按可比价排第{rank}位，按规则供应{count}个地区{zh_first}。"
        f"{how.zh}：{names.zh}。",
        f"Rank {rank} of {share.winners} winners by comparable price; number of regions by the "
        f"rule: {count}{en_first}. {how.en}: {names.en}.",
    )


def _names(regions: Sequence[str]) -> Text:
    names = [REGIONS[region] for region in regions]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
