"""Transactions: all or nothing, no price in an error, no waiting for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from procurement.store.access import database as opened_database
from procurement.store.access import urls_of
from procurement.store.cluster import OWNER
from procurement.store.database import POOL, Store
from procurement.store.migrations import migrate

ADD = """
    INSERT INTO users (login, name, role, party, password_hash)
    SELECT gen_random_uuid(), '', 'officer', '', ''
"""


def logins(store):
    with store.transaction() as db:
        return db.session.scalar(text("SELECT count(*) FROM users"))


def test_returning_commits(store):
    with store.transaction() as db:
        db.session.execute(text(ADD))
    assert logins(store) == 1


def test_raising_rolls_everything_back(store):
    def fail():
        with store.transaction() as db:
            db.session.execute(text(ADD))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert logins(store) == 0


def test_an_error_shows_no_value(store):
    with pytest.raises(ProgrammingError) as caught, store.transaction() as db:
        db.session.execute(
            text("SELECT nothing FROM nowhere WHERE price = :price"), {"price": 1807}
        )
    assert "1807" not in str(caught.value)


def test_four_times_as_many_threads_as_connections_all_finish(store):
    everybody = threading.Barrier(4 * POOL)

    def work(_):
        everybody.wait()
        with store.transaction() as db:
            db.session.execute(text(ADD))

    with ThreadPoolExecutor(4 * POOL) as threads:
        list(threads.map(work, range(4 * POOL)))
    assert logins(store) == 4 * POOL


def test_a_postgresql_of_ones_own_is_used_under_the_role_of_the_application(
    cluster, database, monkeypatch
):
    given = cluster.url("postgres", database.app.database).set(drivername="postgresql")
    monkeypatch.setenv("DATABASE_URL", given.render_as_string(hide_password=False))
    with opened_database() as urls:
        migrate(urls.owner)
        store = Store(urls.app)
        with store.transaction() as db:
            assert db.session.scalar(text("SELECT current_user")) == "vbp_app"
        store.close()


def test_its_password_is_not_shown(cluster):
    given = cluster.url(OWNER).render_as_string(hide_password=False)
    assert cluster.url(OWNER).password not in repr(urls_of(given))
