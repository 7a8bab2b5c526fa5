"""Errors that a caller of the HTTP surface can mend, as RFC 9457 problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from app.core.logs import current_request


@dataclass(frozen=True)
class ErrorItem:
    """One place of the request that is wrong: a JSON pointer, what to mend there, and further members."""

    pointer: str
    detail: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        return {"pointer": self.pointer, "detail": self.detail, **self.extra}


@dataclass
class Problem(Exception):
    """Answered as `application/problem+json` under /api, as a page elsewhere.

    `slug` names the kind of problem and stays the same over time; `extra` are further members."""

    status: HTTPStatus
    slug: str
    detail: str
    errors: list[ErrorItem] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail

    def document(self) -> dict[str, Any]:
        """The problem document as it is answered: `instance` names the request, as the log does."""
        request = current_request()
        return {**self.body(), "instance": f"urn:vigie:request:{request}"} if request else self.body()

    def body(self) -> dict[str, Any]:
        """What the problem itself says, whenever it happens."""
        return {
            "type": f"urn:vigie:problem:{self.slug}",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "errors": [error.body() for error in self.errors],
            **self.extra,
        }


def not_found(what: str) -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "not-found", f"There is no such {what}, or it is not yours.")


def conflict(slug: str, detail: str) -> Problem:
    return Problem(HTTPStatus.CONFLICT, slug, detail)


def invalid(pointer: str, detail: str) -> Problem:
    item = ErrorItem(pointer, detail)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", "The request is not valid.", [item])
