"""What holds in every round under every rulebook, whatever is bid."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tender_cast import a_presentation, a_product, gap_rules, some_bids, yuan
from tender_strategies import CEILING, STEP, a_loser, rounds, rulebooks

from procurement.rules import bids as bid_rules
from procurement.rules import (
    catalogue,
    conditions,
    judgements,
    other_products,
    price_to_win,
    selection,
)

quick = settings(max_examples=150, deadline=None)


def evaluated(tender, rules, accepted=None):
    products, bids, demand = tender
    found = selection.evaluate_round(products, bids, demand, rules, accepted)
    return {(verdict.product, verdict.firm): verdict for verdict in found}


def contest_of(product, bids, rules):
    return conditions.contest(product, bids, rules)


@quick
@given(rounds(), rulebooks(), st.booleans())
def test_every_bid_has_one_verdict_and_the_ranks_are_a_permutation(tender, rules, nobody):
    """A group has one rank; all bids without a rank are invalid."""
    products, bids, _ = tender
    found = evaluated(tender, rules, frozenset() if nobody else None)
    assert found.keys() == {(bid.product, bid.firm) for bid in bids}
    for product in products:
        own = {bid.firm: bid for bid in bids if bid.product == product.code}
        groups = {
            (own[firm].controlled_by if rules.affiliates_count_once else firm): verdict.rank
            for (code, firm), verdict in found.items()
            if code == product.code and verdict.rank
        }
        assert sorted(groups.values()) == list(range(1, len(groups) + 1))
        for firm, bid in own.items():
            valid = not bid_rules.faults(bid, product, rules)
            assert valid is (found[product.code, firm].rank is not None)


@quick
@given(rounds(), rulebooks(), st.booleans())
def test_who_wins_was_shortlisted_or_revived_and_is_paid_at_most_its_bid(tender, rules, nobody):
    _, bids, _ = tender
    found = evaluated(tender, rules, frozenset() if nobody else None)
    for bid in bids:
        verdict = found[bid.product, bid.firm]
        assert verdict.won is (verdict.win_price is not None)
        assert not (verdict.won and verdict.revival_price)
        assert verdict.won or not verdict.revived
        assert not (nobody and verdict.revived)
        if verdict.won:
            assert verdict.shortlisted or verdict.revived
            assert 0 <= verdict.win_price <= bid.unit_price
        assert verdict.reason.zh
        assert verdict.reason.en


@quick
@given(rounds(), rulebooks())
def test_a_consortium_wins_together_at_one_comparable_price(tender, rules):
    """To the digit in the same presentation; else as near as four decimals allow."""
    products, bids, _ = tender
    rules = replace(rules, affiliates_count_once=True)
    found = evaluated(tender, rules)
    for product in products:
        for entry in contest_of(product, bids, rules).ranked:
            verdicts = [found[product.code, bid.firm] for bid in entry.bids]
            assert len({(one.won, one.rank, one.revived) for one in verdicts}) == 1
            prices = {
                (bid.spec, one.win_price) for bid, one in zip(entry.bids, verdicts, strict=True)
            }
            assert len(prices) == len({spec for spec, _ in prices})


@quick
@given(rounds(), rulebooks(), st.data())
def test_a_cheaper_bid_never_ranks_worse(tender, rules, data):
    products, bids, demand = tender
    before = evaluated(tender, rules)
    valid = [bid for bid in bids if before[bid.product, bid.firm].rank]
    if not valid:
        return
    chosen = data.draw(st.sampled_from(valid))
    steps = data.draw(st.integers(1, chosen.unit_price // STEP))
    cheaper = [replace(b, unit_price=steps * STEP) if b is chosen else b for b in bids]
    after = evaluated((products, cheaper, demand), rules)
    key = chosen.product, chosen.firm
    assert after[key].rank <= before[key].rank


@quick
@given(rounds(), rulebooks(), a_loser())
def test_a_further_bid_outside_the_shortlist_takes_no_win_and_moves_no_price(tender, rules, loser):
    """A losing bid never changes a winner's price, as long as the law's table does not.

    The law itself lets a further bidder enlarge the shortlist: with the same number of places, and
    outside them, it changes nothing for who has won. Only who was revived as a reference may find
    a better way open, once its own price is not the highest any more.
    """
    products, bids, demand = tender
    further = (products, [*bids, loser], demand)
    before, after = evaluated(tender, rules), evaluated(further, rules)
    contests = [contest_of(products[0], one[1], rules) for one in (tender, further)]
    if contests[0].places != contests[1].places or after["03", "Omega"].shortlisted:
        return
    for key, verdict in before.items():
        if verdict.won and (verdict.supplies or not verdict.revived):
            assert after[key].won
            assert after[key].win_price == verdict.win_price


def test_the_law_itself_lets_a_further_bidder_enlarge_the_shortlist_and_move_the_price():
    """
    of three bidders two are shortlisted: the anchor is 1.00, the limit 1.80, and Beta accepts it
    of four, three: the anchor is half of 12.00 / 3, the limit 3.60, and Beta wins by itself
    """
    rules = gap_rules("anchor", revivals=("shortlisted",), shortlist_maximum=(1, 2, 2, 3))
    product = a_product(a_presentation(ceiling="20"))
    three = some_bids(Alpha="1.00", Beta="2.00", Gamma="9.00")
    four = [*three, *some_bids(Delta="9.50")]
    first = {v.firm: v for v in selection.evaluate_round([product], three, (), rules)}
    then = {v.firm: v for v in selection.evaluate_round([product], four, (), rules)}
    assert first["Beta"].win_price == yuan("1.80")
    assert then["Beta"].win_price == yuan("2.00")
    assert not then["Delta"].won


@quick
@given(rounds(), rulebooks(), st.data())
def test_the_price_to_win_is_the_highest_of_all_that_win(tender, rules, data):
    """Every price up to the ceiling is tried, with the whole round around it."""
    products, bids, _ = tender
    own = [bid for bid in bids if bid.product == "03"]
    if not own:
        return
    bid = data.draw(st.sampled_from(own))
    found = evaluated(tender, rules)["03", bid.firm].price_to_win
    if not price_to_win.is_monotone(rules):
        assert found is None
        return
    ceiling = catalogue.ceiling(products[0], bid.spec, rules) // STEP
    assert ceiling >= CEILING
    winning = [
        steps * STEP
        for steps in range(1, ceiling + 1)
        if wins(replace(bid, unit_price=steps * STEP), bid, products, bids, rules)
    ]
    assert found == (max(winning) if winning else None)


def wins(trial, bid, products, bids, rules):
    trials = [trial if other is bid else other for other in bids]
    contests = [contest_of(product, trials, rules) for product in products]
    others = other_products.others(contests, rules)[0]
    entry = next(one for one in contests[0].ranked if trial in one.bids)
    return judgements.judge(contests[0], entry, others, rules).won
