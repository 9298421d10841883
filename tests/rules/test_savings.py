"""Retained savings: the worked examples, the published sums, and what enters the statement."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from procurement.exchange import rulebooks
from procurement.rules import assessment, money, savings
from procurement.rules.rulebook import SavingsRules
from procurement.rules.savings import SavingsLine

EXAMPLES = Path(__file__).parents[1] / "examples" / "retained_savings"
DAY = date(2025, 12, 31)


def example(name):
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text(), parse_float=Decimal)


def line_of(table):
    read = {
        "price_before": money.parse_price,
        "winning_price": money.parse_price,
        "nonwinning_amount": money.parse,
        "pay_ratio": Fraction,
        "insured_share": Fraction,
        "circumstances": frozenset,
    }
    return SavingsLine(**{field: read.get(field, lambda v: v)(v) for field, v in table.items()})


def rules_of(rulebook="retained-savings-shenzhen-2024", **changes):
    return replace(rulebooks.load(rulebook).at(DAY, SavingsRules), **changes)


def yuan(exact):
    return f"{Decimal(money.half_up(exact)) / 100:.2f}"


WORKED = sorted(path.stem for path in EXAMPLES.glob("w*.toml"))


@pytest.mark.parametrize("name", WORKED)
def test_the_worked_examples_come_out_to_the_fen(name):
    case = example(name)
    for rulebook in case["rulebooks"]:
        rules = rules_of(rulebook, **case.get("rules", {}))
        lines = [line_of(table) for table in case["lines"]]
        assert [assessment.faults(line) for line in lines] == [[] for _ in lines]
        made = savings.statement(lines, Fraction(case["score"]), rules)
        bought = {int(year): money.parse(fen) for year, fen in case.get("bought", {}).items()}
        budget = sum(product.budget for product in made.products)
        found = {
            "budget": [yuan(product.budget) for product in made.products],
            "spending": [yuan(product.spending) for product in made.products],
            "differences": [yuan(product.budget - product.spending) for product in made.products],
            "failed": [[fault.rule for fault in product.failed] for product in made.products],
            "base": yuan(made.base),
            "ratio": made.ratio,
            "retained": yuan(Fraction(made.retained)),
            "split": bought
            and {str(year): yuan(part) for year, part in savings.split(budget, bought).items()},
        }
        assert {key: found[key] for key in case["expected"]} == case["expected"]


def test_all_eight_worked_examples_are_here():
    assert {name.split("-")[0].rstrip("bcd") for name in WORKED} == {f"w{n}" for n in range(1, 9)}


def test_the_payments_of_huaibei_add_up_as_published():
    case = example("huaibei-2025")
    paid = sum(money.parse(payment) for payment in case["payments"])
    assert paid == money.parse(case["total"])
    assert money.show_wan(paid) == "1,408.33"


@pytest.fixture
def line():
    return line_of(example("w1")["lines"][0])


def test_every_line_prints_its_clause_and_its_arithmetic(line):
    rules = rules_of()
    made = savings.statement([line], Fraction(85), rules)
    steps = made.products[0].steps + made.steps
    assert [(step.clause, step.arithmetic.zh) for step in steps] == [
        ("budget_volume_basis", "100,000 × 5 × 60% × 80% = 240,000.00 元"),
        ("spending_volume_basis", "(70,000 × 1 + 90,000.00) × 60% × 80% = 76,800.00 元"),
        ("floor_level", "max(0, 240,000.00 − 76,800.00) = 163,200.00 元"),
        ("floor_level", "1 个品种合计 = 163,200.00 元"),
        ("score_bands", "考核得分 85：50%"),
        ("retention_cap", "163,200.00 × 50% = 81,600.00 元"),
    ]
    assert all(rules.sources[step.clause].source for step in steps)


def test_pooled_products_print_their_loss_and_rounding_shows(line):
    """A third of the patients are insured here: no amount is whole, only the last is rounded."""
    thirds = replace(line, insured_share=Fraction(1, 3), nonwinning_amount=48_000_000)
    rules = rules_of(floor_level="hospital_pooled")
    made = savings.statement([thirds], Fraction(85), rules)
    arithmetic = [step.arithmetic.en for step in made.products[0].steps]
    assert arithmetic[0] == "100,000 × 5 × 60% × 1/3 = 100,000.00 yuan"
    assert arithmetic[2] == "100,000.00 − 110,000.00 = -10,000.00 yuan"
    odd = replace(line, demand_quantity=1, agreed_quantity=0, nonwinning_amount=0)
    (product,) = savings.statement(
        [replace(odd, pay_ratio=Fraction(1, 7))], Fraction(85), rules
    ).products
    assert product.steps[0].arithmetic.en == "1 × 5 × 1/7 × 80% ≈ 0.57 yuan"


def test_the_place_may_have_other_ratios_for_the_spending(line):
    """Changning: the prior year's ratios in the budget, the contract period's in the spending."""
    other = replace(
        line, spending_pay_ratio=Fraction("0.5"), spending_insured_share=Fraction("0.7")
    )
    assert yuan(savings.budget(other, rules_of())) == "240000.00"
    assert yuan(savings.spending(other)) == "56000.00"


@pytest.mark.parametrize(
    ("rulebook", "circumstance", "excluded"),
    [
        ("retained-savings-shenzhen-2024", "outside_list", "outside_list"),
        ("retained-savings-shenzhen-2024", "retained_before", "retained_before"),
        ("retained-savings-sichuan-2022", "retained_before", None),
    ],
)
def test_what_enters_depends_on_the_place(line, rulebook, circumstance, excluded):
    marked = replace(line, circumstances=frozenset({circumstance}))
    made = savings.statement([marked], Fraction(85), rules_of(rulebook))
    assert made.products[0].excluded == excluded
    assert (made.retained == 0) is (excluded is not None)
    assert (made.products[0].steps[0].clause == "exclusions") is (excluded is not None)


def test_a_product_that_fails_brings_no_savings_but_its_loss_counts_when_pooled(line):
    short = replace(line, winning_received=69_999)
    loss = replace(short, nonwinning_amount=48_000_000)
    by_product, pooled = rules_of(), rules_of(floor_level="hospital_pooled")
    assert yuan(savings.statement([line, loss], Fraction(85), by_product).base) == "163200.00"
    assert yuan(savings.statement([line, loss], Fraction(85), pooled).base) == "139200.00"
    assert yuan(savings.statement([line, short], Fraction(85), pooled).base) == "163200.00"
    assert savings.statement([loss], Fraction(85), pooled).base == 0
    failed = savings.statement([short], Fraction(85), by_product).products[0]
    assert failed.steps[-1].arithmetic.zh == "完成率 69,999 ÷ 70,000，低于 100.00%"


def test_a_hospital_without_products_retains_nothing():
    assert savings.statement([], Fraction(100), rules_of()).retained == 0


def test_a_split_keeps_the_sum():
    assert savings.split(Fraction(100), {2025: 1, 2026: 1, 2027: 1}) == {
        2025: 33,
        2026: 34,
        2027: 33,
    }
    assert savings.split(Fraction(100), {2026: 1}) == {2026: 100}
    with pytest.raises(ValueError, match="nothing was bought"):
        savings.split(Fraction(100), {2025: 0})
