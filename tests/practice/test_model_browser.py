"""The feedback page in a browser, while a model takes its time and when it has answered."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect

from app.llm.scripted import Asked, ScriptedModel
from tests.bench.servers import Server, free_port, running, signed_in, start_vigie
from tests.mini import write_mini
from tests.practice.modelled import COMMENT, MODEL, PARAGRAPH, Work, generous, is_coach

pytestmark = pytest.mark.e2e
SECONDS = 20_000


@dataclass
class Gate:
    """A model that answers when it is let: its judge and its coach apart."""

    judge: threading.Event = field(default_factory=threading.Event)
    coach: threading.Event = field(default_factory=threading.Event)

    def behave(self, asked: Asked) -> dict[str, Any]:
        (self.coach if is_coach(asked) else self.judge).wait(60)
        return generous(asked)


@dataclass
class Bench:
    server: Server
    gate: Gate
    page: Page
    work: Work
    complaints: list[str]


@pytest.fixture
def bench(tmp_path: Path, playwright: Playwright) -> Iterator[Bench]:
    """A submission that has just been handed in, and its feedback page."""
    write_mini(tmp_path / "exercises")
    gate = Gate()
    with ScriptedModel(gate.behave) as model:
        settings = {"VIGIE_LLM_BASE_URL": model.base_url, "VIGIE_LLM_MODEL": MODEL}
        server = start_vigie(tmp_path / "v.db", free_port(), tmp_path / "exercises", **settings)
        with running(server), signed_in(server) as client:
            work = Work(client)  # type: ignore[arg-type]  # the same verbs as a TestClient
            work.submit()
            chromium = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            address = f"http://127.0.0.1:{server.port}"
            context = browser.new_context(locale="fr-FR")
            cookies = [{"name": c.name, "value": c.value or "", "url": address} for c in client.cookies.jar]
            context.add_cookies(cookies)  # type: ignore[arg-type]  # plain mappings do
            page, complaints = context.new_page(), list[str]()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.goto(f"{address}/attempts/{work.id}/feedback")
            yield Bench(server, gate, page, work, complaints)
            gate.judge.set()
            gate.coach.set()
            browser.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"rules": {"region": {"enabled": False}}})
    return [violation["id"] for violation in found.response["violations"]]


def test_the_page_completes_itself_and_stops_asking(bench: Bench) -> None:
    page = bench.page
    live = page.locator("[aria-live=polite]")
    expect(live).to_contain_text("Évaluation provisoire", timeout=SECONDS)
    expect(live).to_contain_text(re.compile(r"Le modèle lit vos textes|attend son tour"), timeout=SECONDS)
    assert violations(page) == []
    bench.gate.judge.set()
    expect(live).to_contain_text("Évaluation complète", timeout=SECONDS)
    expect(live).to_contain_text("Le coach lit votre bilan")
    expect(page.locator("mark.proof", has_text=COMMENT)).to_have_count(1)
    expect(page.locator("#coach")).to_be_empty()
    page.evaluate("window.stays = true")
    bench.gate.coach.set()
    expect(page.locator("#coach")).to_contain_text(PARAGRAPH, timeout=SECONDS)
    assert page.evaluate("window.stays"), "the coach came without loading the page again"
    expect(page.locator("#coach")).to_have_count(1)
    expect(page.locator("[hx-get]")).to_have_count(0)
    assert violations(page) == []
    assert bench.complaints == []


def test_the_page_goes_on_after_it_was_loaded_again(bench: Bench) -> None:
    page = bench.page
    page.reload()
    live = page.locator("[aria-live=polite]")
    expect(live).to_contain_text("Évaluation provisoire", timeout=SECONDS)
    bench.gate.judge.set()
    bench.gate.coach.set()
    expect(live).to_contain_text("Évaluation complète", timeout=SECONDS)
    expect(page.locator("#coach")).to_contain_text(PARAGRAPH, timeout=SECONDS)


def test_the_live_region_is_not_touched_while_nothing_changes(bench: Bench) -> None:
    page = bench.page
    live = page.locator("[aria-live=polite]")
    expect(live).to_contain_text("Le modèle lit vos textes", timeout=SECONDS)
    page.locator(".model-progress").evaluate("(element) => { element.dataset.same = 'yes'; }")
    with page.expect_response("**/grading?**") as answered:
        pass
    assert answered.value.status == 204
    page.wait_for_timeout(100)
    expect(page.locator(".model-progress")).to_have_attribute("data-same", "yes")
