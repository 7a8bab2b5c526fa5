"""Cohorts, their assignments, and the terms under which an attempt was begun.

Undone, what was worked on under an assignment goes where nobody handed it in: the releases before know one
open attempt of an exercise.

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

OPEN = "submission_id IS NULL"
FREE = sa.text(f"{OPEN} AND assignment_id IS NULL")
ASSIGNED = sa.text(f"{OPEN} AND assignment_id IS NOT NULL")
ATTEMPT = sa.table(
    "attempt",
    sa.column("certifying", sa.Boolean),
    sa.column("assignment_id", sa.Uuid),
    sa.column("submission_id", sa.Uuid),
)


def upgrade() -> None:
    _cohort()
    _people()
    _assignment()
    _terms()


def _cohort() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_cohort_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("code", name=op.f("uq_cohort_code")),
    )
    op.create_index(op.f("ix_cohort_owner_id"), "cohort", ["owner_id"])


def _people() -> None:
    _with_people("cohort_trainer")
    _with_people("cohort_member", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False))


def _with_people(table: str, *more: sa.Column[object]) -> None:
    """A table of who belongs to which cohort."""
    op.create_table(
        table,
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f(f"fk_{table}_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("exercise_id", sa.String(length=64), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts_allowed", sa.Integer(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        *_assignment_rules(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    for column in ("cohort_id", "exercise_id"):
        op.create_index(op.f(f"ix_assignment_{column}"), "assignment", [column])


def _assignment_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("attempts_allowed >= 1", name=op.f("ck_assignment_attempts_allowed_some")),
        sa.CheckConstraint("mode IN ('formative', 'certifying')", name=op.f("ck_assignment_mode_known")),
        sa.CheckConstraint(
            "reference IN ('after-submission', 'after-due')", name=op.f("ck_assignment_reference_known")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_assignment_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_assignment_created_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_assignment_exercise_id_exercise")
        ),
    ]


def _terms() -> None:
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.add_column(sa.Column("assignment_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("certifying", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("reference_after", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.update(ATTEMPT).values(certifying=sa.false()))
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.alter_column("certifying", existing_type=sa.Boolean(), nullable=False)
        batch_op.create_foreign_key(
            op.f("fk_attempt_assignment_id_assignment"),
            "assignment",
            ["assignment_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_index(op.f("ix_attempt_assignment_id"), ["assignment_id"])
        batch_op.drop_index("one_open_attempt")
        batch_op.create_index(
            "one_open_attempt",
            ["person_id", "exercise_id", "trial"],
            unique=True,
            sqlite_where=FREE,
            postgresql_where=FREE,
        )
        batch_op.create_index(
            "one_open_assigned_attempt",
            ["person_id", "assignment_id"],
            unique=True,
            sqlite_where=ASSIGNED,
            postgresql_where=ASSIGNED,
        )


def downgrade() -> None:
    _without_assigned_work_under_way()
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.drop_index("one_open_assigned_attempt")
        batch_op.drop_index("one_open_attempt")
        batch_op.drop_index(op.f("ix_attempt_assignment_id"))
        batch_op.drop_constraint(op.f("fk_attempt_assignment_id_assignment"), type_="foreignkey")
        for column in ("released_at", "reference_after", "certifying", "assignment_id"):
            batch_op.drop_column(column)
        batch_op.create_index(
            "one_open_attempt",
            ["person_id", "exercise_id", "trial"],
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )
    for table in ("assignment", "cohort_member", "cohort_trainer", "cohort"):
        op.drop_table(table)


def _without_assigned_work_under_way() -> None:
    """Marks and texts go by hand: foreign keys are off while SQLite migrates."""
    under_way = "SELECT id FROM attempt WHERE submission_id IS NULL AND assignment_id IS NOT NULL"
    for table in ("annotation", "written_text"):
        op.execute(f"DELETE FROM {table} WHERE attempt_id IN ({under_way})")  # noqa: S608 - our own words
    op.execute("DELETE FROM attempt WHERE submission_id IS NULL AND assignment_id IS NOT NULL")
