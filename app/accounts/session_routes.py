"""What the settings page posts about sign-ins and the password. Each leads back to it, with what was done."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import sessions
from app.accounts.passwords import passwords_of, weakness
from app.accounts.policy import Browser
from app.accounts.proof import proven
from app.accounts.visits import needs_accounts

router = APIRouter(prefix="/account", include_in_schema=False)
Password = Annotated[str, Form(max_length=2000)]
SEE_OTHER: Final = 303


@router.post("/sessions/end-others")
async def post_end_others(caller: Browser) -> Response:
    await caller.write(sessions.end_other_sessions, caller.token_hash)
    return _back("sessions-ended", "sessions")


@router.post("/sessions/{session_id}/end")
async def post_end(caller: Browser, session_id: UUID) -> Response:
    await caller.write(sessions.end_session, session_id)
    return _back("session-ended", "sessions")


@router.post("/password")
async def post_password(
    request: Request, caller: Browser, old: Password = "", new: Password = ""
) -> Response:
    """Change the own password, which needs the old one; the other browsers are signed out."""
    kept = await caller.read(sessions.own_password)
    needs_accounts(request)
    weak = weakness(new, kept.email or "")
    if weak is not None:
        return _back(f"password-{weak.value}", "password")
    proof = await proven(request, caller, old)
    if proof is None:
        return _back("password-wrong", "password")
    new_hash = await passwords_of(request.app.state).hash(new)
    changed = await caller.write(sessions.change_password, caller.token_hash, proof, new_hash)
    return _back("password-changed" if changed else "password-wrong", "password")


def _back(done: str, part: str) -> Response:
    return RedirectResponse(f"/account?done={done}#{part}", SEE_OTHER)
