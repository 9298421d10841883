"""Why a bid won or did not, in words for the firm that reads it, with the numbers."""

from collections.abc import Callable, Iterable

from procurement.rules import condition_reasons, conditions, eliminations, money, negotiation
from procurement.rules.condition_reasons import show_comparable
from procurement.rules.conditions import Contest
from procurement.rules.judgements import Judgement
from procurement.rules.other_products import OtherProducts
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


def won_byshow_comparable(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    """Shortlisted, with every condition that is met."""
    position, places = _position(contest, entry), _places(contest)
    met = conditions.met(contest, entry, rules)
    found = [condition_reasons.FINDINGS[name](contest, entry, rules) for name in met]
    zh, en = "，且".join(text.zh for text in found), ", and ".join(text.en for text in found)
    return Text(
        f"{position.zh}；{places.zh}，已入围；{zh}，拟中选。",
        f"{position.en}. {places.en}; shortlisted. {_sentence(en)}; the bid wins.",
    )


def no_condition_met(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    """Shortlisted, but each of the alternatives fails, and by how much."""
    position, places = _position(contest, entry), _places(contest)
    found = [
        condition_reasons.FINDINGS[name](contest, entry, rules)
        for name in rules.winning_alternatives
    ]
    zh, en = "，".join(text.zh for text in found), ", ".join(text.en for text in found)
    return Text(
        f"{position.zh}；{places.zh}，已入围；但{zh}，各项拟中选条件均不满足，未中选。",
        f"{position.en}. {places.en}; shortlisted. {_sentence(en)}; "
        "no winning condition is met, the bid does not win.",
    )


def outlier(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    """So far below the mean that it wins without volume and takes no place."""
    assert rules.outlier_deviations is not None
    position, times = _position(contest, entry), money.show_number(rules.outlier_deviations)
    return Text(
        f"{position.zh}；低于入围均价减{times}个标准差，不占入围名额，拟中选但无约定采购量。",
        f"{position.en}. It is below the shortlisted mean less {times} times the deviation: "
        "it takes no place on the shortlist, and wins without volume.",
    )


def eliminated(contest: Contest, others: OtherProducts, rules: DrugRules) -> Text:
    """The dearest shortlisted bid of a product with one of the widest gaps of the round."""
    own = eliminations.ratio(contest)
    assert own is not None
    highest, low = (show_comparable(contest.shortlist[i].comparable_price) for i in (-1, 0))
    position = 1 + sum(other > own for other in others.ratios)
    times = money.show(money.half_up(own * money.FEN))
    return Text(
        f"虽满足拟中选条件，但为本品种入围最高价；最高价{highest}元为最低价{low}元的{times}倍，"
        f"在全部品种中排第{position}位，前{rules.eliminations}位的最高价企业不中选。",
        f"A winning condition is met, but this is the highest shortlisted price of the product: "
        f"{highest} yuan is {times} times the lowest, {low} yuan, number {position} among all "
        f"products, and the highest of the first {rules.eliminations} do not win.",
    )


def preselected(
    contest: Contest, judgement: Judgement, others: OtherProducts, rules: DrugRules
) -> Text:
    """Few bidders: the deepest cuts of the pre-selected products win, the others negotiate."""
    own = negotiation.cut(contest, rules)
    place = None if own is None else 1 + sum(other > own for other in others.cuts)
    zh_cut = (
        "无最高有效申报价，不计降幅"
        if own is None
        else f"降幅{money.show_percent(own)}，排第{place}位"
    )
    en_cut = (
        "without a ceiling there is no cut"
        if own is None
        else f"its cut of {money.show_percent(own)} is number {place} of the pre-selected products"
    )
    few = Text(
        f"实际申报{contest.bidders}家，不足{rules.negotiation_below}家，最低价仅为预中选；{zh_cut}",
        f"With {contest.bidders} actual bidders, fewer than {rules.negotiation_below}, the lowest "
        f"price is only pre-selected; {en_cut}",
    )
    if judgement.won:
        return Text(
            f"{few.zh}，在前{rules.direct_winners}位之内，直接中选。",
            f"{few.en}, within the first {rules.direct_winners}: it wins directly.",
        )
    average = others.average_cut
    if average is None:
        return Text(f"{few.zh}，进入议价。", f"{few.en}, so it is negotiated.")
    least = money.show_percent(average)
    return Text(
        f"{few.zh}，进入议价，参考最低降幅为其他品种平均降幅{least}。",
        f"{few.en}, so it is negotiated; the reference minimum is the average cut of the others, "
        f"{least}.",
    )


def judged(contest: Contest, judgement: Judgement, others: OtherProducts, rules: DrugRules) -> Text:
    """The reason of any ranked bid, before anybody is revived."""
    entry, won = judgement.entry, judgement.won
    by_clause: dict[str, Callable[[], Text]] = {
        "winning_alternatives": lambda: no_condition_met(contest, entry, rules),
        "outlier_deviations": lambda: outlier(contest, entry, rules),
        "eliminations": lambda: eliminated(contest, others, rules),
        "direct_winners": lambda: preselected(contest, judgement, others, rules),
        "negotiation_below": lambda: preselected(contest, judgement, others, rules),
    }
    if judgement.clause in by_clause:
        return by_clause[judgement.clause]()
    if judgement.clause != "shortlist_maximum":
        return won_byshow_comparable(contest, entry, rules)
    return won_by_rank(contest, entry) if won else outranked(contest, entry)


def together(entry: Ranked) -> Text:
    """The firms that bid as one, what ties them, and which price is theirs."""
    zh, en = "、".join(bid.firm for bid in entry.bids), ", ".join(bid.firm for bid in entry.bids)
    group = entry.bid.controlled_by
    return Text(
        f"{zh}属同一控制（{group}），计为一家，按其中最低的{entry.bid.firm}的报价一并排序，中选则同价。",
        f"{en} are under one control ({group}) and count as one bidder: they rank together by "
        f"the lowest price, that of {entry.bid.firm}, and who wins does so at one price.",
    )


def _position(contest: Contest, entry: Ranked) -> Text:
    price, of = show_comparable(entry.comparable_price), len(contest.ranked)
    return Text(
        f"单位可比价{price}元，在{of}家有效申报中排第{entry.rank}位",
        f"Unit comparable price {price} yuan, rank {entry.rank} of {of} valid bids",
    )


def _places(contest: Contest) -> Text:
    return Text(
        f"实际申报{contest.bidders}家，最多入围{contest.places}家",
        f"With {contest.bidders} actual bidders, at most {contest.places} are shortlisted",
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
