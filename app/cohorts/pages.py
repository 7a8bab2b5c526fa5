"""The trainer's pages of cohorts: the list, a new one, one with its trainees, its exercises and its code."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.people import find_by_email
from app.accounts.service import Identity
from app.accounts.visits import link_to
from app.cohorts import assignments, groups, joining
from app.cohorts.callers import Trainer
from app.cohorts.dates import ZONES, exact
from app.cohorts.models import PARIS
from app.cohorts.moderation_queue import waiting_for
from app.cohorts.schemas import AssignmentOut, CohortIn, CohortOut, CohortPage, MemberPage
from app.core.errors import Problem
from app.web.language import language_of
from app.web.render import render, zone_name
from app.web.texts import Language

router = APIRouter(prefix="/cohorts", include_in_schema=False)
ONE: Final = "/{cohort_id}"
A_PAGE: Final = 100
SAID: Final = frozenset(
    {
        *(
            "made",
            "changed",
            "archived",
            "restored",
            "code-new",
            "code-off",
            "removed",
            "trainer",
            "assigned",
        ),
        *("assignment-changed", "assignment-removed", "no-trainer", "no-person", "is-member", "forbidden"),
    }
)
"""What the page of a cohort may say of what was done, or could not be."""
Text = Annotated[str, Form(max_length=400)]
Word = Annotated[str, Query(max_length=30)]


@dataclass(frozen=True, slots=True)
class CohortForm:
    """A form of a cohort; `wrong` names its field that has to be mended. `cohort`: the one to change."""

    name: str = ""
    time_zone: str = PARIS
    wrong: str = ""
    cohort: UUID | None = None
    revision: int = 0

    def zones(self, language: Language) -> list[tuple[str, str]]:
        """(zone, its name), the chosen one among them."""
        known = ZONES if self.time_zone in ZONES else (self.time_zone, *ZONES)
        return [(zone, zone_name(zone, language)) for zone in known]


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An assignment with its moments in words."""

    assignment: AssignmentOut
    opens: str
    due: str


@dataclass(frozen=True, slots=True)
class OneCohort:
    """Everything that cohorts/cohort.html shows. `link` leads trainees in; "" while joining is off."""

    cohort: CohortOut
    members: MemberPage
    lines: list[AssignmentLine]
    archived: list[AssignmentLine]
    link: str
    zone: str
    owns: bool
    said: str


@router.get("")
async def list_cohorts(
    request: Request, caller: Trainer, archived: bool = False, after: UUID | None = None
) -> Response:
    page, to_review = await caller.read(_list, archived, after)
    return render(request, "cohorts/list.html", page=page, archived=archived, to_review=to_review)


@router.get("/new")
async def new_cohort(request: Request, caller: Trainer) -> Response:
    await caller.let_in()
    return _form(request, CohortForm())


@router.post("/new")
async def post_new(request: Request, caller: Trainer, name: Text = "", time_zone: Text = PARIS) -> Response:
    wanted = _wanted(name, time_zone)
    if isinstance(wanted, CohortForm):
        await caller.let_in()
        return _form(request, wanted, HTTPStatus.UNPROCESSABLE_ENTITY)
    made = await caller.write(groups.create, wanted)
    return _back(made.id, "made")


@router.get(ONE)
async def one_cohort(request: Request, caller: Trainer, cohort_id: UUID, said: Word = "") -> Response:
    cohort, members, current, archived, owns = await caller.read(_one, cohort_id)
    language = language_of(request)
    page = OneCohort(
        cohort=cohort,
        members=members,
        lines=[_line(one, cohort, language) for one in current],
        archived=[_line(one, cohort, language) for one in archived],
        link=link_to(request, f"/join/{cohort.code}") if cohort.code and not cohort.archived_at else "",
        zone=zone_name(cohort.time_zone, language),
        owns=owns,
        said=said if said in SAID else "",
    )
    return render(request, "cohorts/cohort.html", page=page)


@router.get(ONE + "/settings")
async def settings(request: Request, caller: Trainer, cohort_id: UUID) -> Response:
    cohort = await caller.read(groups.read, cohort_id)
    return _form(request, CohortForm(cohort.name, cohort.time_zone, "", cohort.id, cohort.revision))


@router.post(ONE + "/settings")
async def post_settings(
    request: Request,
    caller: Trainer,
    cohort_id: UUID,
    name: Text = "",
    time_zone: Text = PARIS,
    revision: Annotated[int, Form(ge=1, le=1_000_000_000)] = 1,
) -> Response:
    wanted = _wanted(name, time_zone, cohort_id, revision)
    if isinstance(wanted, CohortForm):
        await caller.read(groups.read, cohort_id)
        return _form(request, wanted, HTTPStatus.UNPROCESSABLE_ENTITY)
    await caller.write(groups.replace, cohort_id, wanted, revision)
    return _back(cohort_id, "changed")


@router.post(ONE + "/archive")
async def archive(caller: Trainer, cohort_id: UUID) -> Response:
    await caller.write(groups.set_archived, cohort_id, True)
    return _back(cohort_id, "archived")


@router.post(ONE + "/restore")
async def restore(caller: Trainer, cohort_id: UUID) -> Response:
    await caller.write(groups.set_archived, cohort_id, False)
    return _back(cohort_id, "restored")


@router.post(ONE + "/code")
async def renew_code(caller: Trainer, cohort_id: UUID) -> Response:
    await caller.write(groups.renew_code, cohort_id)
    return _back(cohort_id, "code-new")


@router.post(ONE + "/code/off")
async def code_off(caller: Trainer, cohort_id: UUID) -> Response:
    await caller.write(groups.drop_code, cohort_id)
    return _back(cohort_id, "code-off")


@router.post(ONE + "/members/{person_id}/remove")
async def remove_member(caller: Trainer, cohort_id: UUID, person_id: UUID) -> Response:
    await caller.write(_remove, cohort_id, person_id)
    return _back(cohort_id, "removed")


@router.post(ONE + "/trainers")
async def post_trainer(caller: Trainer, cohort_id: UUID, email: Text = "") -> Response:
    """By the e-mail address of their account."""
    await caller.read(groups.read, cohort_id)
    try:
        said = await caller.write(_add_trainer, cohort_id, email)
    except Problem as problem:
        known = {"invalid": "no-trainer", "is-member": "is-member", "forbidden": "forbidden"}
        if problem.slug not in known:
            raise
        said = known[problem.slug]
    return _back(cohort_id, said)


@router.post(ONE + "/trainers/{person_id}/remove")
async def remove_trainer(caller: Trainer, cohort_id: UUID, person_id: UUID) -> Response:
    await caller.write(groups.remove_trainer, cohort_id, person_id)
    return _back(cohort_id, "removed")


def _list(session: Session, me: Identity, archived: bool, after: UUID | None) -> tuple[CohortPage, int]:
    """A page of the cohorts, and how much waits for the caller's decision."""
    return groups.list_cohorts(session, me, archived, after, A_PAGE), len(waiting_for(session, me))


def _wanted(
    name: str, time_zone: str, cohort: UUID | None = None, revision: int = 0
) -> CohortIn | CohortForm:
    """What was asked for, or the form again with what is wrong."""
    try:
        return CohortIn(name=name, time_zone=time_zone)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        zone = PARIS if field == "time_zone" else time_zone
        return CohortForm(name, zone, field, cohort, revision)


def _form(request: Request, form: CohortForm, status: HTTPStatus = HTTPStatus.OK) -> Response:
    path = f"/cohorts/{form.cohort}/settings" if form.cohort else "/cohorts/new"
    zones = form.zones(language_of(request))
    return render(request, "cohorts/form.html", status=status, path=path, form=form, zones=zones)


def _one(
    session: Session, me: Identity, cohort_id: UUID
) -> tuple[CohortOut, MemberPage, list[AssignmentOut], list[AssignmentOut], bool]:
    cohort = groups.read(session, me, cohort_id)
    current, archived = (
        assignments.list_assignments(session, me, cohort_id, gone).items for gone in (False, True)
    )
    members = joining.members(session, me, cohort_id, None, 1_000)
    return cohort, members, current, archived, me.is_admin or cohort.owner.id == me.person_id


def _line(one: AssignmentOut, cohort: CohortOut, language: Language) -> AssignmentLine:
    due = exact(one.due_at, cohort.time_zone, language) if one.due_at else ""
    return AssignmentLine(one, exact(one.opens_at, cohort.time_zone, language), due)


def _remove(session: Session, me: Identity, cohort_id: UUID, person_id: UUID) -> None:
    groups.read(session, me, cohort_id)
    joining.remove(session, me, cohort_id, person_id)


def _add_trainer(session: Session, me: Identity, cohort_id: UUID, email: str) -> str:
    person = find_by_email(session, email.strip().lower())
    if person is None:
        return "no-person"
    groups.add_trainer(session, me, cohort_id, person.id)
    return "trainer"


def _back(cohort_id: UUID, said: str) -> Response:
    return RedirectResponse(f"/cohorts/{cohort_id}?said={said}", HTTPStatus.SEE_OTHER)
