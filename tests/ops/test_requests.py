"""Request ids and the log of a real server: each line says whose request, none what was written."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.policy import COOKIE
from tests.conftest import BASE
from tests.e2e.server import Server
from tests.mini import mark, write_mini

SECRETS = ("Nadia-a-dit", "mot-de-la-note", "commentaire-secret", "cherche-moi", "jeton-de-lien")


def test_an_id_is_made_or_taken_and_named_by_the_problem(stranger: TestClient) -> None:
    made = stranger.get("/api/v1/nothing")
    assert re.fullmatch(r"[0-9a-f]{16}", made.headers["X-Request-ID"])
    assert made.json()["instance"] == f"urn:vigie:request:{made.headers['X-Request-ID']}"
    taken = stranger.get("/health/live", headers={"X-Request-ID": "proxy-7f.3a9d"})
    assert taken.headers.get_list("X-Request-ID") == ["proxy-7f.3a9d"]


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, "two words", "vigie_token_0123456789", "-12345678", "é" * 9]
)
def test_an_id_that_is_no_plain_token_is_replaced(stranger: TestClient, given: str) -> None:
    answer = stranger.get("/health/live", headers=[(b"X-Request-ID", given.encode())])
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_refusals_of_the_outer_layers_carry_it_as_well(stranger: TestClient) -> None:
    foreign = stranger.post("/language", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert foreign.json()["instance"] == f"urn:vigie:request:{foreign.headers['X-Request-ID']}"
    assert stranger.get("/", headers={"Host": "evil.example"}).headers["X-Request-ID"]


def test_a_crash_carries_it_as_well(app: FastAPI) -> None:
    async def crash() -> None:
        raise RuntimeError("secret detail")

    app.add_api_route("/api/v1/crash", crash)
    answer = TestClient(app, BASE, raise_server_exceptions=False).get("/api/v1/crash")
    assert answer.status_code == 500
    assert answer.json()["instance"] == f"urn:vigie:request:{answer.headers['X-Request-ID']}"


@dataclass(frozen=True)
class Session:
    """What a trainee did with a real server: its log, the ids of the requests, and what must not be in it."""

    log: str
    ids: list[str]
    hidden: list[str]

    @property
    def lines(self) -> list[str]:
        return [line for line in self.log.splitlines() if line.startswith("timestamp=")]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("log")
    write_mini(folder / "exercises")
    server = Server(folder, VIGIE_LOG_LEVEL="debug")
    with httpx2.Client(base_url=server.address, timeout=30) as client:
        ids, cookie = _practise(client, server, folder)
    server.stop()
    log = next(folder.glob("*.log")).read_text(encoding="utf-8")
    log = "\n".join(line for line in log.splitlines() if "open this link" not in line)
    return Session(log, ids, [*SECRETS, cookie, server.link.rpartition("=")[2]])


def _practise(client: httpx2.Client, server: Server, folder: Path) -> tuple[list[str], str]:
    """The loop, a refusal, a crash of the database with a text under way; ids, and the cookie."""
    answers = [client.get(server.link)]
    answers.append(client.post("/api/v1/exercises/mini/attempts"))
    attempt = answers[-1].json()["id"]
    address, place = f"/api/v1/attempts/{attempt}", f"annotations/{uuid4()}"
    answers += [
        client.get("/", params={"q": "cherche-moi"}),
        client.put(f"{address}/{place}", json=mark("75 €", comment="commentaire-secret")),
        client.put(f"{address}/rewrite", json={"text": "Nadia-a-dit"}),
        client.put(f"{address}/rewrite", json={"text": ["Nadia-a-dit"]}),
        client.get("/reset/jeton-de-lien"),
    ]
    with sqlite3.connect(folder / "vigie.db") as connection:
        connection.execute("DROP TABLE written_text")
    answers.append(client.put(f"{address}/client_note", json={"text": "mot-de-la-note"}))
    assert answers[-1].status_code == 500
    return [answer.headers["X-Request-ID"] for answer in answers], client.cookies[COOKIE]


def test_each_request_has_one_line_with_template_status_and_time(session: Session) -> None:
    answered = [line for line in session.lines if "event=answered" in line]
    for id_ in session.ids:
        assert len([line for line in answered if f"request={id_} " in line]) == 1, id_
    crashed = next(line for line in answered if f"request={session.ids[-1]} " in line)
    assert " method=PUT route=/api/v1/attempts/{attempt_id}/client_note status=500 ms=" in crashed
    assert re.search(r" ms=\d+\.\d$", crashed)


def test_what_breaks_is_told_with_its_request_and_its_place(session: Session) -> None:
    broken = [line for line in session.lines if "level=error" in line]
    assert len(broken) == 2, "our line, and uvicorn's"
    for line in broken:
        assert f"request={session.ids[-1]}" in line
        assert "OperationalError" in line
        assert "Traceback" not in session.log


def test_nothing_that_somebody_wrote_or_holds_is_in_the_log(session: Session) -> None:
    assert len(session.lines) >= len(session.ids)
    for hidden in session.hidden:
        assert hidden not in session.log, hidden
    assert "?" not in session.log.replace("Vigie:", "")


def test_the_questions_of_machines_are_told_at_debug_alone(tmp_path: Path) -> None:
    write_mini(tmp_path / "exercises")
    server = Server(tmp_path)
    httpx2.get(f"{server.address}/health/live").raise_for_status()
    httpx2.get(f"{server.address}/static/none.css")
    server.stop()
    log = next(tmp_path.glob("*.log")).read_text(encoding="utf-8")
    assert "/health/live" not in log
    assert "route=/static status=404" in log
