"""The home page: what is set for the trainee, then the catalogue; the page of an exercise, which says whether
it is set; and beginning what is set."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.policy import SignedIn
from app.accounts.service import Identity
from app.accounts.visits import settings_of
from app.cohorts.callers import Trainee
from app.cohorts.duties import my_duties
from app.cohorts.duties_view import assigned, duties_part, exercise_part
from app.cohorts.moderation_queue import waiting_for
from app.cohorts.schemas import Duty
from app.cohorts.set_apart import may_free
from app.cohorts.starting import REFUSALS, begin
from app.core.clock import now
from app.core.errors import Problem
from app.exercises.catalogue import current_version, load_version
from app.exercises.public import ExerciseView, view_of
from app.practice.history import AttemptSummary, Overview, read_history, read_overview
from app.practice.views.exercise import exercise_overview
from app.practice.views.home import Filters, home_page
from app.web.language import language_of
from app.web.render import render

router = APIRouter(include_in_schema=False)
SAID: Final = frozenset({*REFUSALS, "assigned", "joined"})
"""What the page may say of what was done, or could not be."""


@router.get("/")
async def home(
    request: Request, caller: SignedIn, said: Annotated[str, Query(max_length=30)] = ""
) -> HTMLResponse:
    language, several = language_of(request), settings_of(request).mode != "solo"
    overview, duties, to_review = await caller.read(_home, several)
    filters = Filters.of(request.query_params)
    page = home_page(overview.cards, overview.attempts, filters, language, assigned(duties))
    part = duties_part(duties, now(), language, said if said in SAID else "")
    return render(
        request, "practice/home.html", page=page, duties=part, to_review=to_review, may_join=several
    )


@router.get("/exercises/{exercise_id}")
async def exercise(request: Request, caller: SignedIn, exercise_id: str) -> HTMLResponse:
    """What awaits, for whom; begun for the group where it is set, else freely."""
    view, attempts, duties, free = await caller.read(_exercise, exercise_id)
    theirs = assigned(duties).attempts
    page = exercise_overview(view, [attempt for attempt in attempts if attempt.id not in theirs])
    part = exercise_part(duties, exercise_id, free, now(), language_of(request))
    return render(request, "exercises/exercise.html", page=page, given=part)


@router.post("/assignments/{assignment_id}/start")
async def start_assigned(caller: Trainee, assignment_id: UUID) -> Response:
    """Begin or resume, and go to the workspace; where that cannot be, back home, which says why."""
    try:
        attempt, _ = await caller.write_beside(begin, assignment_id)
    except Problem as problem:
        if problem.slug not in REFUSALS:
            raise
        return RedirectResponse(f"/?said={problem.slug}#duties", HTTPStatus.SEE_OTHER)
    return RedirectResponse(f"/attempts/{attempt.id}", HTTPStatus.SEE_OTHER)


def _home(session: Session, me: Identity, several: bool) -> tuple[Overview, list[Duty], int]:
    """The catalogue, what is set for the caller, and how much waits for their decision as a trainer."""
    overview = read_overview(session, me)
    if not several:
        return overview, [], 0
    return overview, my_duties(session, me).items, len(waiting_for(session, me)) if me.may_author else 0


def _exercise(
    session: Session, me: Identity, exercise_id: str
) -> tuple[ExerciseView, list[AttemptSummary], list[Duty], bool]:
    """The exercise, the caller's attempts of it, what is set for them, and whether they may practise it."""
    version = current_version(session, exercise_id)
    view = view_of(load_version(session, version), version)
    duties, free = my_duties(session, me).items, may_free(session, me, exercise_id)
    return view, read_history(session, me, exercise_id), duties, free
