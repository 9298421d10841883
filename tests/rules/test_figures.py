"""What plans come to: worked by hand on two lots of three regions."""

from dataclasses import replace
from fractions import Fraction

import pytest

from procurement.rules import figures
from procurement.rules.figures import Shared
from solver.plan import Plan
from solver.problem import Backup, Offer, Problem, exactly


@pytest.fixture
def lot():
    """
    offer  group  110000  120000  130000
    Alpha  A      60      30      20      fen
    Beta   B      66      33      22      fen
    Gamma  A      90      45      30      fen
                  60      30      20      units
    """
    return Problem(
        lot="01",
        offers=(Offer("Alpha", 100, group="A"), Offer("Beta", 110), Offer("Gamma", 150, group="A")),
        regions=("110000", "120000", "130000"),
        volume=(60, 30, 20),
        cost=((60, 30, 20), (66, 33, 22), (90, 45, 30)),
        counts=exactly((1, 1, 1)),
    )


DRAFTED = Plan("01", (0, 1, 2))


def shared(lot, plan, **changes):
    return Shared(lot, DRAFTED, replace(lot, **changes), plan)


def test_money_is_counted_by_control_group_the_largest_first(lot):
    """Alpha and Gamma are one: 60 + 30 = 90 of 123 fen, Beta has 33."""
    found = figures.of([shared(lot, DRAFTED)])
    assert found.paid == (("A", 90), ("Beta", 33))
    assert (found.spend, found.largest) == (123, "A")
    assert found.largest_share == Fraction(90, 123)
    assert found.hhi == Fraction(90**2 + 33**2, 123**2)
    assert (found.lots, found.regions, found.moved) == (1, 3, 0)


def test_equal_groups_come_by_name_and_nothing_at_all_has_no_share(lot):
    free = replace(lot, cost=((0, 0, 0),) * 3)
    found = figures.of([shared(free, DRAFTED)])
    assert found.paid == (("A", 0), ("Beta", 0))
    assert (found.largest_share, found.hhi) == (0, 0)


def test_volume_that_names_a_brand_is_paid_too(lot):
    offers = (replace(lot.offers[0], named_cost=7), *lot.offers[1:])
    named = replace(lot, offers=offers, named=((7, 0, 0), (0, 0, 0), (0, 0, 0)))
    assert figures.spend_by_offer(shared(named, DRAFTED)) == (67, 33, 30)


def test_a_part_of_a_region_costs_its_part_half_up(lot):
    """Beta gets 20 of 60 units of a region at 66 fen, Alpha 40 at 60; and 5 of 20 at 22: 5.5."""
    amounts = ((40, 30, 15), (20, 0, 5), (0, 0, 0))
    found = shared(lot, Plan("01", amounts=amounts), suppliers=2)
    assert figures.spend_by_offer(found) == (40 + 30 + 15, 22 + 6, 0)


def test_a_region_has_moved_when_somebody_else_supplies_any_of_it(lot):
    assert figures.moved(shared(lot, Plan("01", (0, 2, 1)))) == 2
    amounts = ((60, 5, 0), (0, 25, 0), (0, 0, 20))
    assert figures.moved(shared(lot, Plan("01", amounts=amounts), suppliers=2)) == 1


def test_only_a_backup_of_another_control_group_counts(lot):
    found = shared(lot, Plan("01", (0, 1, 2), backups=(2, 0, 1)), backup=Backup(apart=False))
    assert figures.backed(found) == 2
    assert figures.backed(shared(lot, DRAFTED)) == 0


def test_a_lot_is_ready_when_the_backups_can_take_over_whatever_one_supplier_leaves(lot):
    """Beta backs Alpha's 60 units beside its own 30: 90 units are enough, 89 are not."""
    plan = Plan("01", (0, 1, 2), backups=(1, 0, 1))

    def able(units):
        offers = tuple(replace(offer, capacity=units) for offer in lot.offers)
        return figures.readiness(shared(lot, plan, backup=Backup(), offers=offers))

    assert (able(90), able(89)) == (True, False)
    assert figures.readiness(shared(lot, plan, backup=Backup())) is None
    assert figures.readiness(shared(lot, DRAFTED)) is False


def test_lots_are_added_up(lot):
    plan = Plan("01", (0, 1, 2), backups=(1, 0, 1))
    offers = tuple(replace(offer, capacity=200) for offer in lot.offers)
    ready = shared(lot, plan, backup=Backup(), offers=offers)
    unknown = shared(lot, plan, backup=Backup())
    found = figures.of([ready, unknown, shared(lot, DRAFTED)])
    assert (found.lots, found.ready, found.untested, found.backed) == (3, 1, 1, 6)
    assert found.spend == 3 * 123
