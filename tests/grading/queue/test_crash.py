"""A short run of the crash script of workers; `python -m tests.bench.bench_worker_crash` does thirty."""

from __future__ import annotations

from app.core.config import Settings
from app.core.db import Database
from tests.bench.bench_worker_crash import HANDED_IN, complain, crash_often
from tests.databases import only_on_postgresql

pytestmark = only_on_postgresql("on SQLite there are no workers")


def test_kill_9_of_workers_while_a_model_grades_loses_and_doubles_nothing(
    settings: Settings, db: Database
) -> None:
    found = crash_often(settings, db, kills=2)
    assert complain(found) == []
    assert found.submissions == 3 * HANDED_IN
