"""Signing in at a real OpenID Connect provider on another site, in the real browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.accounts.models import Invitation, Role
from app.accounts.service import digest
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from tests.accounts.oidc_mock import MockProvider, mock_provider
from tests.accounts.oidc_steps import NAME, Books, with_provider

INVITATION = "an-invitation-for-a-trainer"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockProvider]:
    """Under another name than the server's, so that the way back comes from another site."""
    with mock_provider(tmp_path_factory.mktemp("provider")) as running:
        elsewhere = MockProvider(running.issuer.replace("127.0.0.1", "localhost"))
        elsewhere.add("zoe", email="zoe@atelier.example", email_verified=True, name="Zoé Martin")
        yield elsewhere


@pytest.fixture
def address(settings: Settings, db: Database, provider: MockProvider) -> Iterator[str]:
    """A server that signs people in at the provider."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        own = f"http://127.0.0.1:{listener.getsockname()[1]}"
        client = provider.register(f"{own}/sign-in/oidc/callback")
        app = create_app(with_provider(settings, provider.issuer, client.id, client.secret), db)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield own
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def page(page: Page) -> Page:
    """The provider's page asks another host for its looks: there is none here."""
    page.context.route("https://cdn.jsdelivr.net/**", lambda route: route.abort())
    return page


def sign_in(page: Page, provider: MockProvider, subject: str) -> None:
    """What a person does at the provider."""
    expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible()
    assert page.url.startswith(provider.issuer)
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def test_an_invitation_then_again_by_the_button(
    page: Page, address: str, provider: MockProvider, db: Database
) -> None:
    books = Books(db)
    later = now() + timedelta(days=1)
    books.add(Invitation(token_hash=digest(INVITATION), role=Role.TRAINER, expires_at=later))
    page.goto(f"{address}/invitations/{INVITATION}")
    page.get_by_role("link", name=NAME).click()
    sign_in(page, provider, "zoe")
    page.wait_for_url(f"{address}/")
    assert [(person.name, person.role) for person in books.people()] == [("Zoé Martin", "trainer")]

    page.context.clear_cookies()
    page.goto(f"{address}/exercises/mini")
    page.goto(f"{address}/sign-in")
    page.get_by_role("link", name=NAME).press("Enter")
    sign_in(page, provider, "zoe")
    page.wait_for_url(f"{address}/")
    expect(page.get_by_role("link", name="Un devis de terrasse").first).to_be_visible()


def test_who_is_not_invited_is_told_what_to_do(page: Page, address: str, provider: MockProvider) -> None:
    page.goto(f"{address}/sign-in/oidc")
    sign_in(page, provider, "somebody")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous n’avez pas encore de compte ici")
    assert page.url == f"{address}/sign-in/oidc/refused?reason=uninvited"
    assert violations(page) == []
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no account for you here yet")
    page.get_by_role("link", name="Other ways to sign in").click()
    page.wait_for_url(f"{address}/sign-in")


def violations(page: Page) -> list[Any]:
    found: list[Any] = Axe().run(page).response["violations"]
    return found
