"""The chain grows one event at a time, and nobody holds it while waiting for something else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import event

from procurement.rules import audit
from procurement.rules.rights import Actor, Role

NOW = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)


def test_what_an_event_tells_of_is_written_before_the_chain_is_locked(store):
    """Otherwise one waits for a row with the chain in hand, the other the other way round."""
    said = []

    def listen(_connection, _cursor, statement, *_):
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", listen)
    with store.transaction() as db:
        db.accounts.add(Actor("wang", Role.OFFICER), "王", "")
        db.audit.record("parties registered", "parties", by="setup", at=NOW)
    (written,) = (at for at, one in enumerate(said) if "INTO users" in one)
    (locked,) = (at for at, one in enumerate(said) if "advisory" in one)
    assert written < locked


def test_many_at_once_make_one_chain_without_a_gap(store):
    def record(number):
        with store.transaction() as db:
            return db.audit.record("counted", "test", by="setup", at=NOW, number=number).sequence

    with ThreadPoolExecutor(8) as people:
        sequences = list(people.map(record, range(40)))
    assert sorted(sequences) == list(range(1, 41))
    with store.transaction() as db:
        assert audit.verify(db.audit.chain()) is None


def test_an_event_that_is_rolled_back_leaves_no_gap(store):
    class Regret(Exception):
        pass

    def record(*, regret):
        with store.transaction() as db:
            db.audit.record("counted", "test", by="setup", at=NOW)
            if regret:
                raise Regret

    record(regret=False)
    try:
        record(regret=True)
    except Regret:
        record(regret=False)
    with store.transaction() as db:
        assert audit.verify(db.audit.chain()) is None
        assert db.audit.count() == 2
