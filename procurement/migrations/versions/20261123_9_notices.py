"""Notices in the inbox, their e-mails and webhooks."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "20261123_9_notices"
down_revision: str | None = "20261123_8_picks"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("audience", STRING(), nullable=False),
        sa.Column("kind", STRING(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=True),
        sa.Column("link", STRING(), nullable=False),
        sa.Column("told_at", INSTANT(), nullable=False),
        sa.Column("spread_at", INSTANT(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_notices_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_audience"), "notices", ["audience"], unique=False)
    op.create_index(op.f("ix_notices_spread_at"), "notices", ["spread_at"], unique=False)
    op.create_table(
        "notice_reads",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column("read_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_reads_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reads")),
        sa.UniqueConstraint("notice_id", "login", name=op.f("uq_notice_reads_notice_id_login")),
    )
    op.create_table(
        "mail_addresses",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column("address", STRING(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_addresses")),
        sa.UniqueConstraint("login", name=op.f("uq_mail_addresses_login")),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "refused",
                "given_up",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", INSTANT(), nullable=False),
        sa.Column("ended_at", INSTANT(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_mails_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("notice_id", "login", name=op.f("uq_mails_notice_id_login")),
    )
    op.create_index(op.f("ix_mails_next_at"), "mails", ["next_at"], unique=False)
    op.create_table(
        "hooks",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("party", STRING(), nullable=False),
        sa.Column("role", STRING(), nullable=False),
        sa.Column("address", STRING(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", STRING(), nullable=False),
        sa.Column("made_at", INSTANT(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", INSTANT(), nullable=True),
        sa.Column("next_at", INSTANT(), nullable=True),
        sa.Column("taken_until", INSTANT(), nullable=True),
        sa.Column("stopped_at", INSTANT(), nullable=True),
        sa.Column("revoked_at", INSTANT(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hooks")),
    )
    op.create_index(op.f("ix_hooks_party"), "hooks", ["party"], unique=False)
    op.create_table(
        "hook_deliveries",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("hook_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answer", STRING(), nullable=False),
        sa.Column("tried_at", INSTANT(), nullable=True),
        sa.Column("delivered_at", INSTANT(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hook_id"], ["hooks.id"], name=op.f("fk_hook_deliveries_hook_id_hooks")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_hook_deliveries_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_deliveries")),
        sa.UniqueConstraint(
            "hook_id", "sequence", name=op.f("uq_hook_deliveries_hook_id_sequence")
        ),
    )


def downgrade() -> None:
    op.drop_table("hook_deliveries")
    op.drop_index(op.f("ix_hooks_party"), table_name="hooks")
    op.drop_table("hooks")
    op.drop_index(op.f("ix_mails_next_at"), table_name="mails")
    op.drop_table("mails")
    op.drop_table("mail_addresses")
    op.drop_table("notice_reads")
    op.drop_index(op.f("ix_notices_spread_at"), table_name="notices")
    op.drop_index(op.f("ix_notices_audience"), table_name="notices")
    op.drop_table("notices")
