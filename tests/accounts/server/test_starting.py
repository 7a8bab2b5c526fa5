"""`vigie serve` and `vigie invite` on a server of several, in processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from app.accounts.models import Person
from app.accounts.starting import address_of
from app.core.config import Settings, load_settings
from app.core.db import Database
from tests.bench.servers import ROOT, free_port
from tests.mini import write_mini

PASSWORD = "une phrase assez longue"
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/invitations/[\w-]+)")


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
    return {
        **clean,
        "VIGIE_MODE": "server",
        "VIGIE_DATABASE_URL": f"sqlite:///{folder / 'v.db'}",
        "VIGIE_EXERCISES": str(folder / "exercises"),
        "VIGIE_PORT": str(port),
        **more,
    }


def vigie(given: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=60
    )


@contextmanager
def serving(given: dict[str, str]) -> Iterator[str]:
    """A running server; gives its last line, after which it answers."""
    command = [sys.executable, "-m", "app.cli", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None
    try:
        yield next(line for line in process.stdout if "exercise(s)" not in line)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_mini(tmp_path / "exercises")
    return tmp_path


def make_account(client: httpx2.Client, link: str, name: str) -> httpx2.Response:
    email = f"{name}@people.example"
    return client.post(link, data={"name": name, "email": email, "password": PASSWORD})


def test_from_nothing_to_a_trainee(folder: Path) -> None:
    given = environment(folder, free_port())
    address = f"http://127.0.0.1:{given['VIGIE_PORT']}"
    with serving(given) as said, httpx2.Client(base_url=address, timeout=30) as client:
        found = LINK.search(said)
        assert found, said
        assert "/sign-in?token=" not in said
        assert make_account(client, found[1], "ada").status_code == 303
        assert client.get("/people").status_code == 200
        invited = vigie(given, "invite", "--email", "Zoe@people.example")
        assert invited.returncode == 0, invited.stderr
        assert "an invitation for a trainee" in invited.stderr
        path = LINK.fullmatch(invited.stdout.strip())
        assert path, invited.stdout
    with serving(given) as said, httpx2.Client(base_url=address, timeout=30) as client:
        assert said == f"Vigie: people reach it at {address}\n", "there is an administrator now"
        assert make_account(client, path[1], "zoe").status_code == 303
        assert client.get("/people").status_code == 403


def test_a_proxy_that_is_believed_tells_who_asks_and_how(folder: Path) -> None:
    """Whether the cookie is secure, and whose tries are counted."""
    given = environment(folder, free_port(), VIGIE_LIMIT_SIGN_INS="1")
    address = f"http://127.0.0.1:{given['VIGIE_PORT']}"
    with serving(given) as said, httpx2.Client(base_url=address, timeout=30) as client:
        found = LINK.search(said)
        assert found
        https = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        joined = client.post(
            found[1], headers=https, data={"name": "Ada", "email": "ada@x.example", "password": PASSWORD}
        )
        assert "Secure" in joined.headers["set-cookie"]
        for client_address, status in (("192.0.2.1", 403), ("192.0.2.1", 429), ("192.0.2.2", 403)):
            form = {"email": f"{time.monotonic_ns()}@x.example", "password": "x"}
            answer = client.post("/sign-in", data=form, headers={"X-Forwarded-For": client_address})
            assert answer.status_code == status


def test_a_proxy_that_is_not_believed_tells_nothing(folder: Path) -> None:
    given = environment(folder, free_port(), VIGIE_LIMIT_SIGN_INS="1", VIGIE_PROXIES="192.0.2.9")
    address = f"http://127.0.0.1:{given['VIGIE_PORT']}"
    with serving(given) as said, httpx2.Client(base_url=address, timeout=30) as client:
        found = LINK.search(said)
        assert found
        https = {"X-Forwarded-Proto": "https"}
        joined = client.post(
            found[1], headers=https, data={"name": "Ada", "email": "ada@x.example", "password": PASSWORD}
        )
        assert "Secure" not in joined.headers["set-cookie"]
        for number, status in ((1, 403), (2, 429)):
            form = {"email": f"{number}@x.example", "password": "x"}
            answer = client.post("/sign-in", data=form, headers={"X-Forwarded-For": f"192.0.2.{number}"})
            assert answer.status_code == status


def test_links_have_the_public_address(folder: Path) -> None:
    given = environment(folder, free_port(), VIGIE_PUBLIC_URL="https://vigie.example")
    with serving(given) as said:
        assert "https://vigie.example/invitations/" in said


@pytest.mark.parametrize(
    ("arguments", "more", "said"),
    [
        (["--email", "zoe"], {}, "vigie: --email 'zoe': must be an e-mail address\n"),
        ([], {"VIGIE_MODE": "solo"}, "vigie: accounts need VIGIE_MODE=server\n"),
        ([], {}, "vigie: the database is not at the schema of this release; run `vigie migrate`\n"),
    ],
)
def test_what_stands_in_the_way_is_one_clear_line(
    folder: Path, arguments: list[str], more: dict[str, str], said: str
) -> None:
    done = vigie(environment(folder, 0, **more), "invite", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_a_known_address_is_not_invited(folder: Path, settings: Settings) -> None:
    db = Database(settings.database_url)
    db.write(lambda session: session.add(Person(name="Tara", email="tara@people.example")))
    db.close()
    given = environment(folder, 0, VIGIE_DATABASE_URL=settings.database_url)
    done = vigie(given, "invite", "--role", "admin", "--email", "TARA@people.example")
    assert done.stderr == "vigie: There is an account with this e-mail address already.\n"
    assert vigie(given, "invite", "--role", "king").returncode == 2
    assert vigie(given, "invite", "--role", "admin").returncode == 0


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:81"),
        ({"VIGIE_HOST": "0.0.0.0"}, "http://localhost:81"),  # noqa: S104 - not bound to
        ({"VIGIE_HOST": "vigie.local"}, "http://vigie.local:81"),
        ({"VIGIE_PUBLIC_URL": "https://vigie.example/"}, "https://vigie.example"),
    ],
)
def test_the_address_is_one_that_can_be_opened(given: dict[str, str], address: str) -> None:
    assert address_of(load_settings(given), 81) == address
