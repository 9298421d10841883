"""Small random rounds under rulebooks of every combination: few prices, so that many tie."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st
from tender_cast import a_bid, a_presentation, a_product, some_rules

from procurement.rules.demand import Demand
from procurement.rules.drug_rules import ALTERNATIVES, BASES, DEVIATIONS, ELIMINATION_TIES, REVIVALS

STEP = 100  # millionths of a yuan in the last decimal of a price
CEILING = 30  # of the reference spec, in these steps: few enough to try them all
FIRMS = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")
CODES = ("03", "04")
TABLES = ((1,), (2,), (9,), (1, 2, 2, 3), (1, 2, 2, 3, 4, 4))


def some_of(words):
    """Any of the words, in any order."""
    return st.lists(st.sampled_from(sorted(words)), unique=True).map(tuple)


def perhaps(strategy):
    return st.none() | strategy


RATIOS = st.sampled_from([Fraction(n, 10) for n in (10, 13, 18, 30)])
DEVIATIONS_OFF = st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(2)])


def rulebooks():
    """Rules in which every step of the selection is there or not."""
    return st.builds(
        some_rules,
        winning_alternatives=some_of(ALTERNATIVES),
        lowest_price_multiple=RATIOS,
        low_price=st.sampled_from([200, 1000]),
        low_price_by_form=st.sampled_from([{"oral_solid": 500}, {"small_injection": 500}]),
        shortlist_maximum=st.sampled_from(TABLES),
        invalid_bids_count=st.booleans(),
        affiliates_count_once=perhaps(st.booleans()),
        gap_basis=perhaps(st.sampled_from(sorted(BASES))),
        anchor_coefficient=st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(9, 10)]),
        anchor_deviations=DEVIATIONS_OFF,
        outlier_deviations=perhaps(DEVIATIONS_OFF),
        deviation=st.sampled_from(sorted(DEVIATIONS)),
        eliminations=perhaps(st.integers(1, 2)),
        elimination_tie=perhaps(st.sampled_from(sorted(ELIMINATION_TIES))),
        negotiation_below=perhaps(st.integers(2, 4)),
        direct_winners=perhaps(st.just(1)),
        revivals=perhaps(some_of(REVIVALS)),
        revival_multiple=perhaps(RATIOS),
        tie_order=st.sampled_from([(), ("more_provinces",)]),
    )


def products():
    """Two products of two strengths under a ceiling of 30 steps, one perhaps an oral solid."""
    plain = a_product(
        a_presentation(ceiling="0.0030"), a_presentation("100mg", 100, None), form="oral_solid"
    )
    return [replace(plain, code="03"), replace(plain, code="04", form="")]


@st.composite
def bids(draw, code):
    """Up to six firms of few control groups; some bids are above the ceiling."""
    firms = draw(st.lists(st.sampled_from(FIRMS), unique=True, max_size=6))
    return [
        a_bid(
            firm,
            product=code,
            unit_price=STEP * draw(st.integers(1, CEILING + 2)),
            spec=draw(st.sampled_from(["50mg", "50mg", "100mg"])),
            controller=draw(st.sampled_from(["", "", "G", "H"])),
            reference_product=draw(st.booleans()),
            tie={"more_provinces": draw(st.integers(0, 2))},
        )
        for firm in firms
    ]


def brand_demand():
    """Demand for brands of both products, some of them of nobody who bid."""
    lines = st.builds(
        Demand,
        st.just("110000"),
        st.sampled_from(CODES),
        st.just("50mg"),
        st.integers(1, 9),
        brand=st.sampled_from(["", *FIRMS]),
    )
    return st.lists(lines, max_size=6)


@st.composite
def rounds(draw):
    """Two products, their bids and their demand."""
    return products(), [bid for code in CODES for bid in draw(bids(code))], draw(brand_demand())


def a_loser(product="03"):
    """A bid of a firm that nobody knows, at any price up to the ceiling."""
    prices = st.integers(1, CEILING).map(lambda steps: steps * STEP)
    return prices.map(lambda price: a_bid("Omega", product=product, unit_price=price))
