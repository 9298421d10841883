"""Invitations, registrations of firms, affiliations and API keys."""

revision: str = "20261123_7_organisations"
down_revision: str | None = "20261123_6_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
