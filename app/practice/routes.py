"""The trainee's part of the HTTP surface (DESIGN.md section 5)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from app.accounts.policy import SignedIn
from app.accounts.service import Identity
from app.exercises.parameters import ExerciseId
from app.exercises.schema import Language
from app.grading.assessment import Assessment
from app.grading.jobs import Grader
from app.practice import submission, texts
from app.practice.annotations import delete_annotation, save_annotation
from app.practice.attempts import Guard, start_attempt
from app.practice.models import TextKind
from app.practice.schemas import AnnotationIn, AnnotationOut, AttemptOut, TextIn, TextOut, TwistOut
from app.web.answers import ETAG, LOCATION, answer
from app.web.conditional import IfMatch, entity_tag, revision_of
from app.web.language import language_of
from app.web.problems import problems

router = APIRouter(prefix="/api/v1", tags=["practice"])
AttemptId = Annotated[UUID, Path(description="The id of an attempt of yours.")]
AnnotationId = Annotated[UUID, Path(description="A random UUID that you make for the mark.")]
ATTEMPT: Final = "/attempts/{attempt_id}"
MARK: Final = ATTEMPT + "/annotations/{annotation_id}"
_TEXT_ANSWERS: Final = answer(200, "The text as it is kept.", ETAG) | problems(
    400, 401, 403, 404, 409, 412, 413, 422, 429
)


@router.post(
    "/exercises/{exercise_id}/attempts",
    status_code=201,
    summary="Start or resume an attempt",
    response_description="A new attempt.",
    responses=answer(201, "A new attempt.", LOCATION)
    | {200: {**answer(200, "Your open attempt.", LOCATION)[200], "model": AttemptOut}}
    | problems(401, 403, 404, 409, 422, 429),
)
async def post_attempt(
    request: Request, caller: SignedIn, exercise_id: ExerciseId, response: Response
) -> AttemptOut:
    """Your open attempt of this exercise, or a new one on the version on offer. It stays on that version,
    whatever is published later. A 409 `assigned` where a trainer set it for you and keeps something back."""
    guard: Guard = request.app.state.guard
    attempt, created = await caller.write_beside(_start, exercise_id, guard)
    response.status_code = HTTPStatus.CREATED if created else HTTPStatus.OK
    response.headers["Location"] = f"/api/v1/attempts/{attempt.id}"
    return attempt


@router.get(ATTEMPT, summary="Read an attempt", responses=problems(401, 404, 422, 429))
async def get_attempt(caller: SignedIn, attempt_id: AttemptId) -> AttemptOut:
    """The exercise as you see it, your marks and your texts. Never the flaws or the right text."""
    return await caller.read(submission.read_attempt, attempt_id)


@router.put(
    MARK,
    summary="Create or replace a mark",
    response_model=AnnotationOut,
    responses=answer(200, "The mark as it is kept.", ETAG)
    | {201: {**answer(201, "A new mark.", ETAG)[201], "model": AnnotationOut}}
    | problems(400, 401, 403, 404, 409, 412, 413, 422, 429),
)
async def put_mark(
    caller: SignedIn,
    attempt_id: AttemptId,
    annotation_id: AnnotationId,
    body: AnnotationIn,
    if_match: IfMatch = None,
) -> Response:
    """One passage that is wrong, or one that you checked and found sound; or something that is missing. The
    same mark again changes nothing."""
    # Saved at each change, hence answered without FastAPI's second validation of what we made ourselves.
    expected = revision_of(if_match)
    saved = await caller.write_own(save_annotation, attempt_id, annotation_id, body, expected)
    return Response(
        saved.annotation.model_dump_json(),
        HTTPStatus.CREATED if saved.created else HTTPStatus.OK,
        {"ETag": entity_tag(saved.annotation.revision)},
        "application/json",
    )


@router.delete(
    MARK, status_code=204, summary="Delete a mark", responses=problems(401, 403, 404, 409, 422, 429)
)
async def delete_mark(caller: SignedIn, attempt_id: AttemptId, annotation_id: AnnotationId) -> None:
    """A mark that is not there is no error."""
    await caller.write_beside(delete_annotation, attempt_id, annotation_id)


@router.put(ATTEMPT + "/rewrite", summary="Save the rewrite", responses=_TEXT_ANSWERS)
async def put_rewrite(
    caller: SignedIn, attempt_id: AttemptId, body: TextIn, response: Response, if_match: IfMatch = None
) -> TextOut:
    """The draft as you would hand it to the client, whole each time."""
    return await _put_text(caller, attempt_id, TextKind.REWRITE, body, response, if_match)


@router.put(ATTEMPT + "/client_note", summary="Save the note to the client", responses=_TEXT_ANSWERS)
async def put_client_note(
    caller: SignedIn, attempt_id: AttemptId, body: TextIn, response: Response, if_match: IfMatch = None
) -> TextOut:
    """What you changed and why, in a few words to the client."""
    return await _put_text(caller, attempt_id, TextKind.CLIENT_NOTE, body, response, if_match)


@router.put(
    ATTEMPT + "/twist", summary="Save the text adapted to the client’s answer", responses=_TEXT_ANSWERS
)
async def put_twist(
    caller: SignedIn, attempt_id: AttemptId, body: TextIn, response: Response, if_match: IfMatch = None
) -> TextOut:
    """The rewrite as the client’s answer to your note wants it. A 409 before that answer is there."""
    return await _put_text(caller, attempt_id, TextKind.TWIST, body, response, if_match)


@router.post(
    ATTEMPT + "/twist",
    summary="Send the note and read the client’s answer",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def post_twist(caller: SignedIn, attempt_id: AttemptId) -> TwistOut:
    """A 409 before there is a note. A 404 where the client of the exercise does not answer."""
    return await caller.write_beside(texts.reveal_twist, attempt_id)


@router.post(
    ATTEMPT + "/submit",
    summary="Submit the attempt and get its grade",
    response_model=Assessment,
    responses=problems(401, 403, 404, 422, 429)
    | {202: {"model": AttemptOut, "description": "It is handed in; its grade is kept back for now."}},
)
async def post_submit(request: Request, caller: SignedIn, attempt_id: AttemptId) -> Assessment | JSONResponse:
    """Nothing of it can be changed afterwards. The grade by rules is there at once; where a model is set up
    it is `provisional` until the model was heard. Submitting again gives the same grade. That of a certifying
    attempt is shown once a trainer has confirmed it, and so is that of another attempt of an exercise that is
    set for you as certifying work (`set_apart`): the answer is 202 with the attempt then."""
    grader: Grader | None = request.app.state.grader
    model_for = Language(language_of(request)) if grader else None
    handed_in = await caller.write_beside(submission.hand_in, attempt_id, model_for)
    if grader:
        grader.wake()
    if isinstance(handed_in, Assessment):
        return handed_in
    return JSONResponse(handed_in.model_dump(mode="json"), HTTPStatus.ACCEPTED)


@router.get(ATTEMPT + "/assessment", summary="Read the grade", responses=problems(401, 404, 422, 429))
async def get_assessment(caller: SignedIn, attempt_id: AttemptId) -> Assessment:
    """The grade in force. A 404 before the attempt is submitted, and, of a certifying attempt, before a
    trainer has confirmed it (`not-released`). While the exercise is set for you as certifying work, other
    attempts of it have none either (`set-apart`). While the reference is kept back, checks do not name what
    it says."""
    return await caller.read(submission.read_assessment, attempt_id)


async def _put_text(
    caller: SignedIn, attempt_id: UUID, kind: TextKind, body: TextIn, response: Response, if_match: str | None
) -> TextOut:
    saved = await caller.write_beside(texts.save_text, attempt_id, kind, body.text, revision_of(if_match))
    response.headers["ETag"] = entity_tag(saved.revision)
    return saved


def _start(session: Session, me: Identity, exercise_id: str, guard: Guard) -> tuple[AttemptOut, bool]:
    guard(session, me, exercise_id)
    attempt, created = start_attempt(session, me, exercise_id)
    return submission.attempt_out(session, attempt), created
