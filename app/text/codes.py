"""References that look like numbers, and numbers that only number a list. Pure.

The patterns here and in the other passes begin with the set of their first characters (`[0-9]`), with what
must not stand before it looked behind: the engine then skips all other text at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from app.text.sheet import Fact, Sheet
from app.text.spans import Span

# `1.` or `2)` at the start of a line; `(2)`; `étape 3`; and idioms such as `7j/7` claim nothing.
_ITEM: Final = re.compile(r"[0-9](?<![0-9][0-9])[0-9]?(?:[.)/°](?![0-9])| -(?= ))")
_LINE_START: Final = re.compile(r"(?:^|\n)[ *#>-]*$")
_IN_BRACKETS: Final = re.compile(r"[(\[][0-9]{1,2}[)\]]")
_IDIOM: Final = re.compile(r"[27](?<![0-9][27])4? ?[hj]? ?(?:/|sur) ?(?:7|24)(?![0-9])")
_PART_WORDS: Final = frozenset(
    {"etape", "point", "partie", "conseil", "astuce", "step", "part", "tip", "section"}
)
_PART: Final = re.compile(rf"(?:{'|'.join(_PART_WORDS)}) (?:n° ?)?([0-9]{{1,2}})(?![0-9.,/%€]| ?[%€])")
_LINE_REACH: Final = 12


def hide_numbering(sheet: Sheet) -> Iterator[Fact]:
    """Hides them from the passes to come; finds no fact."""
    sheet.hide([*_items(sheet), *_spans(_IN_BRACKETS, sheet), *_spans(_IDIOM, sheet), *_parts(sheet)])
    return iter(())


def _items(sheet: Sheet) -> Iterator[Span]:
    for item in _ITEM.finditer(sheet.open):
        if _LINE_START.search(sheet.open[max(0, item.start() - _LINE_REACH) : item.start()]):
            yield Span(*item.span())


def _spans(pattern: re.Pattern[str], sheet: Sheet) -> Iterator[Span]:
    return (Span(*match.span()) for match in pattern.finditer(sheet.open))


def _parts(sheet: Sheet) -> Iterator[Span]:
    for start, _ in sheet.places_of(_PART_WORDS):
        part = _PART.match(sheet.open, start)
        if part:
            yield Span(*part.span(1))


_PHONE: Final = re.compile(
    r"[+0](?<![\w.,/][+0])(?:"
    r"(?:(?<=\+)33[ .-]?(?:\(0\)[ .-]?)?|(?<=0))(?P<french>[1-9](?:[ .-]?\d{2}){4})"
    r"|(?<=\+)\d{1,3}(?:[ .()-]{0,2}\d{2,4}){2,5}"
    r"|(?<=0) ?8\d{2}(?: \d{3}){2}"
    r"|(?<=0)\d{2,4}(?:[ -]\d{3,4}){1,2}"
    r")(?![\w%€])"
)
_SIRET: Final = re.compile(r"[0-9](?<![\w.,][0-9])\d{2} ?\d{3} ?\d{3} ?\d{5}(?!\w)")
_TAXPAYER: Final = re.compile(r"fr(?<!\wfr) ?\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\w)")
_ARTICLE: Final = re.compile(
    r"[lrd](?<![\w'][lrd])(?:\. ?\*? ?\d{1,4}|[ -]?\d{2,4}-\d{1,3})(?:-\d{1,3}){0,3}(?!\w)"
)
_DASHED: Final = re.compile(
    r"[0-9](?<![\w.,][0-9])(?:[0-9]-\d{2}\.\d{3}|\d{0,5}(?:[-/]\d{1,6}){1,3})(?![\w]|[.,]\d)"
)
# Letters that touch digits, and from where such a word begins.
_MIXED: Final = re.compile(r"[a-z][-_/]?[0-9]")
_ACCOUNT: Final = re.compile(r"[a-z]{2}\d{2}(?: ?\d{4}){2,6}(?: ?[a-z0-9]{1,4})?(?!\w)")
_CODE: Final = re.compile(
    r"(?!(?:eur|usd|gbp|chf)\d)[a-z]{1,8}[-_/]?\d[a-z0-9]{0,32}(?:[-_/][a-z0-9]{1,32}){0,6}(?!\w)"
)
_WORD_AND_YEAR: Final = re.compile(r"[a-z]+[-_/]?(?:19|20)\d{2}")
_LONGEST_WORD: Final = 8
_FEWEST_DIGITS: Final = 3


def find_codes(sheet: Sheet) -> Iterator[Fact]:
    """Company and telephone numbers, bank accounts, articles of law, references: `06 12 34 56 78`, `L.
    441-10`, `F-2026-014`, `1231-6`. Letters with fewer than three digits (`B2B`, `Covid-19`) are a word:
    hidden."""
    yield from _taken(sheet, _mixed(sheet))
    for pattern, read in (
        (_SIRET, _compact),
        (_TAXPAYER, _compact),
        (_PHONE, _phone),
        (_ARTICLE, _compact),
        (_DASHED, _dashed),
    ):
        yield from _taken(sheet, _read_all(pattern, read, sheet))


def _taken(sheet: Sheet, codes: Iterator[tuple[Span, str]]) -> Iterator[Fact]:
    """The codes that have a value, and all of them hidden."""
    found = list(codes)
    sheet.hide(span for span, _ in found)
    return (sheet.fact("figure", value, *span) for span, value in found if value)


def _read_all(
    pattern: re.Pattern[str], read: Callable[[re.Match[str]], str], sheet: Sheet
) -> Iterator[tuple[Span, str]]:
    for match in pattern.finditer(sheet.open):
        value = read(match)
        if value:
            yield Span(*match.span()), value


def _mixed(sheet: Sheet) -> Iterator[tuple[Span, str]]:
    """Words of letters and digits; with the value "" those that are to be hidden."""
    end = 0
    for spot in _MIXED.finditer(sheet.open):
        start = _word_start(sheet.open, spot.start())
        account = _ACCOUNT.match(sheet.open, start)
        word = account or _CODE.match(sheet.open, start)
        if word is None or start < end or (not account and _WORD_AND_YEAR.fullmatch(word.group())):
            continue
        end = word.end()
        says = account or len(_digits(word.group())) >= _FEWEST_DIGITS
        yield Span(*word.span()), (_compact(word) if account else word.group().upper()) if says else ""


def _word_start(text: str, index: int) -> int:
    """Where the letters up to `index` begin; so far back that no code begins there if they are too many."""
    first = max(0, index - _LONGEST_WORD)
    while index > first and text[index - 1].isalpha():
        index -= 1
    return index


def _phone(match: re.Match[str]) -> str:
    if match["french"]:
        return "0" + _digits(match["french"])
    return ("+" if match.group().startswith("+") else "") + _digits(match.group())


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _compact(match: re.Match[str]) -> str:
    compact = re.sub(r"[ .*]", "", match.group()).upper()
    return compact.replace("-", "", 1) if compact[1:2] == "-" else compact


def _dashed(match: re.Match[str]) -> str:
    """`2026-118` is a reference; `24-48` and `2025-2026` are the two ends of a range, numbers both: ""."""
    parts = re.split("[-/]", match.group())
    is_range = len(parts) == 2 and all(part.isdigit() and not part.startswith("0") for part in parts)
    return "" if is_range and int(parts[0]) < int(parts[1]) else match.group().replace("/", "-")
