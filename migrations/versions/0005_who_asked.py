"""Who asked the model by themselves, so that what they asked goes with their account.

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("model_call") as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_model_call_person_id_person"), "person", ["person_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_index(op.f("ix_model_call_person_id"), ["person_id"])


def downgrade() -> None:
    with op.batch_alter_table("model_call") as batch_op:
        batch_op.drop_index(op.f("ix_model_call_person_id"))
        batch_op.drop_constraint(op.f("fk_model_call_person_id_person"), type_="foreignkey")
        batch_op.drop_column("person_id")
