"""What waits for the model, in which order, and that nothing is graded twice."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from app.core.db import Database
from app.core.errors import Problem
from app.exercises.catalogue import current_version
from app.exercises.schema import FlawType, Language, Severity
from app.grading.assess import assess
from app.grading.models import AssessmentRecord, Coaching, CoachState
from app.grading.pending import keep_paragraph, load_case, supersede, waiting_submissions
from app.grading.provenance import Provenance
from app.grading.service import freeze, grade, grade_with_model_to_come
from app.grading.submission import Annotation, Submission
from app.grading.testimony import Testimony

BY_MODEL = Provenance(model="small", prompt="judge/v1", runs=3, calls=["k"], questions=1, decided=0)
OPEN = Submission(
    annotations=[
        Annotation(
            quote="75 €", type=FlawType.CONTRADICTS_DOSSIER, severity=Severity.CRITICAL, comment="Étrange."
        )
    ]
)
CLOSED = Submission()


def hand_in(db: Database, submission: Submission, language: Language | None = Language.FR) -> UUID:
    """Hand in to a server with a model, or (no language) without one."""

    def work(session: Session) -> UUID:
        frozen = freeze(session, current_version(session, "mini"), submission)
        if language:
            grade_with_model_to_come(session, frozen, language)
        else:
            grade(session, frozen)
        return frozen.id

    return db.write(work)


def complete(db: Database, submission_id: UUID) -> bool:
    case = db.read(lambda session: load_case(session, submission_id))
    assessment = assess(case.prepared.exercise, case.submission, testimony=Testimony())
    return db.write(lambda session: supersede(session, case, assessment, BY_MODEL))


def test_grades_come_before_paragraphs_and_the_oldest_first(db: Database) -> None:
    without_questions = hand_in(db, CLOSED)
    first, second = hand_in(db, OPEN), hand_in(db, OPEN)
    assert db.read(waiting_submissions) == [first, second, without_questions]
    complete(db, first)
    assert db.read(waiting_submissions) == [second, without_questions, first]


def test_without_a_model_nothing_waits(db: Database) -> None:
    hand_in(db, OPEN, None)
    assert db.read(waiting_submissions) == []
    assert db.read(lambda session: session.exec(select(Coaching)).all()) == []


def test_a_grade_is_provisional_only_where_a_question_is_open(db: Database) -> None:
    hand_in(db, OPEN)
    hand_in(db, CLOSED)
    records = db.read(
        lambda session: session.exec(
            select(AssessmentRecord).order_by(col(AssessmentRecord.created_at))
        ).all()
    )
    assert [(record.number, record.provisional) for record in records] == [(1, True), (1, False)]


def test_a_case_holds_the_resolved_submission_and_the_grade_in_force(db: Database) -> None:
    id_ = hand_in(db, OPEN, Language.EN)
    case = db.read(lambda session: load_case(session, id_))
    start = case.prepared.draft.index("75 €")
    assert (case.submission.annotations[0].start, case.number, case.coaching) == (start, 1, Language.EN)
    assert case.assessment.provisional
    complete(db, id_)
    assert db.read(lambda session: load_case(session, id_)).number == 2


def test_what_came_too_late_is_not_written(db: Database) -> None:
    id_ = hand_in(db, OPEN)
    early = db.read(lambda session: load_case(session, id_))
    assert complete(db, id_)
    late = assess(early.prepared.exercise, early.submission)
    assert not db.write(lambda session: supersede(session, early, late, BY_MODEL))
    kept = db.read(lambda session: session.exec(select(AssessmentRecord)).all())
    assert [record.number for record in kept] == [1, 2]


def test_a_paragraph_is_kept_once(db: Database) -> None:
    id_ = hand_in(db, CLOSED)
    db.write(lambda session: keep_paragraph(session, id_, "Bien vu.", "small", "k"))
    db.write(lambda session: keep_paragraph(session, id_, "Autre chose.", "small", "k"))
    coaching = db.read(lambda session: session.get(Coaching, id_))
    assert coaching is not None
    assert (coaching.state, coaching.paragraph, coaching.model) == (CoachState.WRITTEN, "Bien vu.", "small")
    assert db.read(waiting_submissions) == []
    assert db.read(lambda session: load_case(session, id_)).coaching is None


def test_a_paragraph_that_there_will_not_be_no_longer_waits(db: Database) -> None:
    id_ = hand_in(db, CLOSED)
    db.write(lambda session: keep_paragraph(session, id_, None, "small", "k"))
    coaching = db.read(lambda session: session.get(Coaching, id_))
    assert coaching is not None
    assert (coaching.state, coaching.paragraph) == (CoachState.DROPPED, None)


def test_an_unknown_submission_is_a_problem(db: Database) -> None:
    with pytest.raises(Problem, match="no such submission"):
        db.read(lambda session: load_case(session, UUID(int=0)))
