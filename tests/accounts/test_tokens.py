"""API tokens: made, used, listed and revoked, over HTTP and from the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import Session, col, select

from app.accounts.models import AuditEntry, Person, Role, Scope, SignIn
from app.accounts.service import digest, solo_person
from app.accounts.tokens import MOST, TokenIn, make_token
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from tests.cast import Cast
from tests.mini import mini_document

URL = "/api/v1/me/tokens"
SECRET = re.compile(r"vigie_[A-Za-z0-9_-]{43}")
WANTED = {"name": "carnet", "scope": "author", "days": 30}


def made(browser: TestClient, **changed: Any) -> dict[str, Any]:
    answer = browser.post(URL, json={**WANTED, **changed})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def bearer(cast: Cast, token: str) -> TestClient:
    client = cast.stranger()
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def test_a_token_is_told_once_and_kept_as_a_hash(cast: Cast, db: Database) -> None:
    browser = cast.browser("ines")
    answer = browser.post(URL, json=WANTED)
    body = answer.json()
    assert SECRET.fullmatch(body["token"])
    assert answer.headers["location"] == f"{URL}/{body['id']}"
    assert answer.headers["cache-control"] == "no-store"
    listed = browser.get(URL).json()["items"]
    assert listed == [{name: value for name, value in body.items() if name != "token"}]
    assert (listed[0]["name"], listed[0]["scope"], listed[0]["last_used_at"]) == ("carnet", "author", None)
    row = db.read(lambda session: session.get_one(SignIn, digest(body["token"])))
    assert row.expires_at - row.created_at < timedelta(days=30, seconds=1)
    assert body["token"] not in repr(row)


def test_it_signs_in_and_its_last_use_is_listed(cast: Cast) -> None:
    browser = cast.browser("ines")
    tool = bearer(cast, made(browser)["token"])
    assert tool.post("/api/v1/exercises", json={**mini_document(), "id": "terrasse"}).status_code == 201
    assert browser.get(URL).json()["items"][0]["last_used_at"] is not None


def test_by_default_it_lasts_ninety_days(cast: Cast, db: Database) -> None:
    cast.browser("tara").post(URL, json={"name": "x", "scope": "read"})
    row = db.read(lambda s: s.exec(select(SignIn).where(col(SignIn.scope) == "read")).one())
    assert (row.expires_at - row.created_at).days in {89, 90}


def test_revoking_ends_it_at_once(cast: Cast, db: Database) -> None:
    browser = cast.browser("ines")
    token = made(browser)
    tool = bearer(cast, token["token"])
    assert tool.get("/api/v1/exercises").status_code == 200
    assert browser.delete(f"{URL}/{token['id']}").status_code == 204
    assert tool.get("/api/v1/exercises").status_code == 401
    assert browser.delete(f"{URL}/{token['id']}").status_code == 404
    assert browser.get(URL).json() == {"items": []}


def _expire(db: Database, token_id: str, days: int) -> None:
    """As if it had expired so many days ago."""
    values = {"expires_at": now() - timedelta(days=days)}
    db.write(lambda s: s.execute(update(SignIn).where(col(SignIn.id) == UUID(token_id)).values(values)))


def test_an_expired_one_is_refused_and_listed_for_a_month(cast: Cast, db: Database) -> None:
    browser = cast.browser("ines")
    tokens = [made(browser, name=name) for name in ("old", "older")]
    _expire(db, tokens[0]["id"], 29)
    _expire(db, tokens[1]["id"], 31)
    assert bearer(cast, tokens[0]["token"]).get("/api/v1/exercises").status_code == 401
    made(browser, name="new")
    assert [token["name"] for token in browser.get(URL).json()["items"]] == ["new", "old"]


def test_each_person_has_their_own(cast: Cast) -> None:
    token = made(cast.browser("ines"))
    other = cast.browser("ivan")
    assert other.get(URL).json()["items"] == []
    assert other.delete(f"{URL}/{token['id']}").status_code == 404
    assert other.delete(f"{URL}/{uuid4()}").status_code == 404


def test_a_browser_session_is_no_token(cast: Cast, db: Database) -> None:
    browser = cast.browser("ines")
    session_id = db.read(lambda session: session.exec(select(SignIn.id)).one())
    assert browser.delete(f"{URL}/{session_id}").status_code == 404
    assert browser.get(URL).status_code == 200


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_never_makes_sees_or_revokes_tokens(cast: Cast, scope: Scope) -> None:
    tool = cast.tool("ada", scope)
    for answer in (tool.get(URL), tool.post(URL, json=WANTED), tool.delete(f"{URL}/{uuid4()}")):
        assert (answer.status_code, answer.json()["type"]) in {
            (403, "urn:vigie:problem:forbidden"),
            (403, "urn:vigie:problem:scope"),
        }


@pytest.mark.parametrize(("name", "status"), [("tara", 422), ("ines", 422), ("ada", 201)])
def test_the_scope_admin_is_for_administrators(cast: Cast, name: str, status: int) -> None:
    answer = cast.browser(name).post(URL, json={**WANTED, "scope": "admin"})
    assert answer.status_code == status
    if status == 422:
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/scope"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": " \n "}, "/name"),
        ({"name": "x" * 101}, "/name"),
        ({"scope": "root"}, "/scope"),
        ({"days": 0}, "/days"),
        ({"days": 366}, "/days"),
        ({"days": "soon"}, "/days"),
        ({"person": "ada"}, "/person"),
    ],
)
def test_what_is_wrong_is_pointed_at(cast: Cast, db: Database, wrong: dict[str, Any], pointer: str) -> None:
    answer = cast.browser("ines").post(URL, json={**WANTED, **wrong})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert db.read(lambda s: s.exec(select(SignIn).where(col(SignIn.scope).is_not(None))).all()) == []


def test_nobody_has_more_than_fifty(cast: Cast, db: Database) -> None:
    browser, person_id = cast.browser("ines"), cast.id("ines")
    wanted = TokenIn(name="x", scope=Scope.READ)

    def fill(session: Session) -> None:
        person = session.get_one(Person, person_id)
        for _ in range(MOST):
            make_token(session, None, person, wanted)

    db.write(fill)
    refused = browser.post(URL, json=WANTED)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:vigie:problem:too-many-tokens")
    browser.delete(f"{URL}/{browser.get(URL).json()['items'][0]['id']}")
    assert browser.post(URL, json=WANTED).status_code == 201


def test_the_log_says_who_and_never_what_it_is_called(cast: Cast, db: Database) -> None:
    browser = cast.browser("ines")
    token = made(browser)
    browser.delete(f"{URL}/{token['id']}")
    entries = db.read(lambda s: s.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all())
    assert [(e.action, e.kind, e.subject, e.actor_id) for e in entries] == [
        ("token.make", "token", token["id"], cast.id("ines")),
        ("token.revoke", "token", token["id"], cast.id("ines")),
    ]
    assert "carnet" not in "".join(entry.details for entry in entries)


class TestCommand:
    """`vigie token`, as a person runs it, on the database of the test."""

    @pytest.fixture
    def vigie(self, settings: Settings, db: Database, mode: str) -> Any:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("VIGIE_")}
        environment |= {"VIGIE_DATABASE_URL": settings.database_url, "VIGIE_MODE": mode}

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "app.cli", "token", *arguments]
            return subprocess.run(  # noqa: S603 - our own command
                command, env=environment, capture_output=True, text=True, check=False, timeout=120
            )

        return run

    @pytest.fixture
    def mode(self) -> str:
        return "server"

    def test_it_makes_lists_and_revokes(self, cast: Cast, vigie: Any) -> None:
        cast.id("ines")
        done = vigie("make", "--person", " Ines@people.example", "--name", "usine", "--scope", "author")
        assert done.returncode == 0, done.stderr
        assert SECRET.fullmatch(done.stdout.removesuffix("\n")), "the secret alone, to be captured"
        assert done.stdout.strip() not in done.stderr
        assert bearer(cast, done.stdout.strip()).get("/api/v1/exercises").status_code == 200
        listed = vigie("list").stdout
        assert re.fullmatch(
            r"\S{36}  ines@people\.example  author  until 20\d\d-\d\d-\d\d  used 20\S+ \d\d:\d\d  usine\n",
            listed,
        )
        gone = vigie("revoke", listed.split()[0])
        assert (gone.returncode, gone.stdout) == (0, "")
        assert vigie("list").stdout == ""
        assert bearer(cast, done.stdout.strip()).get("/api/v1/exercises").status_code == 401

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--person", "nobody@people.example"], "nobody has the e-mail nobody@people.example"),
            (["--solo"], "--solo is for solo mode; this server has accounts: use --person EMAIL"),
            ([], "say whose token: either --person EMAIL or --solo"),
            (
                ["--solo", "--person", "ines@people.example"],
                "say whose token: either --person EMAIL or --solo",
            ),
            (["--person", "tom@people.example"], "the account of tom@people.example is blocked"),
            (["--person", "ivan@people.example"], "nobody has the e-mail ivan@people.example"),
            (["--person", "ines@people.example", "--scope", "admin"], "Only administrators have tokens"),
            (["--person", "ines@people.example", "--name", " "], "--name: "),
        ],
    )
    def test_a_wrong_call_ends_with_one_line(
        self, cast: Cast, db: Database, vigie: Any, arguments: list[str], said: str
    ) -> None:
        ids = {name: cast.id(name) for name in ("ines", "tom", "ivan")}

        def stop(session: Session) -> None:
            session.get_one(Person, ids["tom"]).blocked_at = now()
            session.get_one(Person, ids["ivan"]).erased_at = now()

        db.write(stop)
        usual = [] if "--name" in arguments else ["--name", "x"]
        usual += [] if "--scope" in arguments else ["--scope", "read"]
        done = vigie("make", *arguments, *usual)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr.startswith("vigie: ")
        assert said in done.stderr

    @pytest.mark.parametrize("mode", ["solo"])
    def test_solo_mode_has_one_person(self, cast: Cast, vigie: Any, db: Database) -> None:
        done = vigie("make", "--solo", "--name", "x", "--scope", "admin", "--days", "1")
        token = done.stdout.strip()
        row = db.read(lambda session: session.get_one(SignIn, digest(token)))
        solo = db.read(solo_person)
        assert (row.person_id, solo.role) == (solo.id, Role.ADMIN)
        assert (row.expires_at - row.created_at).total_seconds() == pytest.approx(86_400, abs=1)

    def test_an_unknown_token_cannot_be_revoked(self, vigie: Any) -> None:
        done = vigie("revoke", str(uuid4()))
        assert (done.returncode, done.stderr) == (2, "vigie: There is no such token, or it is not yours.\n")

    def test_a_database_of_another_release_is_left_alone(self, vigie: Any, db: Database) -> None:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        done = vigie("list")
        assert (done.returncode, "run `vigie migrate`" in done.stderr) == (2, True)
