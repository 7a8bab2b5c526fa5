"""The workspace page, in the words of its users."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect

_BOX_OF_WORDS = """([root, words]) => {
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    const boxes = [...range.getClientRects()];
    const [first, last] = [boxes.at(0), boxes.at(-1)];
    return { x: first.left, y: first.top + first.height / 2, width: last.right - first.left,
             height: last.top + last.height / 2 - first.top - first.height / 2 };
  }
  return null;
}"""

_SELECT = """([root, words]) => {
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return true;
  }
  return false;
}"""


class Workspace:
    """One attempt, open in one page."""

    def __init__(self, page: Page, address: str, attempt: str) -> None:
        self.page = page
        self.address = address
        self.attempt = attempt

    def open(self, step: str = "") -> None:
        self.page.goto(f"{self.address}/attempts/{self.attempt}" + (f"#{step}" if step else ""))
        self.ready()

    def reload(self) -> None:
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        expect(self.page.locator("#save-text")).not_to_be_empty()

    def go(self, step: str) -> None:
        self.page.locator(f".stepper [data-go={step}]").click()
        expect(self.page.locator(f"#step-{step}")).to_be_visible()

    # The server's side

    def stored(self) -> dict[str, Any]:
        """The attempt as the server has it."""
        answer = self.page.request.get(f"{self.address}/api/v1/attempts/{self.attempt}")
        assert answer.ok, answer.text()
        document: dict[str, Any] = answer.json()
        return document

    def assessment(self) -> dict[str, Any]:
        answer = self.page.request.get(f"{self.address}/api/v1/attempts/{self.attempt}/assessment")
        assert answer.ok, answer.text()
        document: dict[str, Any] = answer.json()
        return document

    def saved(self) -> None:
        """Waits until everything is on the server."""
        expect(self.state).to_have_attribute("data-kind", "saved")

    # Selecting

    def box(self, words: str, root: str = "#draft") -> FloatRect:
        found = self.page.evaluate(_BOX_OF_WORDS, [root, words])
        assert found, f"{words!r} is not in {root}"
        box: FloatRect = found
        return box

    def drag(self, words: str, root: str = "#draft") -> None:
        """Select words with the mouse."""
        box = self.box(words, root)
        self.page.mouse.move(box["x"] + 1, box["y"])
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"], steps=4)
        self.page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"], steps=4)
        self.page.mouse.up()

    def select(self, words: str, root: str = "#draft") -> None:
        """Select words as a finger's long press leaves them."""
        assert self.page.evaluate(_SELECT, [root, words]), f"{words!r} is not in {root}"

    def tap(self, words: str, root: str = "#draft") -> None:
        box = self.box(words, root)
        self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"])

    # Marks

    def fill(self, kind: str, severity: str, confidence: int, comment: str = "") -> None:
        """Fill in the open form with the mouse."""
        group = self.form.locator("details", has=self.page.locator(f"[data-type={kind}]"))
        if group.get_attribute("open") is None:
            group.locator("summary").click()
        self.form.locator(f"[data-type={kind}]").click()
        self.form.locator(f"label:has([name=severity][value={severity}])").click()
        self.form.locator(f"label:has([name=confidence][value='{confidence}'])").click()
        if comment:
            self.form.locator("#form-comment").fill(comment)

    def mark(
        self, words: str, kind: str, severity: str = "major", confidence: int = 80, comment: str = ""
    ) -> None:
        """Mark words with the mouse and save the mark."""
        self.drag(words)
        self.page.locator("#bar-mark").click()
        self.fill(kind, severity, confidence, comment)
        self.save_form()

    def save_form(self) -> None:
        self.form.locator("[type=submit]").click()
        expect(self.form).to_be_hidden()

    @property
    def form(self) -> Locator:
        return self.page.locator("#mark-form")

    @property
    def marks(self) -> Locator:
        return self.page.locator("#mark-list > li")

    @property
    def numbers(self) -> Locator:
        """The numbers of the marks in the draft."""
        return self.page.locator("#draft .draft-number")

    @property
    def state(self) -> Locator:
        return self.page.locator("#save-state")

    @property
    def alert(self) -> Locator:
        return self.page.locator("#alert")

    # Handing in

    def submit(self) -> None:
        self.go("submit")
        self.page.locator("#submit-open").click()
        self.page.locator("#submit-yes").click()
        self.page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+/feedback"))
