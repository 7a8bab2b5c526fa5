"""The audit log: written with the deed, read by administrators alone, page by page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, text

from app.accounts.audit import record
from app.accounts.models import Person, Scope
from app.accounts.service import Identity
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.web.texts import LANGUAGES, Language, texts
from tests.cast import Cast
from tests.web.sources import Page, python_modules

URL = "/api/v1/audit"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mode": "server"})


@pytest.fixture
def ada(cast: Cast) -> TestClient:
    return cast.browser("ada")


@pytest.fixture
def deeds(cast: Cast, db: Database) -> list[str]:
    """Five deeds, the oldest first: by Inès, by Tom who erased his account since, by the server."""
    ines, tom, tara = Identity(cast.id("ines")), Identity(cast.id("tom")), cast.id("tara")

    def write(session: Session) -> None:
        record(session, ines, "exercise.create", "exercise", "terrasse")
        record(session, ines, "exercise.publish", "exercise", "terrasse", version=1)
        record(session, None, "token.revoke", "token", uuid4())
        record(session, ines, "person.role", "person", tara, before="trainee", after="trainer")
        record(session, tom, "person.erase", "person", tom.person_id)
        session.get_one(Person, tom.person_id).erased_at = now()

    db.write(write)
    return ["exercise.create", "exercise.publish", "token.revoke", "person.role", "person.erase"]


def listed(client: TestClient, **query: Any) -> list[str]:
    answer = client.get(URL, params=query)
    assert answer.status_code == 200, answer.text
    return [item["action"] for item in answer.json()["items"]]


def test_the_newest_stands_first_with_names_where_they_are_known(
    ada: TestClient, deeds: list[str], cast: Cast
) -> None:
    items = ada.get(URL).json()["items"]
    assert [item["action"] for item in items] == deeds[::-1]
    erased, role, revoked, published, _ = items
    assert erased["actor"] == {"id": str(cast.ids["tom"]), "name": None}
    assert erased["subject_name"] is None
    assert role["actor"] == {"id": str(cast.ids["ines"]), "name": "Ines"}
    assert (role["subject"], role["subject_name"]) == (str(cast.ids["tara"]), "Tara")
    assert role["details"] == {"after": "trainer", "before": "trainee"}
    assert revoked["actor"] is None
    assert (published["kind"], published["subject"], published["details"]) == (
        "exercise",
        "terrasse",
        {"version": 1},
    )


def test_the_cursor_leads_through_all_of_it_once(ada: TestClient, deeds: list[str]) -> None:
    seen, cursor = [], None
    for _ in range(3):
        page = ada.get(URL, params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["action"] for item in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == (deeds[::-1], None)
    assert listed(ada, cursor=1) == []


def test_deeds_done_meanwhile_do_not_move_the_pages(ada: TestClient, deeds: list[str], db: Database) -> None:
    cursor = ada.get(URL, params={"limit": 2}).json()["next"]
    db.write(lambda session: record(session, None, "later", "person", "x"))
    assert listed(ada, limit=2, cursor=cursor) == ["token.revoke", "exercise.publish"]


def test_filters_narrow_it(ada: TestClient, deeds: list[str], cast: Cast) -> None:
    assert listed(ada, action="token.revoke") == ["token.revoke"]
    assert listed(ada, kind="exercise") == ["exercise.publish", "exercise.create"]
    assert listed(ada, subject=str(cast.ids["tara"])) == ["person.role"]
    assert listed(ada, kind="exercise", action="exercise.create", subject="terrasse") == ["exercise.create"]
    assert listed(ada, action="exercise") == [], "whole words, not beginnings"
    assert listed(ada, subject="' OR 1=1 --") == []


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"cursor": 0}, {"action": "a" * 65}]
)
def test_what_is_wrong_is_refused(ada: TestClient, query: dict[str, Any]) -> None:
    assert ada.get(URL, params=query).status_code == 422


@pytest.mark.parametrize("path", [URL, "/audit"])
@pytest.mark.parametrize(
    ("who", "scope", "status"),
    [
        ("tara", None, 403),
        ("ines", None, 403),
        ("ines", Scope.ADMIN, 403),
        ("ada", Scope.READ, 403),
        ("ada", Scope.AUTHOR, 403),
        ("ada", Scope.ADMIN, 200),
        ("ada", None, 200),
    ],
)
def test_administrators_alone_read_it(
    cast: Cast, path: str, who: str, scope: Scope | None, status: int
) -> None:
    client = cast.tool(who, scope) if scope else cast.browser(who)
    assert client.get(path).status_code == status


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_lets_nobody_change_it(deeds: list[str], db: Database, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        db.write(lambda session: session.connection().execute(text(statement)))


def test_a_deed_that_fails_leaves_no_trace(ada: TestClient, db: Database) -> None:
    def fail(session: Session) -> None:
        record(session, None, "person.create", "person", "x")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        db.write(fail)
    assert listed(ada) == []


class TestPage:
    @pytest.fixture
    def ada(self, ada: TestClient) -> TestClient:
        ada.headers["Accept-Language"] = "en"
        return ada

    def shown(self, ada: TestClient, **query: Any) -> Page:
        answer = ada.get("/audit", params=query)
        assert answer.status_code == 200
        return Page(answer.text)

    def test_it_says_it_in_words(self, ada: TestClient, deeds: list[str]) -> None:
        words = " ".join(self.shown(ada).words.split())
        assert "Exercise published By Ines Exercise terrasse version: 1" in words
        assert "Role changed By Ines Person Tara" in words
        assert "API token revoked By the server or the command line" in words
        assert "By somebody who erased the account" in words

    def test_an_action_without_words_is_shown_as_it_is(self, ada: TestClient, db: Database) -> None:
        db.write(lambda session: record(session, None, "new.deed", "thing", "<b>"))
        page = self.shown(ada)
        assert "new.deed" in page.words
        assert "<b>" in page.words
        assert page.all("b") == []

    def test_the_filters_are_kept_from_page_to_page(
        self, ada: TestClient, deeds: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.accounts.audit_pages.AT_A_TIME", 1)
        first = self.shown(ada, kind="exercise")
        assert "Exercise published" in first.words
        older = next(a["href"] for a in first.all("a") if a.get("rel") == "next")
        assert older.startswith("/audit?kind=exercise&before=")
        second = Page(ada.get(older).text)
        assert "Exercise created" in second.words
        assert [a for a in second.all("a") if a.get("rel") == "next"] == []
        assert "/audit?kind=exercise" in second.attributes("href"), "back to the newest"
        chosen = [option["value"] for option in second.all("option") if "selected" in option]
        assert chosen == ["exercise"]

    def test_it_says_when_there_is_nothing(self, ada: TestClient, deeds: list[str]) -> None:
        page = self.shown(ada, subject="nobody")
        assert "Nothing in the log matches these filters" in page.words
        assert "/audit" in page.attributes("href")

    def test_an_empty_log_says_so(self, ada: TestClient) -> None:
        page = self.shown(ada)
        assert "The log is still empty" in page.words
        assert page.all("select") == []

    @pytest.mark.parametrize("before", ["x", "-1", "1e3", "9" * 30, "٣"])
    def test_a_page_that_is_none_is_the_first(self, ada: TestClient, deeds: list[str], before: str) -> None:
        assert "Exercise published" in self.shown(ada, before=before).words


def recorded() -> Iterator[tuple[str, str]]:
    """(action, kind) of every `record(session, actor, action, kind, …)` in the code."""
    for source in python_modules().values():
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
                words = [n.value for n in ast.walk(call.args[2]) if isinstance(n, ast.Constant)]
                kind = call.args[3]
                yield from ((str(w), str(kind.value)) for w in words if isinstance(kind, ast.Constant))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_that_the_code_records_has_words(language: Language) -> None:
    known, found = texts(language), set(recorded())
    assert {("exercise.archive", "exercise"), ("person.sign-in-failed", "person")} <= found
    assert {action for action, _ in found if f"audit-action-{action.replace('.', '-')}" not in known} == set()
    assert {kind for _, kind in found if f"audit-kind-{kind}" not in known} == set()
