"""An opening is rehearsed with test bids before a round is announced."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from procurement.rules import keys, rehearsal, sealing
from procurement.rules.ceremony import Committee
from procurement.rules.keys import Hardness
from procurement.rules.sealing import Context, SealedBid

QUICK = Hardness(memory_kib=8, passes=1)
AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
FIVE = ("wang", "li", "zhao", "qian", "sun")
THREE_OF_FIVE = Committee(FIVE, 3)


def test_three_of_five_open_twice_and_as_differently_as_can_be():
    assert rehearsal.sittings(THREE_OF_FIVE) == [FIVE[:3], FIVE[2:]]
    assert rehearsal.rehearse("R1", THREE_OF_FIVE, AT, QUICK) == []


def test_where_all_must_come_there_is_one_opening():
    assert rehearsal.sittings(Committee(FIVE, 5)) == [FIVE]
    assert rehearsal.rehearse("R1", Committee(FIVE[:2], 2), AT, QUICK) == []


def opening(envelope_of="test-1", given=None):
    """What is wrong with an opening by two of two; the second test bid stands for the first."""
    passphrases = {"wang": "the first passphrase", "li": "the second passphrase"}
    pair = keys.new_round_key()
    shares = keys.lock(pair.private, passphrases, QUICK)
    bids = {lot: SealedBid(lot, "test-firm", "test", 7) for lot in ("test-1", "test-2")}
    contexts = {lot: Context("R1", lot, "test-firm", AT) for lot in bids}
    envelope = sealing.seal(bids[envelope_of], pair.public, contexts[envelope_of])
    box = [(envelope, contexts["test-1"], bids["test-1"])]
    faults = rehearsal.opening_faults(shares, given or passphrases, pair.public, box)
    return [(fault.rule, fault.place) for fault in faults]


def test_a_rehearsal_passes_when_every_test_bid_comes_out_as_it_was_sealed():
    assert opening() == []
    assert opening(envelope_of="test-2") == [("rehearsal_bid", "test-1")]


def test_a_share_that_does_not_open_fails_the_rehearsal():
    assert opening(given={"wang": "the first passphrase"}) == [("passphrase", "li")]


RECORDED = {"design": "abc", "key_officers": sorted(FIVE), "threshold": 3}


def causes(recorded, design="abc", committee=THREE_OF_FIVE):
    found = rehearsal.faults(recorded, design, committee)
    assert {(fault.rule, fault.place) for fault in found} <= {("rehearsal", "rehearsal")}
    return [fault.text.en.partition(";")[0] for fault in found]


def test_a_rehearsal_stands_for_the_design_and_the_committee_it_was_held_with():
    changed = "The design has changed since the rehearsal"
    others = "The rehearsal was of other key officers or another threshold"
    assert causes(RECORDED) == []
    assert causes(None) == ["The opening has not been rehearsed"]
    assert causes(RECORDED, design="abd") == [changed]
    assert causes(RECORDED, committee=Committee(FIVE, 4)) == [others]
    assert causes(RECORDED, "abd", Committee(FIVE[:4], 3)) == [changed, others]


@dataclass(frozen=True)
class Lot:
    code: str
    ceiling: int | None
    asks: frozenset[str] = frozenset()
    ratio: Fraction | Decimal = Fraction(1, 3)


def test_a_digest_is_of_the_facts_and_not_of_their_order():
    first, second = Lot("1", 7, frozenset({"b", "a"})), Lot("2", None, ratio=Decimal("0.5"))
    facts = rehearsal.digest("law", date(2026, 1, 5), [first, second])
    assert facts == rehearsal.digest("law", date(2026, 1, 5), [second, first])
    assert len(facts) == 64
    for other in (
        ("law", date(2026, 1, 6), [first, second]),
        ("law", date(2026, 1, 5), [first]),
        ("law", date(2026, 1, 5), [first, Lot("2", 0, ratio=Decimal("0.5"))]),
    ):
        assert rehearsal.digest(*other) != facts
