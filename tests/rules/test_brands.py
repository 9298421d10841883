"""Demand by brand: what hospitals name goes to whom they named, if it won; nothing is lost."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tender_cast import a_presentation, a_product

from procurement.rules import brands
from procurement.rules import demand as demand_rules
from procurement.rules.brands import Parts
from procurement.rules.demand import Demand

PRODUCT = a_product(a_presentation(), a_presentation("100mg", 100, None))
SHARE = Fraction(7, 10)


def test_a_named_winner_supplies_what_names_it_and_the_rest_goes_with_the_region():
    """
    region  spec  brand   base  agreed 70 %
    110000  50mg  Alpha   100   70
    110000  50mg  Gamma    30   21, which did not win: with the region
    110000  50mg  (none)   50   35, with the region
    310000  50mg  (none)   10    7
    """
    demand = [
        Demand("110000", "03", "50mg", 100, "Alpha"),
        Demand("110000", "03", "50mg", 30, "Gamma"),
        Demand("110000", "03", "50mg", 50),
        Demand("310000", "03", "50mg", 10),
        Demand("310000", "04", "50mg", 10, "Alpha"),
    ]
    assert brands.parts(demand, PRODUCT, SHARE, {"Alpha", "Beta"}) == {
        "110000": {"50mg": Parts({"Alpha": 70}, 56)},
        "310000": {"50mg": Parts({}, 7)},
    }


def test_the_whole_is_rounded_once_and_the_unit_left_over_goes_to_the_largest_remainder():
    """1 + 1 at 70 %: 1.4, so one unit in all; Alpha and Beta have equal claims, Alpha is first."""
    demand = [Demand("110000", "03", "50mg", 1, firm) for firm in ("Beta", "Alpha")]
    found = brands.parts(demand, PRODUCT, SHARE, {"Alpha", "Beta"})
    assert found == {"110000": {"50mg": Parts({"Alpha": 1}, 0)}}


def test_without_winners_to_name_all_of_it_goes_with_the_region():
    demand = [Demand("110000", "03", "100mg", 10, "Alpha")]
    assert brands.parts(demand, PRODUCT, SHARE, frozenset()) == {"110000": {"100mg": Parts({}, 7)}}


@given(
    st.lists(
        st.builds(
            Demand,
            st.sampled_from(["110000", "310000"]),
            st.just("03"),
            st.sampled_from(["50mg", "100mg"]),
            st.integers(0, 10**9),
            st.sampled_from(["", "Alpha", "Beta", "Gamma"]),
        )
    )
)
def test_brands_change_no_region_s_agreed_quantity(demand):
    whole = demand_rules.agreed_by_region(demand, PRODUCT, SHARE)
    found = brands.parts(demand, PRODUCT, SHARE, {"Alpha", "Beta"})
    assert whole == {
        region: {spec: sum(part.named.values()) + part.rest for spec, part in specs.items()}
        for region, specs in found.items()
    }
