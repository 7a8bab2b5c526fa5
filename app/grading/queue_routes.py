"""The jobs that ask the model, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from app.accounts.policy import Admin
from app.grading.queue_schemas import GradingJobPage, Wanted
from app.grading.queue_service import list_jobs, retry_job
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/grading/jobs", tags=["administration"])
OfState = Annotated[Wanted, Query(description="`failed`: those set aside. `waiting`: all others.")]
Cursor = Annotated[UUID | None, Query(description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Jobs a page, at most.")]
SubmissionId = Annotated[UUID, Path(description="The `submission_id` of a job.")]


@router.get("", summary="List the jobs that ask the model", responses=problems(401, 403, 422, 429))
async def get_grading_jobs(
    request: Request, caller: Admin, state: OfState = "failed", cursor: Cursor = None, limit: Limit = 50
) -> GradingJobPage:
    """Submissions whose grade, or whose paragraph of the coach, waits for the model. One that failed too
    often is set aside: it keeps its grade by rules until it is taken up again. They name no person."""
    return await caller.read(list_jobs, request.app.state.grader, state, cursor, limit)


@router.post(
    "/{submission_id}/retry",
    status_code=204,
    summary="Take a failed job up again",
    responses=problems(401, 403, 404, 422, 429),
)
async def post_retry(request: Request, caller: Admin, submission_id: SubmissionId) -> None:
    """It is tried again soon, as if it had never failed. A 404 for a job that was not set aside."""
    await caller.write(retry_job, request.app.state.grader, submission_id)
