"""Accounts of several people, and exercises written through the API.

People get a role, an address and a password; sign-ins hold API tokens as well; an exercise may be a draft
that is not published yet. Whoever was there before is the one person of solo mode, who may do everything.

Revision: 0003, after 0002
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

ROLES = "role IN ('trainee', 'trainer', 'admin')"
SCOPES = "scope IS NULL OR scope IN ('read', 'author', 'admin')"
OPEN = sa.text("submission_id IS NULL")
SIGN_IN = sa.table("sign_in", sa.column("token_hash", sa.String), sa.column("id", sa.Uuid))


def upgrade() -> None:
    _new_tables()
    _attempt()
    _exercise()
    _person()
    _sign_in()
    _append_only()


def _attempt() -> None:
    _add_filled("attempt", sa.Column("trial", sa.Boolean(), nullable=True), sa.false())
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.drop_index("one_open_attempt")
        batch_op.alter_column("trial", existing_type=sa.Boolean(), nullable=False)
        batch_op.create_index(
            "one_open_attempt",
            ["person_id", "exercise_id", "trial"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )


def _exercise() -> None:
    _add_filled("exercise", sa.Column("origin", sa.Text(), nullable=True), sa.literal("files"))
    with op.batch_alter_table("exercise") as batch_op:
        batch_op.alter_column("origin", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("version_hash", existing_type=sa.String(length=64), nullable=True)
        batch_op.create_check_constraint(op.f("ck_exercise_origin_known"), "origin IN ('files', 'api')")
    with op.batch_alter_table("exercise_version") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=True)


def _person() -> None:
    _add_filled("person", sa.Column("role", sa.Text(), nullable=True), sa.literal("admin"))
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("password_hash", sa.String(length=200), nullable=True))
        batch_op.alter_column("role", existing_type=sa.Text(), nullable=False)
        batch_op.add_column(sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_person_email"), ["email"])
        batch_op.create_check_constraint(op.f("ck_person_role_known"), ROLES)


def _sign_in() -> None:
    _add_filled("sign_in", sa.Column("label", sa.String(length=200), nullable=True), sa.literal(""))
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.add_column(sa.Column("id", sa.Uuid(), nullable=True))
    connection = op.get_bind()
    for (token_hash,) in connection.execute(sa.select(SIGN_IN.c.token_hash)).all():
        of_it = sa.update(SIGN_IN).where(SIGN_IN.c.token_hash == token_hash)
        connection.execute(of_it.values(id=uuid4()))
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.alter_column("id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("label", existing_type=sa.String(length=200), nullable=False)
        batch_op.add_column(sa.Column("scope", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_sign_in_id"), ["id"])
        batch_op.create_check_constraint(op.f("ck_sign_in_scope_known"), SCOPES)


def _add_filled(table: str, column: sa.Column[Any], value: sa.ColumnElement[Any]) -> None:
    """Add a column and fill it for the rows that are there."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(column)
    op.execute(sa.update(sa.table(table, sa.column(column.name))).values({column.name: value}))


def _append_only() -> None:
    """The audit log is written once: the database itself refuses anything else."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{deed.lower()} BEFORE {deed} ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "EXECUTE FUNCTION audit_entry_append_only()"
    )


def _new_tables() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_subject"), ["subject"], unique=False)

    op.create_table(
        "oidc_flow",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=100), nullable=False),
        sa.Column("code_verifier", sa.String(length=128), nullable=False),
        sa.Column("invitation_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_oidc_flow")),
    )
    op.create_table(
        "rate_limit",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("empty_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limit")),
    )
    with op.batch_alter_table("rate_limit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_limit_empty_at"), ["empty_at"], unique=False)

    op.create_table(
        "idempotent_answer",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_idempotent_answer_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_idempotent_answer")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("role IN ('trainee', 'trainer', 'admin')", name=op.f("ck_invitation_role_known")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_invitation_created_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["used_by"], ["person.id"], name=op.f("fk_invitation_used_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "oidc_identity",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_oidc_identity_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_oidc_identity")),
    )
    with op.batch_alter_table("oidc_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oidc_identity_person_id"), ["person_id"], unique=False)

    op.create_table(
        "password_reset",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["person.id"],
            name=op.f("fk_password_reset_created_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_password_reset_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_password_reset")),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_reset_person_id"), ["person_id"], unique=False)

    op.create_table(
        "exercise_author",
        sa.Column("exercise_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_exercise_author_exercise_id_exercise"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_exercise_author_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("exercise_id", "person_id", name=op.f("pk_exercise_author")),
    )
    with op.batch_alter_table("exercise_author", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exercise_author_person_id"), ["person_id"], unique=False)

    op.create_table(
        "exercise_draft",
        sa.Column("exercise_id", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_exercise_draft_exercise_id_exercise"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("exercise_id", name=op.f("pk_exercise_draft")),
    )


def downgrade() -> None:
    """What only this release knows goes: drafts, trials, API tokens, the audit log."""
    _forget()
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.drop_constraint(op.f("ck_sign_in_scope_known"), type_="check")
        batch_op.drop_constraint(op.f("uq_sign_in_id"), type_="unique")
        for name in ("last_used_at", "label", "scope", "id"):
            batch_op.drop_column(name)
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_constraint(op.f("ck_person_role_known"), type_="check")
        batch_op.drop_constraint(op.f("uq_person_email"), type_="unique")
        for name in ("erased_at", "blocked_at", "role", "password_hash", "email"):
            batch_op.drop_column(name)
    with op.batch_alter_table("exercise_version") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("exercise") as batch_op:
        batch_op.drop_constraint(op.f("ck_exercise_origin_known"), type_="check")
        batch_op.alter_column("version_hash", existing_type=sa.String(length=64), nullable=False)
        batch_op.drop_column("origin")
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.drop_index("one_open_attempt")
        batch_op.drop_column("trial")
        batch_op.create_index(
            "one_open_attempt",
            ["person_id", "exercise_id"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    _drop_tables()


def _forget() -> None:
    """Foreign keys are off while a migration runs, so what hangs on a row goes before it."""
    for statement in (
        "DELETE FROM sign_in WHERE scope IS NOT NULL",
        "DELETE FROM annotation WHERE attempt_id IN (SELECT id FROM attempt WHERE trial)",
        "DELETE FROM written_text WHERE attempt_id IN (SELECT id FROM attempt WHERE trial)",
        "CREATE TABLE tried AS SELECT submission_id AS id FROM attempt WHERE trial",
        "DELETE FROM attempt WHERE trial",
        "DELETE FROM assessment WHERE submission_id IN (SELECT id FROM tried)",
        "DELETE FROM coaching WHERE submission_id IN (SELECT id FROM tried)",
        "DELETE FROM model_call WHERE submission_id IN (SELECT id FROM tried)",
        "DELETE FROM submission WHERE id IN (SELECT id FROM tried)",
        "DROP TABLE tried",
        "DELETE FROM exercise WHERE version_hash IS NULL",
        "DELETE FROM exercise_version WHERE number IS NULL",
    ):
        op.execute(statement)


def _drop_tables() -> None:
    op.drop_table("exercise_draft")
    op.drop_table("exercise_author")
    op.drop_table("password_reset")
    op.drop_table("oidc_identity")
    op.drop_table("invitation")
    op.drop_table("idempotent_answer")
    op.drop_table("rate_limit")
    op.drop_table("oidc_flow")
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entry_append_only()")
