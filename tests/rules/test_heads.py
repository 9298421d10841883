"""A head that somebody kept finds out a chain that was rewritten or cut."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from procurement.rules import audit, heads, keys
from procurement.rules.audit import GENESIS, Broken, Event, Link
from procurement.rules.heads import LOST, REWRITTEN, Head

START = datetime(2020, 1, 17, 2, tzinfo=UTC)
KEY = keys.new_signing_key()


def a_chain(actor="F07", length=5):
    chain, previous = [], GENESIS
    for number in range(1, length + 1):
        event = Event(number, START + timedelta(minutes=number), actor, "tried", "test")
        chain.append(Link(event, previous, audit.link(previous, event)))
        previous = chain[-1].hash
    return chain


CHAIN = a_chain()
HEADS = [
    Head(date(2020, 1, day), sequence, CHAIN[sequence - 1].hash, START)
    for day, sequence in ((15, 2), (16, 4))
]


def test_a_chain_with_all_its_heads_holds():
    assert heads.compare(CHAIN, HEADS) is None
    assert heads.compare(CHAIN, []) is None
    assert heads.compare(CHAIN, [*HEADS, *HEADS]) is None


def test_a_rewritten_chain_is_named_at_the_first_head():
    other = a_chain("F08")
    assert audit.verify(other) is None
    assert heads.compare(other, HEADS) == Broken(2, REWRITTEN)


def test_two_heads_of_one_event_that_differ_do_not_both_hold():
    assert heads.compare(CHAIN, [*HEADS, replace(HEADS[0], hash="a" * 64)]) == Broken(2, REWRITTEN)


def test_a_chain_that_lost_its_end_is_shorter_than_its_head():
    assert heads.compare(CHAIN[:3], HEADS) == Broken(4, LOST)


def test_anybody_can_verify_a_head_and_nobody_can_change_it():
    signature = heads.sign(HEADS[0], KEY.private)
    assert heads.signed(HEADS[0], signature, KEY.public)
    for forged in ({"day": date(2020, 1, 14)}, {"sequence": 3}, {"hash": "a" * 64}):
        assert not heads.signed(replace(HEADS[0], **forged), signature, KEY.public)
    assert not heads.signed(HEADS[0], signature, keys.new_signing_key().public)
