"""NUL, which PostgreSQL cannot keep: in an address or a form it is refused alike on every database, wherever
it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp

from app.authoring.import_pages import FIELD, PATH
from app.core.config import Settings
from app.exercises.archive import pack
from app.exercises.schema import Exercise
from app.web.nul import FORM, _in_fields
from app.web.security import MAX_BODY_BYTES
from tests.cast import Cast
from tests.mini import mini_document

NOBODYS = "00000000-0000-4000-8000-000000000000"
FIELDS = st.lists(st.tuples(st.text("aé\x00&=%+;", min_size=1), st.text("aé\x00&=%+;")), max_size=4)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    more = {"mode": "server", "limit_sign_ins": 10_000, "limit_api": 100_000}
    return settings.model_copy(update=more)


def routes(app: ASGIApp) -> Iterator[tuple[str, APIRoute]]:
    assert isinstance(app, FastAPI)
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            for method in sorted(route.methods or ()):
                yield method, route


def filled(path: str) -> str:
    return re.sub(r"\{\w+(?::\w+)?\}", NOBODYS, path)


def test_in_any_path_it_is_not_found(cast: Cast) -> None:
    ada, tried = cast.browser("ada"), 0
    for method, route in routes(cast.app):
        for place in re.findall(r"\{\w+(?::\w+)?\}", route.path):
            address = filled(route.path.replace(place, "a%00b", 1))
            answer = ada.request(method, address)
            assert (answer.status_code, "\x00" in answer.text) == (404, False), (method, address)
            tried += 1
    assert tried > 100


def test_in_any_form_the_field_is_named(cast: Cast) -> None:
    ada, tried = cast.browser("ada"), 0
    for method, route in routes(cast.app):
        if route.body_field is None or type(route.body_field.field_info).__name__ != "Form":
            continue
        for field in route.dependant.body_params:
            name = field.alias
            sent = ada.request(method, filled(route.path), data={"other": "x", name: "zoe@a.example\x00"})
            assert sent.status_code == 422, (route.path, name)
            tried += 1
    assert tried > 30


@pytest.mark.parametrize("path", ["/exercises/a%00b", "/static/a%00b", "/%00", "/sign-in%00", "/a%2500%00"])
def test_a_stranger_learns_no_more_of_a_path(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text
    assert "content-security-policy" in answer.headers


def test_the_api_says_it_as_a_problem(cast: Cast) -> None:
    tara = cast.browser("tara")
    path = tara.get("/api/v1/exercises/a%00b")
    assert (path.status_code, path.headers["content-type"]) == (404, "application/problem+json")
    query = tara.get("/api/v1/exercises", params={"language": "fr", "cursor": "a\x00b"})
    assert (query.status_code, query.json()["type"]) == (422, "urn:vigie:problem:invalid")
    [error] = query.json()["errors"]
    assert error["pointer"] == "/query/cursor"
    assert "take it out" in error["detail"]


@pytest.mark.parametrize("query", ["?said=%00", "?%00", "?a%00=1", "?next=/x%00", "?token=%00"])
def test_in_a_query_it_is_refused(stranger: TestClient, query: str) -> None:
    assert stranger.get(f"/sign-in{query}").status_code == 422


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=utf-8", f" {FORM.upper()} ;x"])
@pytest.mark.parametrize("body", [b"email=a%00b&password=x", b"email=a\x00b&password=x", b"%00=1"])
def test_however_a_form_is_written(stranger: TestClient, content_type: str, body: bytes) -> None:
    answer = stranger.post("/sign-in", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 422
    assert "Il y a une erreur" in answer.text


def test_what_looks_like_one_is_none(cast: Cast) -> None:
    """A percent sign and two noughts, typed."""
    ada = cast.browser("ada")
    assert ada.post("/account/name", data={"name": "Ada %00 \\u0000"}).status_code == 303
    assert "Ada %00 \\u0000" in ada.get("/account").text


def test_a_form_in_pieces_arrives_whole(cast: Cast) -> None:
    ada = cast.browser("ada")
    headers = {"Content-Type": FORM}
    pieces = (piece for piece in (b"na", b"me=Ada+", b"Love", b"", b"lace"))
    assert ada.post("/account/name", content=pieces, headers=headers).status_code == 303
    assert "Ada Lovelace" in ada.get("/account").text
    broken = (piece for piece in (b"name=Ada%", b"00"))
    assert ada.post("/account/name", content=broken, headers=headers).status_code == 422


def test_a_form_without_end_is_refused_by_its_length(cast: Cast) -> None:
    pieces = (b"x" * 65_536 for _ in range(MAX_BODY_BYTES // 65_536 + 2))
    answer = cast.browser("ada").post("/account/name", content=pieces, headers={"Content-Type": FORM})
    assert answer.status_code == 413


def test_files_are_taken_whole_and_only_where_they_belong(cast: Cast) -> None:
    ines = cast.browser("ines")
    packed = pack([Exercise.model_validate({**mini_document(), "id": "neu"})])
    assert b"\x00" in packed
    taken = ines.post(PATH, files={FIELD: ("neu.zip", packed, "application/zip")})
    assert taken.status_code == 200
    assert ines.get("/authoring/neu").status_code == 200
    refused = ines.post("/account/name", files={"name": (None, "a\x00b")})
    assert refused.status_code == 415


@given(FIELDS)
def test_exactly_the_fields_that_have_one_are_named(fields: list[tuple[str, str]]) -> None:
    problem = _in_fields(urlencode(fields).encode(), "/query")
    first = next((name for name, value in fields if "\x00" in name + value), None)
    assert (problem is None) == (first is None)
    if problem is not None and first is not None:
        assert problem.errors[0].pointer == "/query/" + first.replace("\x00", "")
