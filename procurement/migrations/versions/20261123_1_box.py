"""The bid box and the audit chain that anybody can verify: positions, roots, daily heads."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "d4b7e2c91a06"
down_revision: str | None = "c81d5e0f7a35"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.add_column("envelopes", sa.Column("position", sa.BigInteger(), nullable=True))
    op.create_unique_constraint(
        op.f("uq_envelopes_round_id_position"), "envelopes", ["round_id", "position"]
    )
    op.create_table(
        "box_roots",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("envelopes", sa.BigInteger(), nullable=False),
        sa.Column("root", STRING(), nullable=False),
        sa.Column("closed_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_box_roots_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_roots")),
        sa.UniqueConstraint("round_id", name=op.f("uq_box_roots_round_id")),
    )
    op.create_table(
        "chain_heads",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", STRING(), nullable=False),
        sa.Column("sealed_at", INSTANT(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_heads")),
        sa.UniqueConstraint("day", name=op.f("uq_chain_heads_day")),
    )


def downgrade() -> None:
    op.drop_table("chain_heads")
    op.drop_table("box_roots")
    op.drop_constraint(op.f("uq_envelopes_round_id_position"), "envelopes", type_="unique")
    op.drop_column("envelopes", "position")
