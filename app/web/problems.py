"""The problem document (RFC 9457) as the OpenAPI description knows it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from app.core.errors import ErrorItem, Problem
from app.web.answers import CURRENT_ETAG, RETRY_AFTER, WWW_AUTHENTICATE, Headers

MEDIA_TYPE: Final = "application/problem+json"


class _Kind(NamedTuple):
    """What a status means, and one problem that it may be."""

    meaning: str
    slug: str
    detail: str
    errors: tuple[ErrorItem, ...] = ()
    headers: Headers = ()
    extra: Mapping[str, Any] = MappingProxyType({})

    def example(self, status: HTTPStatus) -> dict[str, Any]:
        return Problem(status, self.slug, self.detail, list(self.errors), dict(self.extra)).body()


_WRONG: Final = ErrorItem("/minutes", "must be at most 240")
_BROKEN_QUOTE: Final = ErrorItem(
    "/flaws/0/evidence/quote",
    "this quote does not stand in “quote”: “£66 per square metre”",
    {"code": "evidence-quote", "piece": "£66 per square metre"},
)
_KINDS: Final[dict[int, _Kind]] = {
    400: _Kind(
        "The request cannot be read.",
        "malformed-body",
        "Not JSON: Expecting value (line 1, column 11).",
        (ErrorItem("", "Not JSON: Expecting value (line 1, column 11)."),),
    ),
    401: _Kind(
        "Nobody is signed in, or the API token is unknown, revoked or expired.",
        "sign-in-needed",
        "Sign in, or send a valid API token (Authorization: Bearer vigie_…).",
        headers=(WWW_AUTHENTICATE,),
    ),
    403: _Kind(
        "The role, or the scope of the API token, does not allow it.",
        "scope",
        "This API token may not do this; it needs the scope “author”.",
    ),
    404: _Kind(
        "There is no such thing, or it is not yours.",
        "not-found",
        "There is no such exercise, or it is not yours.",
    ),
    409: _Kind(
        "It does not fit the present state.",
        "id-taken",
        "The id “a-quote-for-a-terrace” is taken; choose another one.",
    ),
    412: _Kind(
        "It was changed meanwhile; `current` says how it is now.",
        "stale",
        "This was changed meanwhile: it is at revision 4 now. Read it again, then change it.",
        headers=(CURRENT_ETAG,),
        extra={"current": {"revision": 4}},
    ),
    413: _Kind("The body is too large.", "too-large", "The request is larger than 1000 kB."),
    422: _Kind(
        "Something in the request is wrong; `errors` points at each place.",
        "lint",
        "1 error(s) of the linter stand in the way; mend them, then publish again.",
        (_BROKEN_QUOTE,),
    ),
    428: _Kind(
        "`If-Match` is missing.",
        "precondition-required",
        "Send If-Match with the ETag that you last saw, so that nobody’s work is overwritten unseen.",
    ),
    429: _Kind(
        "Too many requests; `Retry-After` says how many seconds to wait.",
        "too-many-requests",
        "Too many requests. Try again in 3 seconds.",
        headers=(RETRY_AFTER,),
    ),
    502: _Kind(
        "The model answered nothing that could be used.",
        "model-answer",
        "The model did not answer with JSON. Try again, or use another model.",
    ),
    503: _Kind(
        "No model is set up, or it is away.",
        "model-unavailable",
        "The model cannot be reached. Try again later, or check VIGIE_LLM_BASE_URL.",
        headers=(RETRY_AFTER,),
    ),
    504: _Kind(
        "The model took too long.",
        "model-timeout",
        "The model did not answer in time. Try again, ask for fewer flaws, or raise VIGIE_LLM_SECONDS.",
        headers=(RETRY_AFTER,),
    ),
}


class ProblemError(BaseModel):
    """One wrong place: a JSON pointer into the request, and what to mend there. Findings of the linter have
    `code` as well, and for the draft `line`, `column` and the offending `piece`."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"example": _WRONG.body()})

    pointer: str
    detail: str


class ProblemDocument(BaseModel):
    """What went wrong, as `application/problem+json` (RFC 9457). `type` names the kind of problem and stays
    the same; `detail` says what to do; `errors` points at each wrong place; `instance` names the request as
    the server's log does. Some kinds have more members."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"example": _KINDS[404].example(HTTPStatus.NOT_FOUND)}
    )

    type: str = Field(pattern="^urn:vigie:problem:")
    title: str
    status: int
    detail: str
    errors: list[ProblemError]
    instance: str | None = Field(default=None, pattern="^urn:vigie:request:")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these problems."""
    return {status: _described(HTTPStatus(status)) for status in statuses}


def _described(status: HTTPStatus) -> dict[str, Any]:
    kind = _KINDS[status]
    example = {"summary": kind.detail, "value": kind.example(status)}
    schema = {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}
    described: dict[str, Any] = {
        "description": kind.meaning,
        "content": {MEDIA_TYPE: {"schema": schema, "examples": {kind.slug: example}}},
    }
    if kind.headers:
        described["headers"] = {header.name: header.described() for header in kind.headers}
    return described
