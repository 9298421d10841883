"""Contracts and savings."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0d9e388e7272"
down_revision: str | None = "dc4d1ad99ad6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("hospital", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("product", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("spec", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("firm", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firms.code"], name=op.f("fk_agreements_firm_firms")),
        sa.ForeignKeyConstraint(
            ["hospital"], ["hospitals.code"], name=op.f("fk_agreements_hospital_hospitals")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_agreements_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint(
            "round_id",
            "hospital",
            "product",
            "spec",
            "firm",
            name=op.f("uq_agreements_round_id_hospital_product_spec_firm"),
        ),
    )
    op.create_index(op.f("ix_agreements_firm"), "agreements", ["firm"], unique=False)
    op.create_table(
        "statements",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("hospital", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cycle_year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rulebook", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rulebook_sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rulebook_day", sa.Date(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("retained", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital"], ["hospitals.code"], name=op.f("fk_statements_hospital_hospitals")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_statements_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint(
            "round_id",
            "hospital",
            "cycle_year",
            "version",
            name=op.f("uq_statements_round_id_hospital_cycle_year_version"),
        ),
    )
    op.create_index(op.f("ix_statements_hospital"), "statements", ["hospital"], unique=False)
    op.create_table(
        "usage_uploads",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("hospital", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital"], ["hospitals.code"], name=op.f("fk_usage_uploads_hospital_hospitals")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_usage_uploads_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_uploads")),
    )
    op.create_index(op.f("ix_usage_uploads_hospital"), "usage_uploads", ["hospital"], unique=False)
    op.create_table(
        "usage_rows",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("upload_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("hospital", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("product", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("spec", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("firm", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("winning", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_usage_rows_quantity_not_negative")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_usage_rows_unit_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["usage_uploads.id"], name=op.f("fk_usage_rows_upload_id_usage_uploads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_rows")),
    )
    op.create_index(
        op.f(
            "ix_usage_rows_round_id_usage_rows_hospital_usage_rows_month_usage_rows_product_usage_rows_spec_usage_rows_firm"
        ),
        "usage_rows",
        ["round_id", "hospital", "month", "product", "spec", "firm"],
        unique=False,
    )
    op.create_index(op.f("ix_usage_rows_upload_id"), "usage_rows", ["upload_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_usage_rows_upload_id"), table_name="usage_rows")
    op.drop_index(
        op.f(
            "ix_usage_rows_round_id_usage_rows_hospital_usage_rows_month_usage_rows_product_usage_rows_spec_usage_rows_firm"
        ),
        table_name="usage_rows",
    )
    op.drop_table("usage_rows")
    op.drop_index(op.f("ix_usage_uploads_hospital"), table_name="usage_uploads")
    op.drop_table("usage_uploads")
    op.drop_index(op.f("ix_statements_hospital"), table_name="statements")
    op.drop_table("statements")
    op.drop_index(op.f("ix_agreements_firm"), table_name="agreements")
    op.drop_table("agreements")
