"""The authors' pages: their exercises, and each of them as trainees see it and with its answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from anyio import to_thread
from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.policy import Author
from app.accounts.service import Identity
from app.accounts.visits import link_to
from app.authoring import drafts
from app.authoring.checked import Checked, checked
from app.authoring.documents import VersionOut
from app.authoring.shelf import read_shelf
from app.authoring.subject import Subject, read_answers, read_subject
from app.authoring.trial import start_trial
from app.authoring.versions import list_versions, read_two
from app.authoring.views.answers import answers_page
from app.authoring.views.head import Head, Tab, head_of
from app.authoring.views.shelf import ShelfFilters, shelf_page
from app.authoring.views.trainee import trainee_page
from app.authoring.views.versions import Choice, versions_page
from app.core.errors import Problem
from app.exercises.prepared import Prepared
from app.web.language import language_of
from app.web.render import render

router = APIRouter(prefix="/authoring", include_in_schema=False)
ONE: Final = "/{exercise_id}"
MOST_VERSIONS: Final = 100
Revision = Annotated[int | None, Form(ge=1, le=1_000_000_000)]


@router.get("")
async def my_exercises(request: Request, caller: Author) -> HTMLResponse:
    shelf = await caller.read(read_shelf)
    filters = ShelfFilters.of(request.query_params)
    # Linting what was never linted before takes a while: off the event loop, here and below.
    page = await to_thread.run_sync(shelf_page, shelf, filters, request.query_params.get("page", ""))
    return render(request, "authoring/shelf.html", page=page, address=link_to(request, ""))


@router.get(ONE)
async def as_a_trainee(request: Request, caller: Author, exercise_id: str) -> HTMLResponse:
    subject = await caller.read(read_subject, exercise_id)
    found, head = await _head(request, subject, "trainee")
    return render(request, "authoring/trainee.html", head=head, page=trainee_page(found))


@router.get(ONE + "/answers")
async def with_the_answers(request: Request, caller: Author, exercise_id: str) -> HTMLResponse:
    """Refused to who is solving the exercise right now and is not its author."""
    subject = await caller.read(read_answers, exercise_id)
    found, head = await _head(request, subject, "answers")
    page = await to_thread.run_sync(answers_page, found, language_of(request))
    return render(request, "authoring/answers.html", head=head, page=page)


@router.get(ONE + "/versions")
async def its_versions(request: Request, caller: Author, exercise_id: str) -> HTMLResponse:
    """The published versions; `from` and `to` (a number, or `draft`) are compared. Refused as the answers."""
    choice = Choice.of(request.query_params)
    subject, known, two = await caller.read(_versions, exercise_id, choice)
    _, head = await _head(request, subject, "versions")
    page = await to_thread.run_sync(versions_page, known, head.publishable, choice, two)
    return render(request, "authoring/versions.html", head=head, page=page)


@router.post(ONE + "/publish")
async def publish(caller: Author, exercise_id: str, revision: Revision = None) -> Response:
    """With `revision`, only the state of the draft that the author saw."""
    try:
        published = await caller.write(drafts.publish, exercise_id, revision, "en")
    except Problem as problem:
        return _refused(exercise_id, problem, "no-publish")
    return _back(exercise_id, "already" if published.already else "published")


@router.post(ONE + "/archive")
async def archive(caller: Author, exercise_id: str) -> Response:
    await caller.write(drafts.set_archived, exercise_id, True, "en")
    return _back(exercise_id, "archived")


@router.post(ONE + "/restore")
async def restore(caller: Author, exercise_id: str) -> Response:
    await caller.write(drafts.set_archived, exercise_id, False, "en")
    return _back(exercise_id, "restored")


@router.post(ONE + "/try")
async def solve_it_yourself(
    caller: Author, exercise_id: str, afresh: Annotated[bool, Form()] = False
) -> Response:
    """Start or resume a trial, and go to the workspace."""
    try:
        attempt, _ = await caller.write(start_trial, exercise_id, afresh, "en")
    except Problem as problem:
        return _refused(exercise_id, problem, "no-trial")
    return RedirectResponse(f"/attempts/{attempt.id}", HTTPStatus.SEE_OTHER)


async def _head(request: Request, subject: Subject, tab: Tab) -> tuple[Checked, Head]:
    found = await to_thread.run_sync(checked, subject.document)
    return found, head_of(subject, found, tab, request.query_params.get("done", ""))


def _versions(
    session: Session, me: Identity, exercise_id: str, choice: Choice
) -> tuple[Subject, list[VersionOut], tuple[Prepared, Prepared] | None]:
    subject = read_answers(session, me, exercise_id)
    known = subject.published and list_versions(session, me, exercise_id, None, MOST_VERSIONS).items
    two = read_two(session, me, exercise_id, choice.old, choice.new) if choice.old else None
    return subject, known or [], two


def _back(exercise_id: str, notice: str) -> Response:
    return RedirectResponse(f"/authoring/{exercise_id}?done={notice}", HTTPStatus.SEE_OTHER)


def _refused(exercise_id: str, problem: Problem, notice: str) -> Response:
    """To the findings that stand in the way, or to the draft that somebody has changed meanwhile."""
    if problem.slug == "stale":
        return _back(exercise_id, "changed")
    if problem.slug != "lint":
        raise problem
    return RedirectResponse(f"/authoring/{exercise_id}/answers?done={notice}#findings", HTTPStatus.SEE_OTHER)
