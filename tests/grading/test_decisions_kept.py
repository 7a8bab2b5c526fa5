"""Decisions that are kept: they make a new assessment, and hold in every later one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Person, Role
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem
from app.exercises.schema import Language
from app.grading.assess import assess
from app.grading.assessment import Assessment, Check
from app.grading.bounds import bounded_client
from app.grading.completion import Completion
from app.grading.decisions import Ruling, check_key
from app.grading.decisions_kept import decisions_on, kept_decisions
from app.grading.decisions_models import Decision
from app.grading.decisions_regrade import Judgement, decide
from app.grading.models import AssessmentRecord, FrozenSubmission
from app.grading.pending import load_case, supersede, waiting_submissions
from app.grading.provenance import Provenance
from app.grading.replay import replay
from app.grading.service import newest_assessment
from app.llm.models import ModelCall
from app.llm.scripted import Asked, ScriptedModel
from app.practice.models import Attempt
from tests.grading.test_pending import BY_MODEL, OPEN, hand_in
from tests.practice.modelled import REWRITE, Work, generous, judging_only, serving, strict, until, with_model

REPAIRED = Ruling("check", "repaired:acompte", "passed")


@pytest.fixture
def person(db: Database) -> UUID:
    def add(session: Session) -> UUID:
        ines = Person(name="Ines", role=Role.TRAINER)
        session.add(ines)
        session.flush()
        return ines.id

    return db.write(add)


def rule(
    db: Database, submission_id: UUID, person: UUID, *rulings: Ruling, expected: int | None = None
) -> list[Decision]:
    judgement = Judgement(person, "Le texte le dit autrement.", 40)
    return db.write(lambda s: decide(s, submission_id, rulings, judgement, expected))


def records(db: Database, submission_id: UUID) -> list[AssessmentRecord]:
    query = select(AssessmentRecord).where(AssessmentRecord.submission_id == submission_id)
    return db.read(lambda session: list(session.exec(query.order_by(col(AssessmentRecord.number)))))


def in_force(db: Database, submission_id: UUID) -> Assessment:
    return db.read(lambda session: newest_assessment(session, submission_id))


def check(assessment: Assessment, key: str = "repaired:acompte") -> Check:
    return next(one for one in assessment.checks if check_key(one) == key)


def replays(db: Database, submission_id: UUID) -> list[list[str]]:
    ids = [record.id for record in records(db, submission_id)]
    return [db.read(lambda session, id_=id_: replay(session, id_)).differences for id_ in ids]  # type: ignore[misc]  # mypy cannot infer the lambda


def test_a_decision_makes_a_new_assessment_and_the_old_one_stays(db: Database, person: UUID) -> None:
    id_ = hand_in(db, OPEN, None)
    [kept] = rule(db, id_, person, REPAIRED, expected=1)
    first, second = records(db, id_)
    assert check(Assessment.model_validate_json(first.document)).passed is False
    assert (check(in_force(db, id_)).passed, check(in_force(db, id_)).decided_by) == (True, "person")
    assert (second.number, second.provenance, second.provisional) == (2, None, False)
    assert (kept.assessment_number, kept.changed, kept.seconds, kept.person_id) == (2, True, 40, person)
    rule(db, id_, person, REPAIRED)
    assert [one.changed for one in db.read(lambda s: decisions_on(s, id_))] == [True, False]
    assert replays(db, id_) == [[], [], []]


def test_each_assessment_stands_on_the_decisions_before_it(db: Database, person: UUID) -> None:
    id_ = hand_in(db, OPEN, None)
    rule(db, id_, person, REPAIRED)
    rule(db, id_, person, Ruling("check", "repaired:acompte", "failed"))
    assert db.read(lambda s: kept_decisions(s, id_, 1)).checks == {}
    assert db.read(lambda s: kept_decisions(s, id_, 2)).checks == {"repaired:acompte": True}
    assert db.read(lambda s: kept_decisions(s, id_)).checks == {"repaired:acompte": False}


def test_the_second_of_two_who_saw_the_same_grade_is_told(db: Database, person: UUID) -> None:
    id_ = hand_in(db, OPEN, None)
    rule(db, id_, person, REPAIRED, expected=1)
    with pytest.raises(Problem) as refused:
        rule(db, id_, person, Ruling("check", "repaired:acompte", "failed"), expected=1)
    assert (refused.value.status, refused.value.slug) == (412, "stale")
    assert len(records(db, id_)) == 2
    assert check(in_force(db, id_)).passed is True


@pytest.mark.parametrize(
    ("ruling", "detail"),
    [
        (Ruling("check", "repaired:nothing", "passed"), "the grade has no check “repaired:nothing”"),
        (Ruling("check", "repaired:acompte", "maybe"), "“maybe” is no verdict on the check"),
        (Ruling("outcome", "prix", "found:7"), "the submission has no mark 7"),
    ],
)
def test_a_decision_that_does_not_fit_leaves_nothing(
    db: Database, person: UUID, ruling: Ruling, detail: str
) -> None:
    id_ = hand_in(db, OPEN, None)
    with pytest.raises(Problem) as refused:
        rule(db, id_, person, ruling)
    assert refused.value.status == 422
    assert detail in refused.value.errors[0].detail
    assert (len(records(db, id_)), db.read(lambda s: decisions_on(s, id_))) == (1, [])


def test_a_provisional_grade_stays_so_and_the_model_completes_it_with_the_decision(
    db: Database, person: UUID
) -> None:
    id_ = hand_in(db, OPEN, Language.FR)
    early = db.read(lambda session: load_case(session, id_))
    rule(db, id_, person, REPAIRED)
    assert [record.provisional for record in records(db, id_)] == [True, True]
    assert db.read(waiting_submissions) == [id_]
    assert not db.write(lambda s: supersede(s, early, early.assessment, BY_MODEL))
    case = db.read(lambda session: load_case(session, id_))
    assert case.decisions.checks == {"repaired:acompte": True}


# With a model


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(judging_only(strict)) as server:
        yield server


def submission_of(db: Database, work: Work) -> UUID:
    attempt = db.read(lambda session: session.get(Attempt, UUID(work.id)))
    assert attempt is not None
    assert attempt.submission_id is not None
    return attempt.submission_id


def test_a_split_waits_for_a_person_and_what_the_model_said_stands_beside_the_decision(
    settings: Settings, db: Database, model: ScriptedModel, person: UUID
) -> None:
    model.next(judging_only(generous))
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        until(work.is_complete)
    id_ = submission_of(db, work)
    assert [record.split for record in records(db, id_)] == [False, True]
    assert check(in_force(db, id_)).split
    asked = len(model.requests)
    [kept] = rule(db, id_, person, REPAIRED, Ruling("outcome", "prix", "understood"))[:1]
    after = in_force(db, id_)
    assert (check(after).decided_by, check(after).split, kept.changed) == ("person", False, True)
    last = records(db, id_)[-1]
    assert (last.split, last.provenance) == (False, records(db, id_)[-2].provenance)
    assert len(model.requests) == asked
    assert replays(db, id_) == [[], [], []]


def test_a_decision_made_before_the_model_answers_holds_when_it_has(
    settings: Settings, db: Database, model: ScriptedModel, person: UUID
) -> None:
    id_ = hand_in(db, OPEN, Language.FR)
    rule(db, id_, person, Ruling("check", "criterion:note", "passed"))
    with serving(with_model(settings, model), db):
        until(lambda: not records(db, id_)[-1].provisional)
    complete = records(db, id_)[-1]
    assert (complete.number, complete.provenance is not None) == (3, True)
    assert check(in_force(db, id_), "criterion:note").decided_by == "person"
    assert replays(db, id_) == [[], [], []]


def test_a_decision_made_while_the_model_answers_is_in_the_grade_that_follows_at_once(
    settings: Settings, db: Database, model: ScriptedModel, person: UUID
) -> None:
    """And no answer is paid for twice, nor the coach asked about a grade that is not there yet."""
    id_, ruling = hand_in(db, OPEN, Language.FR), Ruling("check", "criterion:note", "passed")

    def deciding(asked: Asked) -> dict[str, Any]:
        if len(model.requests) == 1:
            rule(db, id_, person, ruling)
        return generous(asked)

    model.behaviour = deciding
    asked = with_model(settings, model)
    with closing(bounded_client(db, asked)) as client:
        Completion(db, client, asked)(id_, lambda _answered, _runs: None)
    last = records(db, id_)[-1]
    assert (last.number, last.provisional) == (3, False)
    assert check(in_force(db, id_), "criterion:note").decided_by == "person"
    calls = db.read(lambda session: session.exec(select(ModelCall)).all())
    assert sorted(call.purpose for call in calls) == ["coach", "judge", "judge", "judge"]


def test_the_model_is_asked_what_a_person_has_decided_too(
    settings: Settings, db: Database, model: ScriptedModel, person: UUID
) -> None:
    """Else a later grading would take its answers for those to other questions."""
    id_ = hand_in(db, OPEN.model_copy(update={"rewrite": REWRITE}), Language.FR)
    rule(db, id_, person, REPAIRED)
    with serving(with_model(settings, model), db):
        until(lambda: not records(db, id_)[-1].provisional)
    said = Provenance.model_validate_json(records(db, id_)[-1].provenance or "")
    assert (said.questions, said.decided) == (2, 2)
    assert (check(in_force(db, id_)).passed, check(in_force(db, id_)).decided_by) == (True, "person")
    rule(db, id_, person, Ruling("check", "repaired:acompte", "failed"))
    assert replays(db, id_) == [[], [], [], []]


def test_without_what_the_model_said_nothing_is_decided(
    settings: Settings, db: Database, model: ScriptedModel, person: UUID
) -> None:
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        until(work.is_complete)
    id_ = submission_of(db, work)
    db.write(lambda session: session.execute(sa.delete(ModelCall)))
    with pytest.raises(Problem) as refused:
        rule(db, id_, person, REPAIRED)
    assert (refused.value.status, refused.value.slug) == (409, "answers-gone")


def test_two_who_hand_in_the_same_each_have_answers_of_their_own(
    settings: Settings, db: Database, model: ScriptedModel, person: UUID
) -> None:
    """Else the grade of one could not be decided on any more once the other erases their account."""
    first, second = (hand_in(db, OPEN, Language.FR) for _ in range(2))
    with serving(with_model(settings, model), db):
        until(lambda: not any(records(db, id_)[-1].provisional for id_ in (first, second)))
    db.write(lambda s: s.execute(sa.delete(FrozenSubmission).where(col(FrozenSubmission.id) == first)))
    [made] = rule(db, second, person, Ruling("check", "criterion:note", "passed"))
    assert made.verdict == "passed"
    assert records(db, second)[-1].number == 3


def test_the_completed_grade_is_what_assess_says(db: Database, person: UUID) -> None:
    id_ = hand_in(db, OPEN, None)
    rule(db, id_, person, REPAIRED)
    case = db.read(lambda session: load_case(session, id_))
    assert case.assessment == assess(case.prepared.exercise, case.submission, decisions=case.decisions)
