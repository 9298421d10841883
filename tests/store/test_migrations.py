"""After a migration the tables are those of the code, and the application's rights are few."""

import pytest
from alembic import command
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import ProgrammingError

from procurement.store.base import APPEND_ONLY
from procurement.store.cluster import APP
from procurement.store.migrations import config, grant, migrate, tables


@pytest.fixture
def owner(database):
    with create_engine(database.owner, poolclass=NullPool).begin() as connection:
        yield connection


@pytest.fixture
def app(database):
    with create_engine(database.app, poolclass=NullPool).begin() as connection:
        yield connection


def may(connection, what, table):
    asked = {"role": APP, "table": table, "what": what}
    return connection.scalar(text("SELECT has_table_privilege(:role, :table, :what)"), asked)


def test_the_tables_are_those_of_the_code(owner):
    command.check(config(owner))


def test_every_append_only_table_exists():
    assert set(tables().tables) >= APPEND_ONLY


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_rows_that_are_final_can_only_be_added(owner, table):
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    assert [may(owner, right, table) for right in rights] == [True, True, False, False, False]


@pytest.mark.parametrize("table", sorted(set(tables().tables) - APPEND_ONLY))
def test_other_rows_can_be_changed(owner, table):
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    assert [may(owner, right, table) for right in rights] == [True, True, True, True, False]


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE audit_events SET actor = 'nobody'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "DROP TABLE audit_events",
        "ALTER TABLE audit_events ADD COLUMN more int",
        "CREATE TABLE mine (id int)",
        "UPDATE alembic_version SET version_num = ''",
    ],
)
def test_the_application_is_refused(app, attempt):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        app.execute(text(attempt))


def test_migrating_twice_changes_nothing(database, owner):
    owner.commit()
    migrate(database.owner)
    migrate(database.owner)


def test_a_role_that_is_missing_is_made(cluster, database):
    superuser = cluster.url("postgres", database.app.database)
    with create_engine(superuser, poolclass=NullPool).connect() as connection:
        grant(connection, APPEND_ONLY, role="another")
        connection.execute(text("SET ROLE another"))
        assert connection.scalar(text("SELECT count(*) FROM users")) == 0


def test_every_choice_is_checked_by_the_database(owner):
    """``alembic check`` does not compare CHECK constraints, so this does."""
    kept = dict(
        owner.execute(
            text("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'")
        ).all()
    )
    missing = [
        (column.table.name, column.name, value)
        for table in tables().sorted_tables
        for column in table.columns
        for value in getattr(column.type, "enums", ())
        if f"'{value}'" not in kept[f"ck_{table.name}_{column.type.name}"]
    ]
    assert missing == []
