"""Every route declares who may call it, and answers accordingly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Mount

from app.accounts.policy import Allow, Policy

PUBLIC = {
    ("GET", "/sign-in"),
    ("POST", "/sign-out"),
    ("POST", "/language"),
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


def test_every_route_declares_exactly_one_policy(app: FastAPI) -> None:
    declared = routes(app)
    assert len(declared) >= 17
    assert [r for r in declared if len(r[2]) != 1] == []


def test_only_these_routes_are_open_to_anyone(app: FastAPI) -> None:
    assert {(m, p) for m, p, policy in routes(app) if policy == [Policy.ANYONE]} == PUBLIC


def test_a_stranger_gets_nothing_from_any_other_route(app: FastAPI, stranger: TestClient) -> None:
    for method, path, _ in routes(app):
        if (method, path) in PUBLIC:
            continue
        address = path.replace("{exercise_id}", "mini")
        for name in ("{attempt_id}", "{annotation_id}"):
            address = address.replace(name, "00000000-0000-4000-8000-000000000000")
        answer = stranger.request(method, address, json={})
        expected = 401 if address.startswith("/api/") else 303
        assert (method, path, answer.status_code) == (method, path, expected)


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/nothing", "/docs", "/openapi.json"])
def test_an_unknown_address_is_not_found(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 404
