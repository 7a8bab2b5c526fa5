"""The browser that asks: who it seems to be, the cookie that signs it in, and the links it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.browsers import label_of
from app.accounts.policy import COOKIE
from app.accounts.service import TOKEN_PREFIX, OpenedSignIn
from app.core.config import Settings
from app.core.errors import not_found
from app.web.language import local_path


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser about to be signed in for `days` days; `token` is that of the sign-in that it comes with."""

    label: str
    client: str
    """Its address; of an IPv6 address the network, since one machine has as many as it likes."""
    days: int
    token: str | None = None

    @classmethod
    def of(cls, request: Request) -> Visit:
        cookie = request.cookies.get(COOKIE)
        return cls(
            label=label_of(request.headers.get("user-agent", "")),
            client=client_of(request),
            days=settings_of(request).session_days,
            token=None if cookie is None or cookie.startswith(TOKEN_PREFIX) else cookie,
        )


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def client_of(request: Request) -> str:
    """The address that the request comes from, behind the proxies that are believed."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:60]
    if not isinstance(address, IPv6Address):
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped) if mapped else ":".join(address.exploded.split(":")[:4])


def enter(request: Request, opened: OpenedSignIn, target: str = "/") -> Response:
    """Hand the browser its cookie, and lead it to `target` where that is a path of this site."""
    settings = settings_of(request)
    response = RedirectResponse(local_path(target), HTTPStatus.SEE_OTHER)
    response.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(timedelta(days=settings.session_days).total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )
    return response


def is_secure(request: Request) -> bool:
    """Whether people reach the server by https."""
    return request.url.scheme == "https" or settings_of(request).public_url.startswith("https:")


def link_to(request: Request, path: str) -> str:
    """The whole address of a path, to be sent to somebody."""
    base = settings_of(request).public_url or str(request.base_url).rstrip("/")
    return base + path


def needs_accounts(request: Request) -> None:
    """A 404 problem in solo mode, where there is one person and nobody to invite."""
    if settings_of(request).mode == "solo":
        problem = not_found("page")
        problem.detail = "This server is for one person; accounts of several need VIGIE_MODE=server."
        raise problem
