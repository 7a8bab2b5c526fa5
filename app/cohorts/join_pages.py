"""The pages on which a trainee joins a cohort: by its link, or by typing its code."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.service import Identity
from app.accounts.visits import client_of, settings_of
from app.cohorts import joining
from app.cohorts.callers import Trainee
from app.cohorts.join_limits import JoinLimits
from app.cohorts.schemas import MyCohort
from app.core.errors import Problem
from app.web.render import render

router = APIRouter(prefix="/join", include_in_schema=False)
Code = Annotated[str, Form(max_length=40)]
WORDS = frozenset({"unknown-code", "cohort-archived", "own-cohort", "too-many-requests"})


@router.get("")
async def type_a_code(request: Request, caller: Trainee) -> Response:
    await caller.read(_myself)
    return _page(request)


@router.post("")
async def post_code(request: Request, caller: Trainee, code: Code = "") -> Response:
    """Join, and go home, where what is set stands."""
    try:
        await _guarded(request, caller, code, join=True)
    except Problem as problem:
        return _refused(request, problem, code)
    return RedirectResponse("/?said=joined#duties", HTTPStatus.SEE_OTHER)


@router.get("/{code}")
async def by_link(request: Request, caller: Trainee, code: str) -> Response:
    """Which cohort it is, and one button. A stranger signs in first and comes back here."""
    try:
        cohort = await _guarded(request, caller, code[:40], join=False)
    except Problem as problem:
        return _refused(request, problem, code[:40])
    return _page(request, code[:40], cohort)


async def _guarded(request: Request, caller: Trainee, code: str, *, join: bool) -> MyCohort:
    """Look the code up, as often as it may be done."""
    me = await caller.read(_myself)
    limits = JoinLimits(caller.db, settings_of(request))

    async def deed() -> MyCohort:
        return await (caller.write(joining.join, code) if join else caller.read(joining.preview, code))

    return await limits.guarded(me, client_of(request), deed)


def _refused(request: Request, problem: Problem, code: str) -> Response:
    if problem.slug not in WORDS:
        raise problem
    page = _page(request, code, None, problem.slug, problem.status)
    page.headers.update(problem.headers)
    return page


def _page(
    request: Request,
    code: str = "",
    cohort: MyCohort | None = None,
    wrong: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    return render(
        request, "cohorts/join.html", status=status, path="/join", code=code, cohort=cohort, wrong=wrong
    )


def _myself(_session: Session, me: Identity) -> UUID:
    return me.person_id
