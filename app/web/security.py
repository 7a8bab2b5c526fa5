"""What every answer carries and every request must satisfy. Plain ASGI, since each request pays for it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import Problem

MAX_BODY_BYTES = 1_000_000
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CSP = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class SecurityMiddleware:
    """Adds the security headers; refuses changes that another site asks for, and bodies that are announced
    as too large (FastAPI's own limit, set in `app.main`, stops those that are not announced)."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.larger = larger or {}
        """Paths whose bodies may have more bytes than others."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, scope["path"])
            await send(message)

        most = self.larger.get(scope["path"], MAX_BODY_BYTES)
        refusal = _refusal(scope["method"], Headers(scope=scope), most)
        handler = self.app if refusal is None else _answer(refusal)
        await handler(scope, receive, send_with_headers)


def _same_origin(headers: Headers) -> bool:
    """Browsers say where a request comes from; callers that say nothing hold no cookie of a victim."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _refusal(method: str, headers: Headers, most: int) -> Problem | None:
    if method not in SAFE_METHODS and not _same_origin(headers):
        return Problem(HTTPStatus.FORBIDDEN, "cross-site", "This request came from another site.")
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length) > most:
        detail = f"The request is larger than {most // 1000} kB."
        return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail)
    return None


def _answer(problem: Problem) -> ASGIApp:
    return JSONResponse(problem.document(), problem.status, media_type="application/problem+json")


def _add_headers(message: Message, path: str) -> None:
    message["headers"] = [*message["headers"], *_RAW_HEADERS]
    if not path.startswith("/static/"):
        MutableHeaders(raw=message["headers"]).setdefault("Cache-Control", "no-store")
