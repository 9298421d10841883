"""The cast of the rounds by competition units: categories, bids, demand and rules."""

from dataclasses import fields, replace
from fractions import Fraction

from procurement.rules import money
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.demand import Demand
from procurement.rules.text import Text
from procurement.rules.unit_rules import UNIT_ROUND, UnitRules
from procurement.rules.verdicts import Verdict

BEIJING, TIANJIN = "110000", "120000"
EVERYWHERE = frozenset({"full_territory"})
JOINTS = tuple(
    (Fraction(base, 100), Fraction(leftover, 100))
    for base, leftover in ((100, 0), (90, 0), (85, 5), (80, 10), (75, 15), (70, 20))
)
PLAIN = UnitRules(**{one.name: None for one in fields(UnitRules)})


def some_rules(**changes):
    """One unit, hard ceilings, every valid bid wins; volume and pool of the joints of 2021."""
    usual = replace(
        PLAIN,
        ceiling_mode="hard",
        tie_order=("larger_demand",),
        any_of=(),
        committed_share=Fraction(1),
        volume_key="rank",
        by_rank=JOINTS,
        pool_scope="category",
        pool_members=("given", "unselected"),
        forbidden_targets=("highest_price",),
        capacity_limits=False,
        region_eligibility=False,
        sources={},
    )
    return replace(usual, **changes)


def rules_of(table):
    """The usual rules, changed as the example writes them: each as in a rulebook."""
    keys = {key.field: key.reading for key in UNIT_ROUND.keys}
    return some_rules(**{name: keys[name].read(value) for name, value in table.items()})


def yuan(price):
    """A price in yuan, as text, in millionths of a yuan."""
    return money.parse_price(price)


def a_category(code="hip", ceiling="20000", **changes):
    """A category of one presentation, sets under a ceiling of 20,000 yuan."""
    sets = Presentation("套", Fraction(1), ceiling and yuan(ceiling))
    return replace(Product(code, "髋关节", (sets,), "套"), **changes)


def a_bid(firm="Alpha", price="7000", product="hip", **changes):
    """A bid for sets of the category by a firm that promises every area."""
    return replace(Bid(product, firm, "套", yuan(price), promises=EVERYWHERE), **changes)


def some_bids(**prices):
    """One bid a firm, in the order given."""
    return [a_bid(firm, price) for firm, price in prices.items()]


def some_demand(hospital="H1", region=BEIJING, product="hip", **units):
    """What one hospital reported, by firm; ``none`` is for no brand."""
    return [
        Demand(region, product, "套", count, "" if firm == "none" else firm, hospital)
        for firm, count in units.items()
    ]


def a_winner(firm="Alpha", rank=1, **changes):
    """The verdict of a selected bid."""
    usual = Verdict(
        product="hip",
        firm=firm,
        comparable_price=0,
        rank=rank,
        shortlisted=True,
        won=True,
        clause="any_of",
        reason=Text("", ""),
        price_to_win=None,
    )
    return replace(usual, **changes)
