"""Why a replay's winners differ from the published ones, as far as the folder can show it."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from procurement.exchange.replay_lots import Lot, firms
from procurement.rules import catalogue, conditions, money
from procurement.rules.bids import Bid
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text

MOST_ABSENT = 2  # firms thought away before a difference is left unexplained


def winners(lot: Lot, rules: DrugRules) -> Text:
    """The difference in winners, and what would account for it."""
    found = [_difference(lot), *_suspect_entries(lot, rules), *_absent_firms(lot, rules)]
    return Text("".join(text.zh for text in found), " ".join(text.en for text in found))


def region_counts(lot: Lot) -> Text:
    """The numbers of regions that were published, and those of the pick order."""
    published = "/".join(str(count) for count in lot.published_counts)
    by_rule = "/".join(str(count) for count in lot.rule_counts)
    return Text(
        f"公布的地区数为{published}，按规则应为{by_rule}。",
        f"Published numbers of regions {published}, by the rules {by_rule}.",
    )


def _difference(lot: Lot) -> Text:
    """Who won only here, and who only there."""
    replayed, published = firms(lot.replayed), firms(lot.winners)
    only_here = [bid.firm for bid in lot.replayed if bid.firm not in published]
    only_there = [bid.firm for bid in lot.winners if bid.firm not in replayed]
    zh, en = [], []
    if only_here:
        zh.append(f"{'、'.join(only_here)}按规则应中选而公布未中选")
        en.append(f"{' and '.join(only_here)} would win by the rules but lost")
    if only_there:
        zh.append(f"{'、'.join(only_there)}公布中选而按规则不应中选")
        en.append(f"{' and '.join(only_there)} won but would not by the rules")
    return Text(f"{'；'.join(zh)}。", f"{'; '.join(en)}.")


def _suspect_entries(lot: Lot, rules: DrugRules) -> Iterator[Text]:
    """Published winners that could not have won at the price that is listed for them."""
    contest = conditions.contest(lot.product, lot.bids, rules)
    entries = {entry.bid.firm: entry for entry in contest.ranked}
    for bid in lot.winners:
        entry = entries.get(bid.firm)
        if entry is None:
            yield _over_the_ceiling(lot, bid, rules)
        elif rules.winning_alternatives and not conditions.met(contest, entry, rules):
            price = money.show_price(bid.unit_price, exact=True)
            yield Text(
                f"中选的{bid.firm}按所列申报价{price}元不满足任何拟中选条件，价格数据疑有误。",
                f"At its listed price of {price} yuan the winner {bid.firm} meets no winning "
                "condition; the price entry is suspect.",
            )


def _over_the_ceiling(lot: Lot, bid: Bid, rules: DrugRules) -> Text:
    price = money.show_price(bid.unit_price, exact=True)
    ceiling = money.show_price(catalogue.ceiling(lot.product, bid.spec, rules) or 0)
    return Text(
        f"中选的{bid.firm}所列申报价{price}元高于最高有效申报价{ceiling}元，"
        "价格或最高有效申报价数据疑有误。",
        f"The listed price of the winner {bid.firm}, {price} yuan, is above the ceiling of "
        f"{ceiling}; the price or the ceiling entry is suspect.",
    )


def _absent_firms(lot: Lot, rules: DrugRules) -> Iterator[Text]:
    """Losers without whose bids the published winners come out: they may not have bid at all."""
    published = firms(lot.winners)
    losers = [bid for bid in lot.bids if bid.firm not in published]
    for size in range(1, MOST_ABSENT + 1):
        absences = [
            absent
            for absent in combinations(losers, size)
            if firms(_without(absent, lot, rules)) == published
        ]
        if absences:
            n = len(lot.bids) - size
            names = [[bid.firm for bid in absent] for absent in absences]
            zh = "，或".join("、".join(each) for each in names)
            en = ", or ".join(" and ".join(each) for each in names)
            yield Text(
                f"若{zh}实际未申报（n={n}，所列价格可能为挂网价），则结果与公布一致。",
                f"If {en} did not bid (n = {n}; the listed price may be a list price), "
                "the published winners come out.",
            )
            return


def _without(absent: Iterable[Bid], lot: Lot, rules: DrugRules) -> tuple[Bid, ...]:
    gone = firms(absent)
    present = [bid for bid in lot.bids if bid.firm not in gone]
    return conditions.winners(lot.product, present, rules)
