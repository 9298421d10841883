"""The pick order of the backups (备供企业), after that of the suppliers."""

from dataclasses import replace

import pytest

from solver import check, draft
from solver.problem import Backup, Linkage, Offer, exactly
from solver.steps import DeadEnd, Role, Why


@pytest.fixture
def backed(sound):
    """
    offer  group  11  12  13  14
    Alpha  East   40  30  20  10   units
    Beta   East
    Gamma  West
    """
    return replace(
        sound,
        offers=(
            Offer("Alpha", 1, group="East"),
            Offer("Beta", 2, group="East"),
            Offer("Gamma", 3, group="West"),
        ),
        regions=("110000", "120000", "130000", "140000"),
        volume=(40, 30, 20, 10),
        cost=((1,) * 4,) * 3,
        counts=exactly((2, 1, 1)),
        backup=Backup(),
    )


def test_backups_are_picked_in_rank_order_from_regions_of_others(backed):
    """
    primary: Alpha 11 and 12, Beta 13, Gamma 14
    turn  offer  backs
    5     Alpha  14     the only region of another group
    6     Beta   -      Alpha's and its own are of its group
    7     Gamma  11
    8     Alpha  -
    9     Gamma  12
    10    Gamma  13
    """
    drafted = draft.pick(backed)
    assert drafted.plan.suppliers == (0, 0, 1, 2)
    assert drafted.plan.backups == (2, 2, 2, 0)
    assert [
        (s.turn, s.offer, s.region[:2], s.why) for s in drafted.steps if s.role == "backup"
    ] == [
        (5, 0, "14", Why.PICK),
        (6, 1, "", Why.OWN),
        (7, 2, "11", Why.PICK),
        (8, 0, "", Why.OWN),
        (9, 2, "12", Why.PICK),
        (10, 2, "13", Why.PICK),
    ]


def test_a_backup_needs_room_for_all_it_takes_over(backed):
    """
    capacity 90 each, no surge; primary as above: Alpha 70, Beta 20, Gamma 10
    If Alpha fails, its 40 + 30 fit Gamma's 80. At capacity 70 only 60 units do, so Alpha has to
    take 20 instead of 30 in its second turn.
    """

    def at(capacity):
        offers = tuple(replace(offer, capacity=capacity) for offer in backed.offers)
        return draft.pick(replace(backed, offers=offers))

    assert at(90).plan.suppliers == (0, 0, 1, 2)
    less = at(70)
    assert check.faults(replace(backed, linkage=Linkage.NONE), less.plan) == ()
    assert less.plan.suppliers == (0, 1, 0, 2)
    assert less.steps[1].skipped == ("120000",)


def test_no_backup_at_all_is_a_dead_end_of_the_backups(backed):
    """One control group cannot stand in for itself."""
    offers = tuple(replace(offer, group="East") for offer in backed.offers)
    with pytest.raises(DeadEnd, match="every region a backup supplier") as found:
        draft.pick(replace(backed, offers=offers))
    assert found.value.step.role is Role.BACKUP
