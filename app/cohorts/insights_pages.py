"""The trainer's pages: a cohort at a glance, one trainee over time, one exercise."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from app.accounts.policy import Author
from app.cohorts.insights_cohort import read_cohort
from app.cohorts.insights_exercise import read_exercise
from app.cohorts.insights_person import read_person
from app.cohorts.insights_schemas import CohortRef
from app.cohorts.insights_views import RULES, Words, needing_a_hand, trends
from app.web.language import language_of
from app.web.render import render

router = APIRouter(prefix="/cohorts/{cohort_id}", include_in_schema=False)


@router.get("/overview")
async def overview(request: Request, caller: Author, cohort_id: UUID) -> HTMLResponse:
    page = await caller.read(read_cohort, cohort_id)
    words, needing = _words(request, page.cohort), needing_a_hand(page)
    return render(request, "insights/overview.html", page=page, words=words, rules=RULES, needing=needing)


@router.get("/people/{person_id}")
async def trainee(request: Request, caller: Author, cohort_id: UUID, person_id: UUID) -> HTMLResponse:
    page = await caller.read(read_person, cohort_id, person_id)
    words, over_time = _words(request, page.cohort), trends(page.attempts)
    return render(request, "insights/person.html", page=page, words=words, rules=RULES, trends=over_time)


@router.get("/exercises/{exercise_id}")
async def exercise(request: Request, caller: Author, cohort_id: UUID, exercise_id: str) -> HTMLResponse:
    page = await caller.read(read_exercise, exercise_id, cohort_id)
    cohort = page.cohorts[0]
    return render(request, "insights/exercise.html", page=page, cohort=cohort, words=_words(request, cohort))


def _words(request: Request, cohort: CohortRef) -> Words:
    return Words(language_of(request), ZoneInfo(cohort.time_zone))
