"""The cast of the drug rounds: valid products, bids and rules, changed one thing at a time."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from procurement.exchange import rulebooks
from procurement.rules import money
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.rulebook import DrugRules

BATCH_2 = rulebooks.load("national-drug-2").at(date(2020, 1, 17), DrugRules)
EXPANSION = rulebooks.load("expansion-2019").at(date(2019, 9, 24), DrugRules)


def yuan(price):
    """A price in yuan, as text, in millionths of a yuan."""
    return money.parse_price(price)


def a_presentation(spec="50mg", strength=50, ceiling="0.8358"):
    return Presentation(spec, Fraction(strength), ceiling and yuan(ceiling))


def a_product(*presentations, **changes):
    """Acarbose 50 mg under a ceiling of 0.8358 yuan, unless told otherwise."""
    listed = presentations or (a_presentation(),)
    product = Product("03", "阿卡波糖", listed, listed[0].spec)
    return replace(product, **changes)


def a_bid(firm="Alpha", price="0.40", **changes):
    """A bid for acarbose 50 mg."""
    return replace(Bid("03", firm, "50mg", yuan(price)), **changes)


def some_bids(**prices):
    """One bid a firm, in the order given."""
    return [a_bid(firm, price) for firm, price in prices.items()]


def some_rules(**changes):
    """The rules of the second national round, changed."""
    return replace(BATCH_2, **changes)


def gap_rules(gap_basis="lowest", **changes):
    """Rules that know one condition: 1.8 times a basis, with a place for everybody."""
    plain = {
        "winning_alternatives": ("lowest_price_multiple",),
        "gap_basis": gap_basis,
        "anchor_coefficient": Fraction(1, 2),
        "anchor_deviations": Fraction(1),
        "deviation": "population",
        "shortlist_maximum": (99,),
        "revival_multiple": Fraction("1.8"),
    }
    return some_rules(**plain | changes)


def reason_of(verdict):
    """Both languages, for what is told in either."""
    return verdict.reason.zh + verdict.reason.en
