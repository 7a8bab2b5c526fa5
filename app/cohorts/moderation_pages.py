"""The last word as pages: what waits for a trainer, one review after the other; and what a trainee sends from
the feedback page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.policy import Author, SignedIn
from app.accounts.service import Identity
from app.accounts.visits import settings_of
from app.cohorts.agreement_view import read_page
from app.cohorts.moderation import decide_review
from app.cohorts.moderation_found import FoundPassage, found_in_mine
from app.cohorts.moderation_queue import item_of, waiting_for
from app.cohorts.moderation_review import read_review
from app.cohorts.moderation_schemas import NewFlaw, ReviewItem, ReviewKind, ReviewOut, VerdictIn
from app.core.clock import now
from app.core.errors import Problem, invalid
from app.exercises.catalogue import load_version
from app.exercises.schema import Exercise
from app.practice.appeal_models import AppealKind
from app.practice.appeal_schemas import AppealIn, ProposalIn
from app.practice.appeals import contest, propose
from app.practice.models import Attempt
from app.web.language import language_of
from app.web.render import render

router = APIRouter(include_in_schema=False)
MOST_SHOWN: Final = 100
LONGEST: Final = 14_400
"""Seconds after which a review that stays open was left, not read."""
SAID: Final = frozenset({"decided", "changed"})
"""What the pages may say of the decision before: it closed a review, or changed a part of one."""
Words = Annotated[str, Form(max_length=2_000)]
Kind = Annotated[str, Query(max_length=20)]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What reviews/list.html shows. `counts`: how much waits, by kind; `more`: how much is not shown;
    `found`: what others took for a flaw in the exercises of who looks."""

    items: list[ReviewItem]
    kind: ReviewKind | None
    counts: dict[ReviewKind, int]
    more: int
    found: list[FoundPassage] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What reviews/review.html shows. `trouble`: why the last decision was not taken (the slug of a problem),
    `detail` in its words; `written`: the fields of the form that brought it, which are shown again; `opened`:
    when the page was first made, for the time spent; `following`: the id of what waits next; `waiting`: how
    much else does."""

    review: ReviewOut
    exercise: Exercise
    opened: datetime
    following: str | None
    waiting: int
    trouble: str = ""
    detail: str = ""
    written: Mapping[str, str] = field(default_factory=dict)

    def wrote(self, about: str, name: str) -> str:
        """What stood in a field of the form on this part; nothing on a page that was just opened."""
        return self.written.get(name, "") if self.written.get("about") == about else ""


@router.get("/reviews")
async def reviews(request: Request, caller: Author, kind: Kind = "", said: Kind = "") -> HTMLResponse:
    page = await caller.read(_queue, _kind(kind))
    return render(request, "reviews/list.html", page=page, said=said if said in SAID else "")


@router.get("/reviews/agreement")
async def agreement(request: Request, caller: Author) -> HTMLResponse:
    tables = await caller.read(read_page, language_of(request))
    return render(request, "reviews/agreement.html", **tables)


@router.get("/reviews/{review_id}")
async def review(request: Request, caller: Author, review_id: str, said: Kind = "") -> HTMLResponse:
    page = await caller.read(_review, review_id)
    return render(request, "reviews/review.html", page=page, said=said if said in SAID else "")


@router.post("/reviews/{review_id}")
async def decide(
    request: Request,
    caller: Author,
    review_id: str,
    number: Annotated[int, Form(ge=1)],
    opened: Annotated[str, Form(max_length=40)] = "",
    verdict: Annotated[str, Form(max_length=40)] = "",
    reason: Words = "",
    about: Annotated[str, Form(max_length=250)] = "",
    good: Words = "",
    why: Words = "",
    after: Words = "",
    accept: Words = "",
) -> Response:
    """Decided, it goes on with what waits next; a certifying grade stays until it is confirmed. What somebody
    else decided meanwhile is shown as it is now, with why nothing was done and what was written."""
    written = {"about": about, "verdict": verdict, "reason": reason}
    written |= {"good": good, "why": why, "after": after, "accept": accept}
    try:
        body = _verdict(verdict, reason, about, opened, _new_flaw(good, why, after, accept))
        decided = await caller.write(decide_review, review_id, body, number, language_of(request))
    except Problem as problem:
        if problem.status not in (409, 412, 422):
            raise
        page = await caller.read(_review, review_id, problem.slug, _told(problem), written, _began(opened))
        return render(request, "reviews/review.html", status=problem.status, page=page, said="")
    if decided.open:
        return RedirectResponse(f"/reviews/{review_id}?said=changed#part-{about}", HTTPStatus.SEE_OTHER)
    following = await caller.read(_next, review_id)
    there = f"/reviews/{following}" if following else "/reviews"
    return RedirectResponse(f"{there}?said=decided", HTTPStatus.SEE_OTHER)


@router.post("/attempts/{attempt_id}/appeals")
async def appeal(
    request: Request,
    caller: SignedIn,
    attempt_id: UUID,
    kind: Annotated[AppealKind, Form()],
    subject: Annotated[str, Form(min_length=1, max_length=200)],
    text: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    body = AppealIn(kind=kind, subject=subject, text=_demanded(text))
    await caller.write(contest, attempt_id, body, settings_of(request).mode == "solo")
    return RedirectResponse(f"/attempts/{attempt_id}/feedback", HTTPStatus.SEE_OTHER)


@router.post("/attempts/{attempt_id}/proposals")
async def proposal(
    request: Request,
    caller: SignedIn,
    attempt_id: UUID,
    annotation: Annotated[int, Form(ge=0, le=10_000)],
    text: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    body = ProposalIn(annotation=annotation, text=_demanded(text))
    await caller.write(propose, attempt_id, body, settings_of(request).mode == "solo")
    return RedirectResponse(f"/attempts/{attempt_id}/feedback", HTTPStatus.SEE_OTHER)


def _demanded(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise invalid("/text", "Say why, in a few words.")
    return said


def _kind(given: str) -> ReviewKind | None:
    return ReviewKind(given) if given in {kind.value for kind in ReviewKind} else None


def _queue(session: Session, me: Identity, kind: ReviewKind | None) -> QueuePage:
    waiting = waiting_for(session, me)
    wanted = [one for one in waiting if kind is None or one.kind is kind]
    return QueuePage(
        items=[item_of(session, one) for one in wanted[:MOST_SHOWN]],
        kind=kind,
        counts={known: sum(one.kind is known for one in waiting) for known in ReviewKind},
        more=max(0, len(wanted) - MOST_SHOWN),
        found=found_in_mine(session, me),
    )


def _review(
    session: Session,
    me: Identity,
    review_id: str,
    trouble: str = "",
    detail: str = "",
    written: Mapping[str, str] = MappingProxyType({}),
    opened: datetime | None = None,
) -> ReviewPage:
    found = read_review(session, me, review_id)
    others = [one.id for one in waiting_for(session, me) if one.id != review_id]
    attempt = session.get_one(Attempt, found.item.attempt)
    return ReviewPage(
        review=found,
        exercise=load_version(session, attempt.version_hash),
        opened=opened or now(),
        following=others[0] if others else None,
        waiting=len(others),
        trouble=trouble,
        detail=detail,
        written=written,
    )


def _next(session: Session, me: Identity, review_id: str) -> str | None:
    return next((one.id for one in waiting_for(session, me) if one.id != review_id), None)


def _new_flaw(good: str, why: str, after: str, accept: str) -> dict[str, Any] | None:
    """The flaw of the form, where any of it is filled in. `accept`: a group a line, its words by commas."""
    groups = [[word.strip() for word in line.split(",") if word.strip()] for line in accept.splitlines()]
    wanted = any(text.strip() for text in (good, why, after, accept))
    filled = {"good": good.strip(), "why": why, "after": after.strip(), "accept": list(filter(None, groups))}
    return filled if wanted else None


def _verdict(
    verdict: str, reason: str, about: str, opened: str, new_flaw: dict[str, Any] | None
) -> VerdictIn:
    """What the form says. `about` names the part of a certifying grade, as `check.criterion:note`."""
    kind, _, subject = about.partition(".")
    named: Literal["check", "outcome"] | None = (
        "check" if kind == "check" else "outcome" if kind == "outcome" else None
    )
    try:
        return VerdictIn(
            verdict=verdict,
            reason=reason,
            kind=named,
            subject=subject if named else None,
            seconds=_since(opened),
            new_flaw=NewFlaw.model_validate(new_flaw) if new_flaw else None,
        )
    except ValidationError as error:
        places = {str(item["loc"][0]) for item in error.errors()}
        raise invalid(f"/{min(places)}", "Choose a verdict and say why.") from None


def _since(opened: str) -> int | None:
    """Seconds since the page was made; None where the form does not say it."""
    began = _began(opened)
    return None if began is None else int((now() - began).total_seconds())


def _began(opened: str) -> datetime | None:
    """When the page of a form was made; None where it does not say so, or nobody reads for that long."""
    try:
        given = datetime.fromisoformat(opened)
    except ValueError:
        return None
    began = given if given.tzinfo else given.replace(tzinfo=UTC)
    return began if 0 <= (now() - began).total_seconds() <= LONGEST else None


def _told(problem: Problem) -> str:
    return " ".join([problem.detail, *(item.detail for item in problem.errors)])
