"""Every opened bid gets a verdict, and those who win are those who were published."""

import pytest
from bidders import HUAHAI, a_bid, actor, last_event, open_bids, phase, submit
from plot import PRODUCTS

from procurement.actions import bidding, evaluation
from procurement.exchange import round_folder
from procurement.rules import sealing
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Forbidden
from seed.cast import FUND, OFFICER
from seed.story import EVALUATED
from seed.tenders import ROUNDS


def evaluate(story, actor=OFFICER):
    return evaluation.evaluate(story.store, actor, story.round_id, EVALUATED)


def verdicts(story):
    with story.store.transaction() as db:
        return db.evaluations.verdicts(story.round_id)


def winners(story):
    """Names of the winners by product, in rank order."""
    names = {firm.code: firm.name for firm in story.firms}
    return {
        product: [names[one.firm] for one in ranked if one.won]
        for product, ranked in verdicts(story).items()
    }


def test_the_winners_are_the_published_ones(told):
    """
    01  正大天晴 23.33, 盛迪 31.90, 山香 35.80; 强生 84.05 lost
    06  华海 20.00, 豪森 22.90; 正大天晴 58.93 and GSK 70.65 lost
    31  石药 747, 恒瑞 780, Celgene 1150; 齐鲁 1828 lost
    """
    story = told("evaluate")
    published = round_folder.read(ROUNDS / "national-drug-2", outcome_required=True).outcomes
    assert {product: set(names) for product, names in winners(story).items()} == {
        code: {one.firm for one in published if one.product == code and one.won}
        for code in PRODUCTS
    }
    assert [len(names) for names in winners(story).values()] == [3, 2, 3]


def test_every_bid_has_a_verdict_with_clause_and_reason_in_both_languages(told):
    story = told("evaluate")
    found = [one for ranked in verdicts(story).values() for one in ranked]
    assert {(one.product, one.firm) for one in found} == {
        (bid.product, bid.firm) for bid in story.batch.bids
    }
    assert all(one.clause and one.reason.zh and one.reason.en for one in found)
    for ranked in verdicts(story).values():
        prices = [one.comparable_price for one in ranked]
        assert prices == sorted(prices)
        assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))


def test_a_loser_learns_the_price_that_would_have_won(told):
    """With it, the loser would have been among the winners; it is below what was bid."""
    story = told("evaluate")
    bids = {(bid.product, bid.firm): bid.unit_price for bid in story.batch.bids}
    lost = [one for ranked in verdicts(story).values() for one in ranked if not one.won]
    assert len(lost) == 4
    for one in lost:
        assert one.price_to_win is not None
        assert 0 < one.price_to_win < bids[one.product, one.firm]


def test_evaluating_again_finds_the_same(told):
    story = told("evaluate")
    before = verdicts(story)
    assert evaluate(story) == 8
    assert verdicts(story) == before
    assert last_event(story).details == {"verdicts": 12, "winners": 8}


@pytest.mark.parametrize("stage", ["bid", "allocate"])
def test_bids_are_evaluated_once_open_and_before_regions_are_allocated(told, stage):
    with pytest.raises(WrongPhase):
        evaluate(told(stage))


def test_only_the_office_evaluates(told):
    with pytest.raises(Forbidden):
        evaluate(told("open"), FUND)


def test_an_invalid_bid_is_told_so_and_is_not_ranked(told):
    """The firm sealed by itself, so nobody could check its price or specification before."""
    story = told("report_demand")
    who = actor(story, HUAHAI)
    with story.store.transaction() as db:
        round_ = db.rounds.get(story.round_id)
    context = bidding.context(round_, "06", who.party)
    strange = a_bid(story, HUAHAI, spec="7mg")
    submit(story, HUAHAI, sealing.seal(strange, round_.public_key, context))
    open_bids(story)
    assert evaluate(story) == 0
    (verdict,) = verdicts(story)["06"]
    assert (verdict.won, verdict.rank, verdict.comparable_price) == (False, None, None)
    assert "7mg" in verdict.reason.zh


def test_without_any_bid_nobody_wins(told):
    story = told("report_demand")
    open_bids(story)
    assert evaluate(story) == 0
    assert verdicts(story) == {}
    assert phase(story) is Phase.EVALUATED
