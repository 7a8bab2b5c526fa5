"""The authors' pages in a real browser: reading, publishing, solving one's own draft, importing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.exercises.archive import pack
from app.exercises.schema import Exercise
from tests.e2e.looks import LOOK_IDS, LOOKS, WIDTH, seen_in
from tests.e2e.server import Server
from tests.e2e.test_loop import press, tab_to
from tests.e2e.workspace import Workspace
from tests.mini import mini_document

MINI = {**mini_document(), "id": "terrasse", "title": "Une terrasse à Nantes"}
BROKEN = {**MINI, "id": "balisage", "draft": MINI["draft"].replace("{>>prix<<}", "")}
WRONG = {**MINI, "id": "erreurs", "keep": [["12 avril 2026"]], "decoys": MINI["decoys"][:1]}
REWRITE = (
    "Bonjour Madame, voici le devis de votre terrasse. Le prix est de 65 € le mètre carré. Vous recevrez le "
    "bois le 12 mars 2026. La pose prend huit jours. Le pin vient de France. La terrasse est garantie dix "
    "ans.\n\nUn acompte de 30 % est demandé à la commande. Je reste à votre disposition."
)


@pytest.fixture
def server(own_server: Server) -> Server:
    """Fresh: each test writes its own exercises."""
    return own_server


@pytest.fixture
def author(signed_in: Page, server: Server) -> Page:
    """An author with a draft in the browser; the API is asked with the same cookie."""
    create(signed_in, server, MINI)
    return signed_in


def create(page: Page, server: Server, document: dict[str, Any]) -> None:
    answer = page.request.post(f"{server.address}/api/v1/exercises", data=document)
    assert answer.status == 201, answer.text()


def replace(page: Page, server: Server, document: dict[str, Any]) -> None:
    address = f"{server.address}/api/v1/exercises/{document['id']}"
    answer = page.request.put(address, data=document, headers={"If-Match": "*"})
    assert answer.ok, answer.text()


def trial(page: Page, server: Server) -> Workspace:
    """The workspace that the page has gone to."""
    page.wait_for_url("**/attempts/*")
    workspace = Workspace(page, server.address, page.url.rsplit("/", 1)[1])
    workspace.ready()
    return workspace


def test_from_the_masthead_to_a_published_exercise(
    author: Page, server: Server, complaints: list[str]
) -> None:
    page = author
    page.goto(server.address)
    page.get_by_role("link", name="Création").click()
    expect(page).to_have_url(f"{server.address}/authoring")
    page.get_by_role("link", name="Une terrasse à Nantes").click()
    expect(page.locator(".au-paper")).to_contain_text("75 € le mètre carré")
    page.get_by_role("link", name="Avec les réponses").click()
    page.locator(".draft a[data-note='1']").click()
    note = page.locator("#note-1")
    expect(note).to_be_visible()
    expect(note).to_contain_text("Le devis dit 65 € et non 75 €.")
    expect(note.locator("blockquote mark")).to_have_text("65 € le mètre carré")
    expect(page.locator("#note-4")).to_be_hidden()
    page.get_by_role("button", name="Tout ouvrir").click()
    expect(page.locator("#note-4")).to_be_visible()
    expect(page.get_by_role("button", name="Publier maintenant")).to_be_hidden()
    page.locator("summary", has_text="Publier…").click()
    page.get_by_role("button", name="Publier maintenant").click()
    expect(page.get_by_role("status")).to_contain_text("C’est publié")
    expect(page.locator(".au-badges")).to_contain_text("Publié, version 1")
    page.goto(server.address)
    expect(page.get_by_role("heading", name="Une terrasse à Nantes")).to_be_visible()
    assert complaints == []


def test_solving_ones_own_draft_up_to_the_feedback(
    author: Page, server: Server, complaints: list[str]
) -> None:
    page = author
    page.goto(f"{server.address}/authoring/terrasse")
    page.get_by_role("button", name="Faire un essai à blanc").click()
    workspace = trial(page, server)
    expect(page.locator(".ws-trial")).to_contain_text("Il ne compte pas")
    workspace.mark("75 €", "contradicts-dossier", "critical", 100, "Le devis dit 65.")
    workspace.go("rewrite")
    page.locator("#text-rewrite").fill(REWRITE)
    workspace.saved()
    page.locator(".ws-back").click()
    expect(page).to_have_url(f"{server.address}/authoring/terrasse")
    page.get_by_role("link", name="Reprendre l’essai").click()
    workspace.ready()
    expect(workspace.marks).to_have_count(1)
    workspace.submit()
    expect(page.locator("main")).to_contain_text("Essai à blanc.")
    expect(page.locator(".verdict")).to_contain_text("Vous avez trouvé 1 des 3 défauts")
    assert workspace.assessment()["outcomes"][0]["found"] is True
    expect(page.get_by_role("heading", name="Vos essais")).to_have_count(0)
    page.goto(server.address)
    expect(page.locator("body")).not_to_contain_text("Une terrasse à Nantes")
    expect(page.locator(".watch")).not_to_contain_text("À reprendre")
    page.go_back()
    page.get_by_role("button", name="Refaire un essai à blanc").click()
    page.wait_for_url(re.compile(rf"/attempts/(?!{workspace.attempt})[0-9a-f-]+$"))
    expect(page.locator("#mark-list > li")).to_have_count(0)
    assert complaints == []


def test_by_keyboard_alone(author: Page, server: Server, complaints: list[str]) -> None:
    page = author
    page.goto(f"{server.address}/authoring")
    tab_to(page, "a[href='/authoring/terrasse']")
    press(page, "Enter")
    page.wait_for_url("**/authoring/terrasse")
    tab_to(page, "a[href='/authoring/terrasse/answers']:not(.au-findings)")
    press(page, "Enter")
    page.wait_for_url("**/answers")
    tab_to(page, ".finding a")
    press(page, "Enter")
    assert page.url.endswith("#draft")
    tab_to(page, ".draft a[data-note='5']")
    press(page, "Enter")
    expect(page.locator("[data-note-card='5'] summary")).to_be_focused()
    expect(page.locator("#note-5")).to_be_visible()
    page.goto(f"{server.address}/authoring/terrasse")
    tab_to(page, ".confirm summary")
    press(page, "Enter", "Tab")
    expect(page.get_by_role("button", name="Publier maintenant")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("C’est publié")
    assert complaints == []


def test_a_finding_leads_to_the_line_and_the_words(
    author: Page, server: Server, complaints: list[str]
) -> None:
    page = author
    create(page, server, BROKEN)
    page.goto(f"{server.address}/authoring")
    line = page.locator(".shelf-line", has=page.locator("a[href='/authoring/balisage']"))
    line.get_by_role("link", name="Voir les erreurs").click()
    finding = page.locator(".finding", has_text="markup-no-comment")
    finding.get_by_role("link").click()
    assert page.url.endswith("#line-1")
    expect(page.locator("#line-1 mark")).to_have_text("{~~65~>75~~}")
    expect(page.locator("#line-1 mark")).to_be_in_viewport()
    assert complaints == []


def test_the_list_is_narrowed_as_one_types(author: Page, server: Server, complaints: list[str]) -> None:
    page = author
    create(page, server, {**MINI, "id": "autre", "title": "Un autre"})
    page.goto(f"{server.address}/authoring")
    lines = page.locator(".shelf-line")
    expect(lines).to_have_count(2)
    page.locator("#filter-q").press_sequentially("nantes")
    expect(lines).to_have_count(1)
    expect(page.locator("#count")).to_contain_text("1 exercice à vous")
    page.locator("#filter-q").fill("")
    expect(lines).to_have_count(2)
    page.locator("#filter-status").select_option("published")
    expect(lines).to_have_count(0)
    page.get_by_role("link", name="Effacer les filtres").click()
    expect(lines).to_have_count(2)
    assert complaints == []


def test_an_archive_is_uploaded(author: Page, server: Server, tmp_path: Path, complaints: list[str]) -> None:
    page = author
    archive = tmp_path / "exercices.zip"
    archive.write_bytes(pack([Exercise.model_validate({**MINI, "id": "importe", "title": "Importé"})]))
    page.goto(f"{server.address}/authoring")
    page.get_by_role("link", name="Importer un zip").click()
    page.locator("#archive").set_input_files(archive)
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role("heading", name="Un exercice importé")).to_be_visible()
    page.locator("button[name=language][value=en]").click()
    expect(page.get_by_role("heading", name="Import exercises")).to_be_visible()
    page.goto(f"{server.address}/authoring/importe")
    expect(page.get_by_role("heading", name="Importé", exact=True)).to_be_visible()
    assert complaints == []


def pages_of(page: Page, server: Server) -> list[str]:
    """Every state of the authors' pages, once the exercises are written."""
    create(page, server, BROKEN)
    create(page, server, WRONG)
    api = f"{server.address}/api/v1/exercises/terrasse"
    assert page.request.post(f"{api}/publish").ok
    replace(page, server, {**MINI, "minutes": 44, "draft": MINI["draft"].replace("75~~", "78~~")})
    assert page.request.post(f"{api}/trial").status == 201
    here = "/authoring/terrasse"
    return [
        "/authoring",
        "/authoring?q=rien",
        here,
        f"{here}?done=published",
        f"{here}/answers",
        f"{here}/versions?from=1&to=draft",
        "/authoring/balisage",
        "/authoring/balisage/answers?done=no-publish",
        "/authoring/erreurs/answers",
        "/authoring/mini/answers",
        "/authoring/import",
    ]


def unfold(page: Page) -> None:
    """Open everything that opens."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


class TestAccessible:
    @pytest.fixture(params=LOOKS, ids=LOOK_IDS)
    def browser_context_args(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        return seen_in(request.param)

    def test_every_page(self, signed_in: Page, server: Server, check: Callable[[], None]) -> None:
        page = signed_in
        page.goto(f"{server.address}/authoring")
        check()
        create(page, server, MINI)
        for path in pages_of(page, server):
            page.goto(server.address + path)
            unfold(page)
            check()
        page.goto(f"{server.address}/authoring/terrasse")
        page.locator(".au-try .button").first.click()
        workspace = trial(page, server)
        check()
        workspace.submit()
        check()


class TestSmall:
    """A phone of 360 px, and a laptop of 1280 px at 200 % zoom, which is a window of 640 by 400."""

    @pytest.fixture(params=[(360, 740), (640, 400)], ids=["phone", "zoom"])
    def browser_context_args(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        width, height = request.param
        return {"locale": "fr-FR", "viewport": {"width": width, "height": height}}

    def test_nothing_is_wider_than_the_window(
        self, author: Page, server: Server, check: Callable[[], None]
    ) -> None:
        page = author
        width = page.viewport_size["width"] if page.viewport_size else 0
        for path in pages_of(page, server):
            page.goto(server.address + path)
            unfold(page)
            assert page.evaluate(WIDTH) == width, path
            check()
        page.goto(f"{server.address}/authoring/terrasse")
        page.get_by_role("link", name="Reprendre l’essai").click()
        trial(page, server)
        assert page.evaluate(WIDTH) == width
        check()


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self) -> dict[str, Any]:
        size = {"width": 1280, "height": 800}
        return {"locale": "fr-FR", "viewport": size, "java_script_enabled": False}

    def test_everything_but_the_workspace_works(self, author: Page, server: Server) -> None:
        page = author
        page.goto(f"{server.address}/authoring")
        page.locator("#filter-q").fill("nantes")
        page.get_by_role("button", name="Filtrer").click()
        expect(page.locator(".shelf-line")).to_have_count(1)
        page.goto(f"{server.address}/authoring/terrasse/answers")
        page.locator(".draft a[href='#note-1']").click()
        expect(page.locator("#note-1")).to_be_visible()
        page.locator("summary", has_text="Publier…").click()
        page.get_by_role("button", name="Publier maintenant").click()
        expect(page.get_by_role("status")).to_contain_text("C’est publié")
        page.locator("summary", has_text="Archiver…").click()
        page.get_by_role("button", name="Archiver maintenant").click()
        expect(page.get_by_role("status")).to_contain_text("n’est plus proposé")
        page.get_by_role("button", name="Remettre en service").click()
        expect(page.get_by_role("status")).to_contain_text("de nouveau en service")
