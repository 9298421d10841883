"""The screens for collusion (串通投标线索筛查): what each asks, and what may explain it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from procurement.rules import (
    screen_bursts,
    screen_cover_bids,
    screen_identical_prices,
    screen_low_variance,
    screen_price_pattern,
    screen_rotation,
    screen_same_group,
    screen_same_network,
)
from procurement.rules.flags import Flag, Seen
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its name, what a firm is asked, and innocent reasons for what it notices."""

    title: Text
    question: Text
    innocent: Text
    flags: Callable[[Iterable[Seen], ScreenRules], list[Flag]]


SCREENS: dict[str, Screen] = {
    "same_group": Screen(
        Text("同一控制企业", "Firms under one control"),
        Text(
            "登记资料显示贵企业与本轮次其他申报企业受同一控制。请说明各自如何独立决定是否申报和报价。",
            "The register shows your firm under one control with another bidder of this round. "
            "How did each decide by itself whether to bid, and at what price?",
        ),
        Text(
            "集团内各企业可分别持有批件、独立经营；采购文件可能允许其申报并合并计为一家。",
            "Firms of a group may hold approvals and run their business separately; the tender "
            "document may let them bid and count them once.",
        ),
        screen_same_group.flags,
    ),
    "identical_prices": Screen(
        Text("报价完全相同", "Identical prices"),
        Text(
            "贵企业的单位可比价与其他企业完全相同。请说明价格的形成依据。",
            "Your comparable price is identical to another firm's. How was the price arrived at?",
        ),
        Text(
            "规则公布的入围或中选价格界限、整数定价、全国最低挂网价都会使各家独立报出相同价格。",
            "A limit that the rules publish, round numbers and the lowest listing price lead firms "
            "to the same price independently.",
        ),
        screen_identical_prices.flags,
    ),
    "price_pattern": Screen(
        Text("报价呈规律性差异", "Prices in a pattern"),
        Text(
            "贵企业与其他企业的报价呈等差或等比分布。请说明价格的形成依据。",
            "Your price and others' stand in equal steps or ratios. How was the price arrived at?",
        ),
        Text(
            "报价多为整数或整角，家数少时容易碰巧等距；差比价换算也会形成固定比例。",
            "Prices are often round, and a few round prices are easily equidistant; the ratio rule "
            "also makes fixed proportions.",
        ),
        screen_price_pattern.flags,
    ),
    "rotation": Screen(
        Text("轮流中选", "Winners in turn"),
        Text(
            "贵企业与另一企业在多个品种中总是恰有一家中选。请说明各品种报价的考虑。",
            "Over several lots always exactly one of your firm and another one wins. What guided "
            "your price in each of these lots?",
        ),
        Text(
            "两家企业的成本优势可能在不同品种；原研企业常不降价，中选者因此集中于其他企业。",
            "Each firm may be cheaper in other products; originators often do not cut prices, so "
            "that wins fall to the others.",
        ),
        screen_rotation.flags,
    ),
    "cover_bids": Screen(
        Text("疑似陪标", "Cover bids"),
        Text(
            "贵企业与另一企业在多个品种相遇，一家中选，另一家的报价略高于它或接近最高有效申报价。"
            "请说明申报这些品种的目的。",
            "Your firm and another one meet in several lots: one wins, the other bids just above "
            "it or close to the ceiling. Why did you bid in these lots?",
        ),
        Text(
            "成本相近的企业竞争激烈时价差很小；无意降价的企业按最高有效申报价申报是公开的选择。",
            "Firms of like cost that compete hard end close together; to bid the ceiling without a "
            "wish to cut prices is an open choice.",
        ),
        screen_cover_bids.flags,
    ),
    "low_variance": Screen(
        Text("报价异常集中", "Prices too close together"),
        Text(
            "贵企业所申报品种的全部报价异常集中。请说明价格的形成依据。",
            "All prices in a lot of yours lie unusually close. How was the price arrived at?",
        ),
        Text(
            "原料成本透明、上一轮价格公开、中选价格界限已知时，独立报价也会集中。",
            "Where raw material cost, former prices and the limit for winning are known to all, "
            "independent prices lie close too.",
        ),
        screen_low_variance.flags,
    ),
    "bursts": Screen(
        Text("信封同时提交", "Envelopes that came in together"),
        Text(
            "贵企业与另一企业的报价信封在多个品种几乎同时提交。请说明由何人、在何处、如何提交。",
            "Your envelopes and another firm's came in almost together, lot after lot. Who handed "
            "them in, where, and how?",
        ),
        Text(
            "多数企业在截止前最后几分钟按品种编号顺序提交，时间自然接近。",
            "Most firms hand in during the last minutes and in the order of the lots, so that "
            "times are close by themselves.",
        ),
        screen_bursts.flags,
    ),
    "same_network": Screen(
        Text("同一网络地址提交", "Envelopes from one network address"),
        Text(
            "贵企业与其他企业的报价信封自同一网络地址提交。请说明由何人、在何处提交。",
            "Your envelopes and another firm's were handed in from one network address. Who handed "
            "them in, and where?",
        ),
        Text(
            "同一园区、酒店、现场服务点或网络运营商的用户会共用出口地址；同一代理机构可依法代办。",
            "Users of one business park, hotel, service hall or network operator share an address, "
            "and one agency may lawfully act for several firms.",
        ),
        screen_same_network.flags,
    ),
}
"""Every screen by its name, in the order in which people read them."""


def flags(seen: Iterable[Seen], rules: ScreenRules) -> tuple[Flag, ...]:
    """Every flag that the opened bids raise, by screen, lots and firms.

    The order of the bids changes nothing.
    """
    bids = tuple(seen)
    return tuple(
        flag
        for screen in SCREENS.values()
        for flag in sorted(screen.flags(bids, rules), key=lambda one: (one.lots, one.firms))
    )
