"""A cohort at a glance: who has done what, scores by dimension, who may need a hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.service import Identity
from app.cohorts import insights_roll as roll
from app.cohorts.access import cohort_of_mine
from app.cohorts.insights_confirmed import confirmed
from app.cohorts.insights_roll import Grade, Member
from app.cohorts.insights_schemas import (
    AssignmentFigures,
    CohortFigures,
    PortionOut,
    SpreadOut,
    TraineeFigures,
    TrainerConfirmations,
    Work,
)
from app.cohorts.insights_work import Desk, medians, signs_of, spreads, work_of
from app.cohorts.models import Assignment
from app.cohorts.statistics import spread
from app.core.clock import now
from app.practice.models import Attempt


@dataclass(frozen=True, slots=True)
class _Group:
    members: list[Member]
    assignments: list[Assignment]
    titles: Mapping[str, str]
    attempts: Mapping[tuple[UUID, UUID | None], list[Attempt]]
    grades: Mapping[UUID, Grade]
    moment: datetime

    def desks(self, person: UUID) -> list[Desk]:
        return [Desk(one, self.attempts.get((person, one.id), [])) for one in self.assignments]


def read_cohort(session: Session, me: Identity, cohort_id: UUID) -> CohortFigures:
    """Of a cohort that the caller trains. Raises a 404 problem for every other."""
    cohort = cohort_of_mine(session, me, cohort_id)
    assignments = roll.assignments_of(session, cohort_id)
    group = _read(session, me, cohort_id, [one for one in assignments if one.archived_at is None])
    people = [_trainee(group, member) for member in group.members]
    done = [work for one in people for work in one.work]
    return CohortFigures(
        cohort=roll.reference(cohort),
        as_of=group.moment,
        assignments=[_assignment(one, group.titles[one.exercise_id], done) for one in group.assignments],
        people=people,
        scores=spreads([work.scores for work in done]),
        confirmations=_confirmations(session, [one.id for one in assignments]),
    )


def _confirmations(session: Session, assignments: Sequence[UUID]) -> list[TrainerConfirmations]:
    """Of archived assignments too: archiving one hides nothing of how its grades were confirmed."""
    figures = confirmed(roll.confirmations_of(session, assignments))
    trainers = roll.people(session, [one.person_id for one in figures])
    return [
        TrainerConfirmations(
            trainer=trainers[one.person_id],
            unchanged=PortionOut.of(one.unchanged),
            seconds=SpreadOut.of(one.seconds),
        )
        for one in figures
    ]


def _read(session: Session, me: Identity, cohort_id: UUID, assignments: list[Assignment]) -> _Group:
    attempts = roll.attempts_in(session, [one.id for one in assignments], roll.is_member())
    desks: dict[tuple[UUID, UUID | None], list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        desks[attempt.person_id, attempt.assignment_id].append(attempt)
    members = roll.members_of(session, cohort_id)
    titles = roll.titles_of(session, [one.exercise_id for one in assignments])
    grades = roll.grades_of(session, roll.shown_to(me, attempts))
    return _Group(members, assignments, titles, desks, grades, now())


def _trainee(group: _Group, member: Member) -> TraineeFigures:
    desks = group.desks(member.person.id)
    work = [work_of(desk, group.grades, group.moment) for desk in desks]
    return TraineeFigures(
        person=member.person,
        joined_at=member.joined_at,
        work=work,
        scores=medians([one.scores for one in work]),
        signs=signs_of(desks, group.titles, group.grades, group.moment),
    )


def _assignment(assignment: Assignment, title: str, done: Sequence[Work]) -> AssignmentFigures:
    theirs = [work for work in done if work.assignment == assignment.id]
    return AssignmentFigures(
        id=assignment.id,
        exercise=assignment.exercise_id,
        title=title,
        mode=assignment.mode,
        opens_at=assignment.opens_at,
        due_at=assignment.due_at,
        people=len(theirs),
        begun=sum(work.state != "not-begun" for work in theirs),
        handed_in=sum(work.state == "handed-in" for work in theirs),
        late=sum(work.late for work in theirs),
        overall=SpreadOut.of(spread(work.scores.overall for work in theirs if work.scores)),
    )
