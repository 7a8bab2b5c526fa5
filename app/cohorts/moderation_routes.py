"""The last word over HTTP: a trainer's reviews, a trainee's appeals and proposals."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from app.accounts.policy import Author, SignedIn
from app.accounts.service import Identity
from app.accounts.visits import settings_of
from app.cohorts.moderation import decide_review
from app.cohorts.moderation_queue import list_reviews
from app.cohorts.moderation_review import read_review
from app.cohorts.moderation_schemas import ReviewKind, ReviewOut, ReviewPage, VerdictIn
from app.practice.appeal_schemas import AppealIn, AppealOut, Contests, ProposalIn, ProposalOut
from app.practice.appeals import contest, propose, read_contests
from app.practice.routes import ATTEMPT, AttemptId
from app.web.answers import ETAG, answer
from app.web.conditional import IfMatch, demanded_revision, entity_tag
from app.web.language import language_of
from app.web.problems import problems

router = APIRouter(prefix="/api/v1", tags=["reviews"])
ReviewId = Annotated[str, Path(max_length=300, description="The id of a review, as the list gives it.")]
Cursor = Annotated[str | None, Query(max_length=300, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=100, description="Items of a page.")]


@router.get("/reviews", summary="List what waits for you", responses=problems(401, 403, 422, 429))
async def get_reviews(
    caller: Author,
    kind: Annotated[ReviewKind | None, Query(description="Why it waits; all without it.")] = None,
    cohort: Annotated[UUID | None, Query(description="The id of a cohort that you run.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> ReviewPage:
    """Splits among a model’s runs, appeals, certifying grades that wait and proposed flaws, the oldest first:
    of the trainees of your cohorts on what you set them; for administrators of everybody. Your own work is
    never among them."""
    return await caller.read(list_reviews, kind, cohort, cursor, limit)


@router.get(
    "/reviews/{review_id}",
    summary="Read a review with its evidence",
    responses=answer(200, "The review.", ETAG) | problems(401, 403, 404, 422, 429),
)
async def get_review(caller: Author, review_id: ReviewId, response: Response) -> ReviewOut:
    """The trainee’s work, the questions of the grade, and what rules, each run of the model and people said
    on them. The `ETag` is the number of the assessment in force."""
    review = await caller.read(read_review, review_id)
    response.headers["ETag"] = entity_tag(review.number)
    return review


@router.post(
    "/reviews/{review_id}/decision",
    summary="Decide a review, with a reason",
    responses=answer(200, "The review as it is now.", ETAG)
    | problems(400, 401, 403, 404, 409, 412, 413, 422, 428, 429),
)
async def post_decision(
    request: Request,
    caller: Author,
    review_id: ReviewId,
    body: VerdictIn,
    response: Response,
    if_match: IfMatch = None,
) -> ReviewOut:
    """The assessment that follows supersedes the one in force, which stays. The trainee sees what changed, by
    whom and why. A certifying grade is decided part by part, then released by the verdict `confirmed`. A 409
    for what somebody decided meanwhile, a 412 where the grade has changed since you read it."""
    review = await caller.write(_decide, review_id, body, if_match, language_of(request))
    response.headers["ETag"] = entity_tag(review.number)
    return review


@router.get(ATTEMPT + "/appeals", summary="List your appeals", responses=problems(401, 404, 422, 429))
async def get_appeals(caller: SignedIn, attempt_id: AttemptId) -> Contests:
    """What you contested and proposed in an attempt of yours, with the answers."""
    return await caller.read(read_contests, attempt_id)


@router.post(
    ATTEMPT + "/appeals",
    status_code=HTTPStatus.CREATED,
    summary="Contest an outcome or a check",
    responses=answer(201, "The appeal.") | problems(400, 401, 403, 404, 409, 413, 422, 429),
)
async def post_appeal(request: Request, caller: SignedIn, attempt_id: AttemptId, body: AppealIn) -> AppealOut:
    """Each of them once. A trainer of your cohort answers, or an administrator for what nobody set you. A 409
    for a second appeal, and where there is nobody to answer."""
    return await caller.write(contest, attempt_id, body, settings_of(request).mode == "solo")


@router.post(
    ATTEMPT + "/proposals",
    status_code=HTTPStatus.CREATED,
    summary="Propose a false alarm as a flaw",
    responses=answer(201, "The proposal.") | problems(400, 401, 403, 404, 409, 413, 422, 429),
)
async def post_proposal(
    request: Request, caller: SignedIn, attempt_id: AttemptId, body: ProposalIn
) -> ProposalOut:
    """*This is a flaw too*: a mark that the grade counts as a false alarm, each once. Where a trainer accepts
    it, it costs you nothing any more."""
    return await caller.write(propose, attempt_id, body, settings_of(request).mode == "solo")


def _decide(
    session: Session, me: Identity, review_id: str, body: VerdictIn, if_match: str | None, language: str
) -> ReviewOut:
    return decide_review(session, me, review_id, body, demanded_revision(if_match), language)
