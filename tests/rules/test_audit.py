"""The audit chain names its first broken link."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from procurement.rules import audit
from procurement.rules.audit import CHANGED, CUT, GENESIS, MISSING, PREVIOUS, Broken, Event, Link

START = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)


def a_chain(length=5):
    chain: list[Link] = []
    previous = GENESIS
    for number in range(1, length + 1):
        at = START + timedelta(minutes=number)
        event = Event(number, at, "F07", "submit_envelope", f"envelope {number}", {"bytes": 560})
        chain.append(Link(event, previous, audit.link(previous, event)))
        previous = chain[-1].hash
    return chain


def test_an_untouched_chain_holds_and_so_does_an_empty_one():
    assert audit.verify(a_chain()) is None
    assert audit.verify([]) is None


def test_a_hash_can_be_recomputed_with_any_sha256():
    first = a_chain()[0]
    text = (
        '{"action":"submit_envelope","actor":"F07","at":"2020-01-17T02:01:00.000000+00:00",'
        '"details":{"bytes":560},"sequence":1,"subject":"envelope 1"}'
    )
    assert audit.canonical(first.event).decode() == text
    assert first.hash == hashlib.sha256((GENESIS + text).encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "F08"},
        {"action": "withdraw"},
        {"subject": "envelope 9"},
        {"details": {"bytes": 561}},
        {"at": START},
        {"details": {"bytes": 560.0}},
        {"at": datetime(2020, 1, 17, 2, 3)},  # noqa: DTZ001 - a tampered time
    ],
)
def test_changed_content_is_named(change):
    chain = a_chain()
    chain[2] = replace(chain[2], event=replace(chain[2].event, **change))
    assert audit.verify(chain) == Broken(3, CHANGED)


def test_a_change_with_its_hash_made_anew_breaks_the_next_link():
    chain = a_chain()
    event = replace(chain[2].event, actor="F08")
    chain[2] = Link(event, chain[2].previous, audit.link(chain[2].previous, event))
    assert audit.verify(chain) == Broken(4, PREVIOUS)


def test_a_removed_event_is_missed_where_it_stood():
    chain = a_chain()
    del chain[2]
    assert audit.verify(chain) == Broken(3, MISSING)


def test_a_removed_event_is_missed_even_when_the_rest_is_renumbered():
    chain = a_chain()
    del chain[2]
    chain[2:] = [replace(k, event=replace(k.event, sequence=n)) for n, k in enumerate(chain[2:], 3)]
    assert audit.verify(chain) == Broken(3, PREVIOUS)


def test_an_event_told_twice_is_extra():
    chain = a_chain()
    assert audit.verify([*chain[:3], chain[2], *chain[3:]]) == Broken(4, MISSING)


def test_the_first_event_has_nothing_before_it():
    assert audit.verify(a_chain()[1:]) == Broken(1, MISSING)
    chain = a_chain()
    chain[0] = replace(chain[0], previous="f" * 64)
    assert audit.verify(chain) == Broken(1, PREVIOUS)


def test_a_lost_end_is_noticed_by_a_hash_published_before():
    chain = a_chain()
    assert audit.verify(chain[:3]) is None
    assert audit.verify(chain, witness=chain[3].hash) is None
    assert audit.verify(chain[:3], witness=chain[3].hash) == Broken(4, CUT)
