"""Why a bid in a competition unit was selected or not, in words, with the numbers."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from procurement.rules import money, predicates, unit_ranking
from procurement.rules.catalogue import PUBLISHED_STEP
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import UnitRules
from procurement.rules.text import Fault, Text
from procurement.rules.unit_ranking import UnitContest


def invalid(faults: Iterable[Fault]) -> Text:
    """The bid is not ranked."""
    zh, en = zip(*(fault.text for fault in faults), strict=True)
    return Text(
        f"{''.join(zh)}申报无效，不参加排序。",
        f"{' '.join(en)} The bid is invalid and not ranked.",
    )


def outranked(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    """The rank is beyond the shortlist."""
    position, most = _position(contest, entry), rules.shortlist_most
    return Text(
        f"{position.zh}；最多入围{most}个产品，未入围。",
        f"{position.en}. At most {most} products are shortlisted; not shortlisted.",
    )


def beyond(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    """The firm has as many cheaper products in the unit as it may win with."""
    position, most = _position(contest, entry), rules.products_per_firm
    return Text(
        f"{position.zh}；同一企业最多{most}个产品中选，其价格更低的产品已满，未中选。",
        f"{position.en}. A firm may win with at most {most} products, and has as many of a lower "
        "price; the bid does not win.",
    )


def won(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    """Every condition that is met; where there is none, every valid bid wins."""
    position = _position(contest, entry)
    names = (*(rules.all_of or ()), *rules.any_of)
    met = [name for name in names if predicates.met(contest, entry, rules, name)]
    if not met:
        return Text(f"{position.zh}；拟中选。", f"{position.en}; the bid wins.")
    found = [FINDINGS[name](contest, entry, rules) for name in met]
    zh, en = "，且".join(text.zh for text in found), ", and ".join(text.en for text in found)
    return Text(f"{position.zh}；{zh}，拟中选。", f"{position.en}. {_sentence(en)}; the bid wins.")


def lost(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    """Every condition that failed: one that all have to meet, else each of the alternatives."""
    position = _position(contest, entry)
    needed = [
        name for name in rules.all_of or () if not predicates.met(contest, entry, rules, name)
    ]
    found = [FINDINGS[name](contest, entry, rules) for name in needed or rules.any_of]
    zh, en = "，".join(text.zh for text in found), ", ".join(text.en for text in found)
    return Text(
        f"{position.zh}；但{zh}，未中选。",
        f"{position.en}. {_sentence(en)}; the bid does not win.",
    )


def offered(reason: Text, price: int) -> Text:
    """A loser may still win at that price, in millionths of a yuan."""
    shown = money.show_price(price)
    return Text(
        f"{reason.zh}接受{shown}元可复活中选。",
        f"{reason.en} It may still win by accepting {shown} yuan.",
    )


def revived(reason: Text, price: int) -> Text:
    """A loser accepted that price, in millionths of a yuan."""
    shown = money.show_price(price)
    return Text(
        f"{reason.zh}已接受{shown}元，复活中选。",
        f"{reason.en} It accepted {shown} yuan and wins by revival.",
    )


def _lowest_price_multiple(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    assert rules.lowest_price_multiple is not None
    times, lowest = money.show_number(rules.lowest_price_multiple), _price(contest.lowest)
    basis = Text(f"本组最低价{lowest}元的{times}倍", f"{times} times the lowest, {lowest} yuan")
    return _compared(contest, entry, rules, "lowest_price_multiple", basis)


def _anchor_multiple(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    assert rules.anchor_multiple is not None
    times = money.show_number(rules.anchor_multiple)
    found = _price(money.half_up(predicates.anchor(contest, rules)))
    basis = Text(f"锚点价{found}元的{times}倍", f"{times} times the anchor price, {found} yuan")
    return _compared(contest, entry, rules, "anchor_multiple", basis)


def _cut_least(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    assert rules.cut_least is not None
    ceiling = unit_ranking.ceiling(contest.product, entry.bid)
    if ceiling is None:
        return NO_CEILING
    cut = money.show_percent(1 - Fraction(entry.comparable_price * PUBLISHED_STEP, ceiling))
    wanted, limit = money.show_percent(rules.cut_least), money.show_price(ceiling)
    short = not predicates.met(contest, entry, rules, "cut_least")
    return Text(
        f"较最高有效申报价{limit}元降幅{cut}，{'不足' if short else '达到'}{wanted}",
        f"the price is {cut} below the ceiling of {limit} yuan, "
        f"{'less than' if short else 'at least'} {wanted}",
    )


def _ceiling_share(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    assert rules.ceiling_share is not None
    ceiling = unit_ranking.ceiling(contest.product, entry.bid)
    if ceiling is None:
        return NO_CEILING
    share, limit = money.show_percent(rules.ceiling_share), money.show_price(ceiling)
    basis = Text(f"最高有效申报价{limit}元的{share}", f"{share} of the ceiling of {limit} yuan")
    return _compared(contest, entry, rules, "ceiling_share", basis)


def _class_price(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    basis = Text("文件公布的分类价格", "the class price of the document")
    return _compared(contest, entry, rules, "class_price", basis)


def _listing_price(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    basis = Text("全国最低有效省级挂网价", "the lowest valid provincial listing price")
    return _compared(contest, entry, rules, "listing_price", basis)


def _former_price(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    basis = Text("上一轮中选价", "its price as a winner before")
    return _compared(contest, entry, rules, "former_price", basis)


def _rank_most(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    place, most = predicates.PLACES["rank_most"](contest, entry, rules)
    return Text(
        f"在可中选产品中列第{place}位，名额{most}个",
        f"it is number {place} of the products that may win, for {most} places",
    )


def _origin_quota(contest: UnitContest, entry: Ranked, rules: UnitRules) -> Text:
    place, most = predicates.PLACES["origin_quota"](contest, entry, rules)
    return Text(
        f"在同产地产品中列第{place}位，名额{most}个",
        f"it is number {place} of the products of its origin, for {most} places",
    )


def _compared(
    contest: UnitContest, entry: Ranked, rules: UnitRules, name: str, basis: Text
) -> Text:
    """The price beside the limit of a condition."""
    limit = predicates.LIMITS[name](contest, entry, rules)
    if limit is None:
        return Text(f"没有{basis.zh}可比", f"{basis.en} is not known")
    above = entry.comparable_price > limit
    return Text(
        f"{'高于' if above else '不高于'}{basis.zh}（{_price(limit)}元）",
        f"the price is {'' if above else 'not '}above {basis.en} (= {_price(limit)} yuan)",
    )


def _position(contest: UnitContest, entry: Ranked) -> Text:
    price, valid = _price(entry.comparable_price), len(contest.ranked)
    zh_unit = f"{contest.unit}组" if contest.unit else ""
    en_unit = f" in unit {contest.unit}" if contest.unit else ""
    return Text(
        f"竞价比价价格{price}元，在{zh_unit}{valid}个有效申报中排第{entry.rank}位",
        f"Comparison price {price} yuan, rank {entry.rank} of {valid} valid bids{en_unit}",
    )


def _price(steps: int) -> str:
    return money.show_price(steps * PUBLISHED_STEP)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


NO_CEILING = Text("本产品未公布最高有效申报价", "no ceiling is published for the product")

type Finding = Callable[[UnitContest, Ranked, UnitRules], Text]
FINDINGS: Mapping[str, Finding] = {
    "rank_most": _rank_most,
    "lowest_price_multiple": _lowest_price_multiple,
    "anchor_multiple": _anchor_multiple,
    "cut_least": _cut_least,
    "ceiling_share": _ceiling_share,
    "class_price": _class_price,
    "origin_quota": _origin_quota,
    "listing_price": _listing_price,
    "former_price": _former_price,
}
