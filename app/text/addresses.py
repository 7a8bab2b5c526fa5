"""E-mail addresses and links. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.text.sheet import Fact, Sheet

_EMAIL_NAME: Final = re.compile(r"[\w.+-]+$")
_EMAIL_HOST: Final = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_HANDLE: Final = re.compile(r"@(?<![\w.@/]@)[a-z_][\w.]*\w")
_EMAIL_REACH: Final = 64
_TOP_LEVELS: Final = (
    "fr|com|org|net|eu|be|ch|ca|lu|de|es|it|uk|us|io|co|dev|app|ai|info|coop|shop|pro|biz|tech|studio|agency"
    "|paris|bzh|example"
)
_PATH: Final = r"[^\s<>\"'«»()\[\]{}|\x00]"
_URL: Final = re.compile(rf"(?:https?://|(?<![\w.])www\.){_PATH}+")
_ENDING: Final = re.compile(rf"\.(?:{_TOP_LEVELS})(?![\w-]|\.\w)")
_DOMAIN: Final = re.compile(
    rf"(?<![\w.@/-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,4}}(?:{_TOP_LEVELS})(?![\w-]|\.\w)(?:/{_PATH}*)?"
)
_AFTER_LINK: Final = ".,;:!?…*_"


def find_emails(sheet: Sheet) -> Iterator[Fact]:
    for host in _EMAIL_HOST.finditer(sheet.open):
        reach = max(0, host.start() - _EMAIL_REACH)
        name = _EMAIL_NAME.search(sheet.open[reach : host.start()])
        if name:
            start = reach + name.start()
            yield sheet.fact("email", sheet.text[start : host.end()].lower(), start, host.end())


def find_links(sheet: Sheet) -> Iterator[Fact]:
    """Web addresses, bare domains (`atelier.fr/contact`) and handles (`@atelier`)."""
    if "http" in sheet.open or "www." in sheet.open:
        yield from _links(sheet, _URL)
    if _ENDING.search(sheet.open):
        yield from _links(sheet, _DOMAIN)
    for match in _HANDLE.finditer(sheet.open):
        yield sheet.fact("link", sheet.text[match.start() : match.end()].lower(), *match.span())


def _links(sheet: Sheet, pattern: re.Pattern[str]) -> Iterator[Fact]:
    found = [_link(sheet, match) for match in pattern.finditer(sheet.open)]
    sheet.hide(link.span for link in found)
    return iter(found)


def _link(sheet: Sheet, match: re.Match[str]) -> Fact:
    end = match.start() + max(1, len(match.group().rstrip(_AFTER_LINK)))
    value = re.sub(r"^https?://", "", sheet.text[match.start() : end].lower())
    return sheet.fact("link", value.removeprefix("www.").rstrip("/"), match.start(), end)
