"""Shares of which a threshold suffices; a share is handed out once."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "8e3f60b7d152"
down_revision: str | None = "d4b7e2c91a06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys split before there were thresholds take every share, which has no number."""
    for name in ("number", "threshold"):
        op.add_column("key_shares", sa.Column(name, sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE key_shares AS share SET number = 0, threshold = "
        "(SELECT count(*) FROM key_shares AS other WHERE other.round_id = share.round_id)"
    )
    for name in ("number", "threshold"):
        op.alter_column("key_shares", name, nullable=False)
    op.add_column(
        "key_shares", sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
    )


def downgrade() -> None:
    for name in ("taken_at", "threshold", "number"):
        op.drop_column("key_shares", name)
