"""Model-assisted grading: the call log, how a model took part in a grade, the coach's paragraphs.

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "coaching",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("paragraph", sa.Text(), nullable=True),
        sa.Column("model", sa.String(length=200), nullable=True),
        sa.Column("call_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_coaching_language_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'written', 'dropped')", name=op.f("ck_coaching_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_coaching_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_coaching")),
    )
    with op.batch_alter_table("coaching", schema=None) as batch_op:
        batch_op.create_index(
            "waiting_for_the_coach",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "model_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("prompt_name", sa.String(length=64), nullable=False),
        sa.Column("prompt_version", sa.Integer(), nullable=False),
        sa.Column("prompt_hash", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("tokens_estimated", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('answered', 'repeated', 'timeout', 'connection', 'rate-limited', 'server', "
            "'bad-json', 'wrong-shape', 'truncated', 'refused', 'filtered', 'empty', 'too-large', 'budget', "
            "'circuit-open', 'misconfigured')",
            name=op.f("ck_model_call_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_model_call_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_call")),
    )
    with op.batch_alter_table("model_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_call_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_model_call_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_model_call_submission_id"), ["submission_id"], unique=False)
        batch_op.create_index(
            "one_answer_a_key",
            ["key"],
            unique=True,
            sqlite_where=sa.text("outcome = 'answered'"),
            postgresql_where=sa.text("outcome = 'answered'"),
        )

    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("provenance", sa.Text(), nullable=True))
        batch_op.create_index(
            "waiting_for_the_model",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("provisional"),
            postgresql_where=sa.text("provisional"),
        )


def downgrade() -> None:
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(
            "waiting_for_the_model",
            sqlite_where=sa.text("provisional"),
            postgresql_where=sa.text("provisional"),
        )
        batch_op.drop_column("provenance")

    with op.batch_alter_table("model_call", schema=None) as batch_op:
        batch_op.drop_index(
            "one_answer_a_key",
            sqlite_where=sa.text("outcome = 'answered'"),
            postgresql_where=sa.text("outcome = 'answered'"),
        )
        batch_op.drop_index(batch_op.f("ix_model_call_submission_id"))
        batch_op.drop_index(batch_op.f("ix_model_call_key"))
        batch_op.drop_index(batch_op.f("ix_model_call_created_at"))

    op.drop_table("model_call")
    with op.batch_alter_table("coaching", schema=None) as batch_op:
        batch_op.drop_index(
            "waiting_for_the_coach",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("coaching")
