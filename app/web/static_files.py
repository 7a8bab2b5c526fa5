"""Serving the built files of the front end."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.render import STATIC

YEAR = 31_536_000


class BuiltFiles(StaticFiles):
    """Files of the bundle; addresses with a content hash may be cached for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        hashed = scope["query_string"].startswith(b"v=") or path.startswith("fonts/")
        fresh = f"public, max-age={YEAR}, immutable" if hashed else "no-cache"
        response.headers["Cache-Control"] = fresh
        return response


def mount_static(app: FastAPI) -> None:
    STATIC.mkdir(exist_ok=True)
    app.mount("/static", BuiltFiles(directory=STATIC), name="static")
