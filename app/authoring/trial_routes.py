"""*Solve it yourself* over HTTP."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from app.accounts.policy import Author
from app.accounts.service import Identity
from app.authoring.bodies import api_language
from app.authoring.trial import start_trial
from app.exercises.parameters import ExerciseId
from app.practice.schemas import AttemptOut
from app.practice.submission import attempt_out
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/exercises", tags=["exercises"])
Afresh = Annotated[
    bool, Query(description="Drop the trial under way, with what was done in it, and begin a new one.")
]

_RESUMED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": AttemptOut, "description": "The trial under way."}
}


@router.post(
    "/{exercise_id}/trial",
    status_code=201,
    summary="Solve your own draft",
    responses=_RESUMED | problems(401, 403, 404, 409, 422, 429),
)
async def post_trial(
    request: Request, response: Response, caller: Author, exercise_id: ExerciseId, afresh: Afresh = False
) -> AttemptOut:
    """An attempt at the draft as it stands, which counts nowhere; mark, write and submit it as any attempt.
    The linter must find no error. A trial under way is gone on with, on the state of the draft that it was
    begun on."""
    language = api_language(request)
    attempt, created = await caller.write(_start, exercise_id, afresh, language)
    response.status_code = HTTPStatus.CREATED if created else HTTPStatus.OK
    response.headers["Location"] = f"/api/v1/attempts/{attempt.id}"
    return attempt


def _start(
    session: Session, me: Identity, exercise_id: str, afresh: bool, language: str
) -> tuple[AttemptOut, bool]:
    attempt, created = start_trial(session, me, exercise_id, afresh, language)
    return attempt_out(session, attempt), created
