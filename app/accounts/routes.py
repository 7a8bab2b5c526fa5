"""Signing in with the printed link, signing out, and the choice of the language."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service
from app.accounts.policy import COOKIE, Anyone
from app.core.config import Settings
from app.web.language import switch_language
from app.web.render import render

router = APIRouter(include_in_schema=False)
Token = Annotated[str | None, Query(max_length=200)]


@router.get("/sign-in")
async def sign_in(request: Request, caller: Anyone, token: Token = None) -> Response:
    """Use the link once; without a good one, say where to find it."""
    settings: Settings = request.app.state.settings
    opened = (
        request.app.state.db.write(lambda session: service.use_link(session, token, settings.session_days))
        if token
        else None
    )
    if opened is None:
        return _sign_in_page(request, refused=bool(token), signed_in=caller is not None)
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    response.set_cookie(
        COOKIE,
        opened.token,
        max_age=settings.session_days * 86_400,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


@router.post("/sign-out")
async def sign_out(request: Request, _caller: Anyone) -> Response:
    token = request.cookies.get(COOKIE)
    if token:
        request.app.state.db.write(lambda session: service.end_sign_in(session, token))
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


def _sign_in_page(request: Request, *, refused: bool, signed_in: bool) -> HTMLResponse:
    status = HTTPStatus.FORBIDDEN if refused else HTTPStatus.OK
    return render(request, "accounts/sign_in.html", status=status, refused=refused, signed_in=signed_in)
