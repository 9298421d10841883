"""The checker needs no engine."""

from dataclasses import replace

import pytest

from solver import check
from solver.check import Broken, Slack
from solver.problem import Offer, Plan


def test_the_slack_of_every_rule_is_told(sound):
    """Alpha supplies 110000 with 60 units, Beta the others with 30 + 20."""
    assert check.slacks(sound, Plan("01", (0, 1, 1))) == (
        Slack("cover", "110000", 0),
        Slack("cover", "120000", 0),
        Slack("cover", "130000", 0),
        Slack("counts", "Alpha", 0),
        Slack("counts", "Beta", 0),
        Slack("linkage", "Alpha >= Beta", 10),
    )
    assert check.faults(sound, Plan("01", (0, 1, 1))) == ()


def test_less_volume_for_a_lower_price_is_caught(sound):
    """Alpha supplies 120000 with 30 units, Beta the others with 60 + 20."""
    assert check.faults(sound, Plan("01", (1, 0, 1))) == (Broken("linkage", "Alpha >= Beta", 50),)


def test_without_linkage_volumes_are_free(sound):
    assert check.faults(replace(sound, linkage=False), Plan("01", (1, 0, 1))) == ()


def test_linkage_binds_neighboring_prices_only(sound):
    """Beta and Gamma ask the same price: nothing between them, Alpha above and Delta below both."""
    offers = (*sound.offers, Offer("Gamma", 1_100_000), Offer("Delta", 2_000_000))
    four = replace(
        sound,
        offers=offers,
        regions=(*sound.regions, "140000"),
        volume=(60, 30, 20, 25),
        counts=(1, 1, 1, 1),
    )
    assert check.faults(four, Plan("01", (0, 1, 2, 3))) == (Broken("linkage", "Gamma >= Delta", 5),)
    assert check.faults(four, Plan("01", (0, 2, 3, 1))) == ()


def test_a_region_moved_breaks_both_counts(sound):
    assert check.faults(replace(sound, linkage=False), Plan("01", (0, 0, 1))) == (
        Broken("counts", "Alpha", 1),
        Broken("counts", "Beta", 1),
    )


@pytest.mark.parametrize(
    ("plan", "broken"),
    [
        (Plan("01", (0, 1)), Broken("cover", "regions", 1)),
        (Plan("01", (0, 1, 1, 1, 1)), Broken("cover", "regions", 2)),
        (Plan("01", (0, 2, 1)), Broken("cover", "120000", 1)),
        (Plan("01", (0, 1, -1)), Broken("cover", "130000", 1)),
        (Plan("09", (0, 1, 1)), Broken("lot", "09", 1)),
    ],
)
def test_every_region_has_one_supplier_among_the_offers(sound, plan, broken):
    assert check.faults(sound, plan) == (broken,)
