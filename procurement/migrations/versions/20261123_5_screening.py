"""Screens for collusion: runs, flags, what firms reply and officers answer."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261123_5_screening"
down_revision: str | None = "8e3f60b7d152"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime
WORDS = postgresql.ARRAY(sa.String())
JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.create_table(
        "screenings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("rulebook", STRING(), nullable=False),
        sa.Column("rulebook_sha256", STRING(), nullable=False),
        sa.Column("marks", WORDS, nullable=False),
        sa.Column("run_by", STRING(), nullable=False),
        sa.Column("run_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_screenings_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screenings")),
    )
    op.create_index(op.f("ix_screenings_round_id"), "screenings", ["round_id"], unique=False)
    op.create_table(
        "flags",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", STRING(), nullable=False),
        sa.Column("screen", STRING(), nullable=False),
        sa.Column("lots", WORDS, nullable=False),
        sa.Column("firms", WORDS, nullable=False),
        sa.Column("why_zh", STRING(), nullable=False),
        sa.Column("why_en", STRING(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("basis", WORDS, nullable=False),
        sa.Column("raised_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_flags_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("round_id", "mark", name=op.f("uq_flags_round_id_mark")),
    )
    op.create_table(
        "flag_replies",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("flag_id", sa.BigInteger(), nullable=False),
        sa.Column("firm", STRING(), nullable=False),
        sa.Column("words", STRING(), nullable=False),
        sa.Column("replied_by", STRING(), nullable=False),
        sa.Column("replied_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firms.code"], name=op.f("fk_flag_replies_firm_firms")),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flags.id"], name=op.f("fk_flag_replies_flag_id_flags")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_replies")),
    )
    op.create_index(op.f("ix_flag_replies_flag_id"), "flag_replies", ["flag_id"], unique=False)
    op.create_table(
        "flag_answers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("flag_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "explained",
                "referred",
                "dismissed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", STRING(), nullable=False),
        sa.Column("answered_by", STRING(), nullable=False),
        sa.Column("answered_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flags.id"], name=op.f("fk_flag_answers_flag_id_flags")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_answers")),
    )
    op.create_index(op.f("ix_flag_answers_flag_id"), "flag_answers", ["flag_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_flag_answers_flag_id"), table_name="flag_answers")
    op.drop_table("flag_answers")
    op.drop_index(op.f("ix_flag_replies_flag_id"), table_name="flag_replies")
    op.drop_table("flag_replies")
    op.drop_table("flags")
    op.drop_index(op.f("ix_screenings_round_id"), table_name="screenings")
    op.drop_table("screenings")
