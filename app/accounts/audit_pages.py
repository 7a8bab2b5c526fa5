"""The audit log as a page, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.audit import AuditItem, AuditPage, Vocabulary, Wanted, read_log, vocabulary
from app.accounts.policy import Admin
from app.accounts.service import Identity
from app.web.render import render

router = APIRouter(include_in_schema=False)
AT_A_TIME: Final = 50
Typed = Annotated[str, Query(max_length=64)]


@dataclass(frozen=True, slots=True)
class LogPage:
    """What the page shows. `older` and `newest` are addresses with the same filter; empty where there is
    nothing older, or where the newest are shown."""

    items: list[AuditItem]
    wanted: Wanted
    words: Vocabulary
    older: str
    newest: str


@router.get("/audit")
async def audit_page(
    request: Request,
    caller: Admin,
    action: Typed = "",
    kind: Typed = "",
    subject: Typed = "",
    before: str = "",
) -> Response:
    """`before` is the id from which on to go back; anything else shows the newest."""
    wanted = Wanted(action.strip(), kind.strip(), subject.strip())
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    return render(request, "accounts/audit.html", page=await caller.read(_log_page, wanted, cursor))


def _log_page(session: Session, me: Identity, wanted: Wanted, cursor: int | None) -> LogPage:
    found: AuditPage = read_log(session, me, wanted, cursor, AT_A_TIME)
    return LogPage(
        items=found.items,
        wanted=wanted,
        words=vocabulary(session, me),
        older=_address(wanted, before=str(found.next)) if found.next else "",
        newest=_address(wanted) if cursor else "",
    )


def _address(wanted: Wanted, **more: str) -> str:
    fields = {"action": wanted.action, "kind": wanted.kind, "subject": wanted.subject, **more}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"/audit?{query}" if query else "/audit"
