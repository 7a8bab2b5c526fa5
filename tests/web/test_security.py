from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.web.security import MAX_BODY_BYTES, SECURITY_HEADERS


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/exercises", "/nothing", "/static/none.js"])
def test_every_answer_carries_the_security_headers(stranger: TestClient, path: str) -> None:
    headers = stranger.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert (policy["script-src"], policy["style-src"], policy["frame-ancestors"]) == (
        "'self'",
        "'self'",
        "'none'",
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_an_answer_to_a_wrong_host_carries_them_too(stranger: TestClient) -> None:
    answer = stranger.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://127.0.0.1"}, True),
        ({"Origin": "http://127.0.0.1:9999"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_another_site_cannot_make_changes(
    trainee: TestClient, headers: dict[str, str], allowed: bool
) -> None:
    answer = trainee.post("/api/v1/exercises/mini/attempts", headers=headers)
    assert answer.status_code == (201 if allowed else 403)
    assert allowed or answer.headers["content-type"] == "application/problem+json"


def test_reading_across_sites_is_left_to_the_browser(trainee: TestClient) -> None:
    assert trainee.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused(trainee: TestClient, chunked: bool) -> None:
    body = b"x" * (MAX_BODY_BYTES + 1)
    content = (body[i : i + 65_536] for i in range(0, len(body), 65_536)) if chunked else body
    answer = trainee.put("/api/v1/attempts/00000000-0000-4000-8000-000000000000/rewrite", content=content)
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


def test_pages_are_not_kept_by_caches(trainee: TestClient) -> None:
    assert trainee.get("/").headers["cache-control"] == "no-store"
    assert trainee.get("/api/v1/exercises").headers["cache-control"] == "no-store"
