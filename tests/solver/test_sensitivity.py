"""What would have changed a plan: solved for at the value found and one step before it."""

from dataclasses import replace

import oracle
import pytest
from enumerated import allocation
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

from solver import sensitivity
from solver.allocate import Undecided
from solver.dials import dials
from solver.plan import supplied
from solver.problem import Aim, Bounds, Goal, Linkage, Offer, Problem, exactly
from solver.sensitivity import Turn


@pytest.fixture
def lot():
    """
    offer  price  capacity  110000  120000
    Alpha  1      11        12      10      fen
    Beta   2                24      20
                            12      10      units
    """
    return Problem(
        lot="01",
        offers=(Offer("Alpha", 1, capacity=11), Offer("Beta", 2)),
        regions=("110000", "120000"),
        volume=(12, 10),
        cost=((12, 10), (24, 20)),
        counts=(Bounds(0, 2),) * 2,
        linkage=Linkage.NONE,
    )


def at(problem, prices):
    """The offers at other prices, in the order of them; who offers nothing is left out."""
    ranks = sorted(range(len(prices)), key=prices.__getitem__)
    return replace(
        problem,
        offers=tuple(replace(problem.offers[w], price=prices[w]) for w in ranks),
        cost=tuple(tuple(prices[w] * units for units in problem.volume) for w in ranks),
    )


def test_the_price_that_would_have_won_a_region(lot):
    """One region each, and the cheaper gets the larger: Beta would at 4 fen, not at Alpha's 5."""
    lot = replace(lot, counts=exactly((1, 1)), offers=(Offer("Alpha", 5), Offer("Beta", 7)))

    def reprice(price):
        return at(lot, (5, price)), int(price >= 5)

    found = sensitivity.price(reprice, "110000", (7, 1), solve=allocation)
    assert found == Turn(value=4, short=5)
    assert sensitivity.price(reprice, "110000", (7, 6), solve=allocation) is None


def test_a_price_at_which_nobody_would_ask_wins_nothing():
    assert sensitivity.price(lambda _: None, "110000", (7, 1), solve=allocation) is None


def test_a_price_that_leaves_no_plan_wins_nothing(lot):
    impossible = replace(lot, counts=exactly((1, 0)))
    assert sensitivity.price(lambda _: (impossible, 0), "110000", (7, 1), solve=allocation) is None


def test_the_capacity_that_would_have_won_a_region(lot):
    """With twelve units Alpha supplies the larger region, which saves twelve fen and not ten."""
    assert sensitivity.capacity(lot, 0, 0, solve=allocation) == Turn(value=12, short=11)
    assert sensitivity.capacity(lot, 0, 0) == Turn(value=12, short=11)


def test_who_names_no_capacity_lacks_none(lot):
    assert sensitivity.capacity(lot, 1, 0, solve=allocation) is None


def test_capacity_for_everything_may_not_help(lot):
    """Alpha may supply one region only, and the larger one saves more."""
    one = replace(lot, counts=(Bounds(0, 1), Bounds(0, 2)))
    assert sensitivity.capacity(one, 0, 1, solve=allocation) is None


def test_what_is_not_proved_is_not_said(lot):
    def unproved(problem):
        return replace(allocation(problem), proven=False)

    with pytest.raises(Undecided):
        sensitivity.capacity(lot, 0, 0, solve=unproved)


def test_one_more_unit_of_capacity_is_worth_two_fen(lot):
    """Alpha: 12 + 20 fen instead of 24 + 10."""
    (capacity,) = [dial for dial in dials(lot) if dial.name == "capacity"]
    (found,) = sensitivity.marginals(allocation(lot), [capacity], solve=allocation)
    assert (found.dial.place, found.changes) == ("Alpha", (-2,))


def test_one_region_fewer_is_a_step_too(lot):
    """Beta need not supply one of two regions any more."""
    bound = replace(lot, counts=(Bounds(0, 2), Bounds(2, 2)))
    (least,) = [dial for dial in dials(bound) if (dial.name, dial.place) == ("least", "Beta")]
    (found,) = sensitivity.marginals(allocation(bound), [least], solve=allocation)
    assert found.changes == (-10,)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_a_capacity_found_wins_the_region_and_one_unit_less_does_not(data):
    problem = replace(data.draw(problems()), goals=(Goal(Aim.SPEND),))
    offer = data.draw(st.integers(0, len(problem.offers) - 1))
    region = data.draw(st.integers(0, len(problem.regions) - 1))

    def wins(capacity):
        offers = list(problem.offers)
        offers[offer] = replace(offers[offer], capacity=capacity)
        plan = oracle.best(replace(problem, offers=tuple(offers)))
        return plan is not None and region in supplied(problem, plan)[offer]

    now = problem.offers[offer].capacity
    if now is None or wins(now):
        return
    found = sensitivity.capacity(problem, offer, region, solve=allocation)
    if found is None:
        assert now >= problem.total or not wins(problem.total)
    else:
        assert wins(found.value)
        assert not wins(found.short)
        assert found.short == found.value - 1
