"""The load itself: a small one with a fault in the middle, and an audit that finds what is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.core.db import Database
from app.grading.models import AssessmentRecord, FrozenSubmission
from app.practice.models import AnnotationRecord, Attempt, WrittenText
from tests.bench.servers import ROOT
from tests.cast import Cast
from tests.cluster.cluster import Shape
from tests.load.audit import complaints
from tests.load.report import lines
from tests.load.run import Plan, run
from tests.load.trainee import Kept
from tests.mini import mark


def test_a_small_load_loses_nothing_when_postgresql_restarts() -> None:
    plan = Plan(trainees=4, ramp=0.5, think=0.05, seconds=90, drain=60, clients=1, fault="postgres")
    found = run(plan, Shape(webs=2, workers=1, concurrency=4, calls=4, seconds=0.05, log_level="debug"))
    said = "\n".join(lines(found))
    assert found.is_good, said
    assert "PostgreSQL restarted" in said
    assert "0 lost, doubled or undone" in said
    assert len(found.seen.kept) == 4
    assert all(one.submitted and one.complete for one in found.seen.kept)
    assert "event=model_part_done" in found.logs
    assert "route=/api/v1/attempts/{attempt_id}/submit status=200" in found.logs
    for one in found.seen.kept:
        for written in (*one.marks.values(), one.rewrite, one.note):
            assert written[:40] not in found.logs
            assert written[-10:] not in found.logs


@pytest.fixture
def kept(cast: Cast, db: Database) -> Kept:
    """An attempt that was handed in, as its trainee remembers it."""
    tara = cast.browser("tara")
    attempt = tara.post("/api/v1/exercises/mini/attempts").json()["id"]
    kept, id_ = Kept(UUID(attempt)), uuid4()
    address = f"/api/v1/attempts/{attempt}"
    tara.put(f"{address}/annotations/{id_}", json=mark("75 €", comment="un"))
    for kind in ("rewrite", "client_note"):
        tara.put(f"{address}/{kind}", json={"text": kind})
    tara.post(f"{address}/submit")
    kept.marks, kept.rewrite, kept.note, kept.submitted = {id_: "un"}, "rewrite", "client_note", True
    return kept


def test_what_was_kept_is_no_complaint(db: Database, kept: Kept) -> None:
    assert complaints(db, [kept], graded=True) == []
    assert complaints(db, [Kept(uuid4())], graded=True)[0].endswith("is lost")


def lose_mark(kept: Kept) -> sa.Executable:
    return sa.delete(AnnotationRecord).where(col(AnnotationRecord.attempt_id) == kept.attempt)


def change_text(kept: Kept) -> sa.Executable:
    return sa.update(WrittenText).where(col(WrittenText.attempt_id) == kept.attempt).values(text="older")


def lose_submission(kept: Kept) -> sa.Executable:
    return sa.update(Attempt).where(col(Attempt.id) == kept.attempt).values(submission_id=None)


def empty_submission(_kept: Kept) -> sa.Executable:
    return sa.update(FrozenSubmission).values(document=json.dumps({"annotations": [], "rewrite": ""}))


def undo_grade(_kept: Kept) -> sa.Executable:
    return sa.update(AssessmentRecord).values(provisional=True)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lose_mark, "mark"),
        (change_text, "the rewrite is not what was acknowledged last"),
        (lose_submission, "the submission is lost"),
        (empty_submission, "lacks what was acknowledged before it"),
        (undo_grade, "has 0 complete grades"),
    ],
)
def test_each_loss_is_found(
    db: Database, kept: Kept, harm: Callable[[Kept], sa.Executable], said: str
) -> None:
    db.write(lambda session: session.execute(harm(kept)))
    assert any(said in line for line in complaints(db, [kept], graded=True))


def test_a_second_grade_is_found(db: Database, kept: Kept) -> None:
    first = db.read(lambda session: session.exec(select(AssessmentRecord)).one())
    second = first.model_dump() | {"id": uuid4(), "number": 2}
    db.write(lambda session: session.add(AssessmentRecord.model_validate(second)))
    assert any("graded more than once" in line for line in complaints(db, [kept], graded=True))


def test_an_attempt_that_was_handed_in_twice_is_found(db: Database, kept: Kept) -> None:
    first = db.read(lambda session: session.exec(select(FrozenSubmission)).one())
    second = FrozenSubmission(version_hash=first.version_hash, document=first.document)
    db.write(lambda session: session.add(second))
    assert complaints(db, [kept], graded=True) == [f"submission {second.id} belongs to no attempt"]


def test_a_load_that_is_told_to_stop_takes_its_cluster_along() -> None:
    command = [sys.executable, "-m", "tests.load", "--trainees", "1", "--think", "30", "--workers", "0"]
    load = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        late = time.monotonic() + 60
        while not (webs := children(load.pid, "serve")) and time.monotonic() < late:
            time.sleep(0.1)
        assert webs
        started = [*webs, *children(load.pid, "tests.cluster.model")]
        load.terminate()
        load.wait(60)
    finally:
        load.kill()
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def children(pid: int, word: str) -> list[int]:
    """The processes that it started with this word in their command."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found if word in Path(f"/proc/{child}/cmdline").read_text().split("\0")]
