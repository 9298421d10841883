"""Changes of announced rounds, questions and amended documents."""

revision: str = "20261123_10_changes"
down_revision: str | None = "20261123_9_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
