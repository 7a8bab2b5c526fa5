"""`vigie worker`: when it does not start, and when it has nothing to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.core.config import Settings
from app.core.db import Database
from app.core.migrate import downgrade
from app.grading.pulse import seconds_since as _seconds_since
from app.llm.scripted import ScriptedModel
from app.ops.standing import standing
from tests.bench.servers import ROOT
from tests.databases import only_on_postgresql, only_on_sqlite
from tests.grading.queue.world import QUICK, wait_until, working
from tests.practice.modelled import with_model


def seconds_since(file: Path) -> float:
    since = _seconds_since(file)
    assert since is not None
    return since


def worker(url: str, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    return command(url, "worker", *options, **more)


def command(url: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "app.cli", *words],
        cwd=ROOT,
        env=environment | {"VIGIE_DATABASE_URL": url, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@only_on_sqlite("which is refused")
def test_on_sqlite_it_says_that_the_server_grades(tmp_path: Path) -> None:
    ended = worker(f"sqlite:///{tmp_path}/vigie.db")
    assert ended.returncode == 2
    assert ended.stderr.startswith("vigie: VIGIE_DATABASE_URL names a SQLite file")
    assert not (tmp_path / "vigie.db").exists()


@only_on_postgresql("workers need it")
def test_an_older_schema_is_refused(settings: Settings, db: Database) -> None:
    downgrade(db, "0007")
    ended = worker(settings.database_url)
    assert (ended.returncode, "run `vigie migrate`" in ended.stderr) == (2, True)


@only_on_sqlite("it is enough to try once")
def test_a_database_that_does_not_answer_is_said_in_one_line_without_its_password() -> None:
    ended = worker("postgresql://vigie:open-sesame@127.0.0.1:1/vigie")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "cannot be used" in ended.stderr
    assert "open-sesame" not in ended.stderr
    assert "Traceback" not in ended.stderr


@only_on_postgresql("workers need it")
def test_a_key_that_no_model_has_is_said_in_one_line(settings: Settings) -> None:
    model = {"VIGIE_LLM_BASE_URL": "http://127.0.0.1:1/v1", "VIGIE_LLM_MODEL": "small"}
    ended = worker(settings.database_url, **model, VIGIE_LLM_API_KEY="clé")
    assert (ended.returncode, ended.stderr) == (
        2,
        "vigie: VIGIE_LLM_API_KEY holds characters that no key has\n",
    )


@only_on_postgresql("workers need it")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_without_a_model_it_idles_until_it_is_told_to_stop(settings: Settings, told: signal.Signals) -> None:
    with working(settings) as idle:
        wait_until(lambda: idle.says("worker_without_a_model"))
        idle.process.send_signal(told)
        assert idle.process.wait(10) == 0


@only_on_postgresql("workers need it")
def test_with_nothing_to_do_it_stops_at_once(settings: Settings, model: ScriptedModel) -> None:
    with working(with_model(settings, model)) as idle:
        wait_until(lambda: idle.says("worker_started"))
        assert idle.stop(seconds=10) == 0
        assert idle.says("worker_stopped") == 1


@only_on_postgresql("workers need it")
@pytest.mark.parametrize("has_model", [True, False])
def test_its_pulse_beats_while_it_lives_and_tells_when_it_is_gone(
    settings: Settings, model: ScriptedModel, tmp_path: Path, has_model: bool
) -> None:
    """As its container is watched: the heart beats each 0.4 s, and is dead after 1.2 without."""
    pulse = tmp_path / "pulse"

    def health() -> tuple[int, str]:
        ended = command(settings.database_url, "health", "--pulse", str(pulse), **QUICK)
        return ended.returncode, ended.stdout

    assert health() == (1, "database: ready\nworker: no sign of life\n")
    given = with_model(settings, model) if has_model else settings
    with working(given, "--pulse", str(pulse)) as alive:
        wait_until(lambda: alive.says("worker_started" if has_model else "worker_without_a_model"))
        begun = pulse.stat().st_mtime
        wait_until(lambda: pulse.stat().st_mtime > begun + 1.2)
        assert seconds_since(pulse) < 60
        alive.kill()
    time.sleep(1.3)
    status, said = health()
    assert (status, said.startswith("database: ready\nworker: no sign of life for ")) == (1, True)


@only_on_postgresql("workers need it")
def test_a_worker_that_takes_no_jobs_has_no_pulse(
    settings: Settings, db: Database, model: ScriptedModel, tmp_path: Path
) -> None:
    """It lives, but the queue is gone from its database."""
    pulse = tmp_path / "pulse"
    with working(with_model(settings, model), "--pulse", str(pulse)) as alive:
        wait_until(lambda: alive.says("worker_started"))
        db.write(lambda s: s.connection().exec_driver_sql("ALTER TABLE procrastinate_workers RENAME TO gone"))
        wait_until(lambda: seconds_since(pulse) > 1.2)
        assert alive.process.poll() is None


@pytest.mark.parametrize(("age", "status"), [(1, 0), (1_500, 0), (1_801, 1)])
def test_a_pulse_is_good_for_three_heartbeats(
    settings: Settings, db: Database, tmp_path: Path, age: int, status: int
) -> None:
    pulse = tmp_path / "pulse"
    pulse.touch()
    os.utime(pulse, (time.time() - age, time.time() - age))
    url = db.engine.url.render_as_string(hide_password=False)
    ended = command(url, "health", "--pulse", str(pulse), VIGIE_WORKER_HEARTBEAT_SECONDS="600")
    assert (ended.returncode, "worker: alive" in ended.stdout) == (status, status == 0), ended.stdout


@only_on_postgresql("workers need it")
def test_a_pulse_that_cannot_be_written_is_said_in_one_line(settings: Settings, tmp_path: Path) -> None:
    ended = worker(settings.database_url, "--pulse", str(tmp_path / "nowhere" / "pulse"))
    assert ended.returncode == 2
    assert ended.stderr.startswith("vigie: --pulse ")
    assert len(ended.stderr.splitlines()) == 1


@only_on_postgresql("on SQLite there are no workers")
def test_the_metrics_count_the_workers_that_are_alive(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    def alive() -> int | None:
        return db.read(lambda session: standing(session, 1.2)).workers

    assert alive() == 0
    with working(with_model(settings, model)) as first, working(with_model(settings, model)) as second:
        wait_until(lambda: alive() == 2)
        first.kill()
        wait_until(lambda: alive() == 1)
        second.stop()
    assert alive() == 0


@only_on_sqlite("PostgreSQL has them")
def test_sqlite_has_no_workers_to_count(db: Database) -> None:
    assert db.read(lambda session: standing(session, 30.0)).workers is None
