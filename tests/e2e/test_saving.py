"""Nothing that was typed is lost or silently overwritten, whatever becomes of server, page and network."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.server import Server
from tests.e2e.workspace import Workspace
from tests.mini import mark

REWRITE = "#text-rewrite"


def opened_again(workspace: Workspace, context: BrowserContext, step: str = "") -> Workspace:
    """The same attempt in a second tab."""
    other = Workspace(context.new_page(), workspace.address, workspace.attempt)
    other.open(step)
    return other


def rewrite(workspace: Workspace) -> str | None:
    text: str | None = workspace.stored()["texts"]["rewrite"]["text"]
    return text


def test_every_change_is_saved_at_once_and_its_state_shown(workspace: Workspace) -> None:
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).fill("Un texte.")
    expect(workspace.state).to_have_text(re.compile(r"Enregistré à \d\d:\d\d"))
    assert rewrite(workspace) == "Un texte."
    workspace.go("review")
    workspace.mark("75 €", "outdated")
    workspace.saved()
    assert [m["type"] for m in workspace.stored()["annotations"]] == ["outdated"]


def test_without_network_work_goes_on_and_is_sent_when_it_is_back(
    workspace: Workspace, context: BrowserContext
) -> None:
    context.set_offline(True)
    workspace.mark("75 €", "outdated", comment="hors ligne")
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).fill("Écrit hors ligne.")
    expect(workspace.state).to_have_attribute("data-kind", "offline")
    expect(workspace.alert).to_contain_text("gardé dans ce navigateur")
    context.set_offline(False)
    workspace.saved()
    expect(workspace.alert).to_be_hidden()
    assert rewrite(workspace) == "Écrit hors ligne."
    assert workspace.stored()["annotations"][0]["comment"] == "hors ligne"


def test_a_server_that_stops_and_comes_back_gets_the_work(workspace: Workspace, server: Server) -> None:
    workspace.go("rewrite")
    server.stop()
    workspace.page.locator(REWRITE).fill("Sans serveur.")
    expect(workspace.state).to_have_attribute("data-kind", "offline")
    server.start()
    workspace.alert.get_by_role("button", name="Réessayer").click()
    workspace.saved()
    assert rewrite(workspace) == "Sans serveur."


def test_a_reload_in_the_middle_loses_nothing(workspace: Workspace, context: BrowserContext) -> None:
    workspace.page.route("**/api/**", lambda route: route.abort())
    workspace.mark("75 €", "outdated", comment="pas encore envoyé")
    workspace.drag("à vie")
    workspace.page.locator("#bar-mark").click()
    workspace.fill("overclaim", "major", 80, "à moitié rempli")
    workspace.go("explain")
    workspace.page.locator("#text-client_note").press_sequentially("Bonjour Nadia")
    workspace.page.unroute("**/api/**")
    workspace.reload()
    expect(workspace.page.locator("#text-client_note")).to_have_value("Bonjour Nadia")
    expect(workspace.form).to_be_visible()
    expect(workspace.page.locator("#form-passage")).to_have_text("à vie")
    expect(workspace.page.locator("#form-comment")).to_have_value("à moitié rempli")
    workspace.save_form()
    expect(workspace.marks).to_have_count(2)
    workspace.saved()
    stored = workspace.stored()
    assert stored["texts"]["client_note"]["text"] == "Bonjour Nadia"
    assert {m["comment"] for m in stored["annotations"]} == {"pas encore envoyé", "à moitié rempli"}


def test_work_of_a_tab_that_crashed_is_taken_over_by_the_next(
    workspace: Workspace, context: BrowserContext
) -> None:
    context.route("**/api/v1/**", lambda route: route.abort())
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).fill("Juste avant la panne.")
    workspace.page.close(run_before_unload=False)
    context.unroute("**/api/v1/**")
    after = opened_again(workspace, context, "rewrite")
    expect(after.page.locator(REWRITE)).to_have_value("Juste avant la panne.")
    after.saved()
    assert rewrite(after) == "Juste avant la panne."


def test_an_answer_that_is_lost_is_no_conflict(workspace: Workspace) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    workspace.page.route("**/rewrite", lose)
    workspace.go("rewrite")
    field = workspace.page.locator(REWRITE)
    field.fill("Un.")
    expect(workspace.state).to_have_attribute("data-kind", "offline")
    field.fill("Un. Deux.")
    workspace.saved()
    expect(workspace.page.locator("#conflict")).to_be_hidden()
    assert json.loads(lost[0])["text"] == "Un."
    assert rewrite(workspace) == "Un. Deux."


def test_a_second_tab_follows_while_it_has_nothing_unsaved(
    workspace: Workspace, context: BrowserContext
) -> None:
    other = opened_again(workspace, context, "rewrite")
    workspace.mark("75 €", "outdated")
    expect(other.marks).to_have_count(1)
    expect(other.numbers).to_have_count(1)
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).fill("Écrit dans le premier onglet.")
    expect(other.page.locator(REWRITE)).to_have_value("Écrit dans le premier onglet.")
    other.page.locator(REWRITE).fill("Repris dans le second.")
    expect(workspace.page.locator(REWRITE)).to_have_value("Repris dans le second.")
    workspace.saved()
    assert rewrite(workspace) == "Repris dans le second."


@pytest.mark.parametrize(("choice", "kept"), [("mine", "La mienne."), ("theirs", "L’autre.")])
def test_two_versions_of_a_text_are_never_merged_without_asking(
    workspace: Workspace, choice: str, kept: str
) -> None:
    workspace.go("rewrite")
    address = f"{workspace.address}/api/v1/attempts/{workspace.attempt}/rewrite"
    assert workspace.page.request.put(address, data={"text": "L’autre."}).ok
    workspace.page.locator(REWRITE).fill("La mienne.")
    dialog = workspace.page.locator("#conflict")
    expect(dialog).to_be_visible()
    expect(dialog.locator("#conflict-mine")).to_have_text("La mienne.")
    expect(dialog.locator("#conflict-theirs")).to_have_text("L’autre.")
    assert rewrite(workspace) == "L’autre."
    workspace.page.keyboard.press("Escape")
    expect(workspace.state).to_have_attribute("data-kind", "conflict")
    workspace.alert.get_by_role("button", name="Choisir").click()
    dialog.locator(f"button[value={choice}]").click()
    workspace.saved()
    expect(workspace.page.locator(REWRITE)).to_have_value(kept)
    assert rewrite(workspace) == kept


def test_two_versions_of_a_mark_are_shown_too(workspace: Workspace) -> None:
    workspace.mark("75 €", "outdated", comment="première")
    workspace.saved()
    known = workspace.stored()["annotations"][0]["id"]
    workspace.marks.first.locator("[data-edit]").click()
    address = f"{workspace.address}/api/v1/attempts/{workspace.attempt}/annotations/{known}"
    other = mark("75 €", type="overclaim", comment="d’ailleurs")
    assert workspace.page.request.put(address, data=other).ok
    workspace.page.locator("#form-comment").fill("d’ici")
    workspace.save_form()
    expect(workspace.page.locator("#conflict-theirs")).to_contain_text("d’ailleurs")
    expect(workspace.page.locator("#conflict-mine")).to_contain_text("d’ici")
    workspace.page.locator("#conflict button[value=mine]").click()
    workspace.saved()
    assert workspace.stored()["annotations"][0]["comment"] == "d’ici"


def test_signed_out_elsewhere_keeps_the_work_until_one_is_back(
    workspace: Workspace, context: BrowserContext, server: Server
) -> None:
    cookies = context.cookies()
    context.clear_cookies()
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).fill("Déconnecté.")
    expect(workspace.state).to_have_attribute("data-kind", "signed-out")
    expect(workspace.alert).to_contain_text("lien de connexion")
    context.add_cookies([{"name": c["name"], "value": c["value"], "url": server.address} for c in cookies])
    workspace.alert.get_by_role("button").click()
    workspace.saved()
    assert rewrite(workspace) == "Déconnecté."


def test_submitted_elsewhere_goes_to_the_feedback(workspace: Workspace, context: BrowserContext) -> None:
    other = opened_again(workspace, context)
    other.submit()
    workspace.page.wait_for_url("**/feedback")


def test_submitted_elsewhere_with_work_unsaved_tells_so(workspace: Workspace) -> None:
    workspace.go("rewrite")
    address = f"{workspace.address}/api/v1/attempts/{workspace.attempt}/submit"
    assert workspace.page.request.post(address).ok
    workspace.page.locator(REWRITE).fill("Trop tard.")
    expect(workspace.page.locator("#closed")).to_be_visible()
    workspace.page.locator("#closed a").click()
    workspace.page.wait_for_url("**/feedback")


def test_a_browser_without_room_says_so_and_still_saves(workspace: Workspace) -> None:
    full = (
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    workspace.page.evaluate(full)
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).fill("Sans place.")
    expect(workspace.alert).to_contain_text("ne peut pas garder de copie")
    workspace.saved()
    assert rewrite(workspace) == "Sans place."


def test_what_the_server_refuses_is_told(workspace: Workspace) -> None:
    problem = {
        "type": "urn:vigie:problem:invalid",
        "status": 422,
        "errors": [{"pointer": "/text", "detail": "Non."}],
    }
    workspace.page.route("**/rewrite", lambda route: route.fulfill(status=422, json=problem))
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).fill("Refusé.")
    expect(workspace.alert).to_contain_text("Non.")
    workspace.page.unroute("**/rewrite")
    workspace.page.locator(REWRITE).fill("Accepté.")
    workspace.saved()
    assert rewrite(workspace) == "Accepté."


def test_the_answer_of_the_client_opens_in_every_tab(workspace: Workspace, context: BrowserContext) -> None:
    other = opened_again(workspace, context, "twist")
    workspace.go("explain")
    workspace.page.locator("#text-client_note").fill("Bonjour.")
    workspace.go("twist")
    workspace.page.locator("#twist-send").click()
    expect(other.page.locator("#twist-message")).to_contain_text("Rezé")


def test_submitting_waits_for_what_is_unsaved(workspace: Workspace) -> None:
    workspace.go("rewrite")
    workspace.page.locator(REWRITE).press_sequentially("Tout juste tapé. ")
    workspace.submit()
    assert "Tout juste tapé." in (rewrite(workspace) or "")


def kept_here(page: Page) -> list[str]:
    names: list[str] = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('vigie:'))")
    return names


def test_nothing_is_left_in_the_browser_after_submitting(workspace: Workspace) -> None:
    workspace.mark("75 €", "outdated")
    workspace.submit()
    assert kept_here(workspace.page) == []
