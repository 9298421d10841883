"""From which network an envelope was handed in, as a mark."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "20261123_11_envelope_origin"
down_revision: str | None = "20261123_10_changes"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.add_column("envelopes", sa.Column("network", STRING(), nullable=False, server_default=""))
    op.alter_column("envelopes", "network", server_default=None)


def downgrade() -> None:
    op.drop_column("envelopes", "network")
