"""Writing exercises through the API, on a real database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts.models import AuditEntry, Scope
from app.authoring.drafts import RESERVED
from app.core.db import Database
from tests.cast import Cast

URL = "/api/v1/exercises"
TERRASSE = f"{URL}/terrasse"
PROBLEM = "application/problem+json"


@pytest.fixture
def ines(cast: Cast) -> TestClient:
    """A trainer's tool."""
    return cast.tool("ines")


def create(tool: TestClient, document: dict[str, Any], **headers: str) -> Any:
    return tool.post(URL, json=document, headers=headers)


def changed(document: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    assert old in document["draft"]
    return {**document, "draft": document["draft"].replace(old, new)}


def test_from_a_draft_to_a_version_that_trainees_get(
    ines: TestClient, cast: Cast, document: dict[str, Any]
) -> None:
    created = create(ines, document)
    assert (created.status_code, created.headers["etag"]) == (201, '"1"')
    assert created.headers["location"] == TERRASSE
    body = created.json()
    assert (body["status"], body["revision"], body["published"], body["changed"]) == ("draft", 1, None, True)
    assert body["document"] == document
    assert [(a["name"], a["owner"]) for a in body["authors"]] == [("Ines", True)]
    trainee = cast.browser("tara")
    assert trainee.get(TERRASSE).status_code == 404
    published = ines.post(f"{TERRASSE}/publish").json()
    assert (published["version"]["number"], published["already"]) == (1, False)
    assert ines.post(f"{TERRASSE}/publish").json()["already"] is True
    seen = trainee.get(TERRASSE)
    assert seen.json()["version"] == published["version"]["hash"]
    assert "ETag" not in seen.headers
    assert "flaws" not in seen.json()
    assert trainee.post(f"{TERRASSE}/attempts").status_code == 201


def test_a_published_version_never_changes_and_attempts_stay_on_theirs(
    ines: TestClient, cast: Cast, document: dict[str, Any]
) -> None:
    create(ines, document)
    first = ines.post(f"{TERRASSE}/publish").json()["version"]
    trainee = cast.browser("tara")
    attempt = trainee.post(f"{TERRASSE}/attempts").json()
    revised = {**document, "minutes": 12}
    put = ines.put(TERRASSE, json=revised, headers={"If-Match": '"1"'})
    assert (put.status_code, put.headers["etag"], put.json()["changed"]) == (200, '"2"', True)
    assert trainee.get(TERRASSE).json()["minutes"] == document["minutes"]
    second = ines.post(f"{TERRASSE}/publish").json()["version"]
    assert second["number"] == 2
    assert trainee.get(TERRASSE).json()["minutes"] == 12
    again = trainee.get(f"/api/v1/attempts/{attempt['id']}").json()
    assert again["exercise"]["version"] == first["hash"]
    assert ines.get(f"{TERRASSE}/versions/1").json() == document
    assert ines.get(f"{TERRASSE}/versions/2").json() == revised
    assert ines.get(f"{TERRASSE}/versions/3").status_code == 404
    items = ines.get(f"{TERRASSE}/versions").json()["items"]
    assert [(v["number"], v["current"]) for v in items] == [(2, True), (1, False)]
    page = ines.get(f"{TERRASSE}/versions", params={"limit": 1}).json()
    assert page["next"] == "2"
    rest = ines.get(f"{TERRASSE}/versions", params={"cursor": "2"}).json()
    assert ([v["number"] for v in rest["items"]], rest["next"]) == ([1], None)
    assert ines.get(f"{TERRASSE}/versions", params={"cursor": "x"}).status_code == 422


def test_two_versions_are_compared(ines: TestClient, document: dict[str, Any]) -> None:
    create(ines, document)
    ines.post(f"{TERRASSE}/publish")
    revised = changed(document, "{~~65~>75~~}", "{~~65~>95~~}")
    flaws = [{**flaw} for flaw in document["flaws"]]
    flaws[0]["severity"] = "minor"
    revised |= {"minutes": 15, "flaws": flaws, "keep": []}
    revised["sources"] = [*document["sources"], {**document["sources"][1], "id": "lettre"}]
    assert ines.put(TERRASSE, json=revised, headers={"If-Match": "*"}).status_code == 200
    assert ines.post(f"{TERRASSE}/publish").status_code == 200
    found = ines.get(f"{TERRASSE}/versions/compare", params={"from": 1, "to": 2}).json()
    changes = {change["pointer"]: change for change in found["changes"]}
    assert set(changes) == {"/minutes", "/flaws/0/severity", "/keep", "/sources/2"}
    assert (changes["/minutes"]["before"], changes["/minutes"]["after"]) == (10, 15)
    assert changes["/sources/2"]["kind"] == "added"
    pieces = [piece for paragraph in found["draft"] for piece in paragraph if piece["op"] != "equal"]
    assert [(p["op"], p["text"].strip()) for p in pieces] == [("delete", "75"), ("insert", "95")]
    back = ines.get(f"{TERRASSE}/versions/compare", params={"from": 2, "to": 1}).json()
    assert {(c["pointer"], c["kind"]) for c in back["changes"]} >= {("/sources/2", "removed")}


def test_a_change_needs_the_revision_it_rests_on(ines: TestClient, document: dict[str, Any]) -> None:
    create(ines, document)
    without = ines.put(TERRASSE, json=document)
    assert (without.status_code, without.headers["content-type"]) == (428, PROBLEM)
    assert without.json()["type"] == "urn:vigie:problem:precondition-required"
    assert ines.put(TERRASSE, json={**document, "minutes": 11}, headers={"If-Match": '"1"'}).is_success
    stale = ines.put(TERRASSE, json={**document, "minutes": 12}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"], stale.headers["etag"]) == (
        412,
        {"revision": 2},
        '"2"',
    )
    assert ines.get(TERRASSE, params={"view": "author"}).json()["document"]["minutes"] == 11
    same = ines.put(TERRASSE, json={**document, "minutes": 11}, headers={"If-Match": '"1"'})
    assert (same.status_code, same.json()["revision"]) == (200, 2), "the same again is no conflict"
    assert ines.put(TERRASSE, json=document, headers={"If-Match": "yes"}).status_code == 400
    assert ines.post(f"{TERRASSE}/publish", headers={"If-Match": '"1"'}).status_code == 412


def test_the_etag_of_a_read_lets_one_change(ines: TestClient, document: dict[str, Any]) -> None:
    create(ines, document)
    ines.post(f"{TERRASSE}/publish")
    for view in ("trainee", "author"):
        tag = ines.get(TERRASSE, params={"view": view}).headers["etag"]
        assert ines.put(TERRASSE, json=document, headers={"If-Match": tag}).status_code == 200


def test_a_request_repeated_under_its_key_is_done_once(ines: TestClient, document: dict[str, Any]) -> None:
    key = {"Idempotency-Key": "4f0c"}
    first = create(ines, document, **key)
    again = create(ines, document, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    other = create(ines, {**document, "minutes": 11}, **key)
    assert (other.status_code, other.json()["type"]) == (422, "urn:vigie:problem:idempotency-key-reused")
    taken = create(ines, document)
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:vigie:problem:id-taken")


def test_a_key_is_its_owner_s_alone(cast: Cast, document: dict[str, Any]) -> None:
    key = {"Idempotency-Key": "1"}
    assert create(cast.tool("ines"), document, **key).status_code == 201
    theirs = create(cast.tool("ivan"), document, **key)
    assert theirs.status_code == 409
    assert "document" not in theirs.json()


def test_a_failed_request_does_not_use_its_key_up(ines: TestClient, document: dict[str, Any]) -> None:
    key = {"Idempotency-Key": "1"}
    assert create(ines, {**document, "id": "mini"}, **key).status_code == 409
    assert create(ines, document, **key).status_code == 201


def test_publishing_needs_a_clean_lint(ines: TestClient, document: dict[str, Any]) -> None:
    broken = changed(document, "{>>delai<<}", "")
    broken["flaws"] = [{**flaw} for flaw in document["flaws"]]
    broken["flaws"][1]["evidence"] = {"source": "devis", "quote": "garantie vingt ans"}
    created = create(ines, broken)
    assert created.status_code == 201, "a draft may have findings: nothing that was written is lost"
    assert {f["code"] for f in created.json()["lint"]} >= {"evidence-quote"}
    refused = ines.post(f"{TERRASSE}/publish")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:vigie:problem:lint")
    errors = {error["code"]: error for error in refused.json()["errors"]}
    place = errors["markup-no-comment"]
    line = broken["draft"].splitlines()[place["line"] - 1]
    assert place["pointer"] == "/draft"
    assert line[place["column"] - 1 :].startswith("{==La pose prend huit jours==}")
    assert errors["evidence-quote"]["pointer"] == "/flaws/1/evidence/quote"
    assert errors["evidence-quote"]["piece"] == "garantie vingt ans"
    assert ines.get(f"{TERRASSE}/versions").status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{~~65~>75~~}", "{~~65~>7{++5++}~~}", "markup-nested"),
        ("{>>prix<<}", "", "markup-no-comment"),
    ],
)
def test_lint_names_the_place_and_saves_nothing(
    ines: TestClient, document: dict[str, Any], old: str, new: str, code: str
) -> None:
    report = ines.post(f"{URL}/lint", json=changed(document, old, new)).json()
    assert report["ok"] is False
    found = report["findings"][0]
    assert code in found["code"]
    assert (found["pointer"], found["line"]) == ("/draft", 1)
    assert found["column"] > 1
    assert ines.get(TERRASSE, params={"view": "author"}).status_code == 404


def test_lint_speaks_the_language_of_the_request(ines: TestClient, document: dict[str, Any]) -> None:
    wrong = {**document, "surprise": 1}
    english = ines.post(f"{URL}/lint", json=wrong).json()["findings"][0]
    assert (english["pointer"], english["code"]) == ("/surprise", "unknown-key")
    french = ines.post(f"{URL}/lint", json=wrong, headers={"Accept-Language": "fr"}).json()["findings"][0]
    assert "inconnue" in french["message"]
    assert "unknown" in english["message"]
    assert ines.post(f"{URL}/lint", json=document).json()["ok"] is True
    assert ines.post(f"{URL}/lint", json=[1]).json()["ok"] is False


def test_an_unknown_key_deep_in_the_document_is_named(ines: TestClient, document: dict[str, Any]) -> None:
    document["flaws"][1]["evidence"]["page"] = 3
    refused = create(ines, document)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:vigie:problem:invalid-document")
    error = refused.json()["errors"][0]
    assert (error["pointer"], error["code"]) == ("/flaws/1/evidence/page", "unknown-key")


DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"title": "caf\xe9"}', "byte 0xE9 at offset 14"),
        (b'{"title": ', "line 1, column 11"),
        (b'{"minutes": NaN}', "NaN is no JSON number"),
        (DEEP, "nested too deeply"),
        (b"", "line 1, column 1"),
    ],
)
def test_a_body_that_cannot_be_read_says_where(ines: TestClient, body: bytes, said: str) -> None:
    for path in (URL, f"{URL}/lint"):
        answer = ines.post(path, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
        assert said in answer.json()["detail"]


def test_a_draft_of_5_mb_is_refused_with_the_limit(ines: TestClient, document: dict[str, Any]) -> None:
    body = json.dumps({**document, "draft": "Bonjour. " * 600_000})
    announced = ines.post(URL, content=body)
    assert (announced.status_code, announced.json()["detail"]) == (413, "The request is larger than 1000 kB.")

    def pieces() -> Iterator[bytes]:
        yield from (body[at : at + 65_536].encode() for at in range(0, len(body), 65_536))

    assert ines.post(URL, content=pieces()).status_code == 413
    long = create(ines, {**document, "draft": "Bonjour. " * 20_000})
    assert (long.status_code, long.json()["errors"][0]["pointer"]) == (422, "/draft")
    assert ines.get(TERRASSE, params={"view": "author"}).status_code == 404


def test_a_lone_surrogate_is_refused(ines: TestClient, document: dict[str, Any]) -> None:
    body = json.dumps(document).replace("Une terrasse", "\\ud800 terrasse")
    answer = ines.post(URL, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/title")


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_word_of_the_api_is_no_id(ines: TestClient, document: dict[str, Any], word: str) -> None:
    assert create(ines, {**document, "id": word}).json()["errors"][0]["pointer"] == "/id"


def test_the_id_of_an_exercise_stays(ines: TestClient, document: dict[str, Any]) -> None:
    create(ines, document)
    moved = ines.put(TERRASSE, json={**document, "id": "autre"}, headers={"If-Match": "*"})
    assert (moved.status_code, moved.json()["errors"][0]["pointer"]) == (422, "/id")


def test_archived_exercises_are_offered_no_longer_and_come_back(
    ines: TestClient, cast: Cast, document: dict[str, Any]
) -> None:
    create(ines, document)
    ines.post(f"{TERRASSE}/publish")
    trainee = cast.browser("tara")
    attempt = trainee.post(f"{TERRASSE}/attempts").json()
    assert ines.post(f"{TERRASSE}/archive").json()["status"] == "archived"
    assert trainee.get(TERRASSE).status_code == 404
    assert trainee.post(f"/api/v1/attempts/{attempt['id']}/submit").status_code == 200
    assert [c["id"] for c in ines.get(URL, params={"status": "archived"}).json()["items"]] == ["terrasse"]
    assert ines.post(f"{TERRASSE}/restore").json()["status"] == "published"
    assert trainee.get(TERRASSE).status_code == 200


def test_drafts_are_private_to_their_authors(cast: Cast, document: dict[str, Any]) -> None:
    ines, ivan, ada, tara = (
        cast.tool("ines"),
        cast.tool("ivan"),
        cast.tool("ada", Scope.ADMIN),
        cast.tool("tara"),
    )
    create(ines, document)
    author = {"view": "author"}
    assert [c.get(TERRASSE, params=author).status_code for c in (ines, ivan, ada, tara)] == [
        200,
        404,
        200,
        404,
    ]
    drafts = {"status": "draft"}
    ids = [[e["id"] for e in c.get(URL, params=drafts).json()["items"]] for c in (ines, ivan, ada, tara)]
    assert ids == [["terrasse"], [], ["terrasse"], []]
    card = ines.get(URL, params=drafts).json()["items"][0]
    assert (card["status"], card["version"]) == ("draft", None)
    for path in ("publish", "archive", "restore"):
        assert ivan.post(f"{TERRASSE}/{path}").status_code == 404
        assert tara.post(f"{TERRASSE}/{path}").status_code == 403
    assert ivan.put(TERRASSE, json=document, headers={"If-Match": "*"}).status_code == 404


def test_co_authors_write_as_well_and_leave_again(cast: Cast, document: dict[str, Any]) -> None:
    ines, ivan = cast.tool("ines"), cast.tool("ivan")
    create(ines, document)
    seat = f"{TERRASSE}/authors/{cast.id('ivan')}"
    assert ivan.put(seat).status_code == 404
    assert [a["name"] for a in ines.put(seat).json()] == ["Ines", "Ivan"]
    assert ivan.put(TERRASSE, json={**document, "minutes": 9}, headers={"If-Match": '"1"'}).is_success
    late = ines.put(TERRASSE, json={**document, "minutes": 8}, headers={"If-Match": '"1"'})
    assert late.status_code == 412, "two authors at once: the second one is told"
    assert ivan.put(f"{TERRASSE}/authors/{cast.id('ada')}").status_code == 403
    assert ines.put(f"{TERRASSE}/authors/{cast.id('tara')}").json()["errors"][0]["pointer"] == "/person_id"
    assert ines.put(f"{TERRASSE}/authors/00000000-0000-4000-8000-000000000000").status_code == 404
    assert (
        ines.delete(f"{TERRASSE}/authors/{cast.id('ines')}").json()["type"] == "urn:vigie:problem:owner-stays"
    )
    assert [ines.delete(seat).status_code, ines.delete(seat).status_code] == [204, 204]
    assert ivan.get(TERRASSE, params={"view": "author"}).status_code == 404


def test_exercises_of_the_folder_are_not_written_through_the_api(
    ines: TestClient, document: dict[str, Any]
) -> None:
    mini = f"{URL}/mini"
    refused = ines.put(mini, json={**document, "id": "mini"}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:vigie:problem:catalogue-file")
    assert ines.post(f"{mini}/archive").status_code == 409
    assert ines.get(f"{mini}/versions/1").json()["id"] == "mini"


def test_who_is_solving_an_exercise_does_not_get_its_answers(cast: Cast, document: dict[str, Any]) -> None:
    ivan = cast.tool("ivan")
    attempt = ivan.post(f"{URL}/mini/attempts").json()
    for path in ("versions/1", "versions/compare?from=1&to=1"):
        refused = ivan.get(f"{URL}/mini/{path}")
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:vigie:problem:attempt-open")
    ivan.post(f"/api/v1/attempts/{attempt['id']}/submit")
    assert ivan.get(f"{URL}/mini/versions/1").status_code == 200


def test_a_token_does_what_its_scope_says(cast: Cast, document: dict[str, Any]) -> None:
    reader = cast.tool("ines", Scope.READ)
    assert reader.get(URL).status_code == 200
    refused = create(reader, document)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:vigie:problem:scope")
    assert reader.post(f"{URL}/mini/attempts").status_code == 403
    assert create(cast.tool("tara"), document).json()["type"] == "urn:vigie:problem:forbidden"
    stranger = cast.stranger()
    stranger.headers["Authorization"] = "Bearer vigie_nobody"
    refused = create(stranger, document)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")


def test_the_list_is_searched_and_narrowed(ines: TestClient, document: dict[str, Any]) -> None:
    create(ines, document)
    ines.post(f"{TERRASSE}/publish")

    def ids(**params: str) -> list[str]:
        return [item["id"] for item in ines.get(URL, params=params).json()["items"]]

    assert ids() == ["mini", "terrasse"]
    assert ids(author="me") == ["terrasse"]
    assert ids(q="À NANTES") == ["terrasse"]
    assert ids(q="nadia roux") == ["mini", "terrasse"]
    assert ids(q="nothing") == []
    assert ids(limit="1", cursor="mini") == ["terrasse"]
    assert ids(status="archived") == []


def test_deeds_stand_in_the_audit_log_without_texts(
    ines: TestClient, cast: Cast, db: Database, document: dict[str, Any]
) -> None:
    create(ines, document)
    ines.put(TERRASSE, json={**document, "minutes": 9}, headers={"If-Match": '"1"'})
    ines.post(f"{TERRASSE}/publish")
    ines.post(f"{TERRASSE}/publish")
    ines.post(f"{TERRASSE}/archive")
    entries = db.read(lambda session: list(session.exec(select(AuditEntry).order_by("id"))))
    assert [(e.action, e.subject, e.details) for e in entries] == [
        ("exercise.create", "terrasse", "{}"),
        ("exercise.change", "terrasse", '{"revision": 2}'),
        ("exercise.publish", "terrasse", '{"version": 1}'),
        ("exercise.archive", "terrasse", "{}"),
    ]
    assert {e.actor_id for e in entries} == {cast.id("ines")}
