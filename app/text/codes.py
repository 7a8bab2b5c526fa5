"""Addresses, links, and what looks like a number but is a reference or only numbers a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.text.sheet import Fact, Sheet
from app.text.spans import Span

_EMAIL_NAME: Final = re.compile(r"[\w.+-]+$")
_EMAIL_HOST: Final = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_HANDLE: Final = re.compile(r"(?<![\w.@/])@[a-z_][\w.]*\w")
_EMAIL_REACH: Final = 64
_TOP_LEVELS: Final = "fr|com|org|net|eu|be|ch|ca|lu|de|es|it|uk|us|io|co|dev|app|ai|info|coop|shop|pro|biz|tech|studio|agency|paris|bzh"
_URL: Final = re.compile(r"(?:https?://|(?<![\w.])www\.)[^\s<>\"'«»()\[\]{}|\x00]+")
_DOMAIN: Final = re.compile(
    rf"(?<![\w.@/-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,4}}(?:{_TOP_LEVELS})(?![\w-]|\.\w)"
    r"(?:/[^\s<>\"'«»()\[\]{}|\x00]*)?"
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
    if "." in sheet.open:
        for pattern in (_URL, _DOMAIN):
            found = [_link(sheet, match) for match in pattern.finditer(sheet.open)]
            sheet.hide(link.span for link in found)
            yield from found
    if "@" in sheet.open:
        for match in _HANDLE.finditer(sheet.open):
            yield sheet.fact("link", sheet.text[match.start() : match.end()].lower(), *match.span())


def _link(sheet: Sheet, match: re.Match[str]) -> Fact:
    end = match.start() + max(1, len(match.group().rstrip(_AFTER_LINK)))
    value = re.sub(r"^https?://", "", sheet.text[match.start() : end].lower())
    return sheet.fact("link", value.removeprefix("www.").rstrip("/"), match.start(), end)


# What numbers the parts of a text claims nothing: `1.` at the start of a line, `(2)`, `étape 3`; nor do idioms.
_NUMBERING: Final = re.compile(
    r"(?:^|\n)[ *#>-]*(\d{1,2}(?:[.)/°](?![\d])| -(?= )))"
    r"|([(\[]\d{1,2}[)\]])"
    r"|\b(?:etape|point|partie|conseil|astuce|step|part|tip|section) (?:n° ?)?(\d{1,2})(?![\d.,/%€]| ?[%€])"
    r"|(?<!\d)(24 ?h ?(?:/|sur) ?24|7 ?j ?(?:/|sur) ?7|24/7|24/24|7/7)(?!\d)"
)


def hide_numbering(sheet: Sheet) -> Iterator[Fact]:
    """Hides them from the passes to come; finds no fact."""
    sheet.hide(Span(*match.span(match.lastindex or 0)) for match in _NUMBERING.finditer(sheet.open))
    return iter(())


_PHONE: Final = re.compile(
    r"(?<![\w.,/])(?:(?:\+33[ .-]?(?:\(0\)[ .-]?)?|0)(?P<french>[1-9](?:[ .-]?\d{2}){4})"
    r"|(?P<world>\+\d{1,3}(?:[ .()-]{0,2}\d{2,4}){2,5})"
    r"|(?P<other>0 ?8\d{2}(?: \d{3}){2}|0\d{2,4}(?:[ -]\d{3,4}){1,2}))(?![\w%€])"
)
_REGISTERED: Final = re.compile(
    r"(?<![\w.,])(?:\d{3} ?\d{3} ?\d{3} ?\d{5}"
    r"|fr ?\d{2} ?\d{3} ?\d{3} ?\d{3}"
    r"|[a-z]{2}\d{2}(?: ?\d{4}){2,6}(?: ?[a-z0-9]{1,4})?)(?!\w)"
)
_ARTICLE: Final = re.compile(
    r"(?<![\w'])(?P<book>[lrd])(?:\. ?\*? ?\d{1,4}|[ -]?\d{2,4}-\d{1,3})(?:-\d{1,3}){0,3}(?!\w)"
)
_CODE: Final = re.compile(
    r"(?<![\w@])(?!(?:eur|usd|gbp|chf)\d)[a-z]{1,8}[-_/]?\d[a-z0-9]{0,32}(?:[-_/][a-z0-9]{1,32}){0,6}(?!\w)"
)
_DASHED: Final = re.compile(r"(?<![\w.,])(?:\d{2}-\d{2}\.\d{3}|\d{1,6}(?:[-/]\d{1,6}){1,3})(?![\w]|[.,]\d)")
_WORD_AND_YEAR: Final = re.compile(r"[a-z]+[-_/]?(?:19|20)\d{2}")
_FEWEST_DIGITS: Final = 3


def find_codes(sheet: Sheet) -> Iterator[Fact]:
    """Telephone and company numbers, bank accounts, articles of law, references: `06 12 34 56 78`, `L. 441-10`,
    `F-2026-014`, `1231-6`. A mix of letters and fewer than three digits (`B2B`, `Covid-19`) is a word: hidden."""
    for pattern, read in (
        (_REGISTERED, _compact),
        (_PHONE, _phone),
        (_ARTICLE, _compact),
        (_CODE, _mixed),
        (_DASHED, _dashed),
    ):
        matches = [(match, read(match)) for match in pattern.finditer(sheet.open)]
        sheet.hide(Span(*match.span()) for match, value in matches if value is not None)
        yield from (sheet.fact("figure", value, *match.span()) for match, value in matches if value)


def _phone(match: re.Match[str]) -> str | None:
    if match["french"]:
        return "0" + _digits(match["french"])
    return "+" + _digits(match["world"]) if match["world"] else _digits(match.group())


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _compact(match: re.Match[str]) -> str | None:
    compact = re.sub(r"[ .*]", "", match.group()).upper()
    return compact.replace("-", "", 1) if compact[1:2] == "-" else compact


def _mixed(match: re.Match[str]) -> str | None:
    """None: to be read as a number; "": hidden."""
    if _WORD_AND_YEAR.fullmatch(match.group()):
        return None
    return match.group().upper() if len(_digits(match.group())) >= _FEWEST_DIGITS else ""


def _dashed(match: re.Match[str]) -> str | None:
    """`2026-118` is a reference; `24-48` and `2025-2026` are the two ends of a range, numbers both."""
    parts = re.split("[-/]", match.group())
    is_range = len(parts) == 2 and all(part.isdigit() and not part.startswith("0") for part in parts)
    return None if is_range and int(parts[0]) < int(parts[1]) else match.group().replace("/", "-")
