"""Tables of people, of what they sign in with, and of what they did."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of


class Role(StrEnum):
    """What a person may do: practise; write exercises as well; look after people as well."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    ADMIN = "admin"


class Scope(StrEnum):
    """What an API token may do of what its person may: read; change as well; administer as well."""

    READ = "read"
    AUTHOR = "author"
    ADMIN = "admin"


class Person(Table, table=True):
    """Somebody who uses Vigie. In solo mode there is exactly one. An erased person keeps the row alone, so
    that what is kept without a name still hangs together."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint(one_of("role", Role), name="role_known"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=254, unique=True)
    """As it is compared: trimmed and in lower case."""
    password_hash: str | None = Field(default=None, max_length=200)
    role: Role = Field(default=Role.TRAINEE, sa_type=Text)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInLink(Table, table=True):
    """A link that signs a person in once. Only the hash of its token is kept."""

    __tablename__ = "sign_in_link"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignIn(Table, table=True):
    """A browser that is signed in, or an API token: one table, so that the hot path asks one question.

    Only the hash of the cookie or of the token is kept. `scope` is null for a browser; `label` names the
    browser or the token. Ended and revoked ones are deleted."""

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint(f"scope IS NULL OR {one_of('scope', Scope)}", name="scope_known"),)

    token_hash: str = Field(primary_key=True, max_length=64)
    id: UUID = Field(default_factory=uuid4, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    scope: Scope | None = Field(default=None, sa_type=Text)
    label: str = Field(default="", max_length=200)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(Table, table=True):
    """A link with which a newcomer makes an account, once. `email`, where given, is the only one it fits."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint(one_of("role", Role), name="role_known"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    email: str | None = Field(default=None, max_length=254)
    role: Role = Field(default=Role.TRAINEE, sa_type=Text)
    created_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")


class PasswordReset(Table, table=True):
    """A link with which a person sets a new password, once. Only the hash of its token is kept."""

    __tablename__ = "password_reset"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    created_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OidcIdentity(Table, table=True):
    """Who a person is to an OpenID Connect provider."""

    __tablename__ = "oidc_identity"

    issuer: str = Field(primary_key=True, max_length=300)
    subject: str = Field(primary_key=True, max_length=255)
    person_id: UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class OidcFlow(Table, table=True):
    """A sign-in under way at the provider, until its answer comes back. The browser holds the state; only
    its hash is kept."""

    __tablename__ = "oidc_flow"

    state_hash: str = Field(primary_key=True, max_length=64)
    nonce: str = Field(max_length=100)
    code_verifier: str = Field(max_length=128)
    invitation_hash: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class AuditEntry(Table, table=True):
    """Who did what to which account, exercise or grade. Triggers of the database refuse to change or delete
    it. It outlives the people it names by id, and holds no name, address, text or secret. `details` is JSON;
    `actor_id` is null for what the command line or the server did."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    actor_id: UUID | None = None
    action: str = Field(max_length=64, index=True)
    kind: str = Field(max_length=40)
    subject: str = Field(max_length=64, index=True)
    details: str = Field(default="{}", sa_type=Text)


class IdempotentAnswer(Table, table=True):
    """What was answered to a request with an `Idempotency-Key`, for its repetition."""

    __tablename__ = "idempotent_answer"

    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    key: str = Field(primary_key=True, max_length=100)
    request_hash: str = Field(max_length=64)
    document: str = Field(sa_type=Text)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
