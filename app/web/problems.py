"""The problem document (RFC 9457) as the OpenAPI description knows it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE: Final = "application/problem+json"
_MEANING: Final = {
    400: "The request cannot be read.",
    401: "Nobody is signed in, or the API token is unknown, revoked or expired.",
    403: "The role, or the scope of the API token, does not allow it.",
    404: "There is no such thing, or it is not yours.",
    409: "It does not fit the present state.",
    412: "It was changed meanwhile; `current` says how it is now.",
    413: "The body is too large.",
    422: "Something in the request is wrong; `errors` points at each place.",
    428: "`If-Match` is missing.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    502: "The model answered nothing that could be used.",
    503: "No model is set up, or it is away.",
    504: "The model took too long.",
}


class ProblemError(BaseModel):
    """One wrong place: a JSON pointer into the request, and what to mend there."""

    model_config = ConfigDict(extra="allow")

    pointer: str
    detail: str


class ProblemDocument(BaseModel):
    """What went wrong, as `application/problem+json`. `type` names the kind of problem and stays the same."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "urn:vigie:problem:not-found",
                "title": "Not Found",
                "status": 404,
                "detail": "There is no such exercise, or it is not yours.",
                "errors": [],
            }
        },
    )

    type: str = Field(pattern="^urn:vigie:problem:")
    title: str
    status: int
    detail: str
    errors: list[ProblemError]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these problems."""
    schema = {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}
    return {
        status: {
            "description": _MEANING.get(status, HTTPStatus(status).phrase),
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in statuses
    }
