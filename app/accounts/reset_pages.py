"""The page that a link for a new password leads to."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Path
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.joining_pages import dead_link
from app.accounts.passwords import passwords_of, weakness
from app.accounts.policy import Anyone
from app.accounts.resets import ResetUnusable, open_reset, use_reset
from app.accounts.service import OpenedSignIn, digest
from app.accounts.sign_in import Via, sign_person_in
from app.accounts.sign_in_limits import SignInLimits
from app.accounts.visits import Visit, enter, needs_accounts
from app.web.render import render

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(max_length=200)]
Password = Annotated[str, Form(max_length=2000)]


@router.get("/reset/{token}")
async def reset(request: Request, _caller: Anyone, token: Token) -> Response:
    needs_accounts(request)
    try:
        email = await request.app.state.db.reading(lambda session: _email(session, token))
    except ResetUnusable as problem:
        return dead_link(request, "reset", problem.why, problem.status)
    return _page(request, token, email)


@router.post("/reset/{token}")
async def post_reset(request: Request, _caller: Anyone, token: Token, password: Password = "") -> Response:
    """Set the password and sign in, or the page again with what to mend."""
    needs_accounts(request)
    try:
        email = await request.app.state.db.reading(lambda session: _email(session, token))
        weak = weakness(password, email)
        if weak is not None:
            return _page(request, token, email, weak.value, HTTPStatus.UNPROCESSABLE_ENTITY)
        return enter(request, await _reset(request, token, password))
    except ResetUnusable as problem:
        return dead_link(request, "reset", problem.why, problem.status)


async def _reset(request: Request, token: str, password: str) -> OpenedSignIn:
    state, visit = request.app.state, Visit.of(request)
    limits = SignInLimits(state.db, state.settings)
    await limits.count(digest(token), visit.client)
    password_hash = await passwords_of(state).hash(password)

    def work(session: Session) -> OpenedSignIn:
        person = use_reset(session, token, password_hash)
        return sign_person_in(session, person, visit, Via.RESET)

    opened: OpenedSignIn = await state.db.writing(work)
    await limits.forgive(digest(token), visit.client)
    return opened


def _email(session: Session, token: str) -> str:
    """The address of whom the link is for, by which a password manager knows the account."""
    _, person = open_reset(session, token)
    return person.email or ""


def _page(
    request: Request, token: str, email: str, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Response:
    context = {"token": token, "email": email, "error": error}
    return render(request, "accounts/reset.html", status=status, **context)
