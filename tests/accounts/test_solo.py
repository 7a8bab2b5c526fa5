"""In solo mode there are no accounts: their pages and their API say so, to whom it is about."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.core.db import Database

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("path", ["/people", f"/people/{NOBODY}", "/people/invitations"])
def test_there_are_no_people_to_look_after(trainee: TestClient, path: str) -> None:
    assert trainee.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/people", "/api/v1/invitations"])
def test_the_api_says_what_to_set(trainee: TestClient, path: str) -> None:
    answer = trainee.get(path)
    assert answer.status_code == 404
    assert "VIGIE_MODE=server" in answer.json()["detail"]


def test_nobody_is_invited(trainee: TestClient, db: Database) -> None:
    assert trainee.post("/api/v1/invitations", json={}).status_code == 404
    assert trainee.post("/people/invitations").status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/invitations/x", "/reset/x"])
def test_there_is_no_form_to_sign_in_with(stranger: TestClient, path: str) -> None:
    assert stranger.post(path, data={"email": "a@b.example", "password": "x"}).status_code == 404


def test_the_menu_has_no_people(trainee: TestClient) -> None:
    page = trainee.get("/").text
    assert 'href="/people"' not in page
    assert 'href="/account"' in page
