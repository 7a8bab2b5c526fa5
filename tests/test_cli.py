"""The `vigie` command as a person runs it, in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from tests.bench.servers import ROOT, free_port, running, signed_in, start_vigie
from tests.mini import EXERCISE_YAML, write_mini


def vigie(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VIGIE_")}
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_settings_are_listed_with_default_and_help() -> None:
    done = vigie("settings", VIGIE_PORT="8123")
    assert done.returncode == 0
    assert "VIGIE_PORT=8123\n" in done.stdout
    assert "Default: 8000" in done.stdout
    assert "Default: none\n" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.endswith("Default: ")] == []
    assert "VIGIE_DATABASE_URL=sqlite:///data/vigie.db" in done.stdout


@pytest.mark.parametrize("command", ["serve", "settings", "migrate"])
def test_an_unknown_setting_stops_the_start_with_one_clear_line(command: str) -> None:
    done = vigie(command, VIGIE_PROT="1")
    assert done.returncode == 2
    assert done.stderr == "vigie: VIGIE_PROT: unknown setting; did you mean VIGIE_PORT?\n"


def test_a_malformed_setting_stops_the_start_with_one_clear_line() -> None:
    done = vigie("serve", VIGIE_PORT="eighty")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("vigie: VIGIE_PORT='eighty': ")


def unusable(kind: str, folder: Path) -> Path:
    """A database file that is none, that a later release has made, or that cannot be made."""
    file = folder / "vigie.db"
    if kind == "garbage":
        file.write_bytes(b"no database, but a text that somebody put here\n" * 200)
    elif kind == "later":
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    else:
        (folder / "file").write_text("", encoding="utf-8")
        return folder / "file" / "data" / "vigie.db"
    return file


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("garbage", "cannot be used: file is not a database"),
        ("later", "this database was made by a later release of Vigie; update Vigie, or name another file"),
        ("below a file", "cannot be made: Not a directory"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_database_that_cannot_be_opened_is_one_clear_line(
    command: str, kind: str, says: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{unusable(kind, tmp_path)}"
    done = vigie(command, VIGIE_DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (2, f"vigie: VIGIE_DATABASE_URL={url!r}: {says}\n")


@pytest.mark.parametrize("command", ["invite", "token list", f"replay {UUID(int=1)}"])
def test_a_database_that_is_away_is_one_clear_line(command: str) -> None:
    away = {"VIGIE_DATABASE_URL": "postgresql://v:pass@127.0.0.1:1/v", "VIGIE_MODE": "server"}
    done = vigie(*command.split(), **away)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    said = "vigie: VIGIE_DATABASE_URL='postgresql://v:***@127.0.0.1:1/v': cannot be used: "
    assert done.stderr.startswith(said)


def test_lint_passes_a_good_folder_and_fails_a_broken_one(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    good = vigie("lint", str(tmp_path))
    assert (good.returncode, good.stdout.splitlines()[-1][:10]) == (0, "0 error(s)")
    (folder / "exercise.yaml").write_text(EXERCISE_YAML + "surprise: 1\n", encoding="utf-8")
    bad = vigie("lint", str(folder))
    line = EXERCISE_YAML.count("\n") + 1
    assert bad.returncode == 1
    assert f"exercise.yaml:{line}" in bad.stdout
    assert "surprise" in bad.stdout
    assert "clé inconnue" in vigie("lint", str(folder), LANG="fr_FR.UTF-8").stdout


def test_grade_prints_the_assessment_without_server_or_database(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    submission = tmp_path / "submission.yaml"
    submission.write_text(
        "annotations:\n  - {quote: 75 €, type: contradicts-dossier, severity: critical, comment: 65}\n",
        encoding="utf-8",
    )
    done = vigie("grade", str(folder), str(submission), VIGIE_DATABASE_URL=f"sqlite:///{tmp_path}/none.db")
    assert done.returncode == 0, done.stderr
    assessment = json.loads(done.stdout)
    assert [o["found"] for o in assessment["outcomes"]] == [True, False, False]
    assert assessment["review"]["fact_checking"]["found"] == 1
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("quote", "said"), [("99 €", "99 €"), ("e", "e")], ids=["stands nowhere", "stands often"]
)
def test_grade_names_a_quote_that_does_not_stand_or_stands_twice(
    tmp_path: Path, quote: str, said: str
) -> None:
    submission = tmp_path / "submission.yaml"
    submission.write_text(f"annotations: [{{quote: {quote}, type: overclaim}}]\n", encoding="utf-8")
    done = vigie("grade", str(write_mini(tmp_path)), str(submission))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_prints_a_link_that_signs_in_and_honours_the_port(tmp_path: Path) -> None:
    write_mini(tmp_path / "exercises")
    port = free_port()
    with running(start_vigie(tmp_path / "v.db", port, tmp_path / "exercises")) as server:
        assert f"http://127.0.0.1:{port}/sign-in?token=" in server.link
        with signed_in(server) as client:
            assert client.get("/api/v1/exercises").json()["items"][0]["id"] == "mini"
            assert "Nadia Roux" in client.get("/").text


def test_serve_starts_all_the_same_beside_a_broken_exercise(tmp_path: Path) -> None:
    write_mini(tmp_path / "exercises")
    (tmp_path / "exercises" / "broken").mkdir()
    server = start_vigie(tmp_path / "v.db", free_port(), tmp_path / "exercises")
    with running(server), signed_in(server) as client:
        assert len(client.get("/api/v1/exercises").json()["items"]) == 1


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = vigie("serve", VIGIE_PORT=port, VIGIE_DATABASE_URL=f"sqlite:///{tmp_path}/v.db")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"vigie: cannot listen on 127.0.0.1:{port}")


def test_a_missing_catalogue_is_one_clear_line(tmp_path: Path) -> None:
    done = vigie("serve", VIGIE_EXERCISES="/nowhere", VIGIE_DATABASE_URL=f"sqlite:///{tmp_path}/v.db")
    assert (done.returncode, done.stderr) == (2, "vigie: VIGIE_EXERCISES=/nowhere: there is no such folder\n")


def test_the_server_answers_only_to_its_own_names(tmp_path: Path) -> None:
    write_mini(tmp_path / "exercises")
    with running(start_vigie(tmp_path / "v.db", free_port(), tmp_path / "exercises")) as server:
        address = f"http://127.0.0.1:{server.port}/sign-in"
        assert httpx2.get(address).status_code == 200
        assert httpx2.get(address, headers={"Host": "evil.example"}).status_code == 400
