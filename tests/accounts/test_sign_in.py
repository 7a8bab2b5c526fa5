from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import Session, select

from app.accounts.models import Person, SignIn, SignInLink
from app.accounts.policy import COOKIE
from app.accounts.service import identify, make_link, use_link
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from tests.conftest import BASE


def test_a_stranger_gets_the_sign_in_page_and_never_the_product(stranger: TestClient) -> None:
    home = stranger.get("/")
    assert (home.status_code, home.headers["location"]) == (303, "/sign-in")
    page = stranger.get("/sign-in")
    assert page.status_code == 200
    assert "vigie serve" in page.text
    assert "Un devis de terrasse" not in page.text


def test_the_link_signs_in_once(stranger: TestClient, app: object, db: Database) -> None:
    token = db.write(make_link)
    first = stranger.get("/sign-in", params={"token": token})
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert stranger.get("/").status_code == 200
    stranger.cookies.clear()
    second = stranger.get("/sign-in", params={"token": token})
    assert second.status_code == 403
    assert COOKIE not in second.cookies
    assert "Un devis de terrasse" not in second.text


def test_a_used_link_shows_the_sign_in_page_even_to_who_is_signed_in(
    stranger: TestClient, db: Database
) -> None:
    token = db.write(make_link)
    stranger.get("/sign-in", params={"token": token})
    again = stranger.get("/sign-in", params={"token": token})
    assert again.status_code == 403
    assert "Un devis de terrasse" not in again.text


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "' OR 1=1 --"])
def test_a_wrong_token_opens_nothing(stranger: TestClient, token: str) -> None:
    answer = stranger.get("/sign-in", params={"token": token})
    assert answer.status_code in {200, 403}
    assert COOKIE not in answer.cookies


def test_sign_in_survives_a_restart(trainee: TestClient, settings: Settings) -> None:
    other = Database(settings.database_url)
    restarted = TestClient(create_app(settings, other), BASE, follow_redirects=False)
    restarted.cookies = trainee.cookies
    assert restarted.get("/api/v1/exercises").status_code == 200
    other.close()


def test_a_new_link_ends_the_one_printed_before(stranger: TestClient, db: Database) -> None:
    old = db.write(make_link)
    db.write(make_link)
    assert stranger.get("/sign-in", params={"token": old}).status_code == 403


def test_signing_out_ends_the_session_on_the_server(trainee: TestClient) -> None:
    kept = trainee.cookies[COOKIE]
    assert trainee.post("/sign-out").headers["location"] == "/sign-in"
    trainee.cookies.set(COOKIE, kept)
    assert trainee.get("/api/v1/exercises").status_code == 401


def test_an_expired_session_is_none(db: Database) -> None:
    def expire(session: Session) -> str:
        opened = use_link(session, make_link(session), days=1)
        assert opened is not None
        session.execute(update(SignIn).values(expires_at=now() - timedelta(seconds=1)))
        return opened.token

    token = db.write(expire)
    assert db.read(lambda session: identify(session.connection(), token)) is None


def test_neither_tokens_nor_cookies_are_kept_in_clear(
    sign_in: Callable[[], TestClient], db: Database
) -> None:
    cookie = sign_in().cookies[COOKIE]
    token = db.write(make_link)
    kept = db.read(
        lambda s: [*s.exec(select(SignIn.token_hash)).all(), *s.exec(select(SignInLink.token_hash)).all()]
    )
    assert all(cookie not in k and token not in k and len(k) == 64 for k in kept)


def test_solo_mode_has_one_person_however_often_it_starts(
    sign_in: Callable[[], TestClient], db: Database
) -> None:
    sign_in()
    sign_in()
    assert len(db.read(lambda session: session.exec(select(Person.id)).all())) == 1


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: TestClient, db: Database) -> None:
    answer = stranger.get("/sign-in", params={"token": db.write(make_link)})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
