"""One trainee over time, as far as the attempts belong to one cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col

from app.accounts.service import Identity
from app.cohorts import insights_roll as roll
from app.cohorts.access import cohort_of_mine
from app.cohorts.insights_items import is_decided
from app.cohorts.insights_roll import Grade, Member
from app.cohorts.insights_schemas import AttemptFigures, Minutes, PortionOut, TraineeOverTime, TypeFigures
from app.cohorts.insights_time import worked
from app.cohorts.insights_work import Desk, in_order, is_awaiting, medians, signs_of
from app.cohorts.models import Assignment
from app.cohorts.statistics import portion
from app.core.clock import now
from app.core.errors import not_found
from app.exercises.catalogue import load_versions
from app.exercises.prepared import Prepared
from app.exercises.schema import FlawType, Task
from app.grading.assessment import Assessment, Trust
from app.grading.trust import measure
from app.practice.models import Attempt


@dataclass(frozen=True, slots=True)
class _Story:
    """A trainee's attempts, the oldest first, with what belongs to them."""

    desks: list[Desk]
    titles: Mapping[str, str]
    assessments: Mapping[UUID, Assessment]
    moments: Mapping[UUID, Sequence[datetime]]
    versions: Mapping[str, Prepared]

    @property
    def in_force(self) -> list[Desk]:
        """Without the assignments that were archived."""
        return [desk for desk in self.desks if desk.assignment.archived_at is None]

    @property
    def attempts(self) -> list[tuple[Desk, Attempt]]:
        pairs = [(desk, attempt) for desk in self.desks for attempt in desk.attempts]
        return sorted(pairs, key=lambda pair: (pair[1].started_at, pair[1].id))

    @property
    def handed_in(self) -> list[Attempt]:
        return in_order([attempt for _, attempt in self.attempts])

    def assessment(self, attempt: Attempt) -> Assessment | None:
        return self.assessments.get(attempt.submission_id) if attempt.submission_id else None

    @property
    def reviewed(self) -> list[tuple[Attempt, Assessment]]:
        """The graded attempts of exercises with a review."""
        graded = [(attempt, self.assessment(attempt)) for attempt in self.handed_in]
        return [
            (attempt, found)
            for attempt, found in graded
            if found and Task.REVIEW in self.versions[attempt.version_hash].exercise.tasks
        ]


def read_person(session: Session, me: Identity, cohort_id: UUID, person_id: UUID) -> TraineeOverTime:
    """Of a member of a cohort that the caller trains: all that they did there, archived assignments too, and
    where they stand with those in force. Raises a 404 problem for everybody else."""
    cohort = cohort_of_mine(session, me, cohort_id)
    member = _member(session, cohort_id, person_id)
    story, moment = _read(session, me, cohort_id, person_id), now()
    grades = {key: Grade(scores=a.scores, provisional=a.provisional) for key, a in story.assessments.items()}
    last = [desk.handed_in[-1] for desk in story.in_force if desk.handed_in]
    found = [story.assessment(attempt) for attempt in last]
    return TraineeOverTime(
        cohort=roll.reference(cohort),
        person=member.person,
        joined_at=member.joined_at,
        as_of=moment,
        attempts=[_attempt(story, desk, attempt, moment) for desk, attempt in story.attempts],
        scores=medians([one.scores if one else None for one in found]),
        trust=_trust([assessment.trust for _, assessment in story.reviewed]),
        types=_types(story),
        signs=signs_of(story.in_force, story.titles, grades, moment),
    )


def _member(session: Session, cohort_id: UUID, person_id: UUID) -> Member:
    found = [one for one in roll.members_of(session, cohort_id) if one.person.id == person_id]
    if not found:
        raise not_found("trainee of this cohort")
    return found[0]


def _read(session: Session, me: Identity, cohort_id: UUID, person_id: UUID) -> _Story:
    assignments = roll.assignments_of(session, cohort_id)
    theirs = col(Attempt.person_id) == person_id
    attempts = roll.attempts_in(session, [one.id for one in assignments], theirs, roll.is_member())
    documents = roll.documents_of(session, roll.shown_to(me, attempts))
    return _Story(
        desks=[_desk(one, attempts) for one in assignments],
        titles=roll.titles_of(session, [one.exercise_id for one in assignments]),
        assessments={key: Assessment.model_validate_json(text) for key, text in documents.items()},
        moments=roll.moments_of(session, attempts),
        versions=load_versions(session, [attempt.version_hash for attempt in attempts]),
    )


def _desk(assignment: Assignment, attempts: Sequence[Attempt]) -> Desk:
    return Desk(assignment, [attempt for attempt in attempts if attempt.assignment_id == assignment.id])


def _attempt(story: _Story, desk: Desk, attempt: Attempt, moment: datetime) -> AttemptFigures:
    assessment, due = story.assessment(attempt), desk.assignment.due_at
    whole = assessment.review.whole if assessment else None
    return AttemptFigures(
        id=attempt.id,
        assignment=desk.assignment.id,
        exercise=attempt.exercise_id,
        title=story.titles[attempt.exercise_id],
        begun_at=attempt.started_at,
        touched_at=attempt.touched_at,
        submitted_at=attempt.submitted_at,
        late=due is not None and due < (attempt.submitted_at or moment),
        awaiting=is_awaiting(attempt),
        provisional=assessment is not None and assessment.provisional,
        scores=assessment.scores if assessment else None,
        found=whole.found if whole else None,
        spared=whole.spared if whole else None,
        minutes=_minutes(attempt, story.moments[attempt.id]),
    )


def _minutes(attempt: Attempt, moments: Sequence[datetime]) -> Minutes | None:
    if attempt.submitted_at is None:
        return None
    found = worked(attempt.started_at, attempt.submitted_at, moments)
    return Minutes(elapsed=found.elapsed, active=found.active, in_one_go=found.in_one_go)


def _trust(trials: Sequence[Trust]) -> Trust | None:
    """Pooled: counts of several attempts are added up. None without any flaw or decoy."""
    if not any(one.flaws + one.decoys for one in trials):
        return None
    return measure(
        hits=sum(one.hits for one in trials),
        flaws=sum(one.flaws for one in trials),
        false_alarms=sum(one.false_alarms for one in trials),
        decoys=sum(one.decoys for one in trials),
    )


def _types(story: _Story) -> list[TypeFigures]:
    """At the first submission of each exercise: after it the feedback names the flaws."""
    firsts = {attempt.exercise_id: (attempt, found) for attempt, found in reversed(story.reviewed)}
    answers: dict[FlawType, list[bool]] = {}
    for attempt, assessment in firsts.values():
        types = {flaw.id: flaw.type for flaw in story.versions[attempt.version_hash].exercise.flaws}
        for outcome in filter(is_decided, assessment.outcomes):
            answers.setdefault(types[outcome.flaw], []).append(outcome.found)
    order = [kind for kind in FlawType if kind in answers]
    return [TypeFigures(type=kind, found=PortionOut.of(portion(answers[kind]))) for kind in order]
