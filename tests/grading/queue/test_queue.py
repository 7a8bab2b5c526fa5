"""The queue: a job is there exactly when its submission waits, and the pages read in it how it stands."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.accounts.models import Person
from app.accounts.service import Identity
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.exercises.schema import Language
from app.grading.jobs import QUEUED, Patience
from app.grading.models import FrozenSubmission
from app.grading.queue import QueuedGrading, defer, ensure, ensure_all, lock_of
from app.grading.queue_models import GradingJob, JobState
from app.grading.worker_jobs import forget, keep_asking, keep_failure
from app.grading.worker_recovery import take_back
from app.practice.submission import submit
from tests.databases import only_on_postgresql
from tests.grading.queue.world import Queue, execute, hand_in
from tests.practice.modelled import Work, serving

pytestmark = only_on_postgresql("on SQLite there is no queue")
PATIENCE = Patience(tries=3, poor_tries=2)


def submission_of(db: Database) -> UUID:
    return db.read(lambda session: session.exec(select(FrozenSubmission.id)).one())


def row(db: Database, submission_id: UUID) -> GradingJob | None:
    return db.read(lambda session: session.get(GradingJob, submission_id))


# Putting jobs in the queue


def test_handing_in_puts_one_job_in_the_queue(client: TestClient, db: Database, queue: Queue) -> None:
    [work] = hand_in(client)
    assert queue.jobs() == [("todo", 0, lock_of(submission_of(db)))]
    work.submit()
    assert len(queue.jobs()) == 1
    assert work.assessment()["provisional"] is True


def test_a_grade_comes_before_a_paragraph(client: TestClient, queue: Queue) -> None:
    work = Work(client, comment="Le devis dit 65 €.", rewrite="Bonjour Madame. Acompte de 30 %.")
    assert work.submit()["provisional"] is False
    assert [priority for _, priority, _ in queue.jobs()] == [-1]


def test_a_submission_that_fails_leaves_no_job(client: TestClient, db: Database, queue: Queue) -> None:
    work = Work(client)

    def fail(session: Session) -> None:
        me = Identity(session.exec(select(Person.id)).one())
        submit(session, me, UUID(work.id), Language.FR)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        db.write_beside(fail)
    assert queue.jobs() == []
    assert db.read(lambda session: session.exec(select(FrozenSubmission)).all()) == []
    work.submit()
    assert len(queue.jobs()) == 1


def test_two_who_hand_the_same_attempt_in_make_one_submission_and_one_job(
    client: TestClient, db: Database, queue: Queue
) -> None:
    work = Work(client)
    threads = [threading.Thread(target=work.submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert queue.jobs() == [("todo", 0, lock_of(submission_of(db)))]


def test_without_a_model_there_is_no_job(settings: Settings, db: Database, queue: Queue) -> None:
    with serving(settings, db, by_workers=True) as client:
        [work] = hand_in(client)
        assert work.assessment()["provisional"] is False
    assert queue.jobs() == []


# Jobs that are missing


def test_what_waits_without_a_job_gets_one_and_only_one(
    client: TestClient, db: Database, queue: Queue
) -> None:
    hand_in(client, 2)
    before = queue.jobs()
    queue.forget()
    missing = db.write_beside(ensure_all)
    assert [lock_of(id_) for id_ in missing] == [lock for _, _, lock in before]
    assert queue.jobs() == before
    assert db.write_beside(ensure_all) == []


def test_many_workers_that_start_together_make_each_missing_job_once(
    client: TestClient, db: Database, queue: Queue
) -> None:
    hand_in(client, 3)
    queue.forget()
    threads = [threading.Thread(target=db.write_beside, args=(ensure_all,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert queue.states() == {"todo": 3}


def test_a_job_that_is_under_way_is_not_missing(client: TestClient, db: Database, queue: Queue) -> None:
    hand_in(client)
    execute(queue.url, "UPDATE procrastinate_jobs SET status = 'doing'")
    assert db.write_beside(ensure_all) == []


def test_one_that_was_set_aside_is_not_missing(client: TestClient, db: Database, queue: Queue) -> None:
    hand_in(client)
    id_ = submission_of(db)
    for _ in range(PATIENCE.tries):
        db.write_beside(lambda session: keep_failure(session, id_, "server", None, PATIENCE))
    queue.forget()
    assert db.write_beside(ensure_all) == []


def test_on_sqlite_there_is_no_queue(migrated_file: Path) -> None:
    sqlite = Database(f"sqlite:///{migrated_file}")
    assert sqlite.write(lambda session: ensure(session, [uuid4()])) == []
    sqlite.write(lambda session: defer(session, uuid4()))
    sqlite.close()


# What the pages read


def test_the_page_follows_a_job(client: TestClient, db: Database) -> None:
    [work] = hand_in(client)
    id_, grader = submission_of(db), QueuedGrading()

    def stage() -> str:
        return str(work.page().split("shown=")[1].split('"')[0].split("-")[1])

    assert db.read(lambda session: grader.standing(session, id_)) is QUEUED
    assert stage() == "queued"
    db.write_beside(lambda session: keep_asking(session, id_, 1, 3))
    assert "Le modèle a répondu 1 fois sur 3." in work.page()
    db.write_beside(lambda session: keep_failure(session, id_, "budget", None, PATIENCE))
    assert "prévue pour aujourd’hui est épuisée" in work.page()
    db.write_beside(lambda session: keep_failure(session, id_, "server", None, PATIENCE))
    assert stage() == "later"
    for _ in range(2):
        db.write_beside(lambda session: keep_failure(session, id_, "server", None, PATIENCE))
    assert "malgré plusieurs essais" in work.page()
    db.write_beside(lambda session: forget(session, id_))
    assert row(db, id_) is None


def test_failures_count_until_it_is_done(client: TestClient, db: Database) -> None:
    hand_in(client)
    id_ = submission_of(db)
    db.write_beside(lambda session: keep_failure(session, id_, "timeout", None, PATIENCE))
    db.write_beside(lambda session: keep_asking(session, id_))
    verdict = db.write_beside(lambda session: keep_failure(session, id_, "timeout", 500.0, PATIENCE))
    assert verdict == ("later", 2, 500.0)
    kept = row(db, id_)
    assert kept is not None
    assert (kept.state, kept.failures, kept.kind) == (JobState.LATER, 2, "timeout")
    assert now() - kept.updated_at < timedelta(minutes=1)


def test_a_submission_that_was_erased_leaves_no_row_and_asks_nothing(
    client: TestClient, db: Database, queue: Queue
) -> None:
    hand_in(client)
    id_ = submission_of(db)
    assert db.write_beside(lambda session: keep_asking(session, id_))
    execute(queue.url, "DELETE FROM attempt")
    execute(queue.url, "DELETE FROM submission")
    assert row(db, id_) is None
    assert not db.write_beside(lambda session: keep_asking(session, id_))
    assert db.write_beside(lambda session: keep_failure(session, id_, "crash", None, PATIENCE)).failures == 1
    assert row(db, id_) is None


# Jobs of the dead


def under_way(queue: Queue, seconds_ago: float) -> None:
    """All jobs are with a worker whose heart beat so long ago."""
    [(worker,)] = execute(queue.url, "SELECT * FROM procrastinate_register_worker_v1()")
    execute(
        queue.url,
        "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)",
        seconds_ago,
    )
    execute(queue.url, "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", worker)


def test_the_job_of_a_dead_worker_goes_back_once(client: TestClient, db: Database, queue: Queue) -> None:
    hand_in(client)
    id_ = submission_of(db)
    under_way(queue, 31)
    taken: list[list[UUID]] = []

    def take() -> None:
        taken.append(db.write_beside(lambda session: take_back(session, 30, PATIENCE)))

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=len) == [[], [], [id_]]
    assert queue.states() == {"todo": 1}
    kept = row(db, id_)
    assert kept is not None
    assert (kept.state, kept.failures, kept.kind) == (JobState.LATER, 1, "crash")
    assert execute(queue.url, "SELECT * FROM procrastinate_workers") == []


def test_the_job_of_a_living_worker_stays_with_it(client: TestClient, db: Database, queue: Queue) -> None:
    hand_in(client)
    under_way(queue, 29)
    assert db.write_beside(lambda session: take_back(session, 30, PATIENCE)) == []
    assert queue.states() == {"doing": 1}


def test_a_job_that_kills_each_worker_is_set_aside(client: TestClient, db: Database, queue: Queue) -> None:
    hand_in(client)
    for _ in range(PATIENCE.tries):
        under_way(queue, 31)
        db.write_beside(lambda session: take_back(session, 30, PATIENCE))
    assert queue.states() == {"failed": 1}
    kept = row(db, submission_of(db))
    assert kept is not None
    assert (kept.state, kept.failures) == (JobState.STOPPED, PATIENCE.tries)
