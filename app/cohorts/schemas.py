"""What tools read and write about cohorts and assignments."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from app.accounts.schemas import PersonName
from app.cohorts.models import PARIS, Mode, ReferenceShown

_COHORT_ID = "7c9d6a35-51c1-4d0e-9d8e-0b6f8f1f2a34"
_ASSIGNMENT_ID = "c2f1a7de-3b58-4f6b-8c55-1f7f4a3b9d10"
_INES = {"id": "0d5be1c4-9a2f-4d1c-8f4e-2f8a51a7c9b0", "name": "Inès Roux"}
_COHORT: dict[str, Any] = {
    "id": _COHORT_ID,
    "name": "Rédaction web, automne 2026",
    "time_zone": PARIS,
    "code": "K7MPX2WD",
    "owner": _INES,
    "trainers": [_INES],
    "members": 12,
    "revision": 1,
    "archived_at": None,
    "created_at": "2026-11-02T08:30:00Z",
}
_MEMBER = {
    "id": "6f0d1f52-7a3e-4f43-9a39-8f3f6f0c2b11",
    "name": "Zoé Martin",
    "email": "zoe@atelier.example",
    "joined_at": "2026-11-03T09:00:00Z",
}
_MINE = {
    "id": _COHORT_ID,
    "name": "Rédaction web, automne 2026",
    "time_zone": PARIS,
    "trainers": [_INES],
    "joined_at": "2026-11-03T09:00:00Z",
}
_TERMS: dict[str, Any] = {
    "exercise_id": "relance-facture",
    "opens_at": "2026-11-23T08:00:00Z",
    "due_at": "2026-11-30T17:00:00Z",
    "attempts_allowed": 2,
    "mode": "formative",
    "reference": "after-due",
    "position": 1,
}
_ASSIGNMENT: dict[str, Any] = {
    **_TERMS,
    "id": _ASSIGNMENT_ID,
    "cohort_id": _COHORT_ID,
    "title": "Relance d’une facture impayée",
    "begun": 5,
    "revision": 1,
    "created_at": "2026-11-20T10:00:00Z",
    "archived_at": None,
}
_DUTY: dict[str, Any] = {
    **{name: value for name, value in _TERMS.items() if name != "position"},
    "id": _ASSIGNMENT_ID,
    "cohort": {"id": _COHORT_ID, "name": "Rédaction web, automne 2026", "time_zone": PARIS},
    "title": "Relance d’une facture impayée",
    "language": "fr",
    "minutes": 20,
    "attempts_begun": 1,
    "state": "under-way",
    "late": False,
    "attempt_id": "b3b1c9d2-54ac-4c1f-a7f3-0c3a4f9a7e55",
    "submitted_at": None,
    "score": None,
}


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"example": value})


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("give a time zone of the IANA database, such as Europe/Paris")
    return name


def _sane(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2200:
        raise ValueError("give a moment between the years 2000 and 2200")
    return moment.astimezone(UTC)


Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$")
]
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]
Moment = Annotated[AwareDatetime, AfterValidator(_sane)]


class CohortIn(BaseModel):
    """A cohort as its trainers write it. `time_zone` is that in which its dates are shown."""

    model_config = _example({"name": _COHORT["name"], "time_zone": PARIS})

    name: Name
    time_zone: Zone = PARIS


class CohortOut(BaseModel):
    """A cohort as its trainers see it. `code` lets people join; it is null while joining is switched off.
    `members` counts the trainees."""

    model_config = _example(_COHORT)

    id: UUID
    name: str
    time_zone: str
    code: str | None
    owner: PersonName
    trainers: list[PersonName]
    members: int
    revision: int
    archived_at: datetime | None
    created_at: datetime


class CohortPage(BaseModel):
    """Cohorts in the order of their names; `next` is the cursor of what follows, null at the end."""

    model_config = _example({"items": [_COHORT], "next": None})

    items: list[CohortOut]
    next: UUID | None


class MemberOut(BaseModel):
    """A trainee of a cohort."""

    model_config = _example(_MEMBER)

    id: UUID
    name: str
    email: str | None
    joined_at: datetime


class MemberPage(BaseModel):
    """Trainees in the order of their names; `next` is the cursor of what follows, null at the end."""

    model_config = _example({"items": [_MEMBER], "next": None})

    items: list[MemberOut]
    next: UUID | None


class JoinIn(BaseModel):
    """The code of a cohort. Case, spaces and hyphens do not matter."""

    model_config = _example({"code": "K7MP-X2WD"})

    code: Annotated[str, StringConstraints(max_length=40)]


class MyCohort(BaseModel):
    """A cohort as its trainees see it."""

    model_config = _example(_MINE)

    id: UUID
    name: str
    time_zone: str
    trainers: list[PersonName]
    joined_at: datetime


class MyCohorts(BaseModel):
    """The cohorts that you learn in, the one joined last first."""

    model_config = _example({"items": [_MINE]})

    items: list[MyCohort]


class AssignmentIn(BaseModel):
    """An exercise set for a cohort. It can be begun from `opens_at` on (at once where that is null) until
    `due_at`; what was begun in time may be handed in late and is marked so. `attempts_allowed` null is any
    number. Of a `certifying` one the grade is shown once a trainer has confirmed it. The reference is shown
    `after-submission`, or `after-due`, which needs a due date."""

    model_config = _example(_TERMS)

    exercise_id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00]*$")]
    opens_at: Moment | None = None
    due_at: Moment | None = None
    attempts_allowed: Annotated[int, Field(ge=1, le=100)] | None = None
    mode: Mode = Mode.FORMATIVE
    reference: ReferenceShown = ReferenceShown.AFTER_SUBMISSION
    position: Annotated[int, Field(ge=0, le=10_000)] = 0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.due_at and self.opens_at and self.due_at <= self.opens_at:
            raise ValueError("due_at must come after opens_at")
        if self.reference is ReferenceShown.AFTER_DUE and self.due_at is None:
            raise ValueError("a reference shown after the due date needs a due_at")
        return self


class AssignmentOut(BaseModel):
    """An assignment as trainers see it; `begun` counts the trainees who have begun it."""

    model_config = _example(_ASSIGNMENT)

    id: UUID
    cohort_id: UUID
    exercise_id: str
    title: str
    opens_at: datetime
    due_at: datetime | None
    attempts_allowed: int | None
    mode: Mode
    reference: ReferenceShown
    position: int
    begun: int
    revision: int
    created_at: datetime
    archived_at: datetime | None


class AssignmentList(BaseModel):
    """The assignments of a cohort, by position, then due date."""

    model_config = _example({"items": [_ASSIGNMENT]})

    items: list[AssignmentOut]


class DutyState(StrEnum):
    """Where one stands with an assignment: it opens later; it can be begun; it is begun; it is handed in and
    awaits a trainer; it is done; its due date passed and nothing was begun."""

    UPCOMING = "upcoming"
    OPEN = "open"
    UNDER_WAY = "under-way"
    AWAITING = "awaiting"
    DONE = "done"
    MISSED = "missed"


class CohortName(BaseModel):
    """A cohort by its name, and the time zone of its dates."""

    model_config = _example(_DUTY["cohort"])

    id: UUID
    name: str
    time_zone: str


class Duty(BaseModel):
    """An assignment of yours. `attempt_id` is your open attempt, else the one handed in last; `late`: it is
    past due, or was handed in after it. `score` is the last overall score that you may see."""

    model_config = _example(_DUTY)

    id: UUID
    cohort: CohortName
    exercise_id: str
    title: str
    language: str
    minutes: int
    opens_at: datetime
    due_at: datetime | None
    attempts_allowed: int | None
    attempts_begun: int
    mode: Mode
    reference: ReferenceShown
    state: DutyState
    late: bool
    attempt_id: UUID | None
    submitted_at: datetime | None
    score: float | None

    @property
    def may_begin(self) -> bool:
        """Whether a new attempt can be begun now, the dates aside."""
        left = self.attempts_allowed is None or self.attempts_begun < self.attempts_allowed
        return left and self.state in {DutyState.OPEN, DutyState.DONE, DutyState.AWAITING}


class Duties(BaseModel):
    """What is set for you: what is due first, then what is done."""

    model_config = _example({"items": [_DUTY]})

    items: list[Duty]
