"""The pages on which trainers and administrators look after people."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import people
from app.accounts.models import Role
from app.accounts.people import Wanted
from app.accounts.policy import Admin, Author
from app.accounts.resets import MadeReset, make_reset
from app.accounts.schemas import PersonCard, PersonState
from app.accounts.service import Identity
from app.accounts.visits import link_to, needs_accounts, settings_of
from app.core.config import Settings
from app.core.errors import Problem
from app.web.render import render

router = APIRouter(prefix="/people", include_in_schema=False)
A_PAGE: Final = 50
SAID: Final = frozenset(
    [
        *("role", "blocked", "unblocked"),
        *("last-admin", "own-account", "no-email", "person-blocked"),
    ]
)
"""What the page of a person may say of what was done, or could not be."""
Search = Annotated[str, Query(alias="q", max_length=100)]
Word = Annotated[str, Query(max_length=20)]


@router.get("")
async def list_people(
    request: Request,
    caller: Author,
    search: Search = "",
    role: Word = "",
    state: Word = "",
    after: UUID | None = None,
) -> Response:
    """A filter that means nothing is no filter."""
    wanted = Wanted(
        search,
        Role(role) if role in set(Role) else None,
        PersonState(state) if state in set(PersonState) else None,
    )
    page = await caller.read(people.list_people, wanted, after, A_PAGE)
    needs_accounts(request)
    return render(request, "accounts/people.html", page=page, wanted=wanted)


@router.get("/{person_id}")
async def person(request: Request, caller: Author, person_id: UUID, said: Word = "") -> Response:
    shown = await caller.read(people.read_person, person_id)
    needs_accounts(request)
    return _page(request, shown, said if said in SAID else "")


@router.post("/{person_id}/role")
async def post_role(caller: Admin, person_id: UUID, role: Annotated[Role, Form()]) -> Response:
    try:
        await caller.write(people.change_role, person_id, role)
    except Problem as problem:
        return _refused(person_id, problem)
    return _back(person_id, "role")


@router.post("/{person_id}/block")
async def post_block(caller: Admin, person_id: UUID) -> Response:
    try:
        await caller.write(people.block, person_id)
    except Problem as problem:
        return _refused(person_id, problem)
    return _back(person_id, "blocked")


@router.post("/{person_id}/unblock")
async def post_unblock(caller: Admin, person_id: UUID) -> Response:
    await caller.write(people.unblock, person_id)
    return _back(person_id, "unblocked")


@router.post("/{person_id}/reset")
async def post_reset(request: Request, caller: Author, person_id: UUID) -> Response:
    """The page again, with a link for a new password, which is shown this once."""
    try:
        shown, made = await caller.write(_reset, person_id, settings_of(request))
    except Problem as problem:
        return _refused(person_id, problem)
    link = link_to(request, made.path)
    return _page(request, shown, link=link, until=made.expires_at)


def _reset(
    session: Session, me: Identity, person_id: UUID, settings: Settings
) -> tuple[PersonCard, MadeReset]:
    made = make_reset(session, me, person_id, settings)
    return people.read_person(session, me, person_id), made


def _page(
    request: Request, shown: PersonCard, said: str = "", link: str = "", until: datetime | None = None
) -> Response:
    path = f"/people/{shown.id}"
    return render(request, "accounts/person.html", path=path, shown=shown, said=said, link=link, until=until)


def _back(person_id: UUID, said: str) -> Response:
    return RedirectResponse(f"/people/{person_id}?said={said}", HTTPStatus.SEE_OTHER)


def _refused(person_id: UUID, problem: Problem) -> Response:
    """Back to the page, which has words for what stands in the way; anything else is an error as ever."""
    if problem.slug not in SAID:
        raise problem
    return _back(person_id, problem.slug)
