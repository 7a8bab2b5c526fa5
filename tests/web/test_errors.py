from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.security import SECURITY_HEADERS
from tests.conftest import BASE


def test_an_api_error_is_a_problem_and_a_page_error_is_a_page(trainee: TestClient) -> None:
    api, page = trainee.get("/api/v1/nothing"), trainee.get("/nothing")
    assert (api.status_code, api.headers["content-type"]) == (404, "application/problem+json")
    assert api.json()["title"] == "Not Found"
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize(("language", "word"), [("fr", "Retour"), ("en", "Back")])
def test_an_error_page_says_what_to_do_next_in_both_languages(
    trainee: TestClient, language: str, word: str
) -> None:
    page = trainee.get("/exercises/nothing", headers={"Accept-Language": language})
    assert page.status_code == 404
    assert f'<html lang="{language}">' in page.text
    assert 'href="/"' in page.text


def test_a_wrong_method_says_which_are_right(trainee: TestClient) -> None:
    answer = trainee.patch("/api/v1/exercises")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_a_crash_is_a_plain_500_without_the_details(app: FastAPI) -> None:
    async def crash() -> None:
        raise RuntimeError("secret detail")

    app.add_api_route("/api/v1/crash", crash)
    app.add_api_route("/crash", crash)
    client = TestClient(app, BASE, raise_server_exceptions=False)
    for path in ("/api/v1/crash", "/crash"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret detail" not in answer.text
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-request-id"]


def test_a_validation_error_points_into_the_request(trainee: TestClient) -> None:
    answer = trainee.get("/api/v1/exercises", params={"limit": 0})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/limit"
