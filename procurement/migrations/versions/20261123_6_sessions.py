"""Sessions, failed logins, second factors and recovery codes."""

revision: str = "20261123_6_sessions"
down_revision: str | None = "20261123_5_screening"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
