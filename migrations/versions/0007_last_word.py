"""The last word: what people decide in grades, appeals, and marks proposed as flaws.

Undone, the assessments that people decided stay in force; what they stand on goes.

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

ASSESSMENT = sa.table("assessment", sa.column("document", sa.Text), sa.column("split", sa.Boolean))


def upgrade() -> None:
    _split()
    _decision()
    _appeal()
    _proposal()


def _split() -> None:
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.add_column(sa.Column("split", sa.Boolean(), nullable=True))
    # In a text of the document the quotes would stand behind backslashes.
    op.execute(sa.update(ASSESSMENT).values(split=ASSESSMENT.c.document.like('%"split":true%')))
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.alter_column("split", existing_type=sa.Boolean(), nullable=False)
        batch_op.create_index(
            "waiting_for_a_trainer",
            ["created_at"],
            sqlite_where=sa.text("split"),
            postgresql_where=sa.text("split"),
        )


def _decision() -> None:
    kinds = "kind IN ('check', 'outcome', 'annotation', 'confirmation')"
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(kinds, name=op.f("ck_decision_kind_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id_person")),
        _of_a_submission("decision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("decisions_of_a_submission", "decision", ["submission_id", "assessment_number"])
    op.create_index(op.f("ix_decision_person_id"), "decision", ["person_id"])


def _appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('outcome', 'check')", name=op.f("ck_appeal_kind_known")),
        sa.CheckConstraint("state IN ('open', 'upheld', 'rejected')", name=op.f("ck_appeal_state_known")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_appeal_answered_by_person")),
        _of_a_submission("appeal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("submission_id", "kind", "subject", name=op.f("uq_appeal_submission_id")),
    )
    op.create_index(op.f("ix_appeal_state"), "appeal", ["state"])


def _proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("annotation", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'accepted', 'rejected')", name=op.f("ck_proposal_state_known")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_proposal_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["version_hash"],
            ["exercise_version.hash"],
            name=op.f("fk_proposal_version_hash_exercise_version"),
            ondelete="SET NULL",
        ),
        _of_a_submission("proposal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("submission_id", "annotation", name=op.f("uq_proposal_submission_id")),
    )
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"])


def _of_a_submission(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_submission_id_submission")
    return sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("proposal", "appeal", "decision"):
        op.drop_table(table)
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.drop_index("waiting_for_a_trainer")
        batch_op.drop_column("split")
