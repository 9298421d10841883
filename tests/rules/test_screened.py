"""What the screens see of a bid: its comparable price under either kind of rules."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
import unit_cast

from procurement.exchange import rulebooks
from procurement.rules import schemes, screened
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.screened import Came

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
LAW = schemes.rules_of(rulebooks.load("national-drug-2"), date(2020, 1, 17))
ACARBOSE = Product(
    "03",
    "阿卡波糖",
    (
        Presentation("50mg", Fraction(50), 835_800),
        Presentation("100mg", Fraction(100), None),
    ),
    "50mg",
)


def seen(bid, law=LAW, **known):
    return screened.of({"03": ACARBOSE}, [bid], known.get("won", {}), known.get("at", {}), law)[0]


def test_a_drug_is_compared_at_its_reference_spec():
    """100 mg at 0.34 yuan is 0.2000 at 50 mg, divided by 1.7."""
    one = seen(Bid("03", "A", "100mg", 340_000, controller="G"))
    assert (one.price, one.ceiling, one.controlled_by) == (2000, 8358, "G")
    assert (one.won, one.received_at, one.network) == (None, None, "")


def test_what_became_of_a_bid_and_when_it_came_are_seen_where_known():
    one = seen(
        Bid("03", "A", "50mg", 200_000), won={("03", "A"): False}, at={("03", "A"): Came(AT, "m")}
    )
    assert (one.won, one.received_at, one.network) == (False, AT, "m")


def test_a_spec_that_the_lot_has_not_leaves_no_price():
    assert seen(Bid("03", "A", "7mg", 200_000)).price is None


@pytest.mark.parametrize(("spec", "ceiling"), [("50mg", 8358), ("100mg", None)])
def test_by_competition_units_a_bid_keeps_its_own_price(spec, ceiling):
    one = seen(Bid("03", "A", spec, 340_000), unit_cast.some_rules())
    assert (one.price, one.ceiling) == (3400, ceiling)
