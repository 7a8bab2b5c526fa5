"""The front end's sources, as the tests of texts and templates read them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

APP: Final = Path(__file__).parents[2] / "app"
TEMPLATES: Final = APP / "web" / "templates"
SCRIPTS: Final = APP / "web" / "ts"

_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT: Final = re.compile(r"\{%.*?%\}", re.DOTALL)
_OUTPUT: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def templates() -> dict[str, str]:
    """Every template's source by its name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def scripts() -> dict[str, str]:
    return {
        path.relative_to(SCRIPTS).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(SCRIPTS.rglob("*.ts"))
        if not path.name.endswith(".test.ts")
    }


def python_modules() -> dict[str, str]:
    return {
        path.relative_to(APP).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(APP.rglob("*.py"))
    }


def without_jinja(source: str) -> str:
    """A template's own HTML: what Jinja puts in is gone."""
    return _OUTPUT.sub("", _STATEMENT.sub("", _COMMENT.sub("", source)))


class Page(HTMLParser):
    """What the tests ask of a page: its elements with their attributes, its texts by innermost element."""

    VOID: Final = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "use", "stop"}

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", data.strip()))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    @property
    def words(self) -> str:
        return " ".join(text for element, text in self.texts if element not in ("script", "title"))
