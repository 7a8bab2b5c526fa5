"""Downloading all that is kept of oneself, and erasing it."""

from __future__ import annotations

import json
from asyncio import to_thread
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.account_pages import done
from app.accounts.models import Person
from app.accounts.own_data import Erasing, Holding, collect_all, erase_all, weigh_all
from app.accounts.policy import COOKIE, Browser, Caller
from app.accounts.proof import proven, still_holds
from app.accounts.service import Identity
from app.accounts.sessions import OwnPassword
from app.accounts.visits import settings_of
from app.core.clock import now
from app.core.errors import Problem
from app.web.language import language_of
from app.web.render import render
from app.web.texts import LANGUAGES, texts

router = APIRouter(prefix="/account", include_in_schema=False)
Typed = Annotated[str, Form(max_length=400)]
Password = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True, slots=True)
class ErasePage:
    """What the page says. `weighed` counts what goes and what stays; `trouble` is what went wrong, as a slug;
    `proves`: it asks for the password, not for the word."""

    solo: bool
    proves: bool
    weighed: Counter[str]
    trouble: str = ""


@router.get("/data")
async def get_data(request: Request, caller: Browser) -> Response:
    """Everything, as JSON. In a thread, since years of work take a while to collect."""
    collected = await to_thread(_collected, caller, request.app.state.holdings)
    name = texts(language_of(request))("data-file", day=now().date().isoformat())
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    body = json.dumps(collected, ensure_ascii=False, indent=2)
    return Response(body, HTTPStatus.OK, {"Content-Disposition": disposition}, "application/json")


@router.get("/erase")
async def get_erase(request: Request, caller: Browser) -> Response:
    return await _erase_page(request, caller)


@router.post("/erase")
async def post_erase(
    request: Request, caller: Browser, word: Typed = "", password: Password = ""
) -> Response:
    """With the password, or, for who has none, with the word that the page asks for."""
    settings, holdings = settings_of(request), request.app.state.holdings
    proof = None
    if await _proves(request, caller):
        proof = await proven(request, caller, password)
        if proof is None:
            return await _erase_page(request, caller, "wrong", HTTPStatus.FORBIDDEN)
    elif not _is_the_word(word):
        return await _erase_page(request, caller, "word", HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        erased = await caller.write(_erase, caller.token_hash, settings.mode == "solo", proof, holdings)
    except Problem as problem:
        if problem.slug != "last-admin":
            raise
        return await _erase_page(request, caller, "", problem.status)
    if not erased:
        return await _erase_page(request, caller, "wrong", HTTPStatus.FORBIDDEN)
    return done("erased", "data") if settings.mode == "solo" else _farewell(request)


def _collected(caller: Caller, holdings: Sequence[Holding]) -> dict[str, Any]:
    return caller.db.read(lambda s: collect_all(s, caller.identity(s.connection()), holdings))


def _erase(
    session: Session,
    me: Identity,
    token_hash: str,
    solo: bool,
    proof: OwnPassword | None,
    holdings: Sequence[Holding],
) -> bool:
    """False, and nothing done, where the password was changed meanwhile."""
    if proof is not None and not still_holds(session, me, proof):
        return False
    erase_all(session, me, Erasing(me.person_id, solo, token_hash), holdings)
    return True


async def _erase_page(
    request: Request, caller: Caller, trouble: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Response:
    solo, holdings = settings_of(request).mode == "solo", request.app.state.holdings
    page = await caller.read(_weighed, solo, await _proves(request, caller), trouble, holdings)
    return render(request, "accounts/account_erase.html", status=status, page=page)


def _weighed(
    session: Session, me: Identity, solo: bool, proves: bool, trouble: str, holdings: Sequence[Holding]
) -> ErasePage:
    try:
        weighed = weigh_all(session, Erasing(me.person_id, solo), holdings)
    except Problem as problem:
        return ErasePage(solo, proves, Counter(), problem.slug)
    return ErasePage(solo, proves, weighed, trouble)


async def _proves(request: Request, caller: Caller) -> bool:
    """Whether the caller has a password to prove who they are."""
    if settings_of(request).mode == "solo":
        return False
    return await caller.read(lambda s, me: s.get_one(Person, me.person_id).password_hash is not None)


def _is_the_word(word: str) -> bool:
    """In either language, however it is written."""
    return word.strip().casefold() in {texts(language)("erase-word").casefold() for language in LANGUAGES}


def _farewell(request: Request) -> Response:
    """The account is gone, and with it the sign-in of this browser."""
    request.state.person = None
    page = render(request, "accounts/account_erased.html")
    page.delete_cookie(COOKIE)
    return page
