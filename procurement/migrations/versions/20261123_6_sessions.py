"""Sessions, failed logins, second factors and recovery codes."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "20261123_6_sessions"
down_revision: str | None = "20261123_5_screening"
branch_labels = None
depends_on = None


STRING = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime


def of_a_person(table):
    return sa.ForeignKeyConstraint(["login"], ["users.login"], name=op.f(f"fk_{table}_login_users"))


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("mark", STRING(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT(), nullable=False),
        sa.Column("seen_at", INSTANT(), nullable=False),
        sa.Column("expires_at", INSTANT(), nullable=False),
        sa.Column("address", STRING(), nullable=False),
        sa.Column("agent", STRING(), nullable=False),
        of_a_person("sessions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("mark", name=op.f("uq_sessions_mark")),
    )
    op.create_index(op.f("ix_sessions_login"), "sessions", ["login"], unique=False)
    op.create_table(
        "login_failures",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("mark", STRING(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_at", INSTANT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failures")),
        sa.UniqueConstraint("mark", name=op.f("uq_login_failures_mark")),
    )
    op.create_table(
        "known_addresses",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column("mark", STRING(), nullable=False),
        sa.Column("last_at", INSTANT(), nullable=False),
        of_a_person("known_addresses"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_addresses")),
        sa.UniqueConstraint("login", "mark", name=op.f("uq_known_addresses_login_mark")),
    )
    op.create_table(
        "second_factors",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("offered", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", INSTANT(), nullable=True),
        of_a_person("second_factors"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("login", name=op.f("uq_second_factors_login")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column("mark", STRING(), nullable=False),
        sa.Column("used_at", INSTANT(), nullable=True),
        of_a_person("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_login"), "recovery_codes", ["login"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_recovery_codes_login"), table_name="recovery_codes")
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
    op.drop_table("known_addresses")
    op.drop_table("login_failures")
    op.drop_index(op.f("ix_sessions_login"), table_name="sessions")
    op.drop_table("sessions")
