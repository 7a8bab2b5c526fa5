"""Headers of answers, and answers with them, as the OpenAPI description knows them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final, NamedTuple, TypeAlias


class Header(NamedTuple):
    """A header that an answer has; `optional` where only some answers have it."""

    name: str
    description: str
    example: str
    pattern: str = "."
    optional: bool = False

    def described(self) -> dict[str, Any]:
        schema = {"type": "string", "pattern": self.pattern, "examples": [self.example]}
        return {"description": self.description, "required": not self.optional, "schema": schema}


Headers: TypeAlias = tuple[Header, ...]

ETAG: Final = Header("ETag", "The revision: send it as `If-Match` with the next change.", '"3"', r'^"\d+"$')
CURRENT_ETAG: Final = ETAG._replace(description="The revision that it is at now.", optional=True)
LOCATION: Final = Header("Location", "The address of what was made.", "/api/v1/exercises/a-quote", "^/")
REPLAYED: Final = Header(
    "Idempotency-Replayed",
    "`true` where this very request was done before under its `Idempotency-Key`, and not done again.",
    "true",
    "^true$",
    optional=True,
)
RETRY_AFTER: Final = Header("Retry-After", "Seconds to wait.", "3", r"^\d+$", optional=True)
WWW_AUTHENTICATE: Final = Header("WWW-Authenticate", "How to sign in.", "Bearer", "^Bearer")


def answer(status: int, description: str, *headers: Header) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route for one status that is no problem."""
    described: dict[str, Any] = {"description": description}
    if headers:
        described["headers"] = {header.name: header.described() for header in headers}
    return {HTTPStatus(status).value: described}
