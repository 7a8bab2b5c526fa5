"""People and invitations for tools."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from app.accounts import invitations, people
from app.accounts.invitations import Made
from app.accounts.models import Role
from app.accounts.people import Wanted
from app.accounts.policy import Author
from app.accounts.schemas import (
    InvitationOut,
    InvitationPage,
    InvitationsIn,
    InvitationState,
    MadeInvitation,
    MadeInvitations,
    PeoplePage,
    PersonState,
)
from app.accounts.visits import link_to, needs_accounts, settings_of
from app.web.problems import problems

router = APIRouter(prefix="/api/v1", tags=["people"])
Limit = Annotated[int, Query(ge=1, le=100, description="How many a page, at most.")]
OfRole = Annotated[Role | None, Query(description="Those of this role alone.")]
InState = Annotated[PersonState | None, Query(description="Those in this state alone.")]
Standing = Annotated[InvitationState | None, Query(description="Those in this state alone.")]
InvitationId = Annotated[UUID, Path(description="The `id` of an invitation.")]
Cursor = Annotated[UUID | None, Query(description="`next` of the page before.")]
Search = Annotated[
    str, Query(alias="q", max_length=100, description="Stands in the name or in the e-mail address.")
]


@router.get("/people", summary="List people", responses=problems(401, 403, 404, 422, 429))
async def get_people(
    request: Request,
    caller: Author,
    search: Search = "",
    role: OfRole = None,
    state: InState = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> PeoplePage:
    """A trainer sees the trainees, an administrator (with a token of the scope `admin`) everyone. In solo
    mode there are no accounts: 404."""
    page = await caller.read(people.list_people, Wanted(search, role, state), cursor, limit)
    needs_accounts(request)
    return page


@router.post(
    "/invitations",
    status_code=201,
    summary="Invite people",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429),
)
async def post_invitations(request: Request, caller: Author, wanted: InvitationsIn) -> MadeInvitations:
    """Makes a link for each address, all or none. Hand them over yourself: no mail is sent, and they are
    shown this once. An address that has an account is a 409 that points at it."""
    await caller.let_in()
    needs_accounts(request)
    made = await caller.write(invitations.invite, wanted, settings_of(request))
    return MadeInvitations(items=[_with_link(request, one) for one in made])


@router.get("/invitations", summary="List invitations", responses=problems(401, 403, 404, 422, 429))
async def get_invitations(
    request: Request,
    caller: Author,
    state: Standing = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> InvitationPage:
    """Those that you made; to an administrator, all."""
    page = await caller.read(invitations.list_invitations, state, cursor, limit)
    needs_accounts(request)
    return page


@router.get(
    "/invitations/{invitation_id}", summary="Read an invitation", responses=problems(401, 403, 404, 422, 429)
)
async def get_invitation(caller: Author, invitation_id: InvitationId) -> InvitationOut:
    """Whether it was used, and by whom."""
    return await caller.read(invitations.read_invitation, invitation_id)


@router.delete(
    "/invitations/{invitation_id}",
    status_code=204,
    summary="Revoke an invitation",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def delete_invitation(caller: Author, invitation_id: InvitationId) -> None:
    """Its link leads nowhere from now on. One that was used is a 409: its account stays."""
    await caller.write(invitations.revoke, invitation_id)


def _with_link(request: Request, made: Made) -> MadeInvitation:
    return MadeInvitation(invitation=made.invitation, link=link_to(request, made.path))
