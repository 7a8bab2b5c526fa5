"""Accounts of several people in the real browser: from the first link to the last sign-out, by mouse and by
keyboard, without scripts, and to axe's satisfaction in both languages, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import Databases
from tests.e2e.conftest import serve_mini
from tests.e2e.looks import LOOK_IDS, LOOKS, WIDTH, seen_in, violations
from tests.e2e.server import Server
from tests.e2e.test_loop import press, tab_to

PASSWORD = "une phrase assez longue"
NEW_PASSWORD = "une autre phrase, plus longue"
ZOE = "zoe@people.example"


@pytest.fixture
def several(tmp_path: Path, databases: Databases) -> Iterator[Server]:
    """A fresh server on which people have accounts; its link makes the first administrator's."""
    with serve_mini(tmp_path, databases, VIGIE_MODE="server") as running:
        yield running


def fill_in(page: Page, name: str, email: str, password: str = PASSWORD) -> None:
    """The form of an invitation, by mouse."""
    page.locator("#name").fill(name)
    if page.locator("#email").is_editable():
        page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("form[action^='/invitations/'] button").click()


def become_admin(page: Page, server: Server) -> None:
    page.goto(server.link)
    fill_in(page, "Ada Petit", "ada@people.example")
    page.wait_for_url(f"{server.address}/")


def invite(page: Page, server: Server, emails: str = "") -> str:
    """Make one invitation; gives its link."""
    page.goto(f"{server.address}/people/invitations")
    page.locator("#emails").fill(emails)
    page.locator("form[action='/people/invitations'] button").click()
    return page.locator("#link-1").input_value()


def sign_in(page: Page, server: Server, email: str, password: str = PASSWORD) -> None:
    page.goto(f"{server.address}/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("form[action='/sign-in'] button").click()


def test_from_the_first_link_to_the_last_sign_out(page: Page, browser: Browser, several: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    become_admin(page, several)
    page.get_by_role("link", name="Personnes").click()
    expect(page.get_by_role("heading", name="Personnes", exact=True)).to_be_visible()
    page.get_by_role("link", name="Inviter").click()
    link = invite(page, several, ZOE)
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("button", name="Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link

    other = browser.new_context(locale="fr-FR")
    zoe = other.new_page()
    zoe.goto(link)
    expect(zoe.locator("#email")).to_have_value(ZOE)
    fill_in(zoe, "Zoé Martin", ZOE, "court")
    expect(zoe.get_by_role("alert")).to_contain_text("Un champ est à corriger.")
    expect(zoe.locator("#password-error")).to_contain_text("Trop court")
    expect(zoe.locator("#name")).to_have_value("Zoé Martin")
    fill_in(zoe, "Zoé Martin", ZOE)
    zoe.wait_for_url(f"{several.address}/")
    expect(zoe.get_by_role("link", name="Personnes")).to_have_count(0)
    zoe.get_by_role("button", name="Se déconnecter").click()
    sign_in(zoe, several, ZOE, "pas le bon mot de passe")
    expect(zoe.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
    expect(zoe.locator("#email")).to_have_value(ZOE)
    zoe.goto(f"{several.address}/exercises/mini")
    zoe.locator("#email").fill(ZOE)
    zoe.locator("#password").fill(PASSWORD)
    zoe.keyboard.press("Enter")
    zoe.wait_for_url(f"{several.address}/exercises/mini")

    page.goto(f"{several.address}/people?q=zoe")
    page.get_by_role("link", name="Zoé Martin").click()
    page.get_by_role("button", name="Bloquer").click()
    expect(page.get_by_role("status")).to_contain_text("Le compte est bloqué.")
    zoe.reload()
    zoe.wait_for_url("**/sign-in?next=*")
    sign_in(zoe, several, ZOE)
    expect(zoe.get_by_role("alert")).to_contain_text("Ce compte est bloqué.")
    other.close()


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def enter(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        press(page, "Enter")


def test_by_keyboard_alone(page: Page, several: Server) -> None:
    page.goto(several.link)
    type_into(page, "#name", "Ada Petit")
    type_into(page, "#email", "ada@people.example")
    type_into(page, "#password", PASSWORD)
    enter(page)
    page.wait_for_url(f"{several.address}/")
    tab_to(page, "a[href='/people']")
    enter(page)
    page.wait_for_url("**/people")
    tab_to(page, "a[href='/people/invitations']")
    enter(page)
    page.wait_for_url("**/people/invitations")
    type_into(page, "#emails", ZOE)
    tab_to(page, "form[action='/people/invitations'] button")
    enter(page)
    expect(page.locator("#link-1")).to_be_visible()
    tab_to(page, "#link-1")
    link = page.evaluate("document.activeElement.value")
    tab_to(page, "form[action$='/revoke'] button")
    enter(page)
    expect(page.get_by_role("heading", name=ZOE)).to_have_count(0)
    tab_to(page, "form[action='/sign-out'] button")
    enter(page)
    page.wait_for_url("**/sign-in")
    page.goto(link)
    expect(page.get_by_role("heading", name="n’existe pas, ou plus")).to_be_visible()
    tab_to(page, "a[href='/sign-in']")
    enter(page)
    type_into(page, "#email", "ada@people.example")
    type_into(page, "#password", PASSWORD)
    enter(page)
    page.wait_for_url(f"{several.address}/")


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self) -> dict[str, Any]:
        return {"locale": "en-GB", "java_script_enabled": False}

    def test_everything_works(self, page: Page, browser: Browser, several: Server) -> None:
        become_admin(page, several)
        link = invite(page, several)
        expect(page.get_by_role("button", name="Copy")).to_be_hidden()
        other = browser.new_context(locale="en-GB", java_script_enabled=False)
        zoe = other.new_page()
        zoe.goto(link)
        fill_in(zoe, "Zoé Martin", ZOE)
        zoe.wait_for_url(f"{several.address}/")
        page.goto(f"{several.address}/people?q=zoe")
        page.get_by_role("link", name="Zoé Martin").click()
        page.get_by_role("button", name="Make a link").click()
        zoe.goto(page.locator("#reset-link").input_value())
        zoe.locator("#password").fill(NEW_PASSWORD)
        zoe.get_by_role("button", name="Save and sign in").click()
        zoe.wait_for_url(f"{several.address}/")
        zoe.goto(f"{several.address}/account")
        zoe.locator("#password-old").fill(NEW_PASSWORD)
        zoe.locator("#password-new").fill(PASSWORD)
        zoe.get_by_role("button", name="Change the password").click()
        expect(zoe.locator("#password")).to_contain_text("The password is changed.")
        other.close()


def test_one_browser_signs_another_out(page: Page, browser: Browser, several: Server) -> None:
    become_admin(page, several)
    other = browser.new_context(locale="fr-FR")
    elsewhere = other.new_page()
    sign_in(elsewhere, several, "ada@people.example")
    elsewhere.wait_for_url(f"{several.address}/")
    page.goto(f"{several.address}/account")
    sessions = page.locator("#sessions")
    expect(sessions.locator(".entry")).to_have_count(2)
    expect(sessions.locator(".entry").first).to_contain_text("celui-ci")
    sessions.get_by_role("button", name="Déconnecter Chrome").click()
    expect(sessions.get_by_role("status")).to_contain_text("Ce navigateur est déconnecté.")
    expect(sessions.locator(".entry")).to_have_count(1)
    elsewhere.reload()
    expect(elsewhere.locator("#password")).to_be_visible()
    other.close()


def walk(page: Page, server: Server, look: Callable[[Page], None]) -> None:
    """Every page of accounts in each of its states; `look` at each."""
    page.goto(server.link)
    look(page)
    fill_in(page, "Ada", "ada@people.example", "court")
    look(page)
    fill_in(page, "Ada Petit", "ada@people.example")
    page.wait_for_url(f"{server.address}/")
    page.goto(server.link)
    look(page)
    link = invite(page, server, ZOE)
    look(page)
    page.locator("#emails").fill("zoe")
    with page.expect_navigation():
        page.locator("form[action='/people/invitations'] button").click()
    look(page)
    page.goto(link)
    look(page)
    with page.expect_navigation():
        page.locator("form[action='/sign-out'] button").first.click()
    look(page)
    page.goto(link)
    fill_in(page, "Zoé Martin", ZOE)
    page.wait_for_url(f"{server.address}/")
    page.goto(f"{server.address}/account")
    look(page)
    page.context.clear_cookies()
    sign_in(page, server, "ada@people.example", "pas le bon mot de passe")
    look(page)
    sign_in(page, server, "ada@people.example")
    page.goto(f"{server.address}/people")
    look(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Zoé Martin").click()
    look(page)
    with page.expect_navigation():
        page.locator("form[action$='/reset'] button").click()
    look(page)
    reset = page.locator("#reset-link").input_value()
    page.goto(reset)
    look(page)


class TestToEveryone:
    @pytest.fixture(params=LOOKS, ids=LOOK_IDS)
    def browser_context_args(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        return seen_in(request.param)

    def test_axe_finds_nothing(self, page: Page, several: Server) -> None:
        found: list[str] = []
        walk(page, several, lambda shown: found.extend(violations(shown)))
        assert found == []


class TestSmall:
    """A phone of 360 px, and a laptop of 1280 px at 200 % zoom, which is a window of 640 by 400."""

    @pytest.fixture(params=[(360, 740), (640, 400)], ids=["phone", "zoom"])
    def browser_context_args(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        width, height = request.param
        return {"locale": "fr-FR", "viewport": {"width": width, "height": height}}

    def test_nothing_is_wider_than_the_window(self, page: Page, several: Server) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 0
        seen: list[tuple[str, int]] = []
        walk(page, several, lambda shown: seen.append((shown.url, shown.evaluate(WIDTH))))
        assert [one for one in seen if one[1] != width] == []
        assert len(seen) > 12
