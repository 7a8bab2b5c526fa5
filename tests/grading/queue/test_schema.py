"""The queue's tables: installed from the library's SQL, taken away whole, left alone by `alembic check`."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version

from alembic import command
from procrastinate.schema import SchemaManager
from sqlalchemy import inspect

from app.core.db import Database
from app.core.migrate import alembic_config, downgrade, is_current, migrate
from tests.databases import only_on_postgresql, only_on_sqlite
from tests.grading.queue.world import Queue, execute

SCHEMA = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"
OF_THE_QUEUE = {
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}
LEFT = """
SELECT proname FROM pg_proc WHERE proname LIKE 'procrastinate%'
UNION ALL SELECT typname FROM pg_type WHERE typname LIKE 'procrastinate%'
UNION ALL SELECT relname FROM pg_class WHERE relname LIKE '%procrastinate%'
"""


def test_the_library_is_the_one_that_migration_0008_installed() -> None:
    """Another version with another schema needs a migration, made of the library's own, before these two
    lines change."""
    assert version("procrastinate") == "3.10.0"
    assert sha256(SchemaManager.get_schema().encode()).hexdigest() == SCHEMA


@only_on_postgresql("on SQLite there is no queue")
def test_the_migrations_install_the_queue_beside_the_tables(db: Database) -> None:
    assert set(inspect(db.engine).get_table_names()) >= OF_THE_QUEUE
    with db.engine.begin() as connection:
        command.check(alembic_config(connection))


@only_on_sqlite("elsewhere there is a queue")
def test_on_sqlite_nothing_of_it_is_there(db: Database) -> None:
    assert set(inspect(db.engine).get_table_names()).isdisjoint(OF_THE_QUEUE)
    assert "grading_job" in inspect(db.engine).get_table_names()


@only_on_postgresql("on SQLite there is no queue")
def test_the_queue_goes_whole_with_jobs_in_it_and_comes_back(db: Database, queue: Queue) -> None:
    execute(
        queue.url,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock) VALUES ('grading', 'grade', 'x')",
    )
    downgrade(db, "0007")
    assert execute(queue.url, LEFT) == []
    assert "grading_job" not in inspect(db.engine).get_table_names()
    migrate(db)
    assert is_current(db)
    assert queue.jobs() == []
