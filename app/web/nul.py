"""No NUL (U+0000) in an address or a form: PostgreSQL cannot keep one, SQLite can, and nobody means it. It is
refused here, so that both answer alike. In JSON each field says for itself what it does with one.

Plain ASGI, since each request pays for it.
"""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import ErrorItem, Problem, not_found
from app.web.errors import answer
from app.web.security import MAX_BODY_BYTES

NUL: Final = "\x00"
FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/"


class NulGuard:
    """Answers 404 for a path with a NUL, 422 with the name of the field for a query or a form with one.
    Forms with parts are for files: 415 where none is taken."""

    def __init__(self, app: ASGIApp, uploads: Collection[str] = ()) -> None:
        self.app, self.uploads = app, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        problem = _in_address(scope)
        kind = "" if scope["method"] in {"GET", "HEAD"} else _media_type(scope)
        if problem is None and kind.startswith(MULTIPART) and scope["path"] not in self.uploads:
            problem = _no_files_here()
        if problem is None and kind == FORM:
            body, receive = await _read(receive)
            problem = _in_fields(body, "")
        if problem is None:
            await self.app(scope, receive, send)
            return
        clean = {**scope, "path": scope["path"].replace(NUL, "")}  # pages say where one is
        await answer(Request(clean), problem)(scope, receive, send)


def _in_address(scope: Scope) -> Problem | None:
    if NUL in scope["path"]:
        return not_found("page")
    return _in_fields(scope["query_string"], "/query")


def _in_fields(urlencoded: bytes, pointer: str) -> Problem | None:
    """The problem that names the first field with a NUL, in its value or in its name."""
    if b"%00" not in urlencoded and b"\x00" not in urlencoded:
        return None
    fields = parse_qsl(urlencoded.decode("latin-1"), keep_blank_values=True)
    named = next((name for name, value in fields if NUL in name or NUL in value), "")
    where = f"{pointer}/{named.replace(NUL, '')}"
    detail = "holds a NUL character (U+0000), which no text here can hold; take it out"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return Problem(status, "invalid", f"{where}: {detail}", [ErrorItem(where, detail)])


def _no_files_here() -> Problem:
    detail = f"No file is taken here; send the form as {FORM}."
    return Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail)


def _media_type(scope: Scope) -> str:
    return Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    """The body as far as it may reach, and what gives it to the application all the same. What is longer is
    refused there."""
    messages: list[Message] = []
    body, more = bytearray(), True
    while more and len(body) <= MAX_BODY_BYTES:
        message = await receive()
        messages.append(message)
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return bytes(body), again
