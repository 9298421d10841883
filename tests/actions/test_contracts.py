"""Every award is split over the hospitals of its regions, and no unit is lost."""

import pytest
from bidders import last_event, phase

from procurement.actions import contracts
from procurement.rules import money
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Forbidden
from seed.cast import FUND, OFFICER
from seed.story import AGREEMENT_START, SIGNED


def sign(story, actor=OFFICER):
    return contracts.sign(story.store, actor, story.round_id, AGREEMENT_START, SIGNED)


@pytest.fixture
def signed(told):
    """The story up to the signing, with its awards and agreements."""
    story = told("sign")
    with story.store.transaction() as db:
        story.awards = db.awards.of_round(story.round_id)
        story.agreements = db.agreements.of_round(story.round_id)
    return story


def test_agreements_add_up_to_the_awards_region_by_region(signed):
    region_of = {one.code: one.region for one in signed.hospitals}
    agreed = {}
    for one in signed.agreements:
        place = region_of[one.hospital], one.product, one.spec, one.firm
        agreed[place] = agreed.get(place, 0) + one.agreed_quantity
    assert agreed == {
        (line.region, award.product, line.spec, award.firm): line.quantity
        for award in signed.awards
        for line in award.lines
        if line.quantity
    }


def test_a_hospital_buys_at_the_awarded_price_what_it_reported_itself(signed):
    prices = {
        (award.product, award.firm, line.spec): line.unit_price
        for award in signed.awards
        for line in award.lines
    }
    with signed.store.transaction() as db:
        reported = {
            (one.hospital, one.product, one.spec): one.quantity
            for one in db.demand.by_hospital(signed.round_id)
        }
    for one in signed.agreements:
        assert one.unit_price == prices[one.product, one.firm, one.spec]
        assert one.amount == money.cost(one.unit_price, one.agreed_quantity)
        assert 0 < one.agreed_quantity <= reported[one.hospital, one.product, one.spec]


def test_one_firm_supplies_a_hospital_with_a_product(signed):
    places = [(one.hospital, one.product, one.spec) for one in signed.agreements]
    assert len(places) == len(set(places))


def test_the_signing_is_recorded_and_the_agreement_year_begins(signed):
    with signed.store.transaction() as db:
        round_ = db.rounds.get(signed.round_id)
    assert (round_.phase, round_.agreement_start) == (Phase.CONTRACTED, AGREEMENT_START)
    assert last_event(signed).details == {
        "agreements": len(signed.agreements),
        "units": sum(one.agreed_quantity for one in signed.agreements),
        "fen": sum(one.amount for one in signed.agreements),
    }


def test_contracts_are_signed_once_and_after_the_publication(told):
    for stage in ("allocate", "sign"):
        with pytest.raises(WrongPhase):
            sign(told(stage))


def test_only_the_office_signs(told):
    story = told("publish")
    with pytest.raises(Forbidden):
        sign(story, FUND)
    assert phase(story) is Phase.PUBLISHED
