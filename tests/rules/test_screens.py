"""Each screen on an example that was worked by hand, and one bid less or further off it."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screen_cast import BOOK, LAW, a_bid, table

from procurement.exchange import rulebooks
from procurement.rules import schemes, screened, screens
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.screens import SCREENS
from seed.tenders import tender


def found(name, bids, law=LAW):
    """The lots and firms of every flag of one screen."""
    return [(one.lots, one.firms) for one in SCREENS[name].flags(bids, law)]


def test_firms_under_one_control_are_asked_once_about_all_their_lots():
    """A and B meet in lot 1; in lots 2 and 3 only one of them bids. C is on its own.

    lot firm group price
    1   A    G     1.00
    1   B    G     1.10
    1   C    -     1.20
    2   A    G     2.00
    3   B    G     3.00
    """
    bids = table(test_firms_under_one_control_are_asked_once_about_all_their_lots)
    (flag,) = SCREENS["same_group"].flags(bids, LAW)
    assert (flag.lots, flag.firms) == (("1", "2", "3"), ("A", "B"))
    assert "2 firms under one control meet in 1 lots; in 2 only one" in flag.why.en
    assert found("same_group", bids[1:4]) == [(("1", "2"), ("A", "B"))]
    assert found("same_group", bids[2:]) == [(("2", "3"), ("A", "B"))]
    assert found("same_group", bids[2:4]) == []


def test_identical_prices_of_one_group_are_no_question_of_this_screen():
    """In lot 1 A and B bid the same; in lot 2 only firms of one group do; D bid no spec of it.

    lot firm group price
    1   A    -     0.1807
    1   B    -     0.1807
    1   C    -     0.1900
    2   A    G     0.5
    2   B    G     0.5
    2   D    -     -
    2   E    -     -
    """
    bids = table(test_identical_prices_of_one_group_are_no_question_of_this_screen)
    assert found("identical_prices", bids) == [(("1",), ("A", "B"))]


@pytest.mark.parametrize(
    ("prices", "says"),
    [
        ("10 12 14 16", "equal steps"),
        ("10 12.03 14 16", "equal steps"),  # 0.5 % of 6 yuan off its place
        ("10 20 40 80", "equal ratios"),
        ("20.0 20.1 20.2 20.3", "equal steps"),
        ("10 12.04 14 16", None),
        ("10 12 14", None),
        ("10 10 10 10", None),
        ("10 21 40 80", None),
    ],
)
def test_prices_in_equal_steps_or_ratios_are_asked_about(prices, says):
    bids = [a_bid("1", f"F{place}", price) for place, price in enumerate(prices.split())]
    flags = SCREENS["price_pattern"].flags(bids, LAW)
    assert [says in one.why.en for one in flags] == ([True] if says else [])


def test_a_pattern_is_found_among_other_prices_and_told_once_at_its_longest():
    """Five prices in steps of 2 below a dear one; one group alone is no question."""
    prices = ["10", "12", "14", "16", "18", "93"]
    bids = [a_bid("1", f"F{place}", price) for place, price in enumerate(prices)]
    assert found("price_pattern", bids) == [(("1",), ("F0", "F1", "F2", "F3", "F4"))]
    (flag,) = SCREENS["price_pattern"].flags(bids, LAW)
    assert "at most 0.06%" in flag.why.en  # 3 runs of 4 at 0.02 %, and less for longer ones
    assert found("price_pattern", [replace(one, controlled_by="G") for one in bids]) == []


def turns(lots):
    """A and B take turns among three bidders, C always loses."""
    return [
        a_bid(str(lot), firm, price, won="won" if "AB"[lot % 2] == firm else "lost")
        for lot in range(lots)
        for firm, price in (("A", "1.0"), ("B", "1.5"), ("C", "2.9"))
    ]


def test_two_firms_that_take_turns_are_asked_when_chance_hardly_explains_it():
    """Three pairs meet; (2/3)^14 x 3 = 1.03 % is too likely, (2/3)^15 x 3 = 0.69 % is not."""
    assert found("rotation", turns(14)) == []
    (flag,) = SCREENS["rotation"].flags(turns(15), LAW)
    assert flag.firms == ("A", "B")
    assert "meet in 15 lots, and in 15 exactly one of them wins (8 and 7)" in flag.why.en
    assert "at most 0.69%" in flag.why.en


def test_a_firm_that_always_wins_takes_no_turns_and_few_lots_are_no_pattern():
    always = [replace(one, won=one.firm == "A") for one in turns(20)]
    assert found("rotation", always) == []
    assert found("rotation", turns(3)) == []


def test_before_the_evaluation_nobody_has_won_and_nobody_took_turns():
    assert found("rotation", [replace(one, won=None) for one in turns(20)]) == []


def test_a_loser_just_above_the_winner_or_at_the_ceiling_covers_it():
    """B loses to A three times: 2 % above it, just under the ceiling, above the ceiling.

    lot firm price ceiling won
    1   A    10.00 20      won
    1   B    10.20 20      lost
    2   A    10.00 20      won
    2   B    19.60 20      lost
    3   A    10.00 -       won
    3   B    10.01 -       lost
    """
    bids = table(test_a_loser_just_above_the_winner_or_at_the_ceiling_covers_it)
    assert found("cover_bids", bids) == [(("1", "2", "3"), ("A", "B"))]
    dearer = replace(bids[1], price=102_100)
    assert found("cover_bids", [bids[0], dearer, *bids[2:]]) == []
    both = replace(bids[1], won=True)
    assert found("cover_bids", [bids[0], both, *bids[2:]]) == []
    assert found("cover_bids", bids[:4]) == []


def test_covering_now_and_then_is_no_system():
    """In three of five lots B covers A, 60 %; the rulebook asks from 80 %."""
    bids = [
        a_bid(str(lot), firm, price, won=won)
        for lot in range(5)
        for firm, price, won in (
            ("A", "10.00", "won"),
            ("B", "10.10" if lot < 3 else "15", "lost"),
        )
    ]
    assert found("cover_bids", bids) == []
    assert found("cover_bids", [one for one in bids if one.lot < "3"]) != []


def test_prices_too_close_together_are_asked_about():
    """99, 100, 101: variance 1 over 100 squared; four prices of four groups are needed."""
    variation = SCREENS["low_variance"].flags.__globals__["variation"]
    assert variation([99, 100, 101]) == Fraction(1, 10_000)
    close = [a_bid("1", f"F{n}", price) for n, price in enumerate(("1.00", "1.01", "1.03", "1.04"))]
    assert found("low_variance", close) == [(("1",), ("F0", "F1", "F2", "F3"))]
    assert found("low_variance", close[:3]) == []
    assert found("low_variance", [*close[:3], a_bid("1", "F3", "1.20")]) == []


def test_envelopes_within_seconds_lot_after_lot_are_asked_about():
    """30 seconds, 5 seconds and 10 seconds apart.

    lot firm price at
    1   A    1     09:00:00
    1   B    2     09:00:30
    2   A    1     10:00:00
    2   B    2     10:00:05
    3   A    1     11:00:10
    3   B    2     11:00:00
    """
    bids = table(test_envelopes_within_seconds_lot_after_lot_are_asked_about)
    (flag,) = SCREENS["bursts"].flags(bids, LAW)
    assert (flag.lots, flag.firms) == (("1", "2", "3"), ("A", "B"))
    assert "at most 30 seconds apart" in flag.why.en
    later = replace(bids[1], received_at=bids[1].received_at + timedelta(microseconds=1))
    assert found("bursts", [bids[0], later, *bids[2:]]) == []
    assert found("bursts", bids[:4]) == []
    assert found("bursts", [replace(one, received_at=None) for one in bids]) == []


everybody = st.lists(
    st.builds(
        a_bid,
        st.sampled_from("123"),
        st.sampled_from("ABCDEFG"),
        st.sampled_from(("1", "1.01", "1.02", "1.03", "2", "4", "8", "-")),
        group=st.sampled_from("-GH"),
        ceiling=st.sampled_from(("-", "4")),
        won=st.sampled_from(("won", "lost", "-")),
        at=st.sampled_from(("-", "09:00:00", "09:00:20")),
    ),
    max_size=21,
    unique_by=lambda one: (one.lot, one.firm),
)


@given(everybody, st.randoms(use_true_random=False))
def test_the_order_of_the_bids_changes_nothing(bids, random):
    law = replace(LAW, rotation_least_lots=1, rotation_chance=Fraction(1, 2), bursts_least_lots=1)
    law = replace(law, cover_bids_least_lots=1)
    flags = screens.flags(bids, law)
    shuffled = random.sample(bids, len(bids))
    assert screens.flags(shuffled, law) == flags
    assert all(one.lots and one.firms and one.basis for one in flags)


def test_every_screen_speaks_both_languages_and_says_what_it_may_innocently_mean():
    for name, screen in SCREENS.items():
        assert all((*screen.title, *screen.question, *screen.innocent)), name
        assert f"{name}_basis" in LAW.sources


def test_the_law_is_that_of_the_day():
    """The Anti-Monopoly Law was renumbered in 2022, the credit rating began in 2020."""
    then, later = (BOOK.at(day, ScreenRules) for day in (date(2020, 1, 17), date(2024, 12, 12)))
    assert then.identical_prices_basis == ("tender_40_4", "monopoly_13_1")
    assert later.identical_prices_basis == ("tender_40_4", "monopoly_17_1", "credit_2020")


@pytest.mark.parametrize(
    ("name", "bids", "raised"),
    [
        ("national-drug-2", 158, {("identical_prices", "04"): 2, ("identical_prices", "09"): 2}),
        (
            "expansion-2019",
            102,
            {
                ("identical_prices", "05"): 2,
                ("identical_prices", "06"): 2,
                ("identical_prices", "10"): 2,
                ("identical_prices", "11"): 2,
                ("price_pattern", "05"): 6,
            },
        ),
    ],
)
def test_real_rounds_raise_few_questions(name, bids, raised):
    """Firms by screen and lot. Who controls whom, and when envelopes came in, is not published.

    In lot 05 of the expansion six firms bid 0.06, 0.07 … 0.11 yuan: steps of the smallest coin.
    """
    batch = tender(name)
    law = schemes.rules_of(rulebooks.load(batch.rulebook), batch.bids_opened)
    products = {one.code: one for one in batch.products}
    verdicts = schemes.evaluate(batch.products, batch.bids, batch.demand, law)
    won = {(one.product, one.firm): one.won for one in verdicts}
    seen = screened.of(products, batch.bids, won, {}, law)
    flags = screens.flags(seen, BOOK.at(batch.bids_opened, ScreenRules))
    assert len(seen) == bids
    assert {(one.screen, *one.lots): len(one.firms) for one in flags} == raised
