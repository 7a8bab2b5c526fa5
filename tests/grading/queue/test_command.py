"""`vigie worker`: when it does not start, and when it has nothing to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.config import Settings
from app.core.db import Database
from app.core.migrate import downgrade
from app.llm.scripted import ScriptedModel
from tests.bench.servers import ROOT
from tests.databases import only_on_postgresql, only_on_sqlite
from tests.grading.queue.world import wait_until, working
from tests.practice.modelled import with_model


def worker(url: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "worker"],
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
    assert ended.returncode == 2
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
