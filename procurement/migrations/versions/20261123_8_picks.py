"""The live picking of regions: turns and picks."""

revision: str = "20261123_8_picks"
down_revision: str | None = "20261123_7_organisations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
