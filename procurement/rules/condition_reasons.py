"""What each winning condition says about a bid, in words, with the numbers (拟中选条件)."""

from collections.abc import Callable

from procurement.rules import catalogue, conditions, money
from procurement.rules.catalogue import PUBLISHED_STEP
from procurement.rules.conditions import HUNDREDTHS_OF_A_PERCENT, Contest
from procurement.rules.drug_rules import FORMS
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text


def show_comparable(comparable_price: int) -> str:
    """A comparable price, given in ten-thousandths of a yuan, in yuan."""
    return money.show_price(comparable_price * PUBLISHED_STEP)


def basis(contest: Contest, rules: DrugRules) -> Text:
    """What the price gap is measured from, and how it came about."""
    return BASES[rules.gap_basis or "lowest"](contest, rules)


def _lowest(contest: Contest, rules: DrugRules) -> Text:  # noqa: ARG001 - one signature for all bases
    low = show_comparable(contest.lowest)
    return Text(f"最低可比价{low}元", f"the lowest, {low} yuan")


def _anchor(contest: Contest, rules: DrugRules) -> Text:
    price, low, mean = _legs(contest)
    assert rules.anchor_coefficient is not None
    part = money.show_number(rules.anchor_coefficient)
    return Text(
        f"锚点价{price}元（最低入围价{low}元与入围均价的{part}倍{mean}元取高）",
        f"the anchor, {price} yuan, the higher of the lowest shortlisted price, {low}, "
        f"and {part} times their mean, {mean}",
    )


def _dual_anchor(contest: Contest, rules: DrugRules) -> Text:
    price, low, mean = _legs(contest)
    assert rules.anchor_deviations is not None
    times = money.show_number(rules.anchor_deviations)
    return Text(
        f"第一锚点价{price}元（最低入围价{low}元与入围均价减{times}个标准差{mean}元取高）",
        f"the first anchor, {price} yuan, the higher of the lowest shortlisted price, {low}, "
        f"and their mean less {times} times the deviation, {mean}",
    )


def _legs(contest: Contest) -> tuple[str, str, str]:
    found = contest.basis
    return (
        show_comparable(found.price),
        show_comparable(found.lowest),
        show_comparable(max(found.corrected, 0)),
    )


BASES: dict[str, Callable[[Contest, DrugRules], Text]] = {
    "lowest": _lowest,
    "anchor": _anchor,
    "dual_anchor": _dual_anchor,
}


def _lowest_price_multiple(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    limit, measured = conditions.price_limit(contest, rules), basis(contest, rules)
    assert rules.lowest_price_multiple is not None
    multiple = money.show_price(int(rules.lowest_price_multiple * money.MICRO), exact=True)
    above = entry.comparable_price > limit
    return Text(
        f"可比价{'高于' if above else '不高于'}{measured.zh}的{multiple}倍"
        f"（{show_comparable(limit)}元）",
        f"the comparable price is {'' if above else 'not '}above {multiple} times "
        f"{measured.en} (= {show_comparable(limit)} yuan)",
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


def _low_price_by_form(contest: Contest, entry: Ranked, rules: DrugRules) -> Text:
    limit = conditions.form_limit(contest.product, rules)
    if limit is None:
        return Text("其剂型没有低价豁免标准", "its dosage form has no low price that is exempt")
    above = entry.comparable_price * PUBLISHED_STEP > limit
    form = FORMS[contest.product.form]
    price = money.show_price(limit)
    return Text(
        f"可比价{'高于' if above else '不高于'}{form.zh}的{price}元",
        f"the comparable price is {'' if above else 'not '}above {price} yuan, for {form.en}",
    )


FINDINGS: dict[str, Callable[[Contest, Ranked, DrugRules], Text]] = {
    "lowest_price_multiple": _lowest_price_multiple,
    "cut_from_ceiling": _cut_from_ceiling,
    "low_price": _low_price,
    "low_price_by_form": _low_price_by_form,
}


def _percent(hundredths: int) -> str:
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}%"
