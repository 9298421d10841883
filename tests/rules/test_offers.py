"""A bid is checked where it is typed; the page's script is held to the same table."""

from datetime import UTC, datetime

import pytest
from offer_examples import CASES, LOTS, typed

from procurement.rules import keys, offers, sealing
from procurement.rules.offers import Offer, Terms
from procurement.rules.sealing import SealedBid

FIRM = "F07"


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_what_is_typed_becomes_a_bid_or_every_fault(case):
    found = offers.read(typed(case), LOTS[case.get("by_pack", False)], FIRM)
    if "price" in case:
        spec = case.get("spec", "10mg")
        assert found == SealedBid("03", FIRM, spec, case["price"], case.get("packed"))
    else:
        assert [[fault.rule, fault.place] for fault in found] == case["faults"]
    if "zh" in case:
        assert found[0].text == (case["zh"], case["en"])


def test_a_spec_that_the_product_does_not_have_is_named():
    (fault,) = offers.read(Offer("15mg", "0.1"), LOTS[False], FIRM)
    assert fault.rule == fault.place == "spec"
    assert "没有规格“15mg”" in fault.text.zh


def test_the_terms_seal_a_bid_that_the_round_key_opens():
    pair = keys.new_round_key()
    terms = Terms("R", datetime(2026, 1, 1, tzinfo=UTC), pair.public, {"03": LOTS[False]})
    bid = SealedBid("03", FIRM, "10mg", 180_667)
    opened = sealing.open_envelope(terms.seal(bid), pair.private, terms.context("03", FIRM))
    assert opened == bid


def test_an_offer_does_not_show_its_price_by_accident():
    assert "0.1807" not in repr(Offer("10mg", "0.1807", "0.1807"))
