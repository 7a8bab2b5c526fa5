"""The client, over HTTP, against a real server; and what it repeats when the network or the server fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.accounts.models import Scope
from app.client import PAUSES, VigieClient, VigieError
from app.exercises.archive import pack
from app.exercises.schema import Exercise
from tests.bench.servers import free_port
from tests.live import Live, serving
from tests.mini import DRAFT, mark, mini_document

Handler = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, databases: Any) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("client"), databases) as server:
        yield server


@pytest.fixture
def ines(live: Live) -> Iterator[VigieClient]:
    """A trainer's script."""
    with VigieClient(live.address, live.cast.token("ines")) as client:
        yield client


def document(identifier: str) -> dict[str, Any]:
    return {**mini_document(), "id": identifier, "title": f"Une terrasse, {identifier}"}


def test_from_a_document_to_a_grade(live: Live, ines: VigieClient) -> None:
    wrong = document("devis")
    wrong["flaws"][0]["evidence"]["quote"] = "66 € le mètre carré"
    draft = ines.create(wrong)
    errors = [(f.code, f.pointer) for f in draft.lint if f.level == "error"]
    assert errors == [("evidence-quote", "/flaws/0/evidence/quote")]
    with pytest.raises(VigieError) as refused:
        ines.publish("devis")
    assert (refused.value.status, refused.value.slug) == (422, "lint")
    assert refused.value.pointers == ["/flaws/0/evidence/quote"]
    assert "66 €" in str(refused.value)
    mended = ines.replace(document("devis"))
    assert (mended.revision, [f for f in mended.lint if f.level == "error"]) == (2, [])
    published = ines.publish("devis")
    assert (published.version.number, published.already) == (1, False)
    with VigieClient(live.address, live.cast.token("tara")) as tara:
        attempt = tara.start("devis")
        assert tara.start("devis").id == attempt.id
        saved = tara.annotate(attempt.id, mark("75 €", comment="65 €"))
        assert tara.annotate(attempt.id, mark("75 €", confidence=90), saved.id).revision == 2
        alarm = tara.annotate(attempt.id, mark("huit jours"))
        tara.erase(attempt.id, alarm.id)
        tara.write(attempt.id, "rewrite", "Bonjour Madame, le prix est de 65 € le mètre carré.")
        tara.write(attempt.id, "client_note", "Madame, j’ai corrigé le prix.")
        assert "Rezé" in tara.send_note(attempt.id).message
        assert [a.id for a in tara.attempt(attempt.id).annotations] == [saved.id]
        grade = tara.submit(attempt.id)
        assert [o.flaw for o in grade.outcomes if o.found] == ["prix"]
        assert (grade.false_alarms, grade.provisional) == ([], False)
        assert tara.submit(attempt.id) == tara.assessment(attempt.id) == grade


def test_exercises_are_listed_page_by_page(ines: VigieClient) -> None:
    many = [Exercise.model_validate(document(f"liste-{number:02}")) for number in range(52)]
    assert len(ines.import_archive(pack(many)).imported) == 52
    listed = [card.id for card in ines.exercises(status="draft", mine=True, query="liste-")]
    assert listed == [f"liste-{number:02}" for number in range(52)]
    assert [card.id for card in ines.exercises(language="fr", domain="admin", difficulty=1)][-1] == "mini"
    assert list(ines.exercises(language="en")) == []


def test_one_exercise_is_read_as_trainees_and_as_authors_do(ines: VigieClient) -> None:
    seen = ines.exercise("mini")
    assert (seen.client, "75 €" in seen.draft) == ("Nadia Roux", True)
    ines.create(document("lu"))
    assert ines.draft("lu").document.draft == DRAFT
    with pytest.raises(VigieError) as missing:
        ines.draft("../mini")
    assert missing.value.status in {404, 422}


def test_a_change_of_somebody_else_is_not_overwritten(live: Live, ines: VigieClient) -> None:
    ines.create(document("deux"))
    with VigieClient(live.address, live.cast.token("ada", Scope.ADMIN)) as ada:
        with pytest.raises(VigieError) as unseen:
            ada.replace({**document("deux"), "minutes": 11})
        assert unseen.value.slug == "precondition-required"
        ada.draft("deux")
        ada.replace({**document("deux"), "minutes": 12})
    theirs = {**document("deux"), "minutes": 13}
    with pytest.raises(VigieError) as stale:
        ines.replace(theirs)
    assert (stale.value.slug, stale.value.problem.model_dump()["current"]) == ("stale", {"revision": 2})
    assert ines.replace(theirs, overwrite=True).document.minutes == 13
    again = ines.draft("deux").document.model_copy(update={"minutes": 14})
    assert ines.replace(again).revision == 4


def test_versions_are_read_and_compared(ines: VigieClient) -> None:
    ines.create(document("vers"))
    ines.publish("vers")
    ines.replace({**document("vers"), "minutes": 25})
    ines.publish("vers")
    assert [(v.number, v.current) for v in ines.versions("vers")] == [(2, True), (1, False)]
    assert ines.version("vers", 1).minutes == 10
    change = ines.compare("vers", 1, 2).changes[0]
    assert (change.pointer, change.before, change.after) == ("/minutes", 10, 25)
    assert ines.archive("vers").status == "archived"
    assert ines.restore("vers").status == "published"
    assert ines.publish("vers").already is True


def test_archives_go_out_and_in(ines: VigieClient) -> None:
    exercise = Exercise.model_validate(document("valise"))
    report = ines.import_archive(pack([exercise]))
    assert [(one.id, one.what) for one in report.imported] == [("valise", "created")]
    archive = ines.export("valise")
    assert archive[:2] == b"PK"
    assert ines.import_archive(archive).imported[0].what == "unchanged"
    assert ines.export()[:2] == b"PK"
    with pytest.raises(VigieError) as broken:
        ines.import_archive(b"PK nonsense")
    assert broken.value.status == 422


def test_a_document_is_checked_without_being_saved(ines: VigieClient) -> None:
    report = ines.lint({**document("rien"), "surprise": 1})
    assert [finding.pointer for finding in report.findings] == ["/surprise"]
    assert ines.lint(Exercise.model_validate(document("rien"))).ok
    with pytest.raises(VigieError) as unreadable:
        ines.lint({"title": "\ud800"})
    assert (unreadable.value.slug, unreadable.value.pointers) == ("malformed-body", [""])
    assert str(unreadable.value) == "The body is not UTF-8: byte 0xED at offset 11."
    with pytest.raises(VigieError) as missing:
        ines.draft("rien")
    assert missing.value.slug == "not-found"


def test_planting_without_a_model_says_what_to_set(ines: VigieClient) -> None:
    wanted = {"text": "Un texte.", "brief": mini_document()["brief"], "sources": mini_document()["sources"]}
    with pytest.raises(VigieError) as refused:
        ines.plant({**wanted, "language": "fr", "domain": "admin", "types": ["outdated"]})
    assert refused.value.slug == "no-model"
    assert "VIGIE_LLM_BASE_URL" in str(refused.value)


def test_a_token_that_ends_is_refused_from_then_on(live: Live) -> None:
    with VigieClient(live.address, "vigie_nobody") as nobody, pytest.raises(VigieError) as refused:
        nobody.start("mini")
    assert (refused.value.status, refused.value.slug) == (401, "sign-in-needed")


def test_too_many_requests_wait_as_long_as_the_server_says(tmp_path: Any, databases: Any) -> None:
    waits: list[float] = []
    with serving(tmp_path, databases, VIGIE_LIMIT_API="30") as server:
        token = server.cast.token("ines")
        with VigieClient(server.address, token, sleep=waits.append) as client, suppress(VigieError):
            for _ in range(60):
                client.exercise("mini")
    assert waits
    assert all(1 <= wait <= 60 for wait in waits)


def scripted(*answers: httpx2.Response | type[httpx2.TransportError]) -> tuple[Handler, list[httpx2.Request]]:
    """A server that answers, or fails, in this order; and what it was asked."""
    asked: list[httpx2.Request] = []
    remaining = list(answers)

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        answer = remaining.pop(0)
        if isinstance(answer, httpx2.Response):
            return answer
        raise answer("the network failed", request=request)

    return handle, asked


def client_of(handler: Handler, waits: list[float]) -> VigieClient:
    return VigieClient(
        "http://vigie.example/", "vigie_x", transport=httpx2.MockTransport(handler), sleep=waits.append
    )


GRADED = httpx2.Response(200, json={"items": [], "next": None})
BUSY = httpx2.Response(429, headers={"Retry-After": "7"})
AWAY = httpx2.Response(503, headers={"Retry-After": "3"})
PLANT: dict[str, Any] = {"text": "x"}


@pytest.mark.parametrize(
    ("first", "waited"),
    [(BUSY, [7.0]), (AWAY, [3.0]), (httpx2.ReadError, [PAUSES[0]]), (httpx2.ConnectError, [PAUSES[0]])],
)
def test_a_read_is_repeated_once_it_may_succeed(first: Any, waited: list[float]) -> None:
    waits: list[float] = []
    handler, asked = scripted(first, GRADED)
    assert list(client_of(handler, waits).exercises()) == []
    assert (waits, len(asked)) == (waited, 2)


def test_a_creation_is_repeated_under_the_same_key(live: Live) -> None:
    waits: list[float] = []
    handler, asked = scripted(httpx2.ReadTimeout, httpx2.Response(500, text="broken"))
    with pytest.raises(VigieError) as failed:
        client_of(handler, waits).create(document("x"))
    assert failed.value.status == 500
    assert len({request.headers["Idempotency-Key"] for request in asked}) == 1
    assert len(asked) == 2


@pytest.mark.parametrize(("first", "tries"), [(httpx2.ReadError, 1), (AWAY, 1), (httpx2.ConnectError, 4)])
def test_what_may_have_been_done_is_not_repeated(first: Any, tries: int) -> None:
    handler, asked = scripted(*[first] * tries)
    with pytest.raises((VigieError, httpx2.TransportError)):
        client_of(handler, []).plant(PLANT)
    assert len(asked) == tries


def test_patience_ends() -> None:
    waits: list[float] = []
    handler, asked = scripted(BUSY, BUSY, BUSY, BUSY)
    with pytest.raises(VigieError) as refused:
        list(client_of(handler, waits).exercises())
    assert (refused.value.status, len(asked), waits) == (429, 4, [7.0] * 3)
    late = httpx2.Response(429, headers={"Retry-After": "3600"})
    handler, asked = scripted(late)
    with pytest.raises(VigieError):
        list(client_of(handler, waits).exercises())
    assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(200, html="<h1>Sign in to the Wi-Fi</h1>"),
        httpx2.Response(200, json={"hello": "world"}),
        httpx2.Response(502, text="Bad gateway"),
        httpx2.Response(404, content=b"{", headers={"Content-Type": "application/problem+json"}),
    ],
)
def test_another_server_at_the_address_is_named(answer: httpx2.Response) -> None:
    handler, _ = scripted(answer)
    with pytest.raises(VigieError) as odd:
        client_of(handler, []).attempt(UUID(int=0))
    assert odd.value.slug == "unexpected-answer"
    assert "http://vigie.example/api/v1/attempts" in str(odd.value)


def test_a_server_that_is_not_there_is_an_error_of_the_network() -> None:
    waits: list[float] = []
    client = VigieClient(f"http://127.0.0.1:{free_port()}", "vigie_x", sleep=waits.append)
    with client, pytest.raises(httpx2.ConnectError):
        client.exercise("mini")
    assert waits == list(PAUSES)


def test_a_script_loads_neither_the_framework_nor_the_database() -> None:
    code = "import json, sys, app.client; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", code]))  # noqa: S603 - our own command
    assert "app.client" in loaded
    assert {"fastapi", "starlette", "sqlalchemy", "sqlmodel", "uvicorn"} & set(loaded) == set()
