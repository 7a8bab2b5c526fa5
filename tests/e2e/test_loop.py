"""The whole loop, from the catalogue to the feedback: by mouse, by keyboard alone, on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import Server
from tests.e2e.workspace import Workspace

REWRITE = (
    "Bonjour Madame, voici le devis de votre terrasse. Le prix est de 65 € le mètre carré. Vous recevrez le "
    "bois le 12 mars 2026. La pose prend huit jours. Le pin vient de France. La terrasse est garantie dix "
    "ans.\n\n"
    "Un acompte de 30 % est demandé à la commande. Je reste à votre disposition. Bien à vous, Nadia Roux."
)
NOTE = "Bonjour Nadia, j’ai remis le prix du devis et la garantie de dix ans, et ajouté l’acompte oublié."
ADAPTED = f"{REWRITE}\n\nJe livre aussi à Rezé."


@pytest.fixture
def server(own_server: Server) -> Server:
    """Fresh: the loop starts at a catalogue in which nothing was done yet."""
    return own_server


def arrived(page: Page, server: Server) -> Workspace:
    """The workspace that the page has just gone to."""
    page.wait_for_url("**/attempts/*")
    workspace = Workspace(page, server.address, page.url.rsplit("/", 1)[1])
    workspace.ready()
    return workspace


def quotes(attempt: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The marks of an attempt by their quotes; the omission under an empty one."""
    marks = attempt["annotations"]
    return {m["target"]["selector"][0]["exact"] if m["target"] else "": m for m in marks}


def check_graded_whole(workspace: Workspace) -> None:
    """Everything that was done arrived at the grader: each flaw found, with its reason, and repaired."""
    assessment = workspace.assessment()
    assert [outcome["found"] for outcome in assessment["outcomes"]] == [True, True, True]
    assert [outcome["type_credit"] for outcome in assessment["outcomes"]] == [1, 1, 1]
    assert [outcome["reason"] for outcome in assessment["outcomes"]] == [True, True, True]
    assert assessment["false_alarms"] == []
    assert {check["id"]: check["passed"] for check in assessment["checks"]}["reze"] is True
    assert assessment["scores"]["overall"] > 95


def test_by_mouse(signed_in: Page, server: Server, complaints: list[str]) -> None:
    page = signed_in
    page.get_by_role("link", name="Un devis de terrasse").first.click()
    page.get_by_role("button", name="Commencer").click()
    workspace = arrived(page, server)

    workspace.drag("75 €")
    expect(page.locator("#mark-bar")).to_be_visible()
    page.locator("#bar-mark").click()
    workspace.fill("contradicts-dossier", "critical", 100, "Le devis dit 65.")
    page.locator("#form-pick").click()
    workspace.drag("65 € le mètre carré", "[data-source=devis]")
    expect(page.locator("#picking-quote")).to_have_text("65 € le mètre carré")
    page.locator("#picking-use").click()
    expect(page.locator("#form-evidence-source")).to_have_text("Devis signé")
    workspace.save_form()

    workspace.drag("La pose prend huit jours")
    page.locator("#bar-sound").click()
    workspace.mark("à vie", "overclaim", "major", 80, "Le devis dit dix ans.")
    page.locator("#add-omission").click()
    workspace.fill("material-omission", "minor", 70, "L’acompte de 30 % manque.")
    workspace.save_form()
    expect(workspace.marks).to_have_count(4)
    expect(workspace.marks.nth(0).locator("[data-evidence-quote]")).to_have_text("65 € le mètre carré")
    workspace.saved()
    stored = quotes(workspace.stored())
    assert stored["75 €"]["evidence"] == {"source": "devis", "quote": "65 € le mètre carré"}
    assert stored["La pose prend huit jours"]["type"] == "sound"
    assert stored["La pose prend huit jours"]["severity"] is None
    assert stored[""]["omission"] is True

    workspace.go("rewrite")
    field = page.locator("#text-rewrite")
    assert field.input_value() == workspace.stored()["exercise"]["draft"]
    expect(page.locator("#words-rewrite")).to_contain_text("120")
    field.fill(REWRITE)
    expect(page.locator("#comparison ins").filter(has_text="65")).to_be_visible()
    expect(page.locator("#comparison del").filter(has_text="75")).to_be_visible()

    workspace.go("twist")
    expect(page.locator("#twist-send")).to_have_attribute("aria-disabled", "true")
    assert "Rezé" not in page.content()
    workspace.go("explain")
    page.locator("#text-client_note").fill(NOTE)
    workspace.go("twist")
    page.locator("#twist-send").click()
    expect(page.locator("#twist-message")).to_contain_text("Rezé")
    assert page.locator("#text-twist").input_value() == REWRITE
    page.locator("#text-twist").fill(ADAPTED)

    workspace.submit()
    check_graded_whole(workspace)
    expect(page.locator("main")).to_contain_text("Rezé")
    assert complaints == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the focus is on the element."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def walk_to(page: Page, words: str) -> None:
    """Move right, word by word, until the caret says the word."""
    for _ in range(200):
        if page.locator("#reader").inner_text().strip().startswith(words):
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the caret never came to {words!r}")


def test_by_keyboard_alone(signed_in: Page, server: Server, complaints: list[str]) -> None:
    page = signed_in
    tab_to(page, "a[href='/exercises/mini']")
    press(page, "Enter")
    page.wait_for_url("**/exercises/mini")
    tab_to(page, "form[action='/exercises/mini/start'] button")
    press(page, "Enter")
    workspace = arrived(page, server)

    tab_to(page, "#draft")
    walk_to(page, "75")
    press(page, "Shift+ArrowRight", "Enter")
    expect(page.locator("#form-passage")).to_have_text("75 €")
    press(page, "a", "3", "0", "r")
    expect(page.locator("#picking")).to_be_visible()
    expect(page.locator("[data-source=devis]")).to_be_focused()
    press(page, "ArrowDown")
    expect(page.locator("#picking-quote")).to_have_text("Prix : 65 € le mètre carré, pose comprise.")
    press(page, "Enter")
    expect(page.locator("#form-evidence-source")).to_have_text("Devis signé")
    tab_to(page, "#form-comment")
    page.keyboard.type("Le devis dit 65.")
    press(page, "Control+Enter")
    expect(workspace.marks).to_have_count(1)
    expect(page.locator("#draft")).to_be_focused()

    walk_to(page, "La")
    press(page, "ArrowDown", "h")
    expect(workspace.marks).to_have_count(2)
    walk_to(page, "à")
    press(page, "Shift+ArrowRight", "m", "j", "2", "8")
    tab_to(page, "#form-comment")
    page.keyboard.type("Le devis dit dix ans.")
    press(page, "Control+Enter")
    expect(workspace.marks).to_have_count(3)
    press(page, "o", "1", "7")
    tab_to(page, "#form-comment")
    page.keyboard.type("L’acompte de 30 % manque.")
    press(page, "Control+Enter")
    expect(workspace.marks).to_have_count(4)
    workspace.saved()
    assert list(quotes(workspace.stored())) == ["75 €", "La pose prend huit jours.", "à vie", ""]

    write_by_keyboard(page, "rewrite", "#text-rewrite", REWRITE)
    write_by_keyboard(page, "explain", "#text-client_note", NOTE)
    step_by_keyboard(page, "twist")
    tab_to(page, "#twist-send")
    press(page, "Enter")
    expect(page.locator("#twist-message")).to_contain_text("Rezé")
    tab_to(page, "#text-twist")
    press(page, "Control+End")
    page.keyboard.type("\n\nJe livre aussi à Rezé.")

    step_by_keyboard(page, "submit")
    tab_to(page, "#submit-open")
    press(page, "Enter")
    expect(page.locator("#submit-no")).to_be_focused()
    press(page, "Shift+Tab", "Enter")
    page.wait_for_url("**/feedback")
    check_graded_whole(workspace)
    assert complaints == []


def step_by_keyboard(page: Page, step: str) -> None:
    page.evaluate("document.activeElement.blur()")
    tab_to(page, f".stepper [data-go={step}]")
    press(page, "Enter")
    expect(page.locator(f"#step-{step} h2")).to_be_focused()


def write_by_keyboard(page: Page, step: str, field: str, text: str) -> None:
    step_by_keyboard(page, step)
    tab_to(page, field)
    press(page, "Control+a")
    page.keyboard.insert_text(text)


class TestOnAPhone:
    @pytest.fixture
    def browser_context_args(self) -> dict[str, Any]:
        phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
        return {"locale": "fr-FR", "device_scale_factor": 2, **phone}

    def test_with_a_finger(self, signed_in: Page, server: Server, complaints: list[str]) -> None:
        page = signed_in
        page.get_by_role("link", name="Un devis de terrasse").first.tap()
        page.get_by_role("button", name="Commencer").tap()
        workspace = arrived(page, server)

        page.locator("#tap-mode").tap()
        workspace.tap("75")
        workspace.tap("€")
        page.locator("#bar-mark").tap()
        expect(page.locator("#form-passage")).to_have_text("75 €")
        workspace.fill("contradicts-dossier", "critical", 100, "Le devis dit 65.")
        page.locator("#form-pick").tap()
        page.locator("#picking-tap").tap()
        workspace.tap("65", "[data-source=devis]")
        workspace.tap("mètre", "[data-source=devis]")
        page.locator("#picking-use").tap()
        expect(page.locator("#form-evidence-quote")).to_have_text("65 € le mètre")
        workspace.save_form()
        page.locator("#tap-mode").tap()

        workspace.select("à vie")
        page.locator("#bar-mark").tap()
        workspace.fill("overclaim", "major", 80, "Le devis dit dix ans.")
        workspace.save_form()
        workspace.select("La pose prend huit jours")
        page.locator("#bar-sound").tap()
        page.locator("#add-omission").tap()
        workspace.fill("material-omission", "minor", 70, "L’acompte de 30 % manque.")
        workspace.save_form()
        page.locator("[data-show=marks]").tap()
        expect(workspace.marks).to_have_count(4)
        workspace.saved()

        workspace.go("rewrite")
        page.locator("#text-rewrite").fill(REWRITE)
        page.locator("[data-show=compare]").tap()
        expect(page.locator("#comparison ins").filter(has_text="65")).to_be_visible()
        workspace.go("explain")
        page.locator("#text-client_note").fill(NOTE)
        workspace.go("twist")
        page.locator("#twist-send").tap()
        expect(page.locator("#twist-message")).to_contain_text("Rezé")
        page.locator("#text-twist").fill(ADAPTED)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        workspace.submit()
        check_graded_whole(workspace)
        assert complaints == []
