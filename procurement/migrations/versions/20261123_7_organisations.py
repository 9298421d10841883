"""Invitations, registrations of firms, affiliations and API keys; two more roles."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261123_7_organisations"
down_revision: str | None = "20261123_6_sessions"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime
WORDS = postgresql.ARRAY(sa.String())

BEFORE = ("officer", "firm", "hospital", "fund", "auditor")
ROLES = (*BEFORE, "supervisor", "distributor")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def roles(values: tuple[str, ...]) -> None:
    """The roles that a login may have."""
    listed = ", ".join(f"'{value}'" for value in values)
    op.drop_constraint(op.f("ck_users_role"), "users", type_="check")
    op.create_check_constraint(op.f("ck_users_role"), "users", f"role IN ({listed})")


def upgrade() -> None:
    roles(ROLES)
    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_sha256", STRING(), nullable=False),
        sa.Column("role", choice("role", *ROLES), nullable=False),
        sa.Column("party", STRING(), nullable=False),
        sa.Column("name", STRING(), nullable=False),
        sa.Column("invited_by", STRING(), nullable=False),
        sa.Column("invited_at", INSTANT(), nullable=False),
        sa.Column("expires_at", INSTANT(), nullable=False),
        sa.Column("accepted_at", INSTANT(), nullable=True),
        sa.Column("accepted_as", STRING(), nullable=False),
        sa.Column("revoked_at", INSTANT(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitations_token_sha256")),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_sha256", STRING(), nullable=False),
        sa.Column("credit_code", STRING(), nullable=False),
        sa.Column("name", STRING(), nullable=False),
        sa.Column("name_en", STRING(), nullable=False),
        sa.Column("contact", STRING(), nullable=False),
        sa.Column("phone", STRING(), nullable=False),
        sa.Column("email", STRING(), nullable=False),
        sa.Column("handed_in_at", INSTANT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
    )
    op.create_index(
        op.f("ix_registrations_code_sha256"), "registrations", ["code_sha256"], unique=False
    )
    op.create_index(
        op.f("ix_registrations_credit_code"), "registrations", ["credit_code"], unique=False
    )
    op.create_table(
        "licences",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("registration_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            choice("licencekind", "business", "production", "marketing", "authorisation"),
            nullable=False,
        ),
        sa.Column("format", choice("format", "pdf", "png", "jpeg"), nullable=False),
        sa.Column("sha256", STRING(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_licences_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences")),
    )
    op.create_index(
        op.f("ix_licences_registration_id"), "licences", ["registration_id"], unique=False
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("registration_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "decision", choice("decision", "approved", "returned", "rejected"), nullable=False
        ),
        sa.Column("reason", STRING(), nullable=False),
        sa.Column("reviewed_by", STRING(), nullable=False),
        sa.Column("reviewed_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_reviews_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_reviews_registration_id")),
    )
    op.create_table(
        "affiliations",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("firm", STRING(), nullable=False),
        sa.Column("other", STRING(), nullable=False),
        sa.Column(
            "tie",
            choice("tie", "controller", "holding", "contract_manufacturing", "management"),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", STRING(), nullable=False),
        sa.Column("reason", STRING(), nullable=False),
        sa.Column("declared_by", STRING(), nullable=False),
        sa.Column("declared_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firms.code"], name=op.f("fk_affiliations_firm_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliations")),
    )
    op.create_index(op.f("ix_affiliations_firm"), "affiliations", ["firm"], unique=False)
    op.create_table(
        "affiliation_decisions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("affiliation_id", sa.BigInteger(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", STRING(), nullable=False),
        sa.Column("decided_by", STRING(), nullable=False),
        sa.Column("decided_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["affiliations.id"],
            name=op.f("fk_affiliation_decisions_affiliation_id_affiliations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation_decisions")),
    )
    op.create_index(
        op.f("ix_affiliation_decisions_affiliation_id"),
        "affiliation_decisions",
        ["affiliation_id"],
        unique=False,
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", STRING(), nullable=False),
        sa.Column("purpose", STRING(), nullable=False),
        sa.Column("prefix", STRING(), nullable=False),
        sa.Column("key_sha256", STRING(), nullable=False),
        sa.Column("scopes", WORDS, nullable=False),
        sa.Column("made_at", INSTANT(), nullable=False),
        sa.Column("expires_at", INSTANT(), nullable=False),
        sa.Column("revoked_at", INSTANT(), nullable=True),
        sa.Column("used_at", INSTANT(), nullable=True),
        sa.ForeignKeyConstraint(["login"], ["users.login"], name=op.f("fk_api_keys_login_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_api_keys_key_sha256")),
    )
    op.create_index(op.f("ix_api_keys_login"), "api_keys", ["login"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_api_keys_login"), table_name="api_keys")
    op.drop_table("api_keys")
    op.drop_index(
        op.f("ix_affiliation_decisions_affiliation_id"), table_name="affiliation_decisions"
    )
    op.drop_table("affiliation_decisions")
    op.drop_index(op.f("ix_affiliations_firm"), table_name="affiliations")
    op.drop_table("affiliations")
    op.drop_table("reviews")
    op.drop_index(op.f("ix_licences_registration_id"), table_name="licences")
    op.drop_table("licences")
    op.drop_index(op.f("ix_registrations_credit_code"), table_name="registrations")
    op.drop_index(op.f("ix_registrations_code_sha256"), table_name="registrations")
    op.drop_table("registrations")
    op.drop_table("invitations")
    roles(BEFORE)
