"""Every error becomes a problem document under /api and a page that says what to do elsewhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import ErrorItem, Problem
from app.core.logs import current_request, log
from app.web.render import render
from app.web.security import SECURITY_HEADERS

API = "/api/"


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_crash)


def answer(request: Request, problem: Problem) -> Response:
    """The problem as JSON or as a page; a stranger to a page is sent to the sign-in page."""
    if request.url.path.startswith(API):
        return JSONResponse(
            problem.document(), problem.status, problem.headers, media_type="application/problem+json"
        )
    if problem.status is HTTPStatus.UNAUTHORIZED:
        return RedirectResponse(_sign_in_address(request), HTTPStatus.SEE_OTHER)
    page = render(request, "errors/error.html", status=problem.status, problem=problem)
    page.headers.update(problem.headers)
    return page


def _sign_in_address(request: Request) -> str:
    """The sign-in page; where people sign in with a password, it leads on to the page that was asked for."""
    path, query = request.url.path, request.url.query
    is_page = request.method == "GET" and "hx-request" not in request.headers
    if request.app.state.settings.mode == "solo" or path == "/" or not is_page:
        return "/sign-in"
    return "/sign-in?" + urlencode({"next": f"{path}?{query}" if query else path})


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class
    return answer(request, error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    items = [ErrorItem(_pointer(e["loc"]), str(e["msg"])) for e in error.errors()]
    return answer(request, Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", _first(items), items))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    status = HTTPStatus(error.status_code)
    problem = Problem(status, status.name.lower().replace("_", "-"), str(error.detail))
    problem.headers = dict(error.headers or {})
    return answer(request, problem)


async def _on_crash(request: Request, error: Exception) -> Response:
    """Outside of all middleware, hence the headers here."""
    log.error("request failed", error=type(error).__name__, exc_info=error)
    problem = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "Something broke on our side.")
    request_id = current_request()
    problem.headers = SECURITY_HEADERS | {"Cache-Control": "no-store"}
    if request_id:
        problem.headers["X-Request-ID"] = request_id
    return answer(request, problem)


def _first(items: list[ErrorItem]) -> str:
    return f"{items[0].pointer}: {items[0].detail}" if items else "The request is not valid."


def _pointer(loc: tuple[Any, ...]) -> str:
    """A JSON pointer into the body; other places keep their name in front (`/path/…`, `/query/…`)."""
    parts = loc[1:] if loc and loc[0] == "body" else loc
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
