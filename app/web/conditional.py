"""Conditional requests (RFC 9110 section 13): a revision is an entity tag; nobody overwrites unseen work."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Header

from app.core.errors import ErrorItem, Problem

IfMatch = Annotated[str | None, Header(description="The revision last seen, in quotes; 412 if it changed.")]


def entity_tag(revision: int) -> str:
    """The `ETag` of a revision."""
    return f'"{revision}"'


def revision_of(if_match: str | None) -> int | None:
    """The revision of an If-Match header; None when there is none or it is `*`. Raises a 400 problem."""
    if if_match is None or if_match.strip() == "*":
        return None
    value = if_match.strip().removeprefix("W/").strip('"')
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        item = ErrorItem("/If-Match", 'Give the revision in quotes, such as "3".')
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-if-match", "If-Match is malformed.", [item])
    return int(value)


def demanded_revision(if_match: str | None) -> int | None:
    """The same where a change without it is refused: a 428 problem for no header at all."""
    if if_match is None:
        detail = "Send If-Match with the ETag that you last saw, so that nobody’s work is overwritten unseen."
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, "precondition-required", detail)
    return revision_of(if_match)


def stale(current: int) -> Problem:
    """The 412 problem for a revision that is not the current one."""
    detail = f"This was changed meanwhile: it is at revision {current} now. Read it again, then change it."
    extra = {"current": {"revision": current}}
    headers = {"ETag": entity_tag(current)}
    return Problem(HTTPStatus.PRECONDITION_FAILED, "stale", detail, extra=extra, headers=headers)
