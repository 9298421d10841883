"""What holds in every round by competition units, whatever is bid and reported."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from unit_cast import a_bid, a_category, some_demand, some_rules

from procurement.rules import proposals, unit_awards, unit_selection

quick = settings(max_examples=50, deadline=None)
CONDITIONS = {
    "rank_most": 2,
    "lowest_price_multiple": Fraction("1.3"),
    "cut_least": Fraction("0.4"),
    "ceiling_share": Fraction("0.5"),
    "origin_quota": 1,
}
NAMES = st.lists(st.sampled_from(sorted(CONDITIONS)), max_size=2, unique=True).map(tuple)
SHORTLISTS = st.sampled_from([None, 1, 3])
RULES = st.builds(
    lambda one, all_, most, cap: some_rules(
        any_of=one, all_of=all_, shortlist_most=most, products_per_firm=cap, **CONDITIONS
    ),
    NAMES,
    NAMES,
    SHORTLISTS,
    st.sampled_from([None, 1, 2]),
)
BIDS = st.lists(
    st.tuples(st.integers(6, 22), st.sampled_from(["X", "Y", ""]), st.sampled_from(["", "in"])),
    min_size=1,
    max_size=5,
).map(
    lambda rows: [
        a_bid(f"F{n}", str(price * 1000), controller=by, origin=origin)
        for n, (price, by, origin) in enumerate(rows)
    ]
)


def verdicts(bids, rules, demand=()):
    found = unit_selection.evaluate([a_category()], bids, demand, rules)
    return {one.firm: one for one in found}


@quick
@given(BIDS, RULES, st.data())
def test_a_cheaper_bid_never_ranks_worse_nor_loses_what_it_won(bids, rules, data):
    bid = data.draw(st.sampled_from(bids))
    price = data.draw(st.integers(1, bid.unit_price))
    before = verdicts(bids, rules)[bid.firm]
    others = [replace(one, unit_price=price) if one is bid else one for one in bids]
    after = verdicts(others, rules)[bid.firm]
    assert after.rank is not None
    assert before.rank is None or after.rank <= before.rank
    assert after.won or not before.won


@quick
@given(BIDS, RULES)
def test_the_price_to_win_wins_and_a_step_more_does_not(bids, rules):
    for firm, verdict in verdicts(bids, rules).items():
        if verdict.price_to_win is None:
            continue
        for price, won in ((verdict.price_to_win, True), (verdict.price_to_win + 100, False)):
            tried = [replace(b, unit_price=price) if b.firm == firm else b for b in bids]
            assert verdicts(tried, rules)[firm].won is won


@quick
@given(BIDS, RULES, st.integers(6, 25), st.sampled_from(["X", "new"]))
def test_a_losing_bid_more_changes_no_winner_and_no_price(bids, rules, price, controller):
    more = a_bid("Z", str(price * 1000), controller=controller, origin="in")
    before, after = verdicts(bids, rules), verdicts([*bids, more], rules)
    if not after.pop("Z").won and all(a.rank == before[f].rank for f, a in after.items()):
        prices = {firm: (one.won, one.win_price) for firm, one in after.items()}
        assert prices == {firm: (one.won, one.win_price) for firm, one in before.items()}


def test_the_law_itself_lets_a_loser_move_the_anchor():
    """A dearer loser on the shortlist lifts the mean, so that another wins: the anchor's rule."""
    rules = some_rules(
        any_of=("anchor_multiple",),
        anchor_multiple=Fraction("1.8"),
        anchor_coefficient=Fraction("0.65"),
    )
    bids = [a_bid("A", "1000"), a_bid("B", "2600")]
    assert not verdicts(bids, rules)["B"].won
    after = verdicts([*bids, a_bid("C", "9000")], rules)
    assert (after["B"].won, after["C"].won) == (True, False)


def test_the_law_itself_lets_a_loser_move_the_units():
    """Volume of one more bidder moves the share that is covered: another firm is in unit A."""
    rules = some_rules(covered_share=Fraction(1, 2), crossing_firm_included=True)
    bids, demand = [a_bid("A"), a_bid("B", "8000")], some_demand(A=60, B=40, C=40)
    assert verdicts(bids, rules, demand)["B"].unit == "B"
    assert verdicts([*bids, a_bid("C", "30000")], rules, demand)["B"].unit == "A"


UNITS = st.integers(0, 1000)
KEYS = st.sampled_from(
    [
        {"volume_key": "rank"},
        {"volume_key": "flat", "committed_share": Fraction(7, 10)},
        {"volume_key": "number", "by_number": ((1,), (Fraction(2, 3), Fraction(1, 3)))},
        {
            "volume_key": "best",
            "by_best": ((Fraction(1), Fraction(0)), (Fraction(9, 10), Fraction(1, 10))),
            "pool_to_best": Fraction(3, 10),
            "best_scope": "category",
        },
    ]
)


@quick
@given(st.lists(st.tuples(UNITS, UNITS, UNITS, UNITS), min_size=1, max_size=4), KEYS)
def test_totals_are_kept_to_the_unit(rows, key):
    bids = [a_bid("A", "6000"), a_bid("B", "7000"), a_bid("C", "8000")]
    demand = [
        line
        for n, (a, b, c, none) in enumerate(rows)
        for line in some_demand(f"H{n}", A=a, B=b, C=c, none=none)
    ]
    rules = some_rules(any_of=("rank_most",), rank_most=2, forbidden_targets=(), **key)
    found = unit_selection.evaluate([a_category()], bids, demand, rules)
    made = unit_awards.assignment([a_category()], bids, demand, found, rules)
    base = sum(split.base for split in made.splits)
    pool = sum(pool.units for pool in made.pools)
    rest = sum(split.uncommitted for split in made.splits)
    assert base + pool + rest == sum(map(sum, rows))
    for by in (proposals.pro_rata, proposals.least_spend):
        moves = by(made.winners, made.splits, made.pools, rules)
        awarded = unit_awards.awards(made, moves, rules)
        assert sum(one.quantity for one in awarded) == base + pool
        agreed = unit_awards.agreements(made, moves, rules)
        assert sum(one.agreed_quantity for one in agreed) == base + pool
    for split in made.splits:
        assert split.base + split.leftover <= split.demand
