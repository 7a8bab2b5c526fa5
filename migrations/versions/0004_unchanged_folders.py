"""The digest of the folder that an exercise came from, so that a start reads only what changed.

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("exercise") as batch_op:
        batch_op.add_column(sa.Column("files_digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("exercise") as batch_op:
        batch_op.drop_column("files_digest")
