"""The audit log over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.accounts.audit import AuditPage, Wanted, read_log
from app.accounts.policy import Admin
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/audit", tags=["administration"])
Action = Annotated[str, Query(max_length=64, description="As in `exercise.publish`.")]
Kind = Annotated[str, Query(max_length=40, description="As in `exercise` or `person`.")]
Subject = Annotated[str, Query(max_length=64, description="The id of the thing or person.")]
Cursor = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Entries a page, at most.")]


@router.get("", summary="Read the audit log", responses=problems(401, 403, 422, 429))
async def get_audit(
    caller: Admin,
    action: Action = "",
    kind: Kind = "",
    subject: Subject = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AuditPage:
    """Who did what to accounts, exercises and grades, the newest first. Entries are never changed; they name
    people by id, and hold no texts."""
    return await caller.read(read_log, Wanted(action, kind, subject), cursor, limit)
