"""The trainee's part of the HTTP surface, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.accounts.models import Person
from app.accounts.service import Identity, digest
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.exercises.catalogue import sync_catalogue
from app.grading.models import AssessmentRecord, FrozenSubmission
from app.practice.annotations import MAX_ANNOTATIONS
from tests.mini import DRAFT, mark, write_mini

PROBLEM = "application/problem+json"
POSITION_ONLY = {"type": "TextPositionSelector", "start": 0, "end": 4}


class Work:
    """An open attempt and the address of its parts."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.attempt = client.post("/api/v1/exercises/mini/attempts").json()
        self.url = f"/api/v1/attempts/{self.attempt['id']}"

    def put_mark(self, body: dict[str, Any], id_: object = None, **headers: str) -> Any:
        return self.client.put(f"{self.url}/annotations/{id_ or uuid4()}", json=body, headers=headers)

    def put_text(self, kind: str, text: str, **headers: str) -> Any:
        return self.client.put(f"{self.url}/{kind}", json={"text": text}, headers=headers)

    def read(self) -> Any:
        return self.client.get(self.url).json()


@pytest.fixture
def work(trainee: TestClient) -> Work:
    return Work(trainee)


def test_the_catalogue_lists_filters_and_pages(trainee: TestClient) -> None:
    page = trainee.get("/api/v1/exercises").json()
    assert [item["id"] for item in page["items"]] == ["mini"]
    assert page["items"][0]["client"] == "Nadia Roux"
    assert page["next"] is None
    assert trainee.get("/api/v1/exercises", params={"language": "en"}).json()["items"] == []
    assert trainee.get("/api/v1/exercises", params={"cursor": "mini"}).json()["items"] == []
    assert trainee.get("/api/v1/exercises", params={"language": "de"}).status_code == 422


def test_an_exercise_is_read_without_its_secrets(trainee: TestClient) -> None:
    exercise = trainee.get("/api/v1/exercises/mini").json()
    assert exercise["draft"].startswith("Bonjour Madame, voici le devis")
    assert "75 € le mètre carré" in exercise["draft"]
    assert set(exercise) == {
        "id", "status", "version", "title", "language", "domain", "difficulty", "minutes", "client", "tasks",
        "has_twist", "brief", "sources", "draft",
    }  # fmt: skip
    missing = trainee.get("/api/v1/exercises/nothing")
    assert (missing.status_code, missing.headers["content-type"]) == (404, PROBLEM)


def test_starting_twice_resumes_the_open_attempt(trainee: TestClient) -> None:
    first = trainee.post("/api/v1/exercises/mini/attempts")
    second = trainee.post("/api/v1/exercises/mini/attempts")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert first.headers["location"] == f"/api/v1/attempts/{first.json()['id']}"


def test_a_mark_is_kept_with_positions_of_the_draft(work: Work) -> None:
    id_ = uuid4()
    saved = work.put_mark(mark("75 € le mètre", confidence=80, comment="65 €"), id_)
    assert (saved.status_code, saved.headers["etag"]) == (201, '"1"')
    quote, position = saved.json()["target"]["selector"]
    draft = work.read()["exercise"]["draft"]
    assert draft[position["start"] : position["end"]] == quote["exact"] == "75 € le mètre"
    assert draft[: position["start"]].endswith(quote["prefix"])
    assert work.read()["annotations"] == [saved.json()]


def test_the_same_put_again_changes_nothing(work: Work) -> None:
    id_, body = uuid4(), mark("75 €")
    work.put_mark(body, id_)
    again = work.put_mark(body, id_, **{"If-Match": '"7"'})
    assert (again.status_code, again.json()["revision"]) == (200, 1)
    assert len(work.read()["annotations"]) == 1


def test_a_change_with_an_old_revision_is_refused_with_the_current_mark(work: Work) -> None:
    id_ = uuid4()
    work.put_mark(mark("75 €"), id_)
    work.put_mark(mark("75 €", comment="tab one"), id_, **{"If-Match": '"1"'})
    late = work.put_mark(mark("75 €", comment="tab two"), id_, **{"If-Match": '"1"'})
    assert (late.status_code, late.headers["content-type"]) == (412, PROBLEM)
    assert late.json()["current"]["comment"] == "tab one"
    assert work.read()["annotations"][0]["comment"] == "tab one"


def test_a_malformed_if_match_is_named(work: Work) -> None:
    answer = work.put_mark(mark("75 €"), **{"If-Match": "abc"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/If-Match")


def test_a_deleted_mark_is_gone_and_may_come_back(work: Work) -> None:
    id_ = uuid4()
    work.put_mark(mark("75 €"), id_)
    assert work.client.delete(f"{work.url}/annotations/{id_}").status_code == 204
    assert work.client.delete(f"{work.url}/annotations/{id_}").status_code == 204
    assert work.read()["annotations"] == []
    assert work.put_mark(mark("75 €"), id_, **{"If-Match": '"1"'}).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (mark("un passage inventé"), "/target/selector"),
        (mark("travaux") | {"target": None}, ""),
        (mark("75 €", type="nonsense"), "/type"),
        (mark("75 €", severity="huge"), "/severity"),
        (mark("75 €", confidence=10), "/confidence"),
        (mark("75 €", comment="x" * 4001), "/comment"),
        (mark("75 €", surprise=1), "/surprise"),
        (mark("75 €", evidence={"source": "nowhere", "quote": "65 €"}), "/evidence/source"),
        (mark("75 €", evidence={"source": "devis", "quote": "64 €"}), "/evidence/quote"),
        ({"omission": True, "type": "sound"}, ""),
        ({"target": {"selector": [POSITION_ONLY]}, "type": "sound"}, "/target"),
    ],
)  # fmt: skip
def test_a_bad_mark_is_refused_and_the_place_is_named(work: Work, body: Any, pointer: str) -> None:
    answer = work.put_mark(body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert work.read()["annotations"] == []


def test_a_quote_that_stands_twice_needs_its_context_or_position(work: Work) -> None:
    body = mark("le devis")  # stands once; "e" stands everywhere
    assert work.put_mark(body).status_code == 201
    assert work.put_mark(mark("e")).status_code == 422
    draft = work.read()["exercise"]["draft"]
    start = draft.index("libre")
    precise = mark("li")
    precise["target"]["selector"].append({"type": "TextPositionSelector", "start": start, "end": start + 2})
    answer = work.put_mark(precise)
    assert answer.json()["target"]["selector"][1]["start"] == start


def test_a_lone_surrogate_and_a_nul_do_no_harm(work: Work) -> None:
    raw = '{"text": "a\\ud800b"}'
    answer = work.client.put(f"{work.url}/rewrite", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert work.put_text("rewrite", "a\x00b\r\nc").json()["text"] == "ab\nc"


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"[]", b'"x"', b""])
def test_a_body_that_is_no_json_object_is_refused(work: Work, raw: bytes) -> None:
    answer = work.client.put(f"{work.url}/rewrite", content=raw, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)


def test_an_attempt_holds_a_bounded_number_of_marks(work: Work) -> None:
    body = {"omission": True, "type": "material-omission", "severity": "minor"}
    for _ in range(MAX_ANNOTATIONS):
        assert work.put_mark(body).status_code == 201
    assert work.put_mark(body).status_code == 409
    assert len(work.read()["annotations"]) == MAX_ANNOTATIONS


def test_texts_are_kept_with_revisions_and_conflicts_show_the_other_text(work: Work) -> None:
    assert work.read()["texts"]["rewrite"] == {"text": None, "revision": 0}
    assert work.put_text("rewrite", "un", **{"If-Match": '"0"'}).json() == {"text": "un", "revision": 1}
    assert work.put_text("rewrite", "deux", **{"If-Match": '"1"'}).json()["revision"] == 2
    late = work.put_text("rewrite", "trois", **{"If-Match": '"1"'})
    assert (late.status_code, late.json()["current"]) == (412, {"text": "deux", "revision": 2})
    same = work.put_text("rewrite", "deux", **{"If-Match": '"1"'})
    assert (same.status_code, same.json()["revision"]) == (200, 2)
    assert work.read()["texts"]["rewrite"] == {"text": "deux", "revision": 2}


def test_a_text_beyond_the_limit_is_refused_and_the_kept_one_stays(work: Work) -> None:
    work.put_text("rewrite", "court")
    assert work.put_text("rewrite", "x" * 50_001).status_code == 422
    assert work.put_text("rewrite", "x" * 1_100_000).status_code == 413
    assert work.read()["texts"]["rewrite"]["text"] == "court"


def test_the_twist_comes_after_the_note_and_never_before(work: Work) -> None:
    assert work.attempt["twist"] is None
    assert work.put_text("twist", "x").status_code == 409
    assert work.client.post(f"{work.url}/twist").status_code == 409
    work.put_text("client_note", "   ")
    assert work.client.post(f"{work.url}/twist").status_code == 409
    assert work.read()["twist"] is None
    work.put_text("client_note", "Voici ce que j’ai changé.")
    revealed = work.client.post(f"{work.url}/twist")
    assert (revealed.status_code, revealed.json()["message"]) == (
        200,
        "Ajoutez, s’il vous plaît, que je livre aussi à Rezé.",
    )
    assert work.client.post(f"{work.url}/twist").json() == revealed.json()
    assert work.read()["twist"] == revealed.json()
    assert work.put_text("twist", "Nous livrons à Rezé.").status_code == 200


def test_submitting_twice_gives_one_and_the_same_assessment(work: Work, db: Database) -> None:
    work.put_mark(mark("75 €", evidence={"source": "devis", "quote": "65 € le mètre carré"}))
    assert work.client.get(f"{work.url}/assessment").status_code == 404
    first = work.client.post(f"{work.url}/submit")
    second = work.client.post(f"{work.url}/submit")
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json() == work.client.get(f"{work.url}/assessment").json()
    outcomes = {o["flaw"]: o["found"] for o in first.json()["outcomes"]}
    assert outcomes == {"prix": True, "garantie": False, "acompte": False}
    counts = db.read(
        lambda s: (len(s.exec(select(FrozenSubmission)).all()), len(s.exec(select(AssessmentRecord)).all()))
    )
    assert counts == (1, 1)


def test_nothing_changes_after_submission(work: Work) -> None:
    work.put_text("client_note", "note")
    work.client.post(f"{work.url}/submit")
    before = work.read()
    answers = [
        work.put_mark(mark("75 €")),
        work.client.delete(f"{work.url}/annotations/{uuid4()}"),
        work.put_text("rewrite", "x"),
        work.put_text("client_note", "x"),
        work.put_text("twist", "x"),
        work.client.post(f"{work.url}/twist"),
    ]
    assert [(a.status_code, a.json()["type"]) for a in answers] == [(409, "urn:vigie:problem:submitted")] * 6
    assert work.read() == before
    assert before["status"] == "submitted"


def test_a_new_attempt_starts_fresh_after_submission(work: Work) -> None:
    work.put_mark(mark("75 €"))
    work.client.post(f"{work.url}/submit")
    again = work.client.post("/api/v1/exercises/mini/attempts")
    assert again.status_code == 201
    assert again.json()["id"] != work.attempt["id"]
    assert again.json()["annotations"] == []


def test_attempts_stay_on_their_version_when_the_exercise_changes(
    work: Work, db: Database, settings: Settings
) -> None:
    write_mini(settings.exercises, draft=DRAFT.replace("chaque soir", "chaque matin"))
    db.write(lambda session: sync_catalogue(session, settings.exercises))
    assert "chaque soir" in work.read()["exercise"]["draft"]
    assert "chaque matin" in work.client.get("/api/v1/exercises/mini").json()["draft"]
    work.client.post(f"{work.url}/submit")
    assert "chaque matin" in work.client.post("/api/v1/exercises/mini/attempts").json()["exercise"]["draft"]


def test_another_person_sees_and_changes_nothing(
    work: Work, sign_in: Callable[[], TestClient], db: Database
) -> None:
    work.put_mark(mark("75 €"))
    other = sign_in()
    _become_somebody_else(db, other)
    before = work.read()
    strange = Work.__new__(Work)
    strange.client, strange.url = other, work.url
    answers = [
        other.get(work.url),
        other.post(f"{work.url}/submit"),
        other.get(f"{work.url}/assessment"),
        other.post(f"{work.url}/twist"),
        strange.put_mark(mark("75 €")),
        strange.put_text("rewrite", "x"),
        strange.put_text("client_note", "x"),
        strange.put_text("twist", "x"),
        other.delete(f"{work.url}/annotations/{before['annotations'][0]['id']}"),
        other.get(f"/attempts/{work.attempt['id']}"),
        other.get(f"/attempts/{work.attempt['id']}/feedback"),
        other.post(f"/attempts/{work.attempt['id']}/compare", data={"kind": "rewrite", "text": "x"}),
    ]
    assert [a.status_code for a in answers] == [404] * len(answers)
    assert work.read() == before


def _become_somebody_else(db: Database, client: TestClient) -> None:
    """Give the client's session to a second person (solo mode itself never makes one)."""
    from app.accounts.models import SignIn
    from app.accounts.policy import COOKIE

    def change(session: Session) -> Identity:
        person = Person(name="somebody else", created_at=now())
        session.add(person)
        session.flush()
        signed_in = session.get(SignIn, digest(client.cookies[COOKIE]))
        assert signed_in is not None
        signed_in.person_id = person.id
        return Identity(person.id)

    db.write(change)
