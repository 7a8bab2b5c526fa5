"""Downloading all that is kept of oneself: complete, readable, and without a hash or a secret."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, Final

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Table

from app.accounts.own_data import Holding
from app.core.config import Settings
from app.core.db import Database
from app.tables import metadata
from tests.accounts.world import HERSELF, SECRETS, World, build
from tests.cast import Cast

OF_NOBODY: Final = {
    "exercise": "what is on offer, to everybody",
    "exercise_version": "told with the drafts of its authors",
    "oidc_flow": "a sign-in under way, of who is not known yet",
    "rate_limit": "how often, by hashes, for minutes",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mode": "server"})


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


@pytest.fixture
def browser(world: World, cast: Cast) -> TestClient:
    return cast.browser(HERSELF)


@pytest.fixture
def data(browser: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = browser.get("/account/data").json()
    return found


def held(app: FastAPI) -> set[str]:
    holdings: tuple[Holding, ...] = app.state.holdings
    return {name for holding in holdings for name in holding.tables}


def refers_to(table: Table, others: set[str]) -> bool:
    return any(key.column.table.name in others for key in table.foreign_keys)


def test_every_table_is_somebodys_or_said_to_be_nobodys(app: FastAPI) -> None:
    """A new table must be added to the `own_data.py` of its feature (and to its erasure), or to OF_NOBODY."""
    known = held(app)
    assert known | set(OF_NOBODY) == set(metadata.tables)
    assert known.isdisjoint(OF_NOBODY)
    of_people = {name for name, table in metadata.tables.items() if refers_to(table, {"person"})}
    named = {
        name for name, table in metadata.tables.items() if {"person_id", "actor_id"} & set(table.c.keys())
    }
    assert of_people | named <= known
    parts = {name for name, table in metadata.tables.items() if refers_to(table, known - {"exercise_draft"})}
    assert parts <= known, "what hangs on something personal is personal"


def test_it_is_a_file_to_keep(browser: TestClient) -> None:
    browser.headers["Accept-Language"] = "en"
    answer = browser.get("/account/data")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert re.fullmatch(
        r"attachment; filename\*=UTF-8''vigie-data-\d{4}-\d\d-\d\d\.json",
        answer.headers["content-disposition"],
    )
    assert "\n  " in answer.text
    assert "Inès" in answer.text, "readable, not escaped"


def test_every_part_is_there(data: dict[str, Any], world: World, cast: Cast) -> None:
    assert data["vigie"]["person"] == data["profile"]["id"] == str(world.herself)
    assert (data["profile"]["name"], data["profile"]["role"]) == ("Inès Motnomade", "trainer")
    assert data["profile"]["has_password"] is True
    assert {token["name"]: token["scope"] for token in data["api_tokens"]} == {
        "test": "author",
        "motjeton": "read",
    }
    assert len(data["sign_ins"]) >= 1
    assert data["sign_in_links"][0]["used_at"] is not None
    assert data["identities_elsewhere"][0]["subject"] == "motsujet"
    links = {(link["for"], link["made_by"]) for link in data["password_links"]}
    assert links == {("me", str(cast.ids["ivan"])), (str(cast.ids["tara"]), "me")}
    assert [one["email"] for one in data["invitations_made"]] == ["motinvitée@people.example"]
    assert [one["email"] for one in data["invitations_used"]] == ["motvenue@people.example"]
    assert {"key", "made_at", "answer"} == set(data["repeatable_requests"][0])
    assert {"mot": "rendu"} in [kept["answer"] for kept in data["repeatable_requests"]]


def test_attempts_come_with_all_that_came_of_them(data: dict[str, Any], world: World) -> None:
    attempts = {attempt["id"]: attempt for attempt in data["attempts"]}
    assert set(attempts) == {str(id_) for name, id_ in world.attempts.items() if name != "tara"}
    done = attempts[str(world.attempts["file"])]
    assert (done["exercise"], done["title"], done["version"]) == ("mini", "Un devis de terrasse", 1)
    assert done["marks"][0]["comment"] == "motmarquefile"
    assert done["texts"]["rewrite"]["text"] == "motréécritfile"
    assert done["submission"]["client_note"] == "motnotefile"
    assert done["assessments"][0]["assessment"]["scores"]["overall"] is not None
    assert done["coach"]["paragraph"] == "motcoachfile"
    assert {call["answer"] for call in done["model_calls"]} == {
        "motréponsejudgefile",
        "motréponsecoachfile",
    }
    unfinished = attempts[str(world.attempts["open"])]
    assert unfinished["marks"][0]["comment"] == "motmarqueopen"
    assert (unfinished["submitted_at"], "assessments" in unfinished) == (None, False)
    assert attempts[str(world.attempts["trial"])]["trial"] is True


def test_exercises_that_one_writes_come_with_their_versions(data: dict[str, Any]) -> None:
    authored = {one["id"]: one for one in data["authored_exercises"]}
    assert set(authored) == {"alone", "shared", "attempted"}
    assert authored["alone"]["draft"]["document"]["title"] == "motalone de ines"
    assert authored["alone"]["versions"][0]["document"]["flaws"][0]["id"] == "prix"
    assert all(one["owner"] for one in authored.values())


def test_the_log_tells_what_one_did_and_what_was_done_about_one(data: dict[str, Any], cast: Cast) -> None:
    told = [(entry["action"], entry["by"]) for entry in data["audit_log"]]
    assert ("person.rename", "me") in told
    assert ("exercise.publish", "me") in told
    assert ("exercise.author.add", str(cast.ids["ivan"])) in told
    assert all(isinstance(entry["details"], dict) for entry in data["audit_log"])


def test_nothing_in_it_is_a_hash_or_a_secret(browser: TestClient, db: Database) -> None:
    text = browser.get("/account/data").text
    assert [secret for secret in SECRETS.values() if secret in text] == []
    assert re.findall(r"vigie_\w{8,}|\$argon2|motdemande", text) == []
    assert re.findall(r"\b[0-9a-f]{64}\b", text) == []
    assert re.findall(r'"[^"]*(?:hash|secret)[^"]*":', text) == []


def test_nothing_in_it_is_anybody_elses(browser: TestClient, cast: Cast) -> None:
    text = browser.get("/account/data").text
    assert "motmarquetara" not in text
    assert "motivans de ivan" in text, "the title of what she practised"
    assert not re.search(r"Tara|Ivan|tara@|ivan@", text)


def test_the_answers_of_an_open_exercise_are_not_in_it(cast: Cast) -> None:
    tara = cast.browser("tara")
    assert tara.post("/api/v1/exercises/mini/attempts").status_code == 201
    assert "Le devis dit 65 €" not in tara.get("/account/data").text


def test_every_date_is_iso_with_its_zone(data: dict[str, Any]) -> None:
    dates = [value for key, value in _leaves(data) if key == "at" or key.endswith("_at")]
    assert len(dates) > 20
    assert all(datetime.fromisoformat(value).tzinfo for value in dates if value is not None)


def _leaves(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, key)
    else:
        yield key, value


def test_somebody_new_has_next_to_nothing(cast: Cast) -> None:
    data = cast.browser("tom").get("/account/data").json()
    lists = {key for key, value in data.items() if isinstance(value, list) and value}
    assert lists == {"sign_ins"}
    json.dumps(data, allow_nan=False)
