"""Parties and rounds."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "00b990f333e6"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "firms",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firms")),
        sa.UniqueConstraint("code", name=op.f("uq_firms_code")),
    )
    op.create_table(
        "hospitals",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "tertiary",
                "secondary",
                "primary",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospitals")),
        sa.UniqueConstraint("code", name=op.f("uq_hospitals_code")),
    )
    op.create_index(op.f("ix_hospitals_region"), "hospitals", ["region"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rulebook", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rulebook_sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rulebook_day", sa.Date(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "draft",
                "announced",
                "bidding",
                "closed",
                "opened",
                "evaluated",
                "allocated",
                "published",
                "contracted",
                "settled",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("bids_close_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("agreement_start", sa.Date(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("code", name=op.f("uq_rounds_code")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "firm",
                "hospital",
                "fund",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("party", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
    )
    op.create_table(
        "demand_reports",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("hospital", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("product", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("spec", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_demand_reports_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["hospital"], ["hospitals.code"], name=op.f("fk_demand_reports_hospital_hospitals")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_demand_reports_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_reports")),
    )
    op.create_index(
        op.f(
            "ix_demand_reports_round_id_demand_reports_hospital_demand_reports_product_demand_reports_spec"
        ),
        "demand_reports",
        ["round_id", "hospital", "product", "spec"],
        unique=False,
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("product", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("firm", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reference_product", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firms.code"], name=op.f("fk_entries_firm_firms")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_entries_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint(
            "round_id", "product", "firm", name=op.f("uq_entries_round_id_product_firm")
        ),
    )
    op.create_index(op.f("ix_entries_firm"), "entries", ["firm"], unique=False)
    op.create_table(
        "key_shares",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("officer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("memory_kib", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("lanes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_key_shares_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_shares")),
    )
    op.create_index(op.f("ix_key_shares_round_id"), "key_shares", ["round_id"], unique=False)
    op.create_table(
        "presentations",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("product", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("spec", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("strength", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_presentations_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentations")),
        sa.UniqueConstraint(
            "round_id", "product", "spec", name=op.f("uq_presentations_round_id_product_spec")
        ),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reference_spec", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reference_pack", sa.Integer(), nullable=False),
        sa.Column("share_class", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_products_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_products_round_id_code")),
    )


def downgrade() -> None:
    op.drop_table("products")
    op.drop_table("presentations")
    op.drop_index(op.f("ix_key_shares_round_id"), table_name="key_shares")
    op.drop_table("key_shares")
    op.drop_index(op.f("ix_entries_firm"), table_name="entries")
    op.drop_table("entries")
    op.drop_index(
        op.f(
            "ix_demand_reports_round_id_demand_reports_hospital_demand_reports_product_demand_reports_spec"
        ),
        table_name="demand_reports",
    )
    op.drop_table("demand_reports")
    op.drop_table("users")
    op.drop_table("rounds")
    op.drop_index(op.f("ix_hospitals_region"), table_name="hospitals")
    op.drop_table("hospitals")
    op.drop_table("firms")
