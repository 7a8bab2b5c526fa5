"""The sign-in page where several people have accounts: e-mail and password."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from math import ceil
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.passwords import passwords_of
from app.accounts.policy import Anyone
from app.accounts.sign_in import Desk
from app.accounts.visits import Visit, enter, needs_accounts, settings_of
from app.core.errors import Problem
from app.web.language import local_path
from app.web.render import render

router = APIRouter(include_in_schema=False)
Address = Annotated[str, Form(max_length=400)]
Password = Annotated[str, Form(max_length=2000)]
Target = Annotated[str, Form(alias="next", max_length=2000)]


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What the page shows: what was typed, where it leads, and what went wrong (a slug, or nothing)."""

    email: str = ""
    next: str = "/"
    trouble: str = ""
    wait_minutes: int = 0


@router.post("/sign-in")
async def post_sign_in(
    request: Request, _caller: Anyone, email: Address = "", password: Password = "", target: Target = "/"
) -> Response:
    """Sign in and go on to `next`. What was wrong is not told."""
    needs_accounts(request)
    state, target = request.app.state, local_path(target)
    desk = Desk(state.db, state.settings, passwords_of(state))
    try:
        opened = await desk.sign_in(email, password, Visit.of(request))
    except Problem as problem:
        return _turned_away(request, problem, email, target)
    if opened is not None:
        return enter(request, opened, target)
    return sign_in_page(request, SignInForm(email, target, "wrong"), HTTPStatus.FORBIDDEN)


def sign_in_page(
    request: Request, form: SignInForm, status: HTTPStatus = HTTPStatus.OK, *, signed_in: bool = False
) -> HTMLResponse:
    settings = settings_of(request)
    provider = settings.oidc_name if settings.has_oidc else ""
    context = {"form": form, "provider": provider, "signed_in": signed_in, "path": _address(form)}
    return render(request, "accounts/sign_in_password.html", status=status, **context)


def _address(form: SignInForm) -> str:
    """Of the page, where a change of language comes back to."""
    return "/sign-in" if form.next == "/" else "/sign-in?" + urlencode({"next": form.next})


def _turned_away(request: Request, problem: Problem, email: str, target: str) -> Response:
    """The page again, with what to do; programs find the status and `Retry-After` as in the API."""
    minutes = ceil(int(problem.headers.get("Retry-After", 0)) / 60)
    form = SignInForm(email, target, problem.slug, minutes)
    page = sign_in_page(request, form, problem.status)
    page.headers.update(problem.headers)
    return page
