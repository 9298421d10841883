"""What makes a bid invalid."""

from tender_cast import BATCH_2, a_bid, a_presentation, a_product

from procurement.rules import bids


def faults(bid, product=None):
    return [fault.rule for fault in bids.faults(bid, product or a_product(), BATCH_2)]


def test_a_bid_at_the_ceiling_is_valid():
    assert faults(a_bid(price="0.8358")) == []


def test_the_ceiling_is_compared_at_four_decimals():
    assert faults(a_bid(price="0.835849")) == []
    assert faults(a_bid(price="0.83585")) == ["ceiling_price"]


def test_a_bid_over_the_ceiling_names_both_prices():
    fault, *none = bids.faults(a_bid(price="0.9"), a_product(), BATCH_2)
    assert not none
    assert fault.text.zh == "申报价0.9000元高于50mg规格的最高有效申报价0.8358元。"
    assert (
        fault.text.en == "The price bid, 0.9000 yuan, is above the ceiling of 0.8358 yuan for 50mg."
    )


def test_a_blank_ceiling_is_converted_from_another_spec():
    product = a_product(a_presentation(), a_presentation("100mg", 100, None))
    assert faults(a_bid(price="1.4209", spec="100mg"), product) == []
    assert faults(a_bid(price="1.421", spec="100mg"), product) == ["ceiling_price"]


def test_without_a_ceiling_no_price_is_too_high():
    assert faults(a_bid(price="999"), a_product(a_presentation(ceiling=None))) == []


def test_zero_prices_empty_packs_and_unknown_specs_are_told_at_once():
    bid = a_bid(price="0", spec="1g", pack=0)
    assert faults(bid) == ["pack", "unit_price", "spec"]


def test_bids_can_be_kept_in_a_set():
    assert len({a_bid(), a_bid(tie={"larger_sales": 3})}) == 2
