"""What the figures are made of, read with as many statements for a large group as for a small one.

Only attempts of assignments count, never trials, and each with the assessment in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import Person
from app.accounts.service import Identity
from app.cohorts.access import run_by
from app.cohorts.insights_confirmed import Confirmation
from app.cohorts.insights_schemas import CohortRef, Trainee
from app.cohorts.models import Assignment, Cohort, CohortMember
from app.exercises.catalogue import load_current
from app.grading.assessment import Scores
from app.grading.decisions import DecisionKind
from app.grading.decisions_models import Decision
from app.grading.models import AssessmentRecord
from app.practice.models import AnnotationRecord, Attempt, WrittenText
from app.practice.visibility import is_awaiting
from app.text.folding import fold


class Grade(BaseModel):
    """As much of an assessment as a list of people shows."""

    scores: Scores
    provisional: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A trainee of the cohort."""

    person: Trainee
    joined_at: datetime


def all_trained(session: Session, me: Identity) -> list[Cohort]:
    """Every cohort that the caller trains, by name; to an administrator, all."""
    return list(session.exec(run_by(me).order_by(col(Cohort.name), col(Cohort.id))).all())


def reference(cohort: Cohort) -> CohortRef:
    return CohortRef(id=cohort.id, name=cohort.name, time_zone=cohort.time_zone)


def trainee(person_id: UUID, name: str, erased_at: datetime | None) -> Trainee:
    """Nobody who erased the account has a name."""
    return Trainee(id=person_id, name=None if erased_at else name)


def members_of(session: Session, cohort_id: UUID) -> list[Member]:
    """In the order of their names; those without one last."""
    columns = (col(Person.id), col(Person.name), col(Person.erased_at), col(CohortMember.joined_at))
    rows = session.execute(
        sa.select(*columns)
        .join(CohortMember, col(CohortMember.person_id) == col(Person.id))
        .where(col(CohortMember.cohort_id) == cohort_id)
    )
    members = [Member(trainee(row.id, row.name, row.erased_at), row.joined_at) for row in rows]
    return sorted(members, key=lambda one: (one.person.name is None, _order(one.person), one.person.id))


def people(session: Session, ids: Iterable[UUID]) -> dict[UUID, Trainee]:
    """People by their ids."""
    columns = sa.select(col(Person.id), col(Person.name), col(Person.erased_at))
    rows = session.execute(columns.where(col(Person.id).in_(list(ids))))
    return {row.id: trainee(*row) for row in rows}


def _order(person: Trainee) -> str:
    return fold(person.name or "").strip()


def assignments_of(session: Session, cohort_id: UUID) -> list[Assignment]:
    """Archived ones too, in the order that their trainer gave them."""
    query = select(Assignment).where(Assignment.cohort_id == cohort_id)
    return list(session.exec(query.order_by(col(Assignment.position), col(Assignment.created_at))).all())


def titles_of(session: Session, exercises: Iterable[str]) -> dict[str, str]:
    """The titles of exercises by their ids, as they are on offer; the id where nothing is."""
    wanted = sorted(set(exercises))
    known = load_current(session, wanted)
    return {id_: known[id_].title if id_ in known else id_ for id_ in wanted}


def attempts_in(session: Session, assignments: Sequence[UUID], *who: sa.ColumnElement[bool]) -> list[Attempt]:
    """The attempts of assignments that are in earnest, the oldest first; `who` narrows them down."""
    earnest = (col(Attempt.assignment_id).in_(assignments), ~col(Attempt.trial), *who)
    query = select(Attempt).where(*earnest).order_by(col(Attempt.started_at), col(Attempt.id))
    return list(session.exec(query).all())


def is_member() -> sa.ColumnElement[bool]:
    """Of an attempt: whether its person is in the cohort that its assignment was set for."""
    return (
        sa.exists()
        .where(col(Assignment.id) == col(Attempt.assignment_id))
        .where(col(CohortMember.cohort_id) == col(Assignment.cohort_id))
        .where(col(CohortMember.person_id) == col(Attempt.person_id))
    )


def is_nameless() -> sa.ColumnElement[bool]:
    """Of an attempt: whether its person has erased the account; what they left has no name."""
    erased = (col(Person.id) == col(Attempt.person_id), col(Person.erased_at).is_not(None))
    return sa.exists().where(*erased)


def documents_of(session: Session, attempts: Iterable[Attempt]) -> dict[UUID, str]:
    """The assessments in force, as JSON, by their submissions."""
    submissions = [attempt.submission_id for attempt in attempts if attempt.submission_id]
    newer = aliased(AssessmentRecord)
    superseded = sa.exists().where(
        col(newer.submission_id) == col(AssessmentRecord.submission_id),
        col(newer.number) > col(AssessmentRecord.number),
    )
    columns = sa.select(col(AssessmentRecord.submission_id), col(AssessmentRecord.document))
    in_force = (col(AssessmentRecord.submission_id).in_(submissions), ~superseded)
    return {row.submission_id: row.document for row in session.execute(columns.where(*in_force))}


def shown_to(me: Identity, attempts: Iterable[Attempt]) -> list[Attempt]:
    """Those whose grade the caller may see. Administrators learn as well, and a certifying grade of their own
    is no more theirs to see than anybody's before it is confirmed."""
    return [one for one in attempts if one.person_id != me.person_id or not is_awaiting(one)]


def grades_of(session: Session, attempts: Iterable[Attempt]) -> dict[UUID, Grade]:
    """What lists show of the assessments in force, by their submissions."""
    documents = documents_of(session, attempts)
    return {submission: Grade.model_validate_json(document) for submission, document in documents.items()}


def confirmations_of(session: Session, assignments: Sequence[UUID]) -> list[Confirmation]:
    """The certifying grades of these assignments that trainers confirmed; each once, by who was first."""
    columns = (Decision.submission_id, Decision.person_id, Decision.changed, Decision.seconds)
    rows = session.execute(
        sa.select(*map(col, columns))
        .join(Attempt, col(Attempt.submission_id) == col(Decision.submission_id))
        .where(col(Attempt.assignment_id).in_(assignments), ~col(Attempt.trial))
        .where(col(Decision.kind) == DecisionKind.CONFIRMATION)
        .order_by(col(Decision.created_at), col(Decision.id))
    )
    firsts: dict[UUID, Confirmation] = {}
    for row in rows:
        firsts.setdefault(row.submission_id, Confirmation(row.person_id, row.changed, row.seconds))
    return list(firsts.values())


def moments_of(session: Session, attempts: Sequence[Attempt]) -> dict[UUID, list[datetime]]:
    """When something of each attempt was saved, as far as that is kept."""
    found: dict[UUID, list[datetime]] = {attempt.id: [] for attempt in attempts}
    for attempt in attempts:
        if attempt.twist_revealed_at:
            found[attempt.id].append(attempt.twist_revealed_at)
    marked = (AnnotationRecord.attempt_id, AnnotationRecord.created_at)
    written = (WrittenText.attempt_id, WrittenText.updated_at)
    for of_attempt, moment in (marked, written):
        for row in session.execute(_moments(of_attempt, moment, list(found))):
            found[row[0]].append(row[1])
    return found


def _moments(of_attempt: Any, moment: Any, attempts: list[UUID]) -> sa.Select[tuple[UUID, datetime]]:
    return sa.select(of_attempt, moment).where(of_attempt.in_(attempts))
