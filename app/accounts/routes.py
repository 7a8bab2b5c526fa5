"""Signing in with the printed link, signing out, the choice of the language; and the pages of accounts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import (
    invitation_pages,
    joining_pages,
    people_pages,
    reset_pages,
    service,
    session_routes,
    sessions,
    sign_in_routes,
)
from app.accounts.policy import COOKIE, Anyone
from app.accounts.sign_in_routes import SignInForm, sign_in_page
from app.accounts.visits import Visit, enter, settings_of
from app.web.language import local_path, switch_language
from app.web.render import render

router = APIRouter(include_in_schema=False)
Token = Annotated[str | None, Query(max_length=200)]
Target = Annotated[str, Query(alias="next", max_length=2000)]


@router.get("/sign-in")
async def sign_in(request: Request, caller: Anyone, token: Token = None, target: Target = "/") -> Response:
    """With accounts, ask for e-mail and password. In solo mode use the link once; without a good one, say
    where to find it."""
    settings = settings_of(request)
    if settings.mode == "server":
        return sign_in_page(request, SignInForm(next=local_path(target)), signed_in=caller is not None)
    visit, db = Visit.of(request), request.app.state.db
    opened = (
        await db.writing(lambda session: service.use_link(session, token, visit.days, visit.label))
        if token
        else None
    )
    if opened is None:
        return _solo_page(request, refused=bool(token), signed_in=caller is not None)
    return enter(request, opened)


@router.post("/sign-out")
async def sign_out(request: Request, _caller: Anyone) -> Response:
    token = request.cookies.get(COOKIE)
    if token:
        await request.app.state.db.writing(lambda session: sessions.sign_out(session, token))
    response = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    response.delete_cookie(COOKIE)
    return response


@router.post("/language")
async def post_language(
    _caller: Anyone,
    language: Annotated[str, Form(max_length=10)],
    target: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    return switch_language(language, target)


def _solo_page(request: Request, *, refused: bool, signed_in: bool) -> HTMLResponse:
    status = HTTPStatus.FORBIDDEN if refused else HTTPStatus.OK
    return render(request, "accounts/sign_in.html", status=status, refused=refused, signed_in=signed_in)


for part in (sign_in_routes, joining_pages, reset_pages, invitation_pages, people_pages, session_routes):
    router.include_router(part.router)
