"""The trainee's pages: the workspace and what it posts, and the feedback."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.policy import SignedIn
from app.accounts.service import Identity
from app.core.errors import Problem
from app.exercises.catalogue import load_prepared, load_version
from app.exercises.schema import Language
from app.grading.jobs import Grader
from app.grading.service import one_assessment, read_submission
from app.practice import submission
from app.practice.attempts import Guard, my_attempt, start_attempt
from app.practice.graded import read_graded
from app.practice.history import AttemptSummary, read_history, read_overview, summaries
from app.practice.last_word import read_last_word
from app.practice.models import Attempt, TextKind
from app.practice.views.feedback import FeedbackPage, feedback_page
from app.practice.views.home import Suggestion, next_exercise
from app.practice.views.model_part import Graded, ModelPart, model_part
from app.practice.views.workspace import workspace_page
from app.practice.visibility import demand_visible, is_apart, is_awaiting, reference_from
from app.text.diff import compare
from app.web.language import language_of
from app.web.render import render

router = APIRouter(include_in_schema=False)
Number = Annotated[int | None, Query(ge=1, le=1_000_000)]


@router.post("/exercises/{exercise_id}/start")
async def start(request: Request, caller: SignedIn, exercise_id: str) -> Response:
    """Start or resume, and go to the workspace; home for what is set for the trainee."""
    try:
        attempt_id = await caller.write_beside(_start, exercise_id, request.app.state.guard)
    except Problem as problem:
        if problem.slug != "assigned":
            raise
        return RedirectResponse("/?said=assigned#duties", HTTPStatus.SEE_OTHER)
    return RedirectResponse(f"/attempts/{attempt_id}", HTTPStatus.SEE_OTHER)


@router.get("/attempts/{attempt_id}")
async def workspace(request: Request, caller: SignedIn, attempt_id: UUID) -> Response:
    attempt = await caller.read(submission.read_attempt, attempt_id)
    if attempt.status == "submitted":
        return RedirectResponse(f"/attempts/{attempt_id}/feedback", HTTPStatus.SEE_OTHER)
    return render(request, "practice/workspace.html", page=workspace_page(attempt))


@router.get("/attempts/{attempt_id}/feedback")
async def feedback(
    request: Request, caller: SignedIn, attempt_id: UUID, assessment: Number = None
) -> Response:
    """The grade with its evidence; where it is kept back, why; while the attempt is open, back
    to the work."""
    page = await caller.read(_feedback, attempt_id, language_of(request), Model.of(request), assessment)
    if page is None:
        return RedirectResponse(f"/attempts/{attempt_id}", HTTPStatus.SEE_OTHER)
    if isinstance(page, Awaiting):
        return render(request, "practice/feedback_awaiting.html", page=page)
    solo = request.app.state.settings.mode == "solo"
    word = await caller.read(read_last_word, attempt_id, solo, assessment)
    return render(request, "practice/feedback.html", page=page, word=word)


@router.get("/attempts/{attempt_id}/grading")
async def grading(request: Request, caller: SignedIn, attempt_id: UUID, shown: str = "") -> Response:
    """Where the model's part of the grade stands, for the feedback page, which shows `shown` by now. Nothing
    (204) where that is still so; where a new grade is in force, the word to load the page again."""
    part = await caller.read(_model_part, attempt_id, Model.of(request))
    if part.key == shown:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    if shown.partition("-")[0] != str(part.number):
        return Response(headers={"HX-Refresh": "true"})
    return render(request, "practice/feedback_grading.html", part=part, attempt=attempt_id)


@router.post("/attempts/{attempt_id}/compare")
async def compare_texts(
    request: Request,
    caller: SignedIn,
    attempt_id: UUID,
    kind: Annotated[TextKind, Form()],
    text: Annotated[str, Form(max_length=50_000)] = "",
) -> HTMLResponse:
    """The comparison of a text being written with the draft."""
    draft = await caller.read(_draft, attempt_id)
    return render(request, "practice/compare.html", paragraphs=compare(draft, text), kind=kind)


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What practice/feedback_awaiting.html shows where the grade is kept back; `language` is that of the
    exercise, `attempts` are the person's on it, `attempt` among them."""

    language: Language
    attempt: AttemptSummary
    attempts: list[AttemptSummary]


@dataclass(frozen=True, slots=True)
class Model:
    """The model that is set up now, if any, and who asks it."""

    name: str
    grader: Grader | None

    @classmethod
    def of(cls, request: Request) -> Model:
        state = request.app.state
        return cls(state.settings.llm_model, state.grader)

    def part(self, session: Session, submission_id: UUID, graded: Graded) -> ModelPart:
        """What the page says of the model's part in a grade."""
        progress = self.grader.standing(session, submission_id) if self.grader else None
        return model_part(graded, progress, self.name)


def _model_part(session: Session, me: Identity, attempt_id: UUID, model: Model) -> ModelPart:
    attempt = my_attempt(session, me, attempt_id)
    if attempt.submission_id is None:
        raise submission.not_submitted()
    demand_visible(session, attempt)
    return model.part(session, attempt.submission_id, read_graded(session, attempt.submission_id))


def _feedback(
    session: Session, me: Identity, attempt_id: UUID, language: str, model: Model, number: int | None
) -> FeedbackPage | Awaiting | None:
    attempt = my_attempt(session, me, attempt_id)
    if attempt.submission_id is None:
        return None
    if is_awaiting(attempt) or is_apart(session, attempt):
        return _awaiting(session, me, attempt)
    attempts, following = _around(session, me, attempt, language)
    page = feedback_page(
        load_prepared(session, attempt.version_hash),
        read_submission(session, attempt.submission_id),
        one_assessment(session, attempt.submission_id, number),
        attempts,
        attempt.id,
        following,
        model.part(session, attempt.submission_id, read_graded(session, attempt.submission_id)),
        reference_from(session, attempt),
    )
    return replace(page, assigned=attempt.assignment_id is not None)


def _awaiting(session: Session, me: Identity, attempt: Attempt) -> Awaiting:
    same = read_history(session, me, attempt.exercise_id)
    shown = next(summary for summary in same if summary.id == attempt.id)
    return Awaiting(load_version(session, attempt.version_hash).language, shown, same)


def _around(
    session: Session, me: Identity, attempt: Attempt, language: str
) -> tuple[list[AttemptSummary], Suggestion | None]:
    """The attempts of the same exercise, and what to do next. A trial stands alone and leads nowhere."""
    if attempt.trial:
        return summaries(session, [attempt]), None
    overview = read_overview(session, me)
    same = [other for other in overview.attempts if other.exercise_id == attempt.exercise_id]
    return same, next_exercise(overview.cards, overview.attempts, language, attempt.exercise_id)


def _start(session: Session, me: Identity, exercise_id: str, guard: Guard) -> UUID:
    guard(session, me, exercise_id)
    return start_attempt(session, me, exercise_id)[0].id


def _draft(session: Session, me: Identity, attempt_id: UUID) -> str:
    return load_prepared(session, my_attempt(session, me, attempt_id).version_hash).draft
