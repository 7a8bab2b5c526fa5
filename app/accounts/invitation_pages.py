"""The page on which trainers and administrators invite people, and see whom they invited."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import invitations
from app.accounts.addresses import pasted
from app.accounts.invitations import Made
from app.accounts.models import Role
from app.accounts.policy import Author, Caller
from app.accounts.schemas import InvitationPage, InvitationsIn
from app.accounts.service import Identity
from app.accounts.visits import link_to, needs_accounts, settings_of
from app.core.errors import Problem
from app.web.render import render

router = APIRouter(prefix="/people/invitations", include_in_schema=False)
A_PAGE: Final = 50
PATH: Final = "/people/invitations"


@dataclass(frozen=True, slots=True)
class InviteForm:
    """What was typed, and what is wrong with it: a slug, with the pieces that it is about."""

    role: Role = Role.TRAINEE
    emails: str = ""
    trouble: str = ""
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link to hand over, shown this once; `email` is None where it fits any address."""

    address: str
    email: str | None


@router.get("")
async def list_invitations(request: Request, caller: Author, after: UUID | None = None) -> Response:
    return await _page(request, caller, InviteForm(), after=after)


@router.post("")
async def post_invitations(
    request: Request,
    caller: Author,
    role: Annotated[Role, Form()] = Role.TRAINEE,
    emails: Annotated[str, Form(max_length=40_000)] = "",
) -> Response:
    """The page with the links just made, or with what to mend; then none was made."""
    form = InviteForm(role, emails)
    try:
        wanted = InvitationsIn(role=role, emails=pasted(emails))
        made = await caller.write(invitations.invite, wanted, settings_of(request))
    except ValidationError as error:
        return await _mend(request, caller, form, *_what_is_wrong(error))
    except Problem as problem:
        if problem.slug != "email-taken":
            raise
        taken = tuple(str(item.extra["email"]) for item in problem.errors)
        return await _mend(request, caller, form, "taken", taken)
    return await _page(request, caller, InviteForm(role), made)


@router.post("/{invitation_id}/renew")
async def post_renew(request: Request, caller: Author, invitation_id: UUID) -> Response:
    made = await caller.write(invitations.renew, invitation_id, settings_of(request))
    return await _page(request, caller, InviteForm(), [made])


@router.post("/{invitation_id}/revoke")
async def post_revoke(caller: Author, invitation_id: UUID) -> Response:
    await caller.write(invitations.revoke, invitation_id)
    return RedirectResponse(PATH, HTTPStatus.SEE_OTHER)


def _what_is_wrong(error: ValidationError) -> tuple[str, tuple[str, ...]]:
    """Too many addresses, or those that are none."""
    wrong = [item for item in error.errors() if len(item["loc"]) > 1]
    return ("addresses", tuple(str(item["input"]) for item in wrong)) if wrong else ("many", ())


async def _mend(
    request: Request, caller: Caller, form: InviteForm, trouble: str, pieces: tuple[str, ...]
) -> Response:
    wrong = InviteForm(form.role, form.emails, trouble, pieces)
    return await _page(request, caller, wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)


async def _page(
    request: Request,
    caller: Caller,
    form: InviteForm,
    made: list[Made] | None = None,
    *,
    after: UUID | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    page = await caller.read(_list, after)
    needs_accounts(request)
    links = [Link(link_to(request, one.path), one.invitation.email) for one in made or []]
    context = {"form": form, "links": links, "page": page, "days": settings_of(request).invitation_days}
    return render(request, "accounts/invitations.html", status=status, path=PATH, **context)


def _list(session: Session, me: Identity, after: UUID | None) -> InvitationPage:
    return invitations.list_invitations(session, me, None, after, A_PAGE)
