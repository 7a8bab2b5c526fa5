"""The form with which a trainer sets an exercise for a cohort, or changes what is set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.service import Identity
from app.cohorts import assignments, groups
from app.cohorts.callers import Trainer
from app.cohorts.dates import for_field, read_local
from app.cohorts.models import Mode, ReferenceShown
from app.cohorts.schemas import AssignmentIn, AssignmentOut, CohortOut
from app.core.errors import Problem
from app.exercises.catalogue import offered_cards
from app.exercises.public import ExerciseCard
from app.web.language import language_of
from app.web.render import render, zone_name

router = APIRouter(include_in_schema=False)
NEW: Final = "/cohorts/{cohort_id}/assignments/new"
ONE: Final = "/assignments/{assignment_id}"
Text = Annotated[str, Form(max_length=64)]
Revision = Annotated[int, Form(ge=1, le=1_000_000_000)]


@dataclass(frozen=True, slots=True)
class AssignmentForm:
    """What is typed, as text; `wrong` names what has to be mended. `fixed`: somebody has begun it, so that
    exercise and mode stay."""

    exercise_id: str = ""
    opens_at: str = ""
    due_at: str = ""
    attempts_allowed: str = ""
    mode: str = Mode.FORMATIVE.value
    reference: str = ReferenceShown.AFTER_SUBMISSION.value
    position: str = "0"
    wrong: str = ""
    assignment: UUID | None = None
    revision: int = 1
    fixed: bool = False

    @classmethod
    def of(cls, one: AssignmentOut, zone: str) -> AssignmentForm:
        return cls(
            exercise_id=one.exercise_id,
            opens_at=for_field(one.opens_at, zone),
            due_at=for_field(one.due_at, zone),
            attempts_allowed="" if one.attempts_allowed is None else str(one.attempts_allowed),
            mode=one.mode.value,
            reference=one.reference.value,
            position=str(one.position),
            assignment=one.id,
            revision=one.revision,
            fixed=one.begun > 0,
        )


async def typed(
    exercise_id: Text = "",
    opens_at: Text = "",
    due_at: Text = "",
    attempts_allowed: Text = "",
    mode: Text = "formative",
    reference: Text = "after-submission",
    position: Text = "0",
) -> AssignmentForm:
    return AssignmentForm(exercise_id, opens_at, due_at, attempts_allowed, mode, reference, position)


Typed = Annotated[AssignmentForm, Depends(typed)]


@router.get(NEW)
async def new_assignment(request: Request, caller: Trainer, cohort_id: UUID) -> Response:
    cohort, cards = await caller.read(_for_new, cohort_id)
    return _form(request, cohort, cards, AssignmentForm())


@router.post(NEW)
async def post_new_assignment(request: Request, caller: Trainer, cohort_id: UUID, form: Typed) -> Response:
    cohort, cards = await caller.read(_for_new, cohort_id)
    wanted = _wanted(form, cohort.time_zone)
    if isinstance(wanted, AssignmentIn):
        try:
            await caller.write(assignments.create, cohort_id, wanted)
        except Problem as problem:
            wanted = _refused(form, problem)
        else:
            return _back(cohort_id, "assigned")
    return _form(request, cohort, cards, wanted, HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get(ONE)
async def edit_assignment(request: Request, caller: Trainer, assignment_id: UUID) -> Response:
    one, cohort, cards = await caller.read(_for_change, assignment_id)
    return _form(request, cohort, cards, AssignmentForm.of(one, cohort.time_zone))


@router.post(ONE)
async def post_assignment_form(
    request: Request, caller: Trainer, assignment_id: UUID, form: Typed, revision: Revision = 1
) -> Response:
    """Changes the revision that the trainer saw; what somebody changed meanwhile is a 412."""
    one, cohort, cards = await caller.read(_for_change, assignment_id)
    form = replace(form, assignment=one.id, revision=revision, fixed=one.begun > 0)
    wanted = _wanted(form, cohort.time_zone, one)
    if isinstance(wanted, AssignmentIn):
        try:
            await caller.write(assignments.replace, assignment_id, wanted, revision)
        except Problem as problem:
            wanted = _refused(form, problem)
        else:
            return _back(cohort.id, "assignment-changed")
    return _form(request, cohort, cards, wanted, HTTPStatus.UNPROCESSABLE_ENTITY)


@router.post(ONE + "/remove")
async def remove_assignment(caller: Trainer, assignment_id: UUID) -> Response:
    """Deleted, or archived once somebody has begun it."""
    one = await caller.read(assignments.read, assignment_id)
    await caller.write(assignments.remove, assignment_id)
    return _back(one.cohort_id, "assignment-removed")


def _for_new(session: Session, me: Identity, cohort_id: UUID) -> tuple[CohortOut, list[ExerciseCard]]:
    return groups.read(session, me, cohort_id), offered_cards(session)


def _for_change(
    session: Session, me: Identity, assignment_id: UUID
) -> tuple[AssignmentOut, CohortOut, list[ExerciseCard]]:
    one = assignments.read(session, me, assignment_id)
    return one, groups.read(session, me, one.cohort_id), offered_cards(session)


def _wanted(
    form: AssignmentForm, zone: str, before: AssignmentOut | None = None
) -> AssignmentIn | AssignmentForm:
    """What was asked for, or the form again with what is wrong. `before`: the assignment as it stands."""
    opens = _moment(form.opens_at, zone, before.opens_at if before else None)
    due = _moment(form.due_at, zone, before.due_at if before else None, last=True)
    for name, text, moment in (("opens_at", form.opens_at, opens), ("due_at", form.due_at, due)):
        if text and moment is None:
            return replace(form, wrong=name)
    try:
        return AssignmentIn.model_validate(_document(form, opens, due))
    except ValidationError as error:
        place = error.errors()[0]["loc"]
        return replace(form, wrong=str(place[0]) if place else _whole(form))


def _moment(text: str, zone: str, before: datetime | None, *, last: bool = False) -> datetime | None:
    """The moment of a field; as it stands where the field still says that: it has no seconds, and says an
    hour that comes twice alike."""
    return before if text == for_field(before, zone) else read_local(text, zone, last=last)


def _document(form: AssignmentForm, opens: datetime | None, due: datetime | None) -> dict[str, object]:
    return {
        "exercise_id": form.exercise_id,
        "opens_at": opens,
        "due_at": due,
        "attempts_allowed": form.attempts_allowed.strip() or None,
        "mode": form.mode,
        "reference": form.reference,
        "position": form.position.strip() or "0",
    }


def _whole(form: AssignmentForm) -> str:
    """Which of the two rules over several fields is broken."""
    return "order" if form.due_at else "reference"


def _refused(form: AssignmentForm, problem: Problem) -> AssignmentForm:
    """The form again where it has words for the problem; anything else is an error as ever."""
    pointers = {"/due_at": "order", "/exercise_id": "exercise_id"}
    wrong = next((pointers[item.pointer] for item in problem.errors if item.pointer in pointers), "")
    if not wrong and problem.slug not in {"cohort-archived", "begun"}:
        raise problem
    return replace(form, wrong=wrong or problem.slug)


def _form(
    request: Request,
    cohort: CohortOut,
    cards: list[ExerciseCard],
    form: AssignmentForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    zone = zone_name(cohort.time_zone, language_of(request))
    own = f"/assignments/{form.assignment}" if form.assignment else f"/cohorts/{cohort.id}/assignments/new"
    context = {"cohort": cohort, "cards": cards, "form": form, "zone": zone, "path": own}
    return render(request, "cohorts/assignment_form.html", status=status, **context)


def _back(cohort_id: UUID, said: str) -> Response:
    return RedirectResponse(f"/cohorts/{cohort_id}?said={said}", HTTPStatus.SEE_OTHER)
