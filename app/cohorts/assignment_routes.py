"""Assignments for tools: set by trainers, begun by trainees."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from sqlmodel import Session

from app.accounts.service import Identity
from app.cohorts import assignments
from app.cohorts.callers import Trainee, Trainer
from app.cohorts.duties import my_duties
from app.cohorts.routes import CohortId
from app.cohorts.schemas import AssignmentIn, AssignmentList, AssignmentOut, Duties
from app.cohorts.starting import begin
from app.practice.schemas import AttemptOut
from app.web.answers import ETAG, LOCATION, answer
from app.web.conditional import IfMatch, demanded_revision, entity_tag
from app.web.problems import problems

router = APIRouter(prefix="/api/v1", tags=["cohorts"])
AssignmentId = Annotated[UUID, Path(description="The id of an assignment.")]
ONE: Final = "/assignments/{assignment_id}"


@router.get(
    "/cohorts/{cohort_id}/assignments",
    summary="List the assignments of a cohort",
    responses=problems(401, 403, 404, 422, 429),
)
async def get_assignments(
    caller: Trainer,
    cohort_id: CohortId,
    archived: Annotated[bool, Query(description="Archived ones instead of those in force.")] = False,
) -> AssignmentList:
    """By position, then by due date."""
    return await caller.read(assignments.list_assignments, cohort_id, archived)


@router.post(
    "/cohorts/{cohort_id}/assignments",
    status_code=201,
    summary="Set an exercise for a cohort",
    responses=answer(201, "The assignment.", LOCATION, ETAG)
    | problems(400, 401, 403, 404, 409, 413, 422, 429),
)
async def post_assignment(
    caller: Trainer, cohort_id: CohortId, wanted: AssignmentIn, response: Response
) -> AssignmentOut:
    """Its trainees see it on their home page at once. A 409 where the cohort is archived."""
    made = await caller.write(assignments.create, cohort_id, wanted)
    response.headers["Location"] = f"/api/v1/assignments/{made.id}"
    return _tagged(response, made)


@router.get(
    ONE,
    summary="Read an assignment",
    responses=answer(200, "The assignment.", ETAG) | problems(401, 403, 404, 422, 429),
)
async def get_assignment(caller: Trainer, assignment_id: AssignmentId, response: Response) -> AssignmentOut:
    """As its trainers see it."""
    return _tagged(response, await caller.read(assignments.read, assignment_id))


@router.put(
    ONE,
    summary="Change an assignment",
    responses=answer(200, "The assignment as it is now.", ETAG)
    | problems(400, 401, 403, 404, 409, 412, 413, 422, 428, 429),
)
async def put_assignment(
    caller: Trainer,
    assignment_id: AssignmentId,
    wanted: AssignmentIn,
    response: Response,
    if_match: IfMatch = None,
) -> AssignmentOut:
    """Once somebody has begun it, its exercise and its mode stay: 409. `opens_at` null leaves it as it is.
    Needs `If-Match`."""
    return _tagged(response, await caller.write(_replace, assignment_id, wanted, if_match))


@router.delete(
    ONE, status_code=204, summary="Take an assignment back", responses=problems(401, 403, 404, 422, 429)
)
async def delete_assignment(caller: Trainer, assignment_id: AssignmentId) -> None:
    """It is deleted; once somebody has begun it, it is archived instead, with what they did."""
    await caller.write(assignments.remove, assignment_id)


@router.post(
    ONE + "/attempts",
    status_code=201,
    summary="Begin or resume an assignment",
    response_description="A new attempt.",
    responses=answer(201, "A new attempt.", LOCATION)
    | {200: {**answer(200, "Your open attempt.", LOCATION)[200], "model": AttemptOut}}
    | problems(401, 403, 404, 409, 422, 429),
)
async def post_assigned_attempt(
    caller: Trainee, assignment_id: AssignmentId, response: Response
) -> AttemptOut:
    """Your open attempt under it, or a new one. A 409 says why there can be none: `not-open-yet` (with
    `opens_at`), `closed` (with `due_at`), `no-attempts-left`, `cohort-archived`, `assignment-archived`. What
    was begun in time can be handed in after the due date, and counts as late."""
    attempt, created = await caller.write_beside(begin, assignment_id)
    response.status_code = HTTPStatus.CREATED if created else HTTPStatus.OK
    response.headers["Location"] = f"/api/v1/attempts/{attempt.id}"
    return attempt


@router.get("/me/assignments", summary="List what is set for you", responses=problems(401, 404, 429))
async def get_my_assignments(caller: Trainee) -> Duties:
    """What is due first, then what is done, with where you stand. A grade that a trainer has yet to confirm
    is no `score` here."""
    return await caller.read(my_duties)


def _tagged(response: Response, assignment: AssignmentOut) -> AssignmentOut:
    response.headers["ETag"] = entity_tag(assignment.revision)
    return assignment


def _replace(
    session: Session, me: Identity, assignment_id: UUID, wanted: AssignmentIn, if_match: str | None
) -> AssignmentOut:
    return assignments.replace(session, me, assignment_id, wanted, demanded_revision(if_match))
