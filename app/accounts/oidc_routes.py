"""Signing in through the OpenID Connect provider: the way there, the way back, and why it did not work."""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import oidc
from app.accounts.oidc_refusals import AGAIN, STATUS, Reason, Refusal
from app.accounts.policy import Anyone
from app.accounts.visits import Visit, enter, is_secure, link_to, needs_accounts, settings_of
from app.core.db import Database
from app.core.errors import not_found
from app.core.logs import log
from app.web.language import language_of
from app.web.render import render

if TYPE_CHECKING:
    from app.accounts.oidc_provider import Provider, Question

router = APIRouter(include_in_schema=False)
PATH: Final = "/sign-in/oidc"
BROWSER: Final = "vigie_oidc"
_CODE: Final = re.compile(r"[a-z_]{1,40}")
_TROUBLE: Final = frozenset({"server_error", "temporarily_unavailable"})
_SECRET: Final = re.compile(r"[\w-]{43}", re.ASCII)
Token = Annotated[str | None, Query(max_length=200)]
Target = Annotated[str, Query(alias="next", max_length=2000)]
Short = Annotated[str, Query(max_length=300)]
Long = Annotated[str, Query(max_length=8000)]


@router.get(PATH)
async def leave(
    request: Request, _caller: Anyone, invitation: Token = None, target: Target = "/"
) -> Response:
    """Lead the browser to the provider's page, and in the end to `next`, a path of this site. With an
    `invitation`, a newcomer makes an account with it."""
    settings, provider = settings_of(request), _provider(request)
    db: Database = request.app.state.db
    browser, start = _browser(request), oidc.Start(Visit.of(request), target, invitation)
    try:
        begun = await db.writing(lambda session: oidc.begin(session, browser, start, settings))
        question = _question(request, begun)
        address = await provider.address(question, begun.state, language_of(request))
    except Refusal as refusal:
        return _refused(refusal)
    return _with_cookie(request, RedirectResponse(address, HTTPStatus.SEE_OTHER), browser)


@router.get(f"{PATH}/callback")
async def arrive(
    request: Request,
    _caller: Anyone,
    state: Long = "",
    code: Long = "",
    error: Short = "",
    iss: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The provider has sent the browser back, with a `code` for who the person is, or an `error`."""
    settings, provider = settings_of(request), _provider(request)
    db: Database = request.app.state.db
    visit, browser = Visit.of(request), request.cookies.get(BROWSER, "")
    try:
        returned = await db.writing(lambda session: oidc.come_back(session, browser, state))
        await provider.check_sender(iss)
        _check_outcome(code, error)
        profile = await provider.profile(code, _question(request, returned))
        opened = await db.writing(lambda session: oidc.let_in(session, profile, returned, visit, settings))
    except Refusal as refusal:
        return _refused(refusal)
    response = enter(request, opened, returned.target)
    response.delete_cookie(BROWSER, PATH)
    return response


@router.get(f"{PATH}/refused")
async def refused(request: Request, _caller: Anyone, reason: Reason) -> Response:
    """Why it did not work, and what to do: an address of its own, free of the provider's answer, so that the
    page can be reloaded and change its language."""
    name = _enabled(request)
    again = PATH if reason in AGAIN else None
    context = {"reason": reason, "name": name, "again": again}
    return render(request, "accounts/oidc_error.html", status=STATUS[reason], **context)


def _enabled(request: Request) -> str:
    """The name of the provider; a 404 problem where none is set up."""
    needs_accounts(request)
    settings = settings_of(request)
    if not settings.has_oidc:
        raise not_found("page")
    return settings.oidc_name


def _provider(request: Request) -> Provider:
    """The provider of this process. Its library takes a quarter of a second to import: only where needed."""
    _enabled(request)
    state = request.app.state
    if not hasattr(state, "oidc"):
        from app.accounts.oidc_provider import Provider

        state.oidc = Provider.of(settings_of(request))
    provider: Provider = state.oidc
    return provider


def _browser(request: Request) -> str:
    """The secret of this browser: the one that another tab has just got, or a new one."""
    kept = request.cookies.get(BROWSER, "")
    return kept if _SECRET.fullmatch(kept) else secrets.token_urlsafe(32)


def _question(request: Request, flow: oidc.Begun | oidc.Returned) -> Question:
    from app.accounts.oidc_provider import Question

    return Question(link_to(request, f"{PATH}/callback"), flow.nonce, flow.code_verifier)


def _check_outcome(code: str, error: str) -> None:
    if error == "access_denied":
        raise Refusal(Reason.DECLINED, error)
    if error:
        known = error if _CODE.fullmatch(error) else "an error without a name"
        raise Refusal(Reason.AWAY if error in _TROUBLE else Reason.ANSWER, f"sign-in page: {known}")
    if not code:
        raise Refusal(Reason.ANSWER, "sign-in page: neither code nor error")


def _refused(refusal: Refusal) -> Response:
    for_the_operator = refusal.reason in {Reason.AWAY, Reason.ANSWER}
    say = log.warning if for_the_operator else log.info
    say("sign-in through OpenID Connect refused", reason=refusal.reason.value, cause=refusal.cause)
    return RedirectResponse(f"{PATH}/refused?reason={refusal.reason}", HTTPStatus.SEE_OTHER)


def _with_cookie(request: Request, response: Response, browser: str) -> Response:
    """What binds the sign-in to this browser; one for all of its tabs."""
    response.set_cookie(
        BROWSER,
        browser,
        max_age=int(oidc.LASTS.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )
    return response
