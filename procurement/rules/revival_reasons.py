"""What a firm that may be revived reads: the price it accepted or may accept, and why that one."""

from collections.abc import Iterator

from procurement.rules import condition_reasons, money, revival
from procurement.rules.condition_reasons import show_comparable
from procurement.rules.ranking import Ranked
from procurement.rules.revival import Revival, Settled
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text


def revived(found: Settled, offer: Revival, price: int, rules: DrugRules, *, asked: bool) -> Text:
    """It wins by accepting; ``asked``: it did accept, else it is only taken to."""
    limit, paid = _limit(found, offer, rules), money.show_price(price)
    rights = _rights(offer)
    return Text(
        f"{'已接受' if asked else '未逐家询问，按接受计：'}{limit.zh}，复活中选，"
        f"中选价每单位{paid}元{rights.zh}。",
        f"It {'accepted' if asked else 'was not asked and is taken to accept'} {limit.en}, and is "
        f"revived: it wins at {paid} yuan a unit{rights.en}.",
    )


def offered(found: Settled, offer: Revival, price: int, rules: DrugRules) -> Text:
    """It did not accept, and reads which price would do."""
    limit, paid = _limit(found, offer, rules), money.show_price(price)
    rights = _rights(offer)
    return Text(
        f"可复活：接受{limit.zh}，即每单位{paid}元，即可中选{rights.zh}；尚未接受。",
        f"It may be revived by accepting {limit.en}, which is {paid} yuan a unit of its own spec"
        f"{rights.en}; it has not accepted.",
    )


def closed(found: Settled, entry: Ranked, rules: DrugRules) -> Iterator[Text]:
    """Every condition that keeps a firm outside the shortlist from revival, where that is a way."""
    if "not_shortlisted" not in (rules.revivals or ()):
        return
    own, mean = revival.brand_demand(found, entry, rules), revival.mean_brand_demand(found)
    if mean is None:
        yield Text(
            "未按厂牌报量，未入围企业不能复活。",
            "No demand names a brand, so nobody outside the shortlist can be revived.",
        )
    elif own < mean:
        shown = money.show(money.half_up(mean * money.FEN))
        yield Text(
            f"本厂牌需求量{own}低于厂牌平均需求量{shown}，不能复活。",
            f"Demand of {own} for its brand is below the mean of {shown}, so it cannot be revived.",
        )
    if revival.is_highest(found, entry):
        yield Text(
            "首轮报价为最高价，不能复活。",
            "Its first price is the highest, so it cannot be revived.",
        )


def _limit(found: Settled, offer: Revival, rules: DrugRules) -> Text:
    price = show_comparable(offer.limit)
    source = _allowed(found, rules) if offer.kind == ALLOWED else _winners(found, rules)
    return Text(f"可比价{price}元（{source.zh}）", f"a comparable {price} yuan ({source.en})")


ALLOWED = "reference_without_volume"


def _allowed(found: Settled, rules: DrugRules) -> Text:
    assert rules.lowest_price_multiple is not None
    measured = condition_reasons.basis(found.contest, rules)
    times = money.show_number(rules.lowest_price_multiple)
    return Text(f"{measured.zh}的{times}倍", f"{times} times {measured.en}")


def _winners(found: Settled, rules: DrugRules) -> Text:
    if found.sole is None:
        return Text("未经复活的中选企业的最高价", "the highest price that won without revival")
    assert rules.revival_multiple is not None
    times = money.show_number(rules.revival_multiple)
    if rules.gap_basis in {None, "lowest"}:
        only = show_comparable(found.sole.entry.comparable_price)
        return Text(
            f"唯一中选企业可比价{only}元的{times}倍",
            f"{times} times that of the only winner, {only} yuan",
        )
    measured = condition_reasons.basis(found.contest, rules)
    return Text(f"只有一家中选，为{measured.zh}的{times}倍", f"{times} times {measured.en}")


def _rights(offer: Revival) -> Text:
    """What a revival does not bring."""
    if not offer.supplies:
        return Text("，无约定采购量", ", without volume")
    if not offer.picks:
        return Text("，不选择供应地区", ", and chooses no regions")
    return Text("", "")
