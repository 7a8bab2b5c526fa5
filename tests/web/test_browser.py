"""The pages of the gallery in a real browser: accessible, never wider than the screen, no request elsewhere,
the notes of the feedback by mouse and by keyboard. They are answered from memory, under the product's CSP."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, Route, ViewportSize, expect

from app.web.render import STATIC
from app.web.security import CSP
from app.web.texts import Language
from tests.web.gallery import PAGES, html_of

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("gallery")]
ORIGIN: Final = "http://vigie.test"
WIDE: Final = ViewportSize(width=1280, height=900)
NAMES: Final = [name for name in PAGES if not name.startswith("error-") or name == "error-409"]
DIFFERENT: Final = [
    *("home-busy", "home-empty", "home-no-match", "exercise-open", "exercise-done", "sign-in-refused"),
    *("error-409", "feedback-average", "feedback-empty", "feedback-flawless", "feedback-rewrite-only"),
]
"""Those with parts that no other has; axe takes seconds on long pages."""

OPEN_ALL: Final = "for (const closed of document.querySelectorAll('details')) closed.open = true"
Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
    )
    yield browser
    browser.close()


@contextmanager
def opened(
    browser: Browser,
    language: Language,
    scheme: Scheme = "light",
    size: ViewportSize = WIDE,
    script: bool = True,
) -> Iterator[Page]:
    """A tab for which every page of the gallery stands at `/<name>`. Whatever goes wrong in it (a refused
    inline style, an error of a script, a request to another host) fails the test at the end."""
    context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.route("**/*", lambda route: _answer(route, language, wrong))
    yield page
    context.close()
    assert wrong == []


def _answer(route: Route, language: Language, wrong: list[str]) -> None:
    address = urlsplit(route.request.url)
    if f"{address.scheme}://{address.netloc}" != ORIGIN:
        wrong.append(f"asked {route.request.url}")
        route.abort()
    elif address.path.startswith("/static/"):
        file = STATIC / address.path.removeprefix("/static/")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    elif address.path == "/openapi.json":
        route.fulfill(json={"openapi": "3.1.0", "info": {"title": "Vigie", "version": "1"}, "paths": {}})
    else:
        html = html_of(address.path[1:], language)
        headers = {"Content-Security-Policy": CSP, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=html, headers=headers)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing(chromium: Browser, language: Language) -> None:
    found = []
    with opened(chromium, language) as page:
        for name in DIFFERENT:
            page.goto(f"{ORIGIN}/{name}")
            page.evaluate(OPEN_ALL)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found += [(name, scheme, *violation) for violation in _violations(page)]
    assert found == []


def _violations(page: Page) -> list[tuple[str, list[str]]]:
    violations = Axe().run(page).response["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in violations]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_wider_than_the_screen(chromium: Browser, language: Language) -> None:
    """At 360 px, and at what zooms of 200 % and 400 % leave of 1280 px."""
    too_wide = []
    with opened(chromium, language) as page:
        for name in NAMES:
            page.goto(f"{ORIGIN}/{name}")
            page.evaluate(f"{OPEN_ALL}; document.fonts.ready")
            for width in (640, 360, 320):
                page.set_viewport_size(ViewportSize(width=width, height=700))
                over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                too_wide += [(name, width, over)] if over > 0 else []
    assert too_wide == []


def test_a_number_opens_its_note_and_keeps_the_focus_there(chromium: Browser) -> None:
    with opened(chromium, "en") as page:
        page.goto(f"{ORIGIN}/feedback-average")
        note = page.locator("[data-note-card='3']")
        expect(note).not_to_have_attribute("open", "")
        number = page.locator("#passage-3")
        number.focus()
        page.keyboard.press("Enter")
        expect(note).to_have_attribute("open", "")
        expect(note.locator("summary").first).to_be_focused()
        expect(page.locator("mark[data-note='3']").first).to_have_class("mark mark-found lit")


def test_a_passage_opens_its_note_by_mouse(chromium: Browser) -> None:
    with opened(chromium, "en") as page:
        page.goto(f"{ORIGIN}/feedback-average")
        page.locator("mark[data-note='4']").first.click()
        expect(page.locator("[data-note-card='4']")).to_have_attribute("open", "")


def test_all_notes_open_and_close_at_once(chromium: Browser) -> None:
    with opened(chromium, "fr") as page:
        page.goto(f"{ORIGIN}/feedback-weak")
        cards = page.locator("[data-note-card]")
        page.get_by_role("button", name="Tout ouvrir").click()
        expect(page.locator("[data-note-card][open]")).to_have_count(cards.count())
        page.get_by_role("button", name="Tout fermer").click()
        expect(page.locator("[data-note-card][open]")).to_have_count(0)


def test_an_address_with_a_note_opens_it(chromium: Browser) -> None:
    with opened(chromium, "fr") as page:
        page.goto(f"{ORIGIN}/feedback-weak#note-2")
        expect(page.locator("[data-note-card='2']")).to_have_attribute("open", "")


def test_without_scripts_a_number_still_leads_to_its_note(chromium: Browser) -> None:
    with opened(chromium, "fr", script=False) as page:
        page.goto(f"{ORIGIN}/feedback-weak")
        assert page.locator("#passage-2").get_attribute("href") == "#note-2"
        page.locator("[data-note-card='2'] summary").click()
        expect(page.locator("#note-2")).to_be_visible()
        expect(page.locator("[data-theme-switch]")).to_be_hidden()


def test_the_theme_is_chosen_and_kept(chromium: Browser) -> None:
    with opened(chromium, "fr", "light") as page:
        page.goto(f"{ORIGIN}/sign-in")
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        switch = page.get_by_role("button", name="Affichage sombre")
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert dark != light
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_the_skip_link_is_first_and_leads_to_the_content(chromium: Browser) -> None:
    with opened(chromium, "en") as page:
        page.goto(f"{ORIGIN}/home-busy")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_nothing_moves_for_who_asked_for_stillness(chromium: Browser) -> None:
    with opened(chromium, "en") as page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{ORIGIN}/home-busy")
        slowest = page.evaluate(
            """Math.max(...[...document.querySelectorAll('*')].flatMap((element) =>
                getComputedStyle(element).transitionDuration.split(',').map(parseFloat)))"""
        )
        assert slowest == 0
