"""Nothing that the browser can get before submission tells where the flaws are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from app.core.config import Settings, load_settings
from app.core.db import Database
from app.exercises.catalogue import sync_catalogue
from app.exercises.files import read_folder
from app.exercises.prepared import Prepared, prepare
from app.exercises.schema import Decoy, Exercise, Flaw
from app.text.folding import fold
from app.web.render import STATIC
from tests.databases import Databases

CATALOGUE = Path(__file__).parents[2] / "exercises"
EXERCISES = sorted(p.name for p in CATALOGUE.iterdir() if p.is_dir())


@pytest.fixture(scope="module")
def stocked(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database that has read the real catalogue, to be copied."""
    url = databases.fresh(tmp_path_factory.mktemp("stocked"))
    with closing(Database(url)) as db:
        db.write(lambda session: sync_catalogue(session, CATALOGUE))
    yield url
    databases.drop(url)


@pytest.fixture
def settings(databases: Databases, stocked: str, tmp_path: Path) -> Iterator[Settings]:
    """The real catalogue."""
    url = databases.copy(stocked, tmp_path)
    yield load_settings({"VIGIE_DATABASE_URL": url, "VIGIE_EXERCISES": str(CATALOGUE)})
    databases.drop(url)


TEXTS = STATIC.parent / "texts"


def secrets(exercise: Exercise) -> Iterator[str]:
    """Wordings that only the key has: explanations, rules, and what a right text would say."""
    prepared = prepare(exercise)
    public = fold(_public_text(exercise, prepared))
    keyed: list[Flaw | Decoy] = [*exercise.flaws, *exercise.decoys]
    for item in keyed:
        yield item.why
        if len(item.id) > 6 and fold(item.id) not in public and fold(item.id.replace("-", " ")) not in public:
            yield item.id
    for criterion in exercise.all_criteria():
        if fold(criterion.statement) not in public:
            yield criterion.statement
    for change in prepared.changes:
        if len(change.good) >= 12 and fold(change.good) not in public:
            yield change.good
    if exercise.twist:
        yield exercise.twist.message


def _public_text(exercise: Exercise, prepared: Prepared) -> str:
    """What a trainee may read: the exercise, and the product's own words, which every page may have."""
    product = [path.read_text(encoding="utf-8") for path in TEXTS.rglob("*.ftl")]
    return "\n".join([prepared.draft, exercise.brief.text, *(s.text for s in exercise.sources), *product])


@cache
def folded_page(text: str) -> str:
    """What many attempts are answered alike, such as the description of the API, is folded once."""
    return fold(text)


def reachable(app: FastAPI, attempt: str, exercise: str) -> Iterator[tuple[str, str]]:
    """Every address that a browser can read or post to while the attempt is open."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            for method in sorted((route.methods or set()) - {"PUT", "DELETE"}):
                path = route.path.replace("{exercise_id}", exercise).replace("{attempt_id}", attempt)
                path = path.replace("{number}", "1")
                if not path.endswith("/submit") and path not in {"/sign-out", "/sign-in"}:
                    yield method, path
    yield "GET", f"/api/v1/exercises/{exercise}?view=author"
    yield "GET", f"/api/v1/exercises/{exercise}/versions/compare?from=1&to=1"


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_no_route_of_an_open_attempt_tells_the_key(
    app: FastAPI, trainee: TestClient, exercise_id: str
) -> None:
    exercise = read_folder(CATALOGUE / exercise_id)
    attempt = trainee.post(f"/api/v1/exercises/{exercise_id}/attempts").json()["id"]
    hidden = {secret: fold(secret) for secret in secrets(exercise)}
    assert len(hidden) >= 12, "the test would look for nothing"
    seen = []
    for method, path in reachable(app, attempt, exercise_id):
        form = {"kind": "rewrite", "text": "x", "language": "fr"} if method == "POST" else None
        answer = trainee.request(method, path, data=form)
        headers = "\n".join(f"{k}: {v}" for k, v in answer.headers.items())
        everything = folded_page(answer.text) + fold(headers)
        seen.append(path)
        assert [s for s, folded in hidden.items() if folded in everything] == [], (method, path)
    assert {f"/attempts/{attempt}", f"/api/v1/attempts/{attempt}"} <= set(seen)


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_the_state_of_the_page_has_only_public_keys(trainee: TestClient, exercise_id: str) -> None:
    attempt = trainee.post(f"/api/v1/exercises/{exercise_id}/attempts").json()
    keys = set(_keys(attempt))
    assert keys.isdisjoint(
        {"flaws", "decoys", "why", "accept", "repaired", "criteria", "rule", "keep", "reference"}
    )


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def test_the_bundle_holds_no_exercise_and_no_source_map() -> None:
    files = [p for p in STATIC.rglob("*") if p.is_file()]
    assert any(p.suffix == ".js" for p in files), "build the bundle first (make bundle)"
    assert [p for p in files if p.suffix == ".map"] == []
    scripts = " ".join(p.read_text(encoding="utf-8") for p in files if p.suffix in {".js", ".css"})
    assert "sourceMappingURL" not in scripts
    whys = [f.why for e in EXERCISES for f in read_folder(CATALOGUE / e).flaws]
    assert [w for w in whys if w in scripts] == []


def test_the_feedback_of_an_open_attempt_leads_back_to_the_work(trainee: TestClient) -> None:
    attempt = trainee.post(f"/api/v1/exercises/{EXERCISES[0]}/attempts").json()["id"]
    answer = trainee.get(f"/attempts/{attempt}/feedback")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/attempts/{attempt}")
