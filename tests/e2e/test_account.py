"""One's own account in the real browser: make and revoke a token, download, erase, read the log; by keyboard,
without scripts, and to axe's satisfaction in both languages, light and dark, on a phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import Databases
from tests.e2e.conftest import bring_cookies, serve_mini
from tests.e2e.looks import LOOKS, check, seen_in
from tests.e2e.server import Server
from tests.e2e.test_accounts import PASSWORD, become_admin, fill_in, invite
from tests.e2e.test_loop import press, tab_to

ZOE = "zoe@people.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Server]:
    """A server of several people for this module; its link makes the first administrator."""
    with serve_mini(tmp_path_factory.mktemp("own-account"), databases, VIGIE_MODE="server") as running:
        yield running


@pytest.fixture
def ada(page: Page, server: Server) -> Page:
    """The administrator's browser on her account page; the first of the module makes her account."""
    if server.cookies is None:
        become_admin(page, server)
        server.cookies = page.context.cookies()
    else:
        bring_cookies(page.context, server)
    page.goto(f"{server.address}/account")
    return page


def make_token(page: Page, name: str) -> str:
    """By mouse; gives the secret."""
    form = page.locator("form[action^='/account/tokens#']")
    if not form.is_visible():
        page.get_by_text("Créer un jeton").click()
    form.locator("#token-name").fill(name)
    form.get_by_label("Lire et modifier").check()
    form.get_by_role("button").click()
    return page.locator("#token-secret").input_value()


def status_with(server: Server, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.get(f"{server.address}/api/v1/exercises", headers=headers).status_code


def test_a_token_is_made_copied_used_and_revoked(ada: Page, server: Server) -> None:
    ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    secret = make_token(ada, "carnet")
    expect(ada.get_by_text("il ne sera plus jamais affiché")).to_be_in_viewport()
    ada.get_by_role("button", name="Copier").click()
    expect(ada.get_by_role("button", name="Copié")).to_be_visible()
    assert ada.evaluate("navigator.clipboard.readText()") == secret
    assert status_with(server, secret) == 200
    ada.goto(f"{server.address}/account")
    expect(ada.locator("#token-secret")).to_have_count(0)
    entry = ada.locator("#tokens .entry", has_text="carnet")
    expect(entry).to_contain_text("Dernière utilisation")
    entry.get_by_text("Révoquer", exact=False).first.click()
    entry.get_by_role("button", name="Révoquer ce jeton").click()
    expect(ada.get_by_text("Le jeton est révoqué")).to_be_visible()
    expect(entry).to_have_count(0)
    assert status_with(server, secret) == 401


def test_by_keyboard_alone(ada: Page, server: Server) -> None:
    if not ada.locator("#token-name").is_visible():
        tab_to(ada, "#tokens > details > summary")
        press(ada, "Enter")
    tab_to(ada, "#token-name")
    ada.keyboard.type("au clavier")
    press(ada, "Tab", "ArrowDown", "Tab", "Tab", "Enter")
    expect(ada.locator("#token-secret")).to_be_visible()
    entry = ada.locator("#tokens .entry", has_text="au clavier")
    expect(entry).to_contain_text("Lire et modifier")
    tab_to(ada, "#tokens .entry:first-child summary")
    press(ada, "Enter", "Tab", "Enter")
    expect(ada.get_by_text("Le jeton est révoqué")).to_be_visible()


def test_the_name_is_changed_and_a_wrong_address_is_said(ada: Page, server: Server) -> None:
    ada.locator("#own-name").fill("Ada Lovelace")
    ada.get_by_role("button", name="Enregistrer le nom").click()
    expect(ada.get_by_text("Votre nom est enregistré")).to_be_visible()
    expect(ada.locator("#own-name")).to_have_value("Ada Lovelace")
    ada.get_by_text("Changer d’adresse e-mail").click()
    ada.locator("#new-email").fill("ada@new.example")
    ada.locator("#email-password").fill("pas le bon mot")
    ada.get_by_role("button", name="Changer d’adresse").click()
    expect(ada.get_by_text("Ce n’est pas votre mot de passe actuel.")).to_be_in_viewport()
    expect(ada.locator("#new-email")).to_have_value("ada@new.example")


def test_everything_can_be_downloaded(ada: Page, server: Server) -> None:
    with ada.expect_download() as started:
        ada.get_by_role("link", name="Télécharger mes données").click()
    assert started.value.suggested_filename.startswith("vigie-donnees-")
    data = json.loads(started.value.path().read_text(encoding="utf-8"))
    assert data["profile"]["email"] == "ada@people.example"


def test_an_account_is_erased_with_the_password(
    ada: Page, browser: Browser, server: Server, watch: Callable[[Page], Page]
) -> None:
    link = invite(ada, server, ZOE)
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    zoe = watch(context.new_page())
    zoe.goto(link)
    fill_in(zoe, "Zoé Martin", ZOE)
    zoe.goto(f"{server.address}/account")
    zoe.get_by_role("link", name="Effacer mon compte").click()
    expect(zoe.get_by_role("heading", name="Ce qui reste")).to_be_visible()
    zoe.locator("#erase-password").fill("un autre mot")
    zoe.get_by_role("button", name="Effacer pour toujours").click()
    expect(zoe.get_by_text("Ce n’est pas votre mot de passe actuel.")).to_be_visible()
    zoe.locator("#erase-password").fill(PASSWORD)
    zoe.get_by_role("button", name="Effacer pour toujours").click()
    expect(zoe.get_by_role("heading", name="Votre compte est effacé")).to_be_visible()
    zoe.goto(server.address)
    expect(zoe.get_by_role("heading", name="Se connecter")).to_be_visible()
    context.close()
    ada.goto(f"{server.address}/audit")
    expect(ada.locator(".audit-entry").first).to_contain_text("Compte ou données effacés")
    assert "Zoé" not in ada.locator("main").inner_text()


def test_the_last_administrator_cannot_go(ada: Page) -> None:
    ada.get_by_role("link", name="Effacer mon compte").click()
    expect(ada.get_by_role("alert")).to_contain_text("Vous êtes le dernier administrateur")
    expect(ada.locator("form[action^='/account']")).to_have_count(0)
    check(ada)


def test_the_log_is_narrowed_and_read_on(ada: Page, server: Server) -> None:
    ada.get_by_role("link", name="Ouvrir le journal").click()
    ada.get_by_label("Action").select_option(label="Compte créé")
    ada.get_by_role("button", name="Filtrer").click()
    expect(ada.locator(".audit-entry").first).to_contain_text("Compte créé")
    check(ada)
    ada.locator(".audit-entry a").first.click()
    expect(ada).to_have_url(f"{server.address}/audit?subject={ada.locator('#audit-subject').input_value()}")
    ada.get_by_role("link", name="Effacer les filtres").click()
    expect(ada).to_have_url(f"{server.address}/audit")


class TestSolo:
    """The one person of solo mode erases their data and goes on."""

    @pytest.fixture
    def server(self, own_server: Server) -> Server:
        return own_server

    def test_it_is_empty_afterwards(self, signed_in: Page, server: Server, complaints: list[str]) -> None:
        page = signed_in
        api = f"{server.address}/api/v1"
        started = page.request.post(f"{api}/exercises/mini/attempts").json()["id"]
        assert page.request.post(f"{api}/attempts/{started}/submit").ok
        page.goto(f"{server.address}/account")
        check(page)
        page.get_by_role("link", name="Effacer mes données").click()
        expect(page.get_by_text("Un essai, avec ses annotations")).to_be_visible()
        check(page)
        page.locator("#erase-word").fill("non")
        page.get_by_role("button", name="Effacer pour toujours").click()
        expect(page.get_by_text("Tapez le mot tel qu’il est écrit")).to_be_visible()
        check(page)
        page.locator("#erase-word").fill("effacer")
        page.get_by_role("button", name="Effacer pour toujours").click()
        expect(page.get_by_text("Vos données sont effacées.")).to_be_in_viewport()
        page.goto(server.address)
        expect(page.get_by_text("Pour prendre la main, commencez par celui-ci.")).to_be_visible()
        assert complaints == []


class TestAccessible:
    """Every state of the pages, in each look; a phone in one of them."""

    @pytest.fixture(
        params=[*LOOKS, ("fr-FR", "phone")], ids=["-".join(look) for look in [*LOOKS, ("fr", "phone")]]
    )
    def browser_context_args(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        locale, scheme = request.param
        width, colours = (360, "light") if scheme == "phone" else (1280, scheme)
        return seen_in((locale, colours), width, 740)

    def test_in_every_state(self, ada: Page, server: Server) -> None:
        check(ada)
        ada.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        check(ada)
        form = ada.locator("form[action^='/account/tokens#']")
        form.locator("#token-name").fill("x")
        form.locator("#token-days").fill("999")
        form.get_by_role("button").click()
        expect(ada.locator("#token-days-error")).to_be_visible()
        check(ada)
        form.locator("#token-name").fill("un-nom-bien-long-sans-espace-" * 3)
        form.locator("#token-days").fill("9")
        form.get_by_role("button").click()
        expect(ada.locator("#token-secret")).to_be_visible()
        check(ada)
        for path in ("/account?done=renamed", "/account/erase", "/audit", "/audit?subject=nobody"):
            ada.goto(server.address + path)
            check(ada)
