"""Names of people, companies and places, found with caution: better none than a wrong one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.text.folding import fold
from app.text.sheet import HIDDEN, Fact, Sheet

_CAPITALISED: Final = re.compile(r"[A-ZÀ-ÖØ-ÞŒŸĀ-Ž](?<![\w@.-]\w)[\w-]*\w")
_JOINED: Final = re.compile(r" (?:(?:de|du|des|la|le|of|the|van|von|&|de la|of the) |d['’])?|['’]")
_STARTS_A_SENTENCE: Final = re.compile(
    r"(?:^|[.!?…:;•*#>|\n«“\"([–—-])[ \u00a0\u202f\n]*(?:[«“\"(*_][ \u00a0\u202f]*)?$"
)
_TITLE: Final = re.compile(r"(?<!\w)(?:M|Mme|MM|Mlle|Mr|Mrs|Ms|Dr|Pr|Me|[A-Z])\.?[ \u00a0\u202f]$")
_FORMS_OF_ADDRESS: Final = (
    "madame monsieur mesdames messieurs mademoiselle mme mlle mr mrs ms dr pr maitre cher chere chers dear "
    "sir madam"
)
_CALENDAR: Final = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december"
)
_OTHERS: Final = "internet web siren siret iban"
_NOT_NAMES: Final = frozenset(f"{_FORMS_OF_ADDRESS} {_CALENDAR} {_OTHERS}".split())
_FEWEST_CAPITALS: Final = 4
_REACH: Final = 6
_TITLE_CASE: Final = 0.6
_FEW: Final = 10


def find_names(sheet: Sheet) -> Iterator[Fact]:
    """Capitalised words that do not start a sentence, run together (`Chambre de Métiers`, `Lefebvre Dalloz`).

    Left out: a word that starts a sentence or a line, forms of address, acronyms under four letters,
    headings, and lines in capitals or in title case.
    """
    skipped = _lines_of_titles(sheet.text)
    group: list[re.Match[str]] = []
    for word in _CAPITALISED.finditer(sheet.text):
        if not _is_name(sheet, word) or any(start <= word.start() < end for start, end in skipped):
            continue
        if group and not _JOINED.fullmatch(sheet.text, group[-1].end(), word.start()):
            yield _name(sheet, group)
            group = []
        group.append(word)
    if group:
        yield _name(sheet, group)


def _name(sheet: Sheet, group: list[re.Match[str]]) -> Fact:
    start, end = group[0].start(), group[-1].end()
    return sheet.fact("name", fold(sheet.text[start:end]), start, end)


def _is_name(sheet: Sheet, word: re.Match[str]) -> bool:
    text = word.group()
    if HIDDEN in sheet.open[word.start() : word.end()] or fold(text) in _NOT_NAMES:
        return False
    if text.isupper() and len(text) < _FEWEST_CAPITALS:
        return False
    return not _starts_a_sentence(sheet.text, word.start())


def _starts_a_sentence(text: str, start: int) -> bool:
    if start and text[start - 1] in "'’":
        start -= 2 if text[start - 2 : start - 1].islower() else 0
        return start < 0 or text[start : start + 1].isupper()
    before = text[max(0, start - _REACH) : start]
    if _TITLE.search(before):
        return False
    return (start <= _REACH and not before.strip()) or _STARTS_A_SENTENCE.search(before) is not None


def _lines_of_titles(text: str) -> list[tuple[int, int]]:
    """Headings, and lines whose long words mostly have a capital and that end like no sentence."""
    lines, start = [], 0
    for line in text.split("\n"):
        if _is_title(line):
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_title(line: str) -> bool:
    if line.lstrip().startswith("#"):
        return True
    if sum(map(str.isupper, line)) > max(_FEW, sum(map(str.islower, line))):
        return True
    words = [word for word in line.split() if len(word) > 3]
    if len(words) < 4 or line.rstrip()[-1:] in ".!?…:;,":
        return False
    return sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words)
