"""Why a bid won or did not, in words for the firm that reads it, with the numbers."""

from collections.abc import Callable, Iterable

from procurement.rules import catalogue, conditions, money
from procurement.rules.catalogue import PUBLISHED_STEP
from procurement.rules.conditions import HUNDREDTHS_OF_A_PERCENT, Contest
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Text


def invalid(contest: Contest, faults: Iterable[Fault], rules: DrugRules) -> Text:
    """The bid is not ranked; whether it still counts as a bidder is the rulebook's choice."""
    zh, en = zip(*(fault.text for fault in faults), strict=True)
    if rules.invalid_bids_count:
        return Text(
            f"{''.join(zh)}申报无效，不参加排序，但计入{contest.bidders}家实际申报企业。",
            f"{' '.join(en)} The bid is invalid and not ranked, "
            f"but counts among the {contest.bidders} actual bidders.",
        )
    return Text(
        f"{''.join(zh)}申报无效，不参加排序，也不计入实际申报企业。",
        f"{' '.join(en)} The bid is invalid, not ranked and not counted among the bidders.",
    )


def outranked(contest: Contest, entry: Ranked) -> Text:
    """The rank is beyond the shortlist; an equal price just inside it is a tie that was lost."""
    last = contest.ranked[contest.places - 1] if contest.places else None
    tied = last is not None and last.comparable_price == entry.comparable_price
    position, places = _position(contest, entry), _places(contest)
    zh_tie = "与入围末位可比价相同，按并列规则排在其后；" if tied else ""
    en_tie = "The price equals that of the last place; the tie-break put it after. " if tied else ""
    return Text(
        f"{position.zh}；{zh_tie}{places.zh}，未入围。",
        f"{position.en}. {en_tie}{places.en}; not shortlisted.",
    )


def won_by_rank(contest: Contest, entry: Ranked) -> Text:
    """The rulebook asks for nothing but a place on the shortlist."""
    position, places = _position(contest, entry), _places(contest)
    return Text(
        f"{position.zh}；{places.zh}，入围即拟中选。",
        f"{position.en}. {places.en}; every shortlisted bid wins.",
    )


def won_by_price(contest: Contest, entry: Ranked, met: Iterable[str], rules: DrugRules) -> Text:
    """Shortlisted, with every condition that is met."""
    position, places = _position(contest, entry), _places(contest)
    found = [FINDINGS[name](contest, entry, rules) for name in met]
    zh, en = "，且".join(text.zh for text in found), ", and ".join(text.en for text in found)
    return Text(
        f"{position.zh}；{places.zh}，已入围；{zh}，拟中选。",
        f"{position.en}. {places.en}; shortlisted. {_sentence(en)}; the bid wins.",
    )


def no_condition_met(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    """Shortlisted, but each of the alternatives fails, and by how much."""
    position, places = _position(contest, entry), _places(contest)
    found = [FINDINGS[name](contest, entry, rules) for name in rules.winning_alternatives]
    zh, en = "，".join(text.zh for text in found), ", ".join(text.en for text in found)
    return Text(
        f"{position.zh}；{places.zh}，已入围；但{zh}，各项拟中选条件均不满足，未中选。",
        f"{position.en}. {places.en}; shortlisted. {_sentence(en)}; "
        "no winning condition is met, the bid does not win.",
    )


def _lowest_price_multiple(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    limit, lowest = conditions.price_limit(contest, rules), contest.lowest
    assert rules.lowest_price_multiple is not None
    multiple = money.show_price(int(rules.lowest_price_multiple * money.MICRO), exact=True)
    above = entry.comparable_price > limit
    return Text(
        f"可比价{'高于' if above else '不高于'}最低可比价{_price(lowest)}元的{multiple}倍"
        f"（{_price(limit)}元）",
        f"the comparable price is {'' if above else 'not '}above {multiple} times "
        f"the lowest, {_price(lowest)} yuan (= {_price(limit)} yuan)",
    )


def _cut_from_ceiling(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    ceiling = catalogue.ceiling(contest.product, entry.bid.spec, rules)
    reached = conditions.cut(contest.product, entry.bid, rules)
    if ceiling is None or reached is None:
        return Text("本产品未公布最高有效申报价", "no ceiling is published for the product")
    assert rules.cut_from_ceiling is not None
    wanted = int(rules.cut_from_ceiling * HUNDREDTHS_OF_A_PERCENT)
    price, limit = money.show_price(entry.bid.unit_price), money.show_price(ceiling)
    short = reached < wanted
    return Text(
        f"申报价{price}元较最高有效申报价{limit}元降幅{_percent(reached)}，"
        f"{'不足' if short else '达到'}{_percent(wanted)}",
        f"the price bid, {price} yuan, is {_percent(reached)} below the ceiling of {limit} yuan, "
        f"{'less than' if short else 'at least'} {_percent(wanted)}",
    )


def _low_price(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:  # noqa: ARG001 - one signature for all findings
    assert rules.low_price is not None
    above = entry.comparable_price * PUBLISHED_STEP > rules.low_price
    limit = money.show_price(rules.low_price)
    return Text(
        f"可比价{'高于' if above else '不高于'}{limit}元",
        f"the comparable price is {'' if above else 'not '}above {limit} yuan",
    )


FINDINGS: dict[str, Callable[[Contest, Ranked, DrugRules], Text]] = {
    "lowest_price_multiple": _lowest_price_multiple,
    "cut_from_ceiling": _cut_from_ceiling,
    "low_price": _low_price,
}


def _position(contest: Contest, entry: Ranked) -> Text:
    price, of = _price(entry.comparable_price), len(contest.ranked)
    return Text(
        f"单位可比价{price}元，在{of}家有效申报中排第{entry.rank}位",
        f"Unit comparable price {price} yuan, rank {entry.rank} of {of} valid bids",
    )


def _places(contest: Contest) -> Text:
    return Text(
        f"实际申报{contest.bidders}家，最多入围{contest.places}家",
        f"With {contest.bidders} actual bidders, at most {contest.places} are shortlisted",
    )


def _price(comparable_price: int) -> str:
    return money.show_price(comparable_price * PUBLISHED_STEP)


def _percent(hundredths: int) -> str:
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}%"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
