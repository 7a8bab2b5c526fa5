"""Grades computed again from their log, and what a log that was tampered with gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.core.config import Settings
from app.core.db import Database
from app.grading.models import AssessmentRecord, Coaching
from app.grading.replay import Replay, ReplayError, replay
from app.llm.models import ModelCall
from app.llm.scripted import ScriptedModel
from tests.practice.modelled import Work, generous, judging_only, serving, strict, until, with_model
from tests.test_cli import vigie


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(generous) as server:
        yield server


@pytest.fixture
def graded(settings: Settings, db: Database, model: ScriptedModel) -> list[UUID]:
    """The ids of a provisional assessment and of the one that superseded it."""
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        until(lambda: db.read(lambda s: s.exec(select(Coaching).where(Coaching.state != "waiting")).first()))
    query = select(AssessmentRecord.id).order_by(col(AssessmentRecord.number))
    return db.read(lambda session: list(session.exec(query)))


def replayed(db: Database, assessment: UUID) -> Replay:
    return db.read(lambda session: replay(session, assessment))


def alter(db: Database, **values: Any) -> None:
    """Tamper with every answer of the judge in the log."""
    judged = sa.update(ModelCall).where(col(ModelCall.purpose) == "judge")
    db.write(lambda session: session.execute(judged.values(**values)))


def test_both_assessments_come_out_the_same_without_any_model(
    db: Database, graded: list[UUID], model: ScriptedModel
) -> None:
    asked = len(model.requests)
    assert replayed(db, graded[0]) == Replay([], 0)
    assert replayed(db, graded[1]) == Replay([], 3)
    assert len(model.requests) == asked


def test_split_and_unproved_answers_are_replayed_as_well(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = judging_only(strict)
    model.next(judging_only(generous))
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        until(work.is_complete)
    newest = select(AssessmentRecord.id).order_by(col(AssessmentRecord.number).desc())
    assert replayed(db, db.read(lambda session: session.exec(newest).first()) or uuid4()).same


def test_another_answer_in_the_log_is_found_out(db: Database, graded: list[UUID]) -> None:
    alter(db, answer=json.dumps({"answers": []}))
    found = replayed(db, graded[1])
    assert not found.same
    assert any(line.startswith("/scores/overall: ") for line in found.differences)
    assert "/decisions/1: the code decides otherwise on this answer" in found.differences
    assert replayed(db, graded[0]).same


def test_another_grade_in_the_database_is_found_out(db: Database, graded: list[UUID]) -> None:
    def raise_score(session: Session) -> None:
        record = session.get(AssessmentRecord, graded[1])
        assert record is not None
        document = json.loads(record.document)
        document["scores"]["overall"] = 99.0
        record.document, record.scorer_version = json.dumps(document), "0"
        session.add(record)

    db.write(raise_score)
    found = replayed(db, graded[1]).differences
    assert found[0].startswith("it was computed by scorer version 0, now ")
    assert [line.split(" ->")[0] for line in found[1:]] == ["/scores/overall: 99.0"]


def test_an_answer_that_is_missing_is_named(db: Database, graded: list[UUID]) -> None:
    db.write(lambda session: session.execute(sa.delete(ModelCall)))
    with pytest.raises(ReplayError, match=r"the call log has no answer with the key [0-9a-f]{64}"):
        replayed(db, graded[1])


def test_an_unknown_assessment_is_named(db: Database) -> None:
    unknown = uuid4()
    with pytest.raises(ReplayError, match=str(unknown)):
        replayed(db, unknown)


def test_the_command_says_so_and_its_exit_code_too(
    settings: Settings, db: Database, graded: list[UUID]
) -> None:
    url = settings.database_url
    same = vigie("replay", str(graded[1]), VIGIE_DATABASE_URL=url)
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout == "The assessment comes out the same (3 answer(s) of a model read from the log).\n"
    alter(db, answer=json.dumps({"answers": []}))
    other = vigie("replay", str(graded[1]), VIGIE_DATABASE_URL=url)
    assert other.returncode == 1
    assert "/scores/overall: " in other.stdout
    assert "comes out otherwise" in other.stdout


def test_the_command_names_what_it_cannot_do(settings: Settings, db: Database, tmp_path: Any) -> None:
    id_ = uuid4()
    unknown = vigie("replay", str(id_), VIGIE_DATABASE_URL=settings.database_url)
    assert (unknown.returncode, unknown.stderr) == (2, f"vigie: there is no assessment {id_}\n")
    old = vigie("replay", str(uuid4()), VIGIE_DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")
    assert (old.returncode, "run `vigie migrate`" in old.stderr) == (2, True)
