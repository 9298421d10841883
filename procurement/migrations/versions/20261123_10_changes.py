"""Changes of announced rounds, questions and amended documents."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261123_10_changes"
down_revision: str | None = "20261123_9_notices"
branch_labels = None
depends_on = None

STRING = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime
JSON = postgresql.JSONB(astext_type=sa.Text())


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            choice("change", "deadline", "ceiling", "decision", "rulebook", "amendment"),
            nullable=False,
        ),
        sa.Column("place", STRING(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("reason", STRING(), nullable=False),
        sa.Column("proposed_by", STRING(), nullable=False),
        sa.Column("proposed_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_changes_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        sa.UniqueConstraint("id", "proposed_by", name=op.f("uq_changes_id_proposed_by")),
    )
    op.create_index(op.f("ix_changes_round_id"), "changes", ["round_id"], unique=False)
    op.create_table(
        "change_answers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by", STRING(), nullable=False),
        sa.Column("outcome", choice("outcome", "consented", "refused"), nullable=False),
        sa.Column("reason", STRING(), nullable=False),
        sa.Column("answered_by", STRING(), nullable=False),
        sa.Column("answered_at", INSTANT(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'consented' OR answered_by <> proposed_by",
            name=op.f("ck_change_answers_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id", "proposed_by"],
            ["changes.id", "changes.proposed_by"],
            name=op.f("fk_change_answers_change_id_proposed_by_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.id"], name=op.f("fk_change_answers_change_id_changes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_answers")),
        sa.UniqueConstraint("change_id", name=op.f("uq_change_answers_change_id")),
    )
    op.create_table(
        "document_versions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("part", STRING(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("title_zh", STRING(), nullable=False),
        sa.Column("title_en", STRING(), nullable=False),
        sa.Column("text_zh", STRING(), nullable=False),
        sa.Column("text_en", STRING(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("affects_bids", sa.Boolean(), nullable=False),
        sa.Column("sha256", STRING(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.id"], name=op.f("fk_document_versions_change_id_changes")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_document_versions_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_versions")),
        sa.UniqueConstraint(
            "round_id",
            "part",
            "version",
            name=op.f("uq_document_versions_round_id_part_version"),
        ),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("mark", STRING(), nullable=False),
        sa.Column("words", STRING(), nullable=False),
        sa.Column("asked_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_questions_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_questions_round_id_number")),
    )
    op.create_table(
        "question_answers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("words", STRING(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("written_by", STRING(), nullable=False),
        sa.Column("written_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_answers_question_id_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answers")),
    )
    op.create_index(
        op.f("ix_question_answers_question_id"), "question_answers", ["question_id"], unique=False
    )
    op.create_index(
        "uq_question_answers_published",
        "question_answers",
        ["question_id"],
        unique=True,
        postgresql_where=sa.text("published"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_question_answers_published",
        table_name="question_answers",
        postgresql_where=sa.text("published"),
    )
    op.drop_index(op.f("ix_question_answers_question_id"), table_name="question_answers")
    op.drop_table("question_answers")
    op.drop_table("questions")
    op.drop_table("document_versions")
    op.drop_table("change_answers")
    op.drop_index(op.f("ix_changes_round_id"), table_name="changes")
    op.drop_table("changes")
