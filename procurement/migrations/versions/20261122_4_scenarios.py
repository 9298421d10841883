"""Scenario runs, and what a run is asked with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "5b2f6a1c9d04"
down_revision: str | None = "0d9e388e7272"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('allocation', 'documents')"
AFTER = "kind IN ('allocation', 'documents', 'scenario')"


def upgrade() -> None:
    op.add_column(
        "runs",
        sa.Column(
            "parameters",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'::jsonb"),
        ),
    )
    op.alter_column("runs", "parameters", server_default=None)
    op.drop_constraint(op.f("ck_runs_runkind"), "runs", type_="check")
    op.create_check_constraint(op.f("ck_runs_runkind"), "runs", AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM runs WHERE kind = 'scenario'")
    op.drop_constraint(op.f("ck_runs_runkind"), "runs", type_="check")
    op.create_check_constraint(op.f("ck_runs_runkind"), "runs", BEFORE)
    op.drop_column("runs", "parameters")
