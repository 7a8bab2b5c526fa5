"""The trainee's part of the HTTP surface (DESIGN.md section 5)."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.policy import SignedIn
from app.accounts.service import Identity
from app.exercises.schema import Language
from app.grading.assessment import Assessment
from app.grading.jobs import BackgroundGrader
from app.practice import submission, texts
from app.practice.annotations import delete_annotation, save_annotation
from app.practice.attempts import start_attempt
from app.practice.models import TextKind
from app.practice.schemas import AnnotationIn, AnnotationOut, AttemptOut, TextIn, TextOut, TwistOut
from app.web.conditional import IfMatch, revision_of
from app.web.language import language_of

router = APIRouter(prefix="/api/v1", tags=["practice"])
ATTEMPT = "/attempts/{attempt_id}"


@router.post("/exercises/{exercise_id}/attempts", status_code=201, summary="Start or resume an attempt")
async def post_attempt(caller: SignedIn, exercise_id: str, response: Response) -> AttemptOut:
    attempt, created = await caller.write(_start, exercise_id)
    response.status_code = HTTPStatus.CREATED if created else HTTPStatus.OK
    response.headers["Location"] = f"/api/v1/attempts/{attempt.id}"
    return attempt


@router.get(ATTEMPT, summary="Read an attempt")
async def get_attempt(caller: SignedIn, attempt_id: UUID) -> AttemptOut:
    return await caller.read(submission.read_attempt, attempt_id)


@router.put(
    ATTEMPT + "/annotations/{annotation_id}",
    summary="Create or replace a mark",
    response_model=AnnotationOut,
)
async def put_mark(
    caller: SignedIn,
    attempt_id: UUID,
    annotation_id: UUID,
    body: AnnotationIn,
    if_match: IfMatch = None,
) -> Response:
    """Saved at each change, hence answered without FastAPI's second validation of what we made ourselves."""
    expected = revision_of(if_match)
    saved = await caller.write_own(save_annotation, attempt_id, annotation_id, body, expected)
    return Response(
        saved.annotation.model_dump_json(),
        HTTPStatus.CREATED if saved.created else HTTPStatus.OK,
        {"ETag": f'"{saved.annotation.revision}"'},
        "application/json",
    )


@router.delete(ATTEMPT + "/annotations/{annotation_id}", status_code=204, summary="Delete a mark")
async def delete_mark(caller: SignedIn, attempt_id: UUID, annotation_id: UUID) -> None:
    await caller.write(delete_annotation, attempt_id, annotation_id)


@router.put(ATTEMPT + "/rewrite", summary="Save the rewrite")
async def put_rewrite(
    caller: SignedIn, attempt_id: UUID, body: TextIn, response: Response, if_match: IfMatch = None
) -> TextOut:
    return await _put_text(caller, attempt_id, TextKind.REWRITE, body, response, if_match)


@router.put(ATTEMPT + "/client_note", summary="Save the note to the client")
async def put_client_note(
    caller: SignedIn, attempt_id: UUID, body: TextIn, response: Response, if_match: IfMatch = None
) -> TextOut:
    return await _put_text(caller, attempt_id, TextKind.CLIENT_NOTE, body, response, if_match)


@router.put(ATTEMPT + "/twist", summary="Save the text adapted to the client's answer")
async def put_twist(
    caller: SignedIn, attempt_id: UUID, body: TextIn, response: Response, if_match: IfMatch = None
) -> TextOut:
    return await _put_text(caller, attempt_id, TextKind.TWIST, body, response, if_match)


@router.post(ATTEMPT + "/twist", summary="Send the note: reveal the client's answer")
async def post_twist(caller: SignedIn, attempt_id: UUID) -> TwistOut:
    return await caller.write(texts.reveal_twist, attempt_id)


@router.post(ATTEMPT + "/submit", summary="Submit the attempt and get its grade")
async def post_submit(request: Request, caller: SignedIn, attempt_id: UUID) -> Assessment:
    grader: BackgroundGrader | None = request.app.state.grader
    model_for = Language(language_of(request)) if grader else None
    assessment = await caller.write(submission.submit, attempt_id, model_for)
    if grader:
        grader.wake()
    return assessment


@router.get(ATTEMPT + "/assessment", summary="Read the grade in force")
async def get_assessment(caller: SignedIn, attempt_id: UUID) -> Assessment:
    return await caller.read(submission.read_assessment, attempt_id)


async def _put_text(
    caller: SignedIn, attempt_id: UUID, kind: TextKind, body: TextIn, response: Response, if_match: str | None
) -> TextOut:
    saved = await caller.write(texts.save_text, attempt_id, kind, body.text, revision_of(if_match))
    response.headers["ETag"] = f'"{saved.revision}"'
    return saved


def _start(session: Session, me: Identity, exercise_id: str) -> tuple[AttemptOut, bool]:
    attempt, created = start_attempt(session, me, exercise_id)
    return submission.attempt_out(session, attempt), created
