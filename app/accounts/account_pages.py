"""The page of one's own account: name and address, sign-ins, password, API tokens, data."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import tokens
from app.accounts.account import Filled, change_email, read_account, rename
from app.accounts.addresses import clean_email, clean_name
from app.accounts.people import EmailTaken
from app.accounts.policy import Browser, Caller
from app.accounts.proof import proven
from app.accounts.tokens import TokenIn, TokenMade
from app.accounts.visits import settings_of
from app.core.errors import Problem
from app.web.render import render

router = APIRouter(prefix="/account", include_in_schema=False)
Typed = Annotated[str, Form(max_length=400)]
Password = Annotated[str, Form(max_length=2000)]


@router.get("")
async def account(request: Request, caller: Browser) -> Response:
    return await account_page(request, caller, Filled())


@router.get("/name")
@router.get("/email")
@router.get("/tokens")
async def get_form(caller: Browser) -> Response:
    """Where a form has come back with an error, a change of the language asks for its address again."""
    await caller.let_in()
    return RedirectResponse("/account", HTTPStatus.SEE_OTHER)


@router.post("/name")
async def post_name(request: Request, caller: Browser, name: Typed = "") -> Response:
    try:
        await caller.write(rename, clean_name(name))
    except ValueError:
        return await _back(request, caller, {"own_name": name}, {"own_name": "name"})
    return done("renamed", "profile")


@router.post("/email")
async def post_email(
    request: Request, caller: Browser, email: Typed = "", password: Password = ""
) -> Response:
    """Another address, which is what one signs in with: it needs the password. In solo mode there is none."""
    typed = {"email": email}
    try:
        wanted = clean_email(email)
    except ValueError:
        return await _back(request, caller, typed, {"email": "address"})
    proof = await proven(request, caller, password)
    try:
        if proof is not None and await caller.write(change_email, proof, wanted):
            return done("email", "profile")
    except EmailTaken:
        return await _back(request, caller, typed, {"email": "taken"}, HTTPStatus.CONFLICT)
    return await _back(request, caller, typed, {"password": "wrong"}, HTTPStatus.FORBIDDEN)


@router.post("/tokens")
async def post_token(
    request: Request, caller: Browser, name: Typed = "", scope: Typed = "", days: Typed = ""
) -> Response:
    """The page itself answers, not a redirect: the secret is nowhere but in this answer."""
    typed = {"name": name, "scope": scope, "days": days}
    try:
        wanted = TokenIn.model_validate_strings(typed)
        made = await caller.write(tokens.make_own_token, wanted)
    except ValidationError as error:
        wrong = {str(one["loc"][0]): f"token-{one['loc'][0]}" for one in error.errors()}
        return await _back(request, caller, typed, wrong)
    except Problem as problem:
        if problem.slug not in {"invalid", "too-many-tokens"}:
            raise
        wrong = {"scope": "token-scope"} if problem.slug == "invalid" else {"name": "token-many"}
        return await _back(request, caller, typed, wrong, problem.status)
    return await account_page(request, caller, Filled(), made)


@router.post("/tokens/{token_id}/revoke")
async def post_revoke(caller: Browser, token_id: UUID) -> Response:
    await caller.write(tokens.revoke_own_token, token_id)
    return done("token-revoked", "tokens")


async def account_page(
    request: Request,
    caller: Caller,
    filled: Filled,
    made: TokenMade | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """The whole page; each of its forms comes back to it."""
    page = await caller.read(read_account, caller.token_hash, settings_of(request), filled, made)
    notice = request.query_params.get("done", "")
    context = {"page": page, "parts": page.parts, "notice": notice}
    return render(request, "accounts/account.html", status=status, **context)


def done(notice: str, section: str) -> Response:
    """Back to the page, which says what was done, at its place."""
    return RedirectResponse(f"/account?done={notice}#{section}", HTTPStatus.SEE_OTHER)


async def _back(
    request: Request,
    caller: Caller,
    typed: dict[str, str],
    errors: dict[str, str],
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response:
    return await account_page(request, caller, Filled(typed, errors), status=status)
