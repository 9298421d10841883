"""The audit chain holds over the whole story, and whoever touches it is found out."""

import pytest
from sqlalchemy import NullPool, create_engine, text

from procurement.actions import audit
from procurement.rules.audit import CHANGED, CUT, GENESIS, MISSING, PREVIOUS, Broken
from procurement.store.cluster import OWNER


@pytest.fixture
def tamper(cluster):
    """Does as the owner of the tables what the application may not do."""

    def change(story, statement):
        url = cluster.url(OWNER, story.store.engine.url.database)
        with create_engine(url, poolclass=NullPool).begin() as connection:
            assert connection.execute(text(statement)).rowcount == 1

    return change


def test_the_chain_holds_over_the_whole_story(told):
    story = told("sign")
    length, head, broken = audit.verify(story.store)
    with story.store.transaction() as db:
        events = db.audit.newest(length + 1)
    assert broken is None
    assert len(events) == length
    assert head == events[0].hash
    assert [one.sequence for one in events] == list(range(length, 0, -1))


def test_every_step_of_the_round_left_its_event_in_order(told):
    story = told("sign")
    with story.store.transaction() as db:
        events = db.audit.newest(1000)
    said = list(dict.fromkeys(one.action for one in reversed(events)))
    assert said == [
        "parties registered",
        "round drafted",
        "opening rehearsed",
        "round announced",
        "demand reported",
        "demand closed",
        "envelope submitted",
        "box closed",
        "bids opened",
        "bids evaluated",
        "allocation asked",
        "allocation finished",
        "plan chosen",
        "results published",
        "contracts signed",
    ]


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_events SET actor = 'nobody' WHERE sequence = 3", Broken(3, CHANGED)),
        (
            "UPDATE audit_events SET at = at + interval '1 microsecond' WHERE sequence = 4",
            Broken(4, CHANGED),
        ),
        ("UPDATE audit_events SET details = '{}' WHERE sequence = 2", Broken(2, CHANGED)),
        ("UPDATE audit_events SET previous = hash WHERE sequence = 5", Broken(5, PREVIOUS)),
        ("DELETE FROM audit_events WHERE sequence = 6", Broken(6, MISSING)),
        ("DELETE FROM audit_events WHERE sequence = 1", Broken(1, MISSING)),
    ],
)
def test_the_first_broken_link_is_named(told, tamper, statement, broken):
    story = told("bid")
    tamper(story, statement)
    assert audit.verify(story.store)[2] == broken


def test_a_chain_that_lost_its_end_is_found_out_by_a_hash_published_before(told, tamper):
    story = told("bid")
    length, head, _ = audit.verify(story.store)
    assert audit.verify(story.store, witness=head)[2] is None
    tamper(story, f"DELETE FROM audit_events WHERE sequence = {length}")
    assert audit.verify(story.store)[2] is None
    assert audit.verify(story.store, witness=head)[2] == Broken(length, CUT)


def test_where_nothing_was_done_the_chain_is_empty(store):
    assert audit.verify(store) == (0, GENESIS, None)
