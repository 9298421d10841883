"""Retained savings (医保资金结余留用): budget, spending, base and what the hospital retains.

Amounts are exact fractions of a fen; the retained amount is rounded half up, once, at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import assessment, money
from procurement.rules.assessment import SavingsLine
from procurement.rules.rulebook import SavingsRules
from procurement.rules.text import Fault, Text
from procurement.rules.year_rules import EXCLUSIONS

__all__ = [
    "Product",
    "SavingsLine",
    "Statement",
    "Step",
    "budget",
    "spending",
    "split",
    "statement",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a statement: the field of the rules that is its clause, and its arithmetic."""

    clause: str
    title: Text
    arithmetic: Text
    fen: int | None = None  # rounded for print; sums are made of the exact amounts


@dataclass(frozen=True, slots=True)
class Product:
    """A product's part of a statement; ``base`` is what it adds to the hospital's base."""

    line: SavingsLine
    budget: Fraction
    spending: Fraction
    base: Fraction
    failed: tuple[Fault, ...]
    excluded: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A hospital's year: every product, and the amount retained in fen."""

    products: tuple[Product, ...]
    base: Fraction
    score: Fraction
    ratio: Fraction
    retained: int
    steps: tuple[Step, ...]


def budget(line: SavingsLine, rules: SavingsRules) -> Fraction:
    """(1) B = Qd x P0 x r x s, from the demand or the agreed volume as the place has it."""
    before = money.exact_cost(line.price_before, _budgeted(line, rules))
    return before * line.pay_ratio * line.insured_share


def spending(line: SavingsLine) -> Fraction:
    """(2) S = (Qa x Pw + An) x r x s: use of the winner beyond Qa costs nothing."""
    contract = money.exact_cost(line.winning_price, line.agreed_quantity)
    pay_ratio, insured_share = _spending_ratios(line)
    return (contract + line.nonwinning_amount) * pay_ratio * insured_share


def statement(lines: Iterable[SavingsLine], score: Fraction, rules: SavingsRules) -> Statement:
    """(3) the base (结余测算基数) of every product and (4) the share of it that is retained.

    A product that fails the gate adds no savings. By product, one that overspent adds nothing;
    pooled by hospital, its loss is set against the others, and so is that of one that failed.
    """
    products = tuple(_product(line, rules) for line in lines)
    base = max(Fraction(0), sum((product.base for product in products), Fraction(0)))
    ratio = assessment.ratio(score, rules)
    retained = money.half_up(base * ratio)
    counted = sum(product.base != 0 for product in products)
    shown, points = _percent(ratio), _points(score)
    steps = (
        Step(
            "floor_level",
            Text("结余测算基数合计", "Savings base in all"),
            Text(
                f"{counted} 个品种合计{_equals(base)} 元", f"{counted} products{_equals(base)} yuan"
            ),
            money.half_up(base),
        ),
        Step(
            "score_bands",
            Text("留用比例 k", "Retention ratio k"),
            Text(f"考核得分 {points}：{shown}", f"score {points}: {shown}"),
        ),
        Step(
            "retention_cap",
            Text("留用金额", "Retained savings"),
            _in_yuan(f"{_yuan(base)} × {shown}{_equals(base * ratio)}"),
            retained,
        ),
    )
    return Statement(products, base, score, ratio, retained, steps)


def split(amount: Fraction, bought: Mapping[int, int]) -> dict[int, int]:
    """An amount of fen over calendar years by the amounts bought in each; the sum is kept.

    To book all of it in the year in which the cycle ends, name that year only.
    ValueError when nothing was bought.
    """
    total = sum(bought.values())
    if not total:
        raise ValueError("nothing was bought: no years to split over")
    parts, sofar, given = {}, 0, 0
    for year, part in sorted(bought.items()):
        sofar += part
        parts[year] = money.half_up(amount * sofar / total) - given
        given += parts[year]
    return parts


def _points(score: Fraction) -> str:
    """A score to two decimals, marked where it is not exact: the band is found by the exact one."""
    hundredths = money.half_up(score * 100)
    sign = "" if hundredths == score * 100 else "≈ "
    return sign + money.show_number(Fraction(hundredths, 100))


def _product(line: SavingsLine, rules: SavingsRules) -> Product:
    before, spent = budget(line, rules), spending(line)
    if excluded := assessment.exclusion(line, rules):
        step = Step(
            "exclusions", Text("不纳入结余留用", "Outside the scheme"), EXCLUSIONS[excluded], 0
        )
        return Product(line, before, spent, Fraction(0), (), excluded, (step,))
    failed = tuple(assessment.gate(line, rules))
    base = before - spent
    if rules.floor_level == "product":
        base = max(Fraction(0), base)
    if failed:
        base = min(Fraction(0), base)
    steps = (
        _budget_step(line, rules, before),
        _spending_step(line, spent),
        _base_step(before, spent, rules),
        *(
            Step(fault.rule, Text("品种考核不合格", "Fails the gate"), fault.text, 0)
            for fault in failed
        ),
    )
    return Product(line, before, spent, base, failed, None, steps)


def _budget_step(line: SavingsLine, rules: SavingsRules, before: Fraction) -> Step:
    price = money.show_price(line.price_before, exact=True)
    shares = f"{_percent(line.pay_ratio)} × {_percent(line.insured_share)}"
    arithmetic = f"{_budgeted(line, rules):,} × {price} × {shares}{_equals(before)}"
    title = Text("医保资金预算 B", "Budget B")
    return Step("budget_volume_basis", title, _in_yuan(arithmetic), money.half_up(before))


def _spending_step(line: SavingsLine, spent: Fraction) -> Step:
    price = money.show_price(line.winning_price, exact=True)
    cost = f"({line.agreed_quantity:,} × {price} + {money.show(line.nonwinning_amount)})"
    shares = " × ".join(map(_percent, _spending_ratios(line)))
    title = Text("医保支出 S", "Spending S")
    arithmetic = f"{cost} × {shares}{_equals(spent)}"
    return Step("spending_volume_basis", title, _in_yuan(arithmetic), money.half_up(spent))


def _base_step(before: Fraction, spent: Fraction, rules: SavingsRules) -> Step:
    difference = f"{_yuan(before)} − {_yuan(spent)}"
    base = before - spent
    if rules.floor_level == "product":
        difference = f"max(0, {difference})"
        base = max(Fraction(0), base)
    title = Text("结余测算基数", "Savings base")
    return Step("floor_level", title, _in_yuan(f"{difference}{_equals(base)}"), money.half_up(base))


def _budgeted(line: SavingsLine, rules: SavingsRules) -> int:
    by_demand = rules.budget_volume_basis == "demand"
    return line.demand_quantity if by_demand else line.agreed_quantity


def _spending_ratios(line: SavingsLine) -> tuple[Fraction, Fraction]:
    own_ratio, own_share = line.spending_pay_ratio, line.spending_insured_share
    return (
        line.pay_ratio if own_ratio is None else own_ratio,
        line.insured_share if own_share is None else own_share,
    )


def _yuan(exact: Fraction) -> str:
    return money.show(money.half_up(exact))


def _equals(exact: Fraction) -> str:
    return f" {'=' if exact.denominator == 1 else '≈'} {_yuan(exact)}"


def _percent(ratio: Fraction) -> str:
    shown = money.show_number(ratio * 100)
    return str(ratio) if "/" in shown else f"{shown}%"


def _in_yuan(arithmetic: str) -> Text:
    return Text(f"{arithmetic} 元", f"{arithmetic} yuan")
