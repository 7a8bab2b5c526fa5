"""kill -9 of workers while a model grades, on PostgreSQL: no submission is lost or graded twice, and no
answer is paid twice that was in the call log."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from fastapi.testclient import TestClient

from app.core.config import Settings, load_settings
from app.core.db import Database
from app.core.migrate import migrate
from app.exercises.catalogue import sync_catalogue
from app.llm.scripted import ScriptedModel
from tests.bench.bench_judge_crash import RUNS, Found, audit, is_under_way, thoughtful
from tests.grading.queue.world import Worker, hand_in, working
from tests.mini import write_mini
from tests.postgres import Postgres, name_the_run
from tests.practice.modelled import serving, with_model

KILLS: Final = 30
WORKERS: Final = 2
CONCURRENCY: Final = 4
HANDED_IN: Final = 3
"""Submissions between two deaths of a worker."""

START_SECONDS: Final = 60.0
MOST_SECONDS: Final = 180.0


def crash_often(settings: Settings, db: Database, kills: int) -> Found:
    """Kill one of the workers `kills` times while submissions are handed in, each time for a new one, then
    let them finish."""
    with ScriptedModel(thoughtful) as model:
        modelled = with_model(settings, model)
        with serving(modelled, db, by_workers=True) as client, ExitStack() as stack:
            workers = [_started(stack, modelled) for _ in range(WORKERS)]
            for _ in range(kills):
                _die_while_grading(client, model, workers)
                workers.append(_started(stack, modelled))
            hand_in(client, HANDED_IN)
            _wait_until_done(db)
        return audit(db, kills, (kills + 1) * HANDED_IN, len(model.requests))


def complain(found: Found) -> list[str]:
    """What is wrong, in words. A worker has at most four requests under way when it dies."""
    wrong = {"lost": found.lost, "undone": found.undone, "graded twice": found.graded_twice}
    wrong |= {"paid twice": found.paid_twice}
    said = [f"{count} {what}" for what, count in wrong.items() if count]
    if found.asked_beyond > CONCURRENCY * found.kills:
        said.append(f"{found.asked_beyond} requests beyond one a run, after {found.kills} deaths")
    return said


def _started(stack: ExitStack, settings: Settings) -> Worker:
    """A worker that has begun to work."""
    more = {"VIGIE_WORKER_TRIES": "100", "VIGIE_WORKER_CONCURRENCY": str(CONCURRENCY)}
    worker = stack.enter_context(working(settings, **more))
    deadline = time.monotonic() + START_SECONDS
    while not worker.says("worker_started") and time.monotonic() < deadline:
        time.sleep(0.05)
    return worker


def _die_while_grading(client: TestClient, model: ScriptedModel, workers: list[Worker]) -> None:
    """At any request to the model, at the writing after it, at the taking of a job, or at its end."""
    goal = len(model.requests) + random.randint(0, HANDED_IN * (RUNS + 1))  # noqa: S311 - a moment, not a secret
    hand_in(client, HANDED_IN)
    deadline = time.monotonic() + MOST_SECONDS
    while len(model.requests) < goal and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.05))  # noqa: S311 - as above
    workers.pop(random.randrange(len(workers))).kill()  # noqa: S311 - as above


def _wait_until_done(db: Database) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline and db.read(is_under_way):
        time.sleep(0.05)


@contextmanager
def _database(folder: Path) -> Iterator[tuple[Settings, Database]]:
    name_the_run()
    server = Postgres()
    write_mini(folder)
    url = server.create()
    settings = load_settings({"VIGIE_DATABASE_URL": url, "VIGIE_EXERCISES": str(folder)})
    with closing(Database(url)) as db:
        migrate(db)
        db.write(lambda session: sync_catalogue(session, folder))
        try:
            yield settings, db
        finally:
            server.drop(url)
            server.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder) / "exercises") as (settings, db):
        found = crash_often(settings, db, kills)
    print(
        f"kill -9 of one of {WORKERS} workers while a model grades, {found.kills} times: {found.submissions} "
        f"submissions, {found.lost} lost, {found.undone} without a complete grade, {found.graded_twice} "
        f"graded twice, {found.paid_twice} recorded answers paid twice, {found.asked_beyond} requests that "
        "died on the way"
    )
    if complain(found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
