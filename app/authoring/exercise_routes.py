"""Exercises over HTTP (DESIGN.md section 5): the catalogue for who practises, documents for who writes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from app.accounts.idempotency import Answer, IdempotencyKey, once
from app.accounts.policy import Author, SignedIn
from app.accounts.service import Identity
from app.authoring import drafts, versions
from app.authoring.access import writes
from app.authoring.bodies import ANY_BODY, DOCUMENT_BODY, ExerciseBody, JsonBody, api_language
from app.authoring.documents import (
    AuthoredExercise,
    AuthorOut,
    Comparison,
    FindingOut,
    LintReport,
    Published,
    Status,
    VersionPage,
)
from app.authoring.listing import Filters, list_exercises
from app.core.errors import invalid
from app.exercises.catalogue import current_version, load_version
from app.exercises.document import read_document
from app.exercises.findings import has_errors
from app.exercises.lint import lint
from app.exercises.models import ExerciseDraft
from app.exercises.parameters import ExerciseId
from app.exercises.public import ExercisePage, ExerciseView, view_of
from app.exercises.schema import Domain, Exercise, Language
from app.web.answers import ETAG, LOCATION, REPLAYED, answer
from app.web.conditional import IfMatch, demanded_revision, entity_tag, revision_of
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/exercises", tags=["exercises"])
Limit = Annotated[int, Query(ge=1, le=100, description="Items of a page.")]
Difficulty = Annotated[int | None, Query(ge=1, le=3, description="From 1, easy, to 3.")]
Cursor = Annotated[str | None, Query(max_length=64, description="`next` of the page before.")]
Search = Annotated[
    str, Query(alias="q", max_length=100, description="Stands in the title or the client’s name.")
]
_NUMBER = "Versions are numbered from 1."
Number = Annotated[int, Query(ge=1, le=1_000_000, description=_NUMBER)]
PersonId = Annotated[UUID, Path(description="The id of a trainer or an administrator.")]
ONE = "/{exercise_id}"


@router.get("", summary="List exercises", responses=problems(401, 422, 429))
async def get_exercises(
    caller: SignedIn,
    language: Annotated[Language | None, Query(description="Of the exercise.")] = None,
    domain: Annotated[Domain | None, Query(description="The kind of text.")] = None,
    difficulty: Difficulty = None,
    status: Annotated[
        Status, Query(description="`draft` and `archived` ones are your own; administrators’, all.")
    ] = Status.PUBLISHED,
    author: Annotated[Literal["me"] | None, Query(description="Only those that you write.")] = None,
    query: Search = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ExercisePage:
    """The catalogue; with `status=draft` or `archived`, the exercises that you write."""
    filters = Filters(language, domain, difficulty, status, author, query)
    return await caller.read(list_exercises, filters, cursor, limit)


@router.post(
    "",
    status_code=201,
    summary="Create an exercise",
    responses=answer(201, "The draft.", LOCATION, ETAG, REPLAYED)
    | problems(400, 401, 403, 409, 413, 422, 429),
    response_model=AuthoredExercise,
    openapi_extra=DOCUMENT_BODY,
)
async def post_exercise(
    request: Request, caller: Author, exercise: ExerciseBody, idempotency_key: IdempotencyKey = None
) -> Response:
    """A draft that only you see. It may still have findings of the linter, which come with the answer."""
    answer = await caller.write(_create, exercise, idempotency_key, api_language(request))
    created = AuthoredExercise.model_validate_json(answer.document)
    headers = {"Location": f"/api/v1/exercises/{created.id}", "ETag": entity_tag(created.revision)}
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.document, HTTPStatus.CREATED, headers, "application/json")


@router.post(
    "/lint",
    summary="Check a document without saving it",
    responses=problems(400, 401, 403, 413, 429),
    openapi_extra=ANY_BODY,
)
async def post_lint(request: Request, caller: Author, data: JsonBody) -> LintReport:
    """Every finding of the linter; also what is wrong with the shape of the document."""
    await caller.let_in()
    exercise, findings = read_document(data)
    found = findings if exercise is None else lint(exercise)
    language = api_language(request)
    return LintReport(ok=not has_errors(found), findings=[FindingOut.of(f, language) for f in found])


@router.get(
    ONE,
    summary="Read one exercise",
    responses=answer(200, "The exercise, for trainees or for authors.", ETAG._replace(optional=True))
    | problems(401, 404, 409, 422, 429),
)
async def get_exercise(
    request: Request,
    response: Response,
    caller: SignedIn,
    exercise_id: ExerciseId,
    view: Annotated[
        Literal["trainee", "author"],
        Query(description="`trainee`: as one works on it. `author`: the draft with its answers."),
    ] = "trainee",
) -> ExerciseView | AuthoredExercise:
    """As a trainee works on it, never with its answers; or, for its authors, all of it. For authors the
    answer carries the `ETag` that a change wants as `If-Match`."""
    shown, revision = await caller.read(_shown, exercise_id, view, api_language(request))
    if revision is not None:
        response.headers["ETag"] = entity_tag(revision)
    return shown


@router.put(
    ONE,
    summary="Replace the draft",
    responses=answer(200, "The draft as it is now.", ETAG)
    | problems(400, 401, 403, 404, 409, 412, 413, 422, 428, 429),
    openapi_extra=DOCUMENT_BODY,
)
async def put_exercise(
    request: Request,
    response: Response,
    caller: Author,
    exercise_id: ExerciseId,
    exercise: ExerciseBody,
    if_match: IfMatch = None,
) -> AuthoredExercise:
    """What is published stays as it is until the draft is published. Needs `If-Match`."""
    replaced = await caller.write(_replace, exercise_id, exercise, if_match, api_language(request))
    response.headers["ETag"] = entity_tag(replaced.revision)
    return replaced


@router.post(
    ONE + "/publish", summary="Publish the draft", responses=problems(400, 401, 403, 404, 409, 412, 422, 429)
)
async def post_publish(
    request: Request, caller: Author, exercise_id: ExerciseId, if_match: IfMatch = None
) -> Published:
    """New attempts get this version from now on; attempts under way stay on theirs. The linter must find no
    error. With `If-Match`, only the revision that you saw is published."""
    return await caller.write(_publish, exercise_id, if_match, api_language(request))


@router.post(ONE + "/archive", summary="Offer it no longer", responses=problems(401, 403, 404, 409, 422, 429))
async def post_archive(request: Request, caller: Author, exercise_id: ExerciseId) -> AuthoredExercise:
    """Attempts under way can be finished; nothing is deleted."""
    return await caller.write(drafts.set_archived, exercise_id, True, api_language(request))


@router.post(ONE + "/restore", summary="Offer it again", responses=problems(401, 403, 404, 409, 422, 429))
async def post_restore(request: Request, caller: Author, exercise_id: ExerciseId) -> AuthoredExercise:
    """As it was before: published where a version was, else a draft."""
    return await caller.write(drafts.set_archived, exercise_id, False, api_language(request))


@router.put(
    ONE + "/authors/{person_id}",
    summary="Let another trainer write it as well",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def put_author(caller: Author, exercise_id: ExerciseId, person_id: PersonId) -> list[AuthorOut]:
    """For its owner to decide. Co-authors write and publish it as you do. Answers with all who do."""
    return await caller.write(drafts.add_author, exercise_id, person_id)


@router.delete(
    ONE + "/authors/{person_id}",
    status_code=204,
    summary="Take that right back",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def delete_author(caller: Author, exercise_id: ExerciseId, person_id: PersonId) -> None:
    """For its owner to decide. One who has no such right is no error; the owner’s own stays."""
    await caller.write(drafts.remove_author, exercise_id, person_id)


@router.get(ONE + "/versions", summary="List its versions", responses=problems(401, 403, 404, 422, 429))
async def get_versions(
    caller: Author, exercise_id: ExerciseId, limit: Limit = 50, cursor: Cursor = None
) -> VersionPage:
    """The published ones, the newest first."""
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 9):
        raise invalid("/query/cursor", "Give the `next` of the page before.")
    return await caller.read(versions.list_versions, exercise_id, int(cursor) if cursor else None, limit)


@router.get(
    ONE + "/versions/compare",
    summary="Compare two versions",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def get_comparison(
    caller: Author,
    exercise_id: ExerciseId,
    old: Annotated[Number, Query(alias="from")],
    new: Annotated[Number, Query(alias="to")],
) -> Comparison:
    """What the newer one changed: each place with what stood there and what stands there now, and the draft
    word by word. Not while you are working on the exercise."""
    return await caller.read(versions.compare_versions, exercise_id, old, new)


@router.get(
    ONE + "/versions/{number}",
    summary="Read one version",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def get_version(
    caller: Author,
    exercise_id: ExerciseId,
    number: Annotated[int, Path(ge=1, le=1_000_000, description=_NUMBER)],
) -> Exercise:
    """The document with its answers, as it was published. Not while you are working on the exercise."""
    return await caller.read(versions.read_version, exercise_id, number)


def _create(session: Session, me: Identity, exercise: Exercise, key: str | None, language: str) -> Answer:
    request = exercise.model_dump_json().encode()
    return once(
        session, me, key, request, lambda: drafts.create(session, me, exercise, language).model_dump_json()
    )


def _replace(
    session: Session, me: Identity, exercise_id: str, exercise: Exercise, if_match: str | None, language: str
) -> AuthoredExercise:
    return drafts.replace(session, me, exercise_id, exercise, demanded_revision(if_match), language)


def _publish(
    session: Session, me: Identity, exercise_id: str, if_match: str | None, language: str
) -> Published:
    return drafts.publish(session, me, exercise_id, revision_of(if_match), language)


def _shown(
    session: Session, me: Identity, exercise_id: str, view: str, language: str
) -> tuple[ExerciseView | AuthoredExercise, int | None]:
    """What the caller gets to see, and the revision of the draft for its authors."""
    if view == "author":
        found = drafts.read(session, me, exercise_id, language)
        return found, found.revision
    version = current_version(session, exercise_id)
    draft = session.get(ExerciseDraft, exercise_id) if writes(session, me, exercise_id) else None
    return view_of(load_version(session, version), version), draft.revision if draft else None
