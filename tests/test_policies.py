"""Every route declares who may call it, and answers accordingly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Mount

from app.accounts.policy import COOKIE, Allow, Policy
from app.authoring.planting.examples import REQUEST
from app.exercises.archive import pack
from app.exercises.schema import Exercise
from tests.mini import mark, mini_document

PUBLIC = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    *((method, path) for method in ("GET", "POST") for path in ("/invitations/{token}", "/reset/{token}")),
    ("GET", "/sign-in/oidc"),
    ("GET", "/sign-in/oidc/callback"),
    ("GET", "/sign-in/oidc/refused"),
    ("POST", "/sign-out"),
    ("POST", "/language"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
}
# What the routes with a body take: a right one, so that the caller is what is wrong.
_TEXT = {"json": {"text": "x"}}
_BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("PUT", "/api/v1/attempts/{attempt_id}/annotations/{annotation_id}"): {"json": mark("75 €")},
    ("PUT", "/api/v1/attempts/{attempt_id}/rewrite"): _TEXT,
    ("PUT", "/api/v1/attempts/{attempt_id}/client_note"): _TEXT,
    ("PUT", "/api/v1/attempts/{attempt_id}/twist"): _TEXT,
    ("POST", "/api/v1/exercises"): {"json": mini_document()},
    ("POST", "/api/v1/exercises/lint"): {"json": {}},
    ("POST", "/api/v1/exercises/import"): {"content": pack([Exercise.model_validate(mini_document())])},
    ("PUT", "/api/v1/exercises/{exercise_id}"): {"json": mini_document()},
    ("POST", "/api/v1/exercises/plant"): {"json": REQUEST},
    ("POST", "/api/v1/invitations"): {"json": {}},
    ("POST", "/api/v1/cohorts"): {"json": {"name": "x"}},
    ("PUT", "/api/v1/cohorts/{cohort_id}"): {"json": {"name": "x"}},
    ("POST", "/api/v1/cohorts/join"): {"json": {"code": "x"}},
    ("POST", "/api/v1/cohorts/{cohort_id}/assignments"): {"json": {"exercise_id": "mini"}},
    ("PUT", "/api/v1/assignments/{assignment_id}"): {"json": {"exercise_id": "mini"}},
    ("POST", "/people/{person_id}/role"): {"data": {"role": "trainer"}},
    ("POST", "/api/v1/reviews/{review_id}/decision"): {"json": {"verdict": "passed", "reason": "x"}},
    ("POST", "/api/v1/attempts/{attempt_id}/appeals"): {
        "json": {"kind": "check", "subject": "invents-nothing", "text": "x"}
    },
    ("POST", "/api/v1/attempts/{attempt_id}/proposals"): {"json": {"annotation": 0, "text": "x"}},
    ("POST", "/reviews/{review_id}"): {"data": {"number": 1, "verdict": "passed", "reason": "x"}},
    ("POST", "/attempts/{attempt_id}/appeals"): {
        "data": {"kind": "check", "subject": "invents-nothing", "text": "x"}
    },
    ("POST", "/attempts/{attempt_id}/proposals"): {"data": {"annotation": 0, "text": "x"}},
    ("POST", "/attempts/{attempt_id}/compare"): {"data": {"kind": "rewrite", "text": "x"}},
}


def policies(dependant: Dependant) -> Iterator[Policy]:
    if isinstance(dependant.call, Allow):
        yield dependant.call.policy
    for child in dependant.dependencies:
        yield from policies(child)


def routes(app: FastAPI) -> list[tuple[str, str, list[Policy]]]:
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, Mount):
            assert route.path == "/static", "only the built files may be mounted"
            continue
        assert isinstance(route, APIRoute), f"{route} declares no policy"
        found += [(m, route.path, list(policies(route.dependant))) for m in sorted(route.methods or ())]
    return found


def address_of(path: str) -> str:
    """The path with an id of the right shape in each of its places."""
    plain = {"exercise_id": "mini", "number": "1", "token": "nobody"}
    anything = "00000000-0000-4000-8000-000000000000"
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda place: plain.get(place[1], anything), path)


def test_every_route_declares_exactly_one_policy(app: FastAPI) -> None:
    declared = routes(app)
    assert len(declared) >= 17
    assert [r for r in declared if len(r[2]) != 1] == []


def test_only_these_routes_are_open_to_anyone(app: FastAPI) -> None:
    assert {(m, p) for m, p, policy in routes(app) if policy == [Policy.ANYONE]} == PUBLIC


@pytest.mark.parametrize("cookie", ["", "forged"])
def test_a_stranger_gets_nothing_from_any_other_route(
    app: FastAPI, stranger: TestClient, cookie: str
) -> None:
    stranger.cookies.set(COOKIE, cookie)
    for method, path, _ in routes(app):
        if (method, path) in PUBLIC:
            continue
        address = address_of(path)
        answer = stranger.request(method, address, **_BODIES.get((method, path), {}))
        expected = 401 if address.startswith("/api/") else 303
        assert (method, path, answer.status_code) == (method, path, expected)


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/nothing", "/docs/nothing", "/redoc"])
def test_an_unknown_address_is_not_found(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 404
