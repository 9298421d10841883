"""The live picking of regions: turns and picks."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261123_8_picks"
down_revision: str | None = "20261123_7_organisations"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime
JSON = postgresql.JSONB(astext_type=sa.Text())


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "pickings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            choice("pickingstate", "running", "paused", "finished", "broken_off"),
            nullable=False,
        ),
        sa.Column("lots", JSON, nullable=False),
        sa.Column("turn_seconds", sa.BigInteger(), nullable=False),
        sa.Column("absent_pick", STRING(), nullable=False),
        sa.Column("started_by", STRING(), nullable=False),
        sa.Column("started_at", INSTANT(), nullable=False),
        sa.Column("since", INSTANT(), nullable=False),
        sa.Column("watched_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_pickings_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickings")),
    )
    op.create_index(op.f("ix_pickings_round_id"), "pickings", ["round_id"], unique=False)
    op.create_table(
        "picks",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("picking_id", sa.BigInteger(), nullable=False),
        sa.Column("product", STRING(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("firm", STRING(), nullable=False),
        sa.Column("region", STRING(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("how", choice("how", "chosen", "recorded", "default"), nullable=False),
        sa.Column("picked_by", STRING(), nullable=False),
        sa.Column("picked_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firms.code"], name=op.f("fk_picks_firm_firms")),
        sa.ForeignKeyConstraint(
            ["picking_id"], ["pickings.id"], name=op.f("fk_picks_picking_id_pickings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picks")),
        sa.UniqueConstraint("picking_id", "product", "region", "role", name="uq_picks_region"),
        sa.UniqueConstraint("picking_id", "product", "turn", name="uq_picks_turn"),
    )


def downgrade() -> None:
    op.drop_table("picks")
    op.drop_index(op.f("ix_pickings_round_id"), table_name="pickings")
    op.drop_table("pickings")
