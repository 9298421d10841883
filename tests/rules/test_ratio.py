"""The ratio rule in full: order of the steps, injections' fill volumes, what needs a factor."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tender_cast import BATCH_2

from procurement.rules import ratio, ratio_factors, ratio_rules
from procurement.rules.ratio import BOTH, STARTED
from procurement.rules.ratio_packs import DIMENSIONS, FORMS, Dimension, Pack
from procurement.rules.text import Refused

STRENGTH, UNITS, FILL = Fraction(17, 10), Fraction(195, 100), Fraction(19, 10)
LAW = replace(ratio_rules.of(BATCH_2), fill_volume_factor=FILL, fill_volume_step=10)
TABLET = Pack(Fraction(20))
AMPOULE = Pack(Fraction(200), 1, Fraction(5), "small_injection")
SYRUP = replace(AMPOULE, form="oral_liquid")
YUAN = Fraction(1_000_000)
FORM, MATERIAL, PACK_FORM = ratio.GIVEN


def converted(offered, wanted, price=YUAN, law=LAW, **options):
    steps = ratio.convert(price, offered, wanted, law, **options)
    return steps[-1].price if steps else price


def faults(offered, wanted, law=LAW, known=()):
    found = ratio.faults(offered, wanted, law, dict(known))
    return [(fault.rule, fault.place) for fault in found]


@pytest.mark.parametrize(
    ("base", "factors"),
    [
        (STRENGTH, ("1.3640", "1.7000", "2.3187", "5.8282")),
        (UNITS, ("1.4779", "1.9500", "2.8820", "9.1934")),
        (FILL, ("1.4557", "1.9000", "2.7658", "8.4333")),
    ],
)
def test_the_factors_are_those_of_the_published_table(base, factors):
    """K for ratios of 1.5, 2, 3 and 10."""
    ratios = (Fraction(3, 2), Fraction(2), Fraction(3), Fraction(10))
    found = [ratio_factors.shown(Fraction(ratio_factors.factor(base, one))) for one in ratios]
    assert found == list(factors)


@pytest.mark.parametrize("times", [Fraction(3, 2), Fraction(2), Fraction(3), Fraction(10)])
def test_the_steps_of_three_dimensions_have_the_factors_of_the_table(times):
    """Up the factor multiplies, down it divides."""
    large = replace(
        SYRUP, strength=SYRUP.strength * times, units=30, fill_volume=SYRUP.fill_volume * times
    )
    small = replace(SYRUP, units=int(30 / times))
    bases = {"strength": STRENGTH, "units": UNITS, "fill_volume": FILL}
    up, down = ratio.convert(YUAN, small, large, LAW), ratio.convert(YUAN, large, small, LAW)
    for step, back in zip(up, down, strict=True):
        shown = ratio_factors.shown(Fraction(ratio_factors.factor(bases[step.dimension], times)))
        assert (step.shown_factor, back.shown_factor) == (f"× {shown}", f"÷ {shown}")
        assert step.ratio == 1 / back.ratio == times


def test_a_factor_is_exact_for_powers_of_two_and_its_inverse_downwards():
    factor = ratio_factors.factor
    assert factor(STRENGTH, Fraction(1)) == 1
    assert factor(STRENGTH, Fraction(8)) == Decimal("4.913")
    assert Fraction(factor(UNITS, Fraction(2**12))) == UNITS**12
    assert abs(factor(STRENGTH, Fraction(1, 2)) * Decimal("1.7") - 1) < Decimal("1e-39")


def test_a_step_says_from_what_to_what_by_which_factor_and_clause():
    (step,) = ratio.convert(12 * YUAN / 10, replace(TABLET, strength=Fraction(60)), TABLET, LAW)
    assert (step.before.zh, step.after.zh) == ("60 mg", "20 mg")
    assert (step.shown_ratio, step.shown_factor, step.formula) == (
        "1/3",
        "÷ 2.3187",
        "1.7^log2(3)",
    )
    assert step.shown_price == "0.5175"
    assert [entry.key for entry in step.entries] == ["comparison.strength_factor"]


def test_equal_packs_take_no_step():
    assert ratio.convert(YUAN, TABLET, TABLET, LAW) == ()


def test_the_steps_come_in_the_order_of_article_16():
    assert ratio.order(TABLET, TABLET) == (
        "form",
        "strength",
        "fill_volume",
        "units",
        "material",
        "pack_form",
    )


@pytest.mark.parametrize("form", ["powder_injection", "large_injection"])
def test_for_powder_and_large_injections_the_strength_comes_before_the_form(form):
    assert ratio.order(TABLET, replace(TABLET, form=form))[:2] == ("strength", "form")
    assert ratio.order(replace(TABLET, form=form), TABLET)[:2] == ("strength", "form")


@pytest.mark.parametrize("form", FORMS)
def test_backwards_the_order_is_reversed(form):
    pack = replace(TABLET, form=form)
    assert ratio.order(pack, pack, backward=True) == ratio.order(pack, pack)[::-1]


def test_every_difference_is_a_step_in_that_order():
    offered = Pack(Fraction(20), 14, Fraction(100), "oral_liquid", "glass", "carton")
    wanted = Pack(Fraction(40), 28, Fraction(200), "granules", "plastic", "bag")
    known = {FORM: Fraction(2), MATERIAL: Fraction(1, 2), PACK_FORM: Fraction(3)}
    steps = ratio.convert(YUAN, offered, wanted, LAW, known)
    assert [step.dimension for step in steps] == list(DIMENSIONS)
    assert steps[-1].price == YUAN * 2 * STRENGTH * FILL * UNITS / 2 * 3
    assert [step.formula == "" for step in steps] == [True, False, False, False, True, True]
    assert [steps[0].shown_ratio, steps[4].shown_factor] == ["—", "÷ 2.0000"]
    assert (steps[0].before.en, steps[4].after.zh) == ("oral liquids", "plastic")


@pytest.mark.parametrize(
    ("before", "after", "times"),
    [
        (1, 10, Fraction(1)),
        (5, 2, Fraction(1)),
        (10, 20, Fraction(2)),
        (5, 20, Fraction(2)),
        (15, 20, Fraction(1)),
        (15, 10, Fraction(1, 2)),
        (100, 250, Fraction(5, 2)),
    ],
)
def test_fill_volumes_of_injections_count_in_steps_of_ten_millilitres(before, after, times):
    """Up to 10 ml they do not matter; a started step is counted as a whole one."""
    offered = replace(AMPOULE, fill_volume=Fraction(before))
    wanted = replace(AMPOULE, fill_volume=Fraction(after))
    (step,) = ratio.convert(YUAN, offered, wanted, LAW)
    assert step.ratio == times
    assert step.price == ratio_factors.times(YUAN, FILL, times)
    assert (STARTED in step.remarks) == (15 in {before, after})


def test_other_fill_volumes_count_exactly():
    (step,) = ratio.convert(YUAN, SYRUP, replace(SYRUP, fill_volume=Fraction(15, 2)), LAW)
    assert step.ratio == Fraction(3, 2)
    assert step.remarks == ()


def test_strength_and_fill_volume_that_both_differ_are_remarked_upon():
    wanted = replace(SYRUP, fill_volume=Fraction(10), strength=Fraction(400))
    steps = ratio.convert(YUAN, SYRUP, wanted, LAW)
    assert [step.remarks for step in steps] == [(), (BOTH,)]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"form": "granules"}, "form_factor"),
        ({"material": "glass"}, "material_factor"),
        ({"pack_form": "bag"}, "pack_form_factor"),
    ],
)
def test_what_has_no_known_factor_makes_separate_products(change, place):
    """Unless a factor is given; one that is given for nothing is a fault as well."""
    wanted = replace(TABLET, **change)
    known = {Dimension(*change): Fraction(2)}
    assert faults(TABLET, wanted) == [("separate_products", place)]
    assert converted(TABLET, wanted, given=known) == 2 * YUAN
    assert faults(TABLET, TABLET, known=known) == [("unused_factor", place)]


def test_fill_volumes_need_both_numbers_the_form_and_a_factor_of_the_rulebook():
    larger, bare = replace(AMPOULE, fill_volume=Fraction(50)), replace(LAW, fill_volume_step=None)
    assert faults(AMPOULE, replace(AMPOULE, fill_volume=None)) == [("fill_volume", "fill_volume")]
    assert faults(replace(AMPOULE, form=""), replace(larger, form="")) == [("fill_volume", "form")]
    assert faults(AMPOULE, larger, law=bare) == [("fill_volume_factor", "fill_volume")]
    assert faults(SYRUP, replace(larger, form="oral_liquid"), law=bare) == []
    without = replace(LAW, fill_volume_factor=None)
    assert faults(SYRUP, replace(larger, form="oral_liquid"), law=without) == [
        ("fill_volume_factor", "fill_volume")
    ]


def test_all_faults_are_told_at_once():
    wanted = replace(AMPOULE, form="granules", material="glass", fill_volume=None)
    with pytest.raises(Refused) as refused:
        ratio.convert(YUAN, AMPOULE, wanted, LAW)
    assert len(refused.value.faults) == 3
    assert all(fault.text.zh and fault.text.en for fault in refused.value.faults)


def test_what_was_not_told_is_shown_so():
    assert TABLET.shown(Dimension.FORM).en == "not told"
    assert TABLET.shown(Dimension.MATERIAL).zh == "未注明"
    assert AMPOULE.shown(Dimension.FILL_VOLUME).en == "5 ml"
    assert [replace(TABLET, units=n).shown(Dimension.UNITS).en for n in (1, 2)] == [
        "1 unit",
        "2 units",
    ]


numbers = st.integers(1, 400)
packs = st.builds(
    lambda strength, units, volume, form: Pack(Fraction(strength), units, Fraction(volume), form),
    numbers,
    numbers,
    numbers,
    st.just("small_injection"),
)


@given(packs, packs, st.integers(1, 10**9))
def test_forward_and_backward_is_the_same_price_again(offered, wanted, price):
    there = converted(offered, wanted, Fraction(price))
    assert converted(wanted, offered, there, backward=True) == price


@given(packs, packs, st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_dearer_pack_stays_dearer(offered, wanted, price, more):
    low, high = Fraction(price), Fraction(price + more)
    assert (converted(offered, wanted, low) < converted(offered, wanted, high)) == bool(more)


@given(packs, packs, st.integers(1, 10**9))
def test_the_order_of_the_steps_does_not_change_the_price(offered, wanted, price):
    backward = converted(offered, wanted, Fraction(price), backward=True)
    assert converted(offered, wanted, Fraction(price)) == backward


@given(packs, st.integers(1, 10), st.integers(1, 10))
def test_up_to_ten_millilitres_the_fill_volume_of_an_injection_is_ignored(pack, one, other):
    volumes = [replace(pack, fill_volume=Fraction(volume)) for volume in (one, other)]
    assert converted(*volumes) == YUAN


@given(packs, packs)
def test_more_of_anything_costs_more_but_less_a_milligram(offered, wanted):
    """No factor is above two for twice as much."""
    wanted = replace(wanted, units=offered.units, fill_volume=offered.fill_volume)
    times = wanted.strength / offered.strength
    low, high = sorted([Fraction(1), times])
    assert low <= converted(offered, wanted) / YUAN <= high
