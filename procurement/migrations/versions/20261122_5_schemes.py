"""What rounds of every scheme keep: brands, promises, revivals, decisions, choices."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "c81d5e0f7a35"
down_revision: str | None = "5b2f6a1c9d04"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString
WORDS = postgresql.ARRAY(sa.String())
JSON = postgresql.JSONB(astext_type=sa.Text())

ADDED = (
    ("firms", "controller", STRING(), "''"),
    ("demand_reports", "brand", STRING(), "''"),
    ("entries", "promises", WORDS, "'{}'"),
    ("entries", "origin", STRING(), "''"),
    ("entries", "capacity", sa.BigInteger(), None),
    ("entries", "serves", WORDS, "'{}'"),
    ("entries", "listing_price", sa.BigInteger(), None),
    ("entries", "former_price", sa.BigInteger(), None),
    ("bids", "promises", WORDS, "'{}'"),
    ("bids", "origin", STRING(), "''"),
    ("bids", "capacity", sa.BigInteger(), None),
    ("bids", "controller", STRING(), "''"),
    ("bids", "listing_price", sa.BigInteger(), None),
    ("bids", "former_price", sa.BigInteger(), None),
    ("products", "form", STRING(), "''"),
    ("products", "group_name", STRING(), "''"),
    ("products", "asks", WORDS, "'{}'"),
    ("products", "class_prices", JSON, "'[]'"),
    ("verdicts", "unit", STRING(), "''"),
    ("verdicts", "win_price", sa.BigInteger(), None),
    ("verdicts", "revived", sa.Boolean(), "false"),
    ("verdicts", "picks", sa.Boolean(), "true"),
    ("verdicts", "supplies", sa.Boolean(), "true"),
    ("verdicts", "revival_price", sa.BigInteger(), None),
    ("awards", "unit", STRING(), "''"),
    ("awards", "spare_regions", WORDS, "'{}'"),
    ("award_lines", "named", sa.Boolean(), "false"),
)
"""Table, column, kind, and the value of the rows that stand; a column without one may be NULL."""


def upgrade() -> None:
    for table, name, kind, value in ADDED:
        op.add_column(
            table,
            sa.Column(name, kind, nullable=value is None, server_default=value and sa.text(value)),
        )
        if value is not None:
            op.alter_column(table, name, server_default=None)
    op.create_table(
        "acceptances",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("product", STRING(), nullable=False),
        sa.Column("firm", STRING(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", STRING(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firms.code"], name=op.f("fk_acceptances_firm_firms")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_acceptances_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptances")),
        sa.UniqueConstraint(
            "round_id", "product", "firm", name=op.f("uq_acceptances_round_id_product_firm")
        ),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("key", STRING(), nullable=False),
        sa.Column("value", JSON, nullable=True),
        sa.Column("reason", STRING(), nullable=False),
        sa.Column("decided_by", STRING(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_decisions_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_round_id"), "decisions", ["round_id"], unique=False)
    op.create_table(
        "leftover_choices",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("hospital", STRING(), nullable=False),
        sa.Column("moves", JSON, nullable=False),
        sa.Column("chosen_by", STRING(), nullable=False),
        sa.Column("chosen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital"], ["hospitals.code"], name=op.f("fk_leftover_choices_hospital_hospitals")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_leftover_choices_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leftover_choices")),
    )
    op.create_index(
        op.f("ix_leftover_choices_round_id"), "leftover_choices", ["round_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_leftover_choices_round_id"), table_name="leftover_choices")
    op.drop_table("leftover_choices")
    op.drop_index(op.f("ix_decisions_round_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("acceptances")
    for table, name, _, _ in reversed(ADDED):
        op.drop_column(table, name)
