"""Notices in the inbox, their e-mails and webhooks."""

revision: str = "20261123_9_notices"
down_revision: str | None = "20261123_8_picks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
