"""The pages of cohorts, and of grades that wait for a trainer, for the gallery."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from app.cohorts.assignment_pages import AssignmentForm
from app.cohorts.dates import exact
from app.cohorts.duties_view import assigned, duties_part, exercise_part
from app.cohorts.models import PARIS
from app.cohorts.pages import AssignmentLine, CohortForm, OneCohort
from app.cohorts.schemas import AssignmentOut, CohortOut, Duty, DutyState, MemberPage, MyCohort
from app.cohorts.schemas import CohortPage as Cohorts
from app.exercises.public import ExerciseCard
from app.exercises.schema import Language as Of
from app.practice.history import AttemptSummary
from app.practice.pages import Awaiting
from app.practice.views.home import Filters, home_page
from app.web.render import zone_name
from app.web.texts import Language
from tests.web.gallery_accounts import DAY

Context = Callable[[Language], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A page with what it shows, by the language that it is in."""

    template: str
    context: Context
    path: str = "/"


def _awaiting(_: Language) -> dict[str, Any]:
    one = _handed_in(7, awaiting=True)
    return {"page": Awaiting(Of.FR, one, [one])}


def _set_apart(_: Language) -> dict[str, Any]:
    one, assigned = _handed_in(7, set_apart=True), _handed_in(8, awaiting=True)
    return {"page": Awaiting(Of.FR, one, [assigned, one])}


def _handed_in(number: int, **held: bool) -> AttemptSummary:
    begun, title = DAY - timedelta(hours=1), "Relance d’une facture impayée"
    return AttemptSummary(UUID(int=number), "relance-facture", title, begun, DAY, DAY, None, **held)


def _cohort(**changes: Any) -> CohortOut:
    return CohortOut.model_validate({**_told(CohortOut), **changes})


def _told(model: type[BaseModel]) -> dict[str, Any]:
    """The example that a schema tells of itself."""
    extra: Any = model.model_config["json_schema_extra"]
    example: dict[str, Any] = deepcopy(extra["example"])
    return example


def _list(items: int, *, archived: bool = False, to_review: int = 0) -> Context:
    page = Cohorts(items=[_cohort(members=count) for count in range(items)], next=None)
    return lambda _: {"page": page, "archived": archived, "to_review": to_review}


def _one(said: str = "", *, busy: bool = True, archived: bool = False) -> Context:
    def context(language: Language) -> dict[str, Any]:
        cohort = _cohort(archived_at=DAY if archived else None, code="K7MPX2WD" if busy else None)
        one = AssignmentOut.model_validate(_told(AssignmentOut))
        line = AssignmentLine(one, exact(one.opens_at, PARIS, language), exact(DAY, PARIS, language))
        member = _told(MemberPage)["items"][0] | {"name": "Camille Dubois-Lefèvre de la Villemarqué"}
        return {
            "page": OneCohort(
                cohort=cohort,
                members=MemberPage.model_validate({"items": [member] * 2 if busy else [], "next": None}),
                lines=[line] if busy else [],
                archived=[line] if busy else [],
                link="https://vigie.example/join/K7MPX2WD" if busy and not archived else "",
                zone=zone_name(PARIS, language),
                owns=busy,
                said=said,
            )
        }

    return context


def _group_form(form: CohortForm) -> Context:
    return lambda language: {"form": form, "zones": form.zones(language)}


def _assignment_form(form: AssignmentForm) -> Context:
    cards = [ExerciseCard.model_validate(_CARD)]
    return lambda language: {
        "cohort": _cohort(),
        "cards": cards,
        "form": form,
        "zone": zone_name(PARIS, language),
    }


def _join(wrong: str = "", *, found: bool = False) -> Context:
    cohort = MyCohort.model_validate(_told(MyCohort)) if found else None
    return lambda _: {"code": "K7MPX2WD", "cohort": cohort, "wrong": wrong}


def _duty(state: DutyState, **changes: Any) -> Duty:
    return Duty.model_validate({**_told(Duty), "state": state, **changes})


def _home(said: str = "", *, to_do: bool = True) -> Context:
    moment = DAY
    over = [
        _duty(DutyState.DONE, score=71.6, late=True, submitted_at=moment),
        _duty(DutyState.AWAITING, mode="certifying", submitted_at=moment),
        _duty(DutyState.MISSED, attempt_id=None),
    ]
    under_way = [
        _duty(DutyState.UNDER_WAY, late=True, due_at=moment - timedelta(days=2)),
        _duty(DutyState.OPEN, attempt_id=None, attempts_begun=0, due_at=moment + timedelta(hours=3)),
        _duty(DutyState.OPEN, attempt_id=None, attempts_begun=0, due_at=None, attempts_allowed=None),
        _duty(DutyState.UPCOMING, attempt_id=None, opens_at=moment + timedelta(days=1)),
    ]
    duties = [*under_way, *over] if to_do else over
    free = [replace(_handed_in(number), submitted_at=None) for number in (11, 12)]
    return lambda language: {
        "page": home_page(_CARDS, free, Filters(), language, assigned(duties)),
        "duties": duties_part(duties, moment, language, said),
        "to_review": 0 if to_do else 1,
        "may_join": True,
    }


def given(language: Language, *states: DutyState, may_free: bool = True) -> dict[str, Any]:
    """What is set of the exercise of a page."""
    due = DAY + timedelta(hours=3)
    duties = [_duty(state, due_at=due, opens_at=DAY + timedelta(hours=1)) for state in states]
    return {"given": exercise_part(duties, "relance-facture", may_free, DAY, language)}


_CARD: Final[dict[str, Any]] = {
    "id": "relance-facture",
    "version": None,
    "title": "Relance d’une facture impayée",
    "language": "fr",
    "domain": "admin",
    "difficulty": 2,
    "minutes": 20,
    "client": "Atelier Roux",
    "tasks": ["review", "rewrite"],
    "has_twist": False,
}
_CARDS: Final = [ExerciseCard.model_validate(_CARD)]
_ONE: Final = "/cohorts/7c9d6a35-51c1-4d0e-9d8e-0b6f8f1f2a34"
_NEW: Final = "/cohorts/new"
_FORM: Final = "cohorts/assignment_form.html"
_SET: Final = AssignmentForm("relance-facture", "2026-11-23T09:00", "2026-11-30T18:00", "2")
COHORT_PAGES: Final[dict[str, CohortPage]] = {
    "feedback-awaiting": CohortPage("practice/feedback_awaiting.html", _awaiting, "/attempts/7/feedback"),
    "feedback-set-apart": CohortPage("practice/feedback_awaiting.html", _set_apart, "/attempts/7/feedback"),
    "home-duties": CohortPage("practice/home.html", _home()),
    "home-duties-done": CohortPage("practice/home.html", _home("closed", to_do=False)),
    "cohorts-empty": CohortPage("cohorts/list.html", _list(0), "/cohorts"),
    "cohorts-list": CohortPage("cohorts/list.html", _list(3, to_review=2), "/cohorts"),
    "cohorts-archived": CohortPage("cohorts/list.html", _list(1, archived=True), "/cohorts"),
    "cohort-busy": CohortPage("cohorts/cohort.html", _one("assigned"), _ONE),
    "cohort-new": CohortPage("cohorts/cohort.html", _one("made", busy=False), _ONE),
    "cohort-archived": CohortPage("cohorts/cohort.html", _one(archived=True), _ONE),
    "cohort-form": CohortPage("cohorts/form.html", _group_form(CohortForm()), _NEW),
    "cohort-form-wrong": CohortPage("cohorts/form.html", _group_form(CohortForm(wrong="name")), _NEW),
    "assignment-form": CohortPage(_FORM, _assignment_form(AssignmentForm()), _ONE),
    "assignment-form-wrong": CohortPage(_FORM, _assignment_form(replace(_SET, wrong="order")), _ONE),
    "assignment-form-begun": CohortPage(
        _FORM, _assignment_form(replace(_SET, assignment=UUID(int=3), fixed=True)), _ONE
    ),
    "join-code": CohortPage("cohorts/join.html", _join(), "/join"),
    "join-wrong": CohortPage("cohorts/join.html", _join("unknown-code"), "/join"),
    "join-link": CohortPage("cohorts/join.html", _join(found=True), "/join"),
}
