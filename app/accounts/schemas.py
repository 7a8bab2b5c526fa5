"""What tools read and write about people and invitations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.accounts.addresses import Email
from app.accounts.models import Role

MOST_INVITATIONS = 100
_ZOE = "6f0d1f52-7a3e-4f43-9a39-8f3f6f0c2b11"
_INES = "0d5be1c4-9a2f-4d1c-8f4e-2f8a51a7c9b0"
_ID = "b3b1c9d2-54ac-4c1f-a7f3-0c3a4f9a7e55"
_PERSON: dict[str, Any] = {
    "id": _ZOE,
    "name": "Zoé Martin",
    "email": "zoe@atelier.example",
    "role": "trainee",
    "state": "active",
    "created_at": "2026-11-02T08:30:00Z",
    "last_sign_in_at": "2026-11-20T09:12:00Z",
}
_INVITATION: dict[str, Any] = {
    "id": _ID,
    "email": "zoe@atelier.example",
    "role": "trainee",
    "state": "open",
    "created_by": {"id": _INES, "name": "Inès Roux"},
    "created_at": "2026-11-20T09:12:00Z",
    "expires_at": "2026-11-27T09:12:00Z",
    "used_by": None,
    "used_at": None,
}
_LINK = "https://vigie.example/invitations/4kP0Vd3l0m3a8vQ5m2rT1yWc7uXb9zEh6nJs0fLgAiQ"


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"example": value})


class PersonState(StrEnum):
    """A blocked person cannot sign in."""

    ACTIVE = "active"
    BLOCKED = "blocked"


class InvitationState(StrEnum):
    """Only an open invitation can be used; a revoked one is gone."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"


class PersonName(BaseModel):
    """The person who made or used an invitation."""

    model_config = _example({"id": _INES, "name": "Inès Roux"})

    id: UUID
    name: str


class PersonCard(BaseModel):
    """A person with an account. `last_sign_in_at` is null for who never signed in, `email` for who signs in
    with a provider that tells none."""

    model_config = _example(_PERSON)

    id: UUID
    name: str
    email: str | None
    role: Role
    state: PersonState
    created_at: datetime
    last_sign_in_at: datetime | None


class PeoplePage(BaseModel):
    """People in the order of their names; `next` is the cursor of what follows, null at the end."""

    model_config = _example({"items": [_PERSON], "next": None})

    items: list[PersonCard]
    next: UUID | None


class InvitationsIn(BaseModel):
    """Whom to invite: one link for each address, which fits that address alone; without addresses, one link
    that fits any. Only administrators invite others than trainees."""

    model_config = _example({"role": "trainee", "emails": ["zoe@atelier.example", "tom@atelier.example"]})

    role: Role = Role.TRAINEE
    emails: Annotated[list[Email], Field(max_length=MOST_INVITATIONS)] = []


class InvitationOut(BaseModel):
    """An invitation as it is listed. Its link was shown when it was made, and is not kept."""

    model_config = _example(_INVITATION)

    id: UUID
    email: str | None
    role: Role
    state: InvitationState
    created_by: PersonName | None
    created_at: datetime
    expires_at: datetime
    used_by: PersonName | None
    used_at: datetime | None


class InvitationPage(BaseModel):
    """Invitations, the newest first; `next` is the cursor of what follows, null at the end."""

    model_config = _example({"items": [_INVITATION], "next": None})

    items: list[InvitationOut]
    next: UUID | None


class MadeInvitation(BaseModel):
    """An invitation just made, with its link, which is shown this once."""

    model_config = _example({"invitation": _INVITATION, "link": _LINK})

    invitation: InvitationOut
    link: str


class MadeInvitations(BaseModel):
    """In the order of the addresses."""

    model_config = _example({"items": [{"invitation": _INVITATION, "link": _LINK}]})

    items: list[MadeInvitation]
