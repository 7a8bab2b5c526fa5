"""How the jobs stand that ask the model; and on PostgreSQL the queue of these jobs, which is Procrastinate's.

The queue is installed from the library's own SQL as it is at the version that
`tests/grading/queue/test_schema.py` names: a later one that changes it brings a migration of its own.

Revision: 0008, after 0007
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

REMOVED = """
DO $$
DECLARE
    made text;
BEGIN
    FOR made IN
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || made || ' CASCADE';
    END LOOP;
    DROP TABLE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers;
    FOR made IN
        SELECT oid::regtype::text FROM pg_type
        WHERE typname LIKE 'procrastinate\\_%' AND typnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP TYPE ' || made;
    END LOOP;
END;
$$
"""


def upgrade() -> None:
    op.create_table(
        "grading_job",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('asking', 'later', 'stopped')", name=op.f("ck_grading_job_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_grading_job_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_grading_job")),
    )
    op.create_index("ix_grading_job_state", "grading_job", ["state", "updated_at"])
    if _on_postgresql():
        _run(SchemaManager.get_schema())


def downgrade() -> None:
    op.drop_table("grading_job")
    if _on_postgresql():
        _run(REMOVED)


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _run(script: str) -> None:
    """By the driver: SQLAlchemy would pass parameters, if none, and give each % in it a meaning."""
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(script)
