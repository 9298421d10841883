"""Every row of the tables of volume and leftover that are known of rounds by units."""

from datetime import date
from fractions import Fraction

import pytest
from unit_law import evidence, law


def percent(pairs):
    return [tuple(part * 100 for part in pair) for pair in pairs]


@pytest.mark.parametrize(
    ("rank", "base", "leftover", "uncommitted"),
    [
        (1, 100, 0, 0),
        (2, 90, 0, 10),
        (3, 85, 5, 10),
        (4, 80, 10, 10),
        (5, 75, 15, 10),
        (6, 70, 20, 10),
        (7, 70, 20, 10),
        (8, 70, 20, 10),
    ],
)
def test_joints_by_rank(rank, base, leftover, uncommitted):
    rules = law("joints-2021")
    assert (rules.volume_key, rules.committed_share) == ("rank", 1)
    row = rules.by_rank[min(rank, len(rules.by_rank)) - 1]
    assert percent([row]) == [(base, leftover)]
    assert 100 - base - leftover == uncommitted
    assert evidence("joints-2021")["by_rank"] == "official"


@pytest.mark.parametrize("cut", range(48, 63))
def test_ultrasound_catheters_by_cut(cut):
    """
    cut   48 49 50 51 52 53 54 55 56 57 58 59 60 61 62
    base  48 51 54 57 60 63 66 69 72 75 78 81 84 87 90
    out   42 39 36 33 30 27 24 21 18 15 12  9  6  3  0
    """
    rules, x = law("ivus-2024"), cut - 48
    assert (rules.volume_key, rules.committed_share, len(rules.by_cut)) == ("cut", 1, 15)
    assert percent(rules.by_cut)[x] == (cut, 48 + 3 * x, 42 - 3 * x)
    assert sum(rules.by_cut[x][1:]) == Fraction("0.9")
    assert evidence("ivus-2024")["by_cut"] == "official"


@pytest.mark.parametrize(
    ("winners", "shares"),
    [
        (1, [100]),
        (2, [60, 40]),
        (3, [60, 24, 16]),
        (4, [50, 25, 12.5, 12.5]),
        (5, [50, 25, 12.5, 6.25, 6.25]),
        (6, [50, 25, 12.5, 6.25, 3.125, 3.125]),
        (7, [50, 25, 12.5, 6.25, 3.125, 1.5625, 1.5625]),
        (8, [50, 25, 12.5, 6.25, 3.125, 1.5625, 0.78125, 0.78125]),
        (9, [50, 25, 12.5, 6.25, 3.125, 1.5625, 0.78125, 0.390625, 0.390625]),
        (10, [50, 25, 12.5, 6.25, 3.125, 1.5625, 0.78125, 0.390625, 0.1953125, 0.1953125]),
    ],
)
def test_lenses_by_number_of_winners(winners, shares):
    rules = law("intraocular-lens-2020")
    assert (rules.volume_key, rules.committed_share) == ("number", Fraction("0.6"))
    row = rules.by_number[winners - 1]
    assert [share * 100 for share in row] == shares
    assert sum(row) == 1
    assert len(rules.by_number) == 10


def test_the_lower_bounds_of_lenses_are_kept_exactly_by_our_default_only():
    assert evidence("intraocular-lens-2020")["by_number"] == "proposal"
    assert evidence("intraocular-lens-2020")["committed_share"] == "official"


def test_patent_medicines_the_best_keeps_all_and_the_others_ninety_percent():
    rules = law("patent-medicine-2021")
    assert (rules.volume_key, percent(rules.by_best)) == ("best", [(100, 0), (90, 10)])
    assert (rules.pool_members, rules.pool_to_best) == (("given", "unselected"), Fraction("0.3"))
    assert (rules.pool_scope, rules.best_scope) == ("group", "group")
    assert {evidence("patent-medicine-2021")[key] for key in ("by_best", "pool_to_best")} == {
        "official"
    }


@pytest.mark.parametrize(("found", "base"), [("A1", 100), ("A", 80), ("B", 55), ("C", 45)])
def test_insulin_of_2024_by_class(found, base):
    rules = law("insulin-2024")
    assert (rules.volume_key, rules.committed_share) == ("class", 1)
    assert percent([rules.by_class[found]]) == [(base, 0)]
    assert evidence("insulin-2024")["by_class"] == "reported"
    assert (rules.term_years, rules.term_end) == ((3,), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("found", "base", "leftover"), [("A", 100, 0), ("B", 80, 0), ("C", 50, 30)]
)
def test_insulin_of_2021_by_class_is_a_default_that_joins_two_readings(found, base, leftover):
    rules = law("insulin-2021")
    assert percent([rules.by_class[found]]) == [(base, leftover)]
    assert evidence("insulin-2021")["by_class"] == "proposal"


@pytest.mark.parametrize(("name", "factor"), [("insulin-2021", "1.4"), ("insulin-2024", "1.3")])
def test_large_refills_and_devices_of_insulin(name, factor):
    assert law(name).large_refill_factor == Fraction(factor)
    assert law(name).device_surcharge == 3_000_000
    assert evidence(name)["large_refill_factor"] == "reported"


def test_formula_granules_hospitals_distribute_seventy_percent():
    rules = law("formula-granules-2023")
    assert (rules.committed_share, percent(rules.by_rank)) == (Fraction("0.7"), [(0, 100)])
    assert (rules.capacity_limits, rules.region_eligibility) == (True, True)
    known = evidence("formula-granules-2023")
    assert {known[key] for key in ("committed_share", "capacity_limits", "region_eligibility")} == {
        "official"
    }


@pytest.mark.parametrize(("row", "base"), [(0, 60), (1, 50)])
def test_the_renewal_of_the_yangtze_delta_prefers_the_former_winner(row, base):
    rules = law("yangtze-delta-2022")
    assert rules.volume_key == "incumbency"
    assert percent(rules.by_incumbency)[row] == (base, 0)
    assert evidence("yangtze-delta-2022")["by_incumbency"] == "official"


def test_stents_leave_the_key_of_their_leftover_off():
    rules, known = law("stents-2020"), evidence("stents-2020")
    assert (rules.volume_key, rules.pool_members) == ("flat", ("unselected",))
    assert (rules.pool_to_best, known["pool_to_best"]) == (0, "unconfirmed")


@pytest.mark.parametrize(("name", "share"), [("spine-2022", "0.9"), ("ivd-2023", "0.9")])
def test_ninety_percent_of_demand_is_intended(name, share):
    assert law(name).committed_share == Fraction(share)
    assert evidence(name)["committed_share"] == "reported"


@pytest.mark.parametrize(
    ("name", "forbidden", "mark"),
    [
        ("joints-2021", ("highest_price",), "official"),
        ("formula-granules-2023", (), "official"),
        ("patent-medicine-2021", (), "proposal"),
        ("stents-2020", (), "proposal"),
    ],
)
def test_who_may_not_receive_leftover_volume(name, forbidden, mark):
    assert law(name).forbidden_targets == forbidden
    assert evidence(name)["forbidden_targets"] == mark


@pytest.mark.parametrize("name", ["spine-2022", "formula-granules-2023"])
def test_where_only_suppliers_of_the_region_receive(name):
    assert (law(name).region_eligibility, evidence(name)["region_eligibility"]) == (
        True,
        "official",
    )


@pytest.mark.parametrize(
    ("name", "years", "end"),
    [
        ("joints-2021", (2,), None),
        ("stents-2020", (2,), None),
        ("spine-2022", (3,), None),
        ("ivd-2023", (2,), None),
        ("yangtze-delta-2022", (2,), None),
        ("insulin-2021", (2,), None),
        ("consumables-6-2026", None, date(2028, 12, 31)),
    ],
)
def test_how_long_a_round_holds(name, years, end):
    assert (law(name).term_years, law(name).term_end) == (years, end)
