"""The jobs that ask the model as a page, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts.policy import Admin
from app.accounts.service import Identity
from app.grading.jobs import Grader
from app.grading.queue_schemas import GradingJobOut
from app.grading.queue_service import count_waiting, list_jobs, retry_job
from app.web.render import render

router = APIRouter(include_in_schema=False)
PATH: Final = "/grading"
AT_A_TIME: Final = 50


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The first of those set aside; `more`: there are others. `waiting` are under way or to come. `model` is
    the one that is set up, "" for none."""

    failed: list[GradingJobOut]
    more: bool
    waiting: int
    model: str


@router.get(PATH)
async def jobs_page(request: Request, caller: Admin) -> Response:
    state = request.app.state
    page = await caller.read(_jobs, state.grader, state.settings.llm_model)
    return render(request, "grading/jobs.html", page=page)


@router.post(PATH + "/{submission_id}/retry")
async def retry(request: Request, caller: Admin, submission_id: UUID) -> Response:
    """A 404 page for a job that was not set aside, or was taken up by somebody else meanwhile."""
    await caller.write(retry_job, request.app.state.grader, submission_id)
    return RedirectResponse(PATH, HTTPStatus.SEE_OTHER)


def _jobs(session: Session, me: Identity, grader: Grader | None, model: str) -> JobsPage:
    found = list_jobs(session, me, grader, "failed", None, AT_A_TIME)
    return JobsPage(found.items, found.next is not None, count_waiting(session, grader), model)
