"""The zones of a text: its sentences, headings and list items, as spans of code points.

Sentence ends come from Wikimedia's `sentencex`, which knows French and English and is fast. Left alone it
errs in three ways that matter for drafts, each mended here:

- it splits after `M.`, `art. L.`, `janv.`, `J.` and the like: such ends are false;
- it does not look inside quotation marks and brackets, and an e-mail address, an ellipsis or `etc.` at the
  end of a sentence hides that end: these are masked, character for character, before it is asked;
- it knows nothing of headings, list items and short lines (an address): text is first cut at those.

A zone has at least one letter or digit, and neither white space nor a list or heading marker around it. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from sentencex import get_sentence_boundaries

from app.text.spans import Span


def _set(tokens: str) -> frozenset[str]:
    return frozenset(tokens.split())


# Always followed by a name or by the rest of the phrase, so never the end of a sentence.
_BEFORE_A_NAME: Final = {
    "fr": _set(
        "M MM Mm Mme Mmes Mlle Mlles Dr Drs Pr Prs Mgr Me St Ste Sts cf Cf av bd boul réf Réf vs c.-à-d p.ex"
    ),
    "en": _set("Mr Mrs Ms Mx Messrs Dr Prof St Rev Hon Gen Col Sgt Lt cf Cf vs e.g E.g i.e I.e eg ie viz"),
}
# May end a sentence, save before a number or an article's code: `art. L. 441-10`, `No. 5`, `janv. 2025`.
_BEFORE_A_NUMBER: Final = {
    "fr": _set(
        "art arts al chap p pp n no nos fig vol tél éd env approx max min ex "
        "janv févr fév avr juil sept oct nov déc lun mar mer jeu ven sam dim"
    ),
    "en": _set(
        "art arts al chap p pp no nos fig figs vol ch sec tel ed approx max min est "
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
    ),
}
# After a lone capital these begin a sentence (`le plan B. Nous…`); any other word is a name (`J. Dupont`).
_OPENERS: Final = _set(
    "le la les l un une des du de d ce cet cette ces c il elle ils elles on nous vous je j tu mon ma mes "
    "votre vos notre nos son sa ses leur leurs qui que quand si s pour par avec dans en sur et mais ou donc "
    "the a an this that these those it he she we you they i my your our their his her its in at for with "
    "when and but so as to there"
)

_MARKER: Final = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|[-*+•–—][ \t\u00a0\u202f]+|\d{1,2}[.)][ \t]+)")
_HEADING: Final = re.compile(r"#{1,6}[ \t]")
_SHORT_LINE: Final = 60
"""In code points: a shorter line that does not flow on in lower case was broken on purpose."""

# An e-mail address is looked for once in a run without blanks: where the run, or what follows the ellipses
# that it begins with, begins.
_OPAQUE: Final = re.compile(
    r"(?<!\S)(?:\[(?:…|\.{3})\])*+\S[^\s@]*+@\S*\w"
    r"|\[(?:…|\.{3})\]|(?:https?://|www\.)\S*\w|\b\w+(?:\.\w{2,})+|\betc(?=\.)"
)
# What no text has, and what takes sentencex a time that grows with the square of its length: a run without
# blanks of more than this (its end is left to be seen), and quotation marks in a row.
_ENDLESS: Final = re.compile(r"\S{1000,}(?=\S)")
_PILED: Final = re.compile(r"'(?:\s*'){7,}")
_ENCLOSING: Final = re.compile(r"[«»“”„\"()\[\]\n]")
_ELLIPSIS: Final = re.compile(r"\.{3}|…")
_CLOSING: Final = re.compile(
    r"(?:\s*»|[”’)\]]|[\"'](?!\w)|\s*[\u2600-\u27bf\U0001f000-\U0001faff\u200d\ufe0f])*"
)
_OPENING: Final = re.compile(r"[\s«“„\"'(\[—–-]*")
_LAST_TOKEN: Final = re.compile(r"([^\s«“\"(\[’']+)\.$")
_LONGEST_ABBREVIATION: Final = 20
_LETTER_OR_DIGIT: Final = re.compile(r"[^\W_]")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_INITIALS: Final = re.compile(r"[A-ZÀ-Þ](?:\.-[A-ZÀ-Þ])?")
_NUMBER_OR_CODE: Final = re.compile(r"\d|[A-Z]\.?[ \u00a0\u202f]?\d|n°")


def split_sentences(text: str, language: str) -> list[Span]:
    """The zones of `text`, in order and not overlapping. `language` is `fr` or `en`."""
    return [span for zone in _zones(text) for span in _sentences(text, zone, language)]


def _zones(text: str) -> Iterator[Span]:
    """Paragraphs, headings, list items and lines broken on purpose; markers left out."""
    start = position = 0
    previous = ""
    for line in text.split("\n"):
        if not _flows_on(previous, line):
            yield Span(start, position)
            marker = _MARKER.match(line)
            start = position + (marker.end() if marker else 0)
        position = min(position + len(line) + 1, len(text))
        previous = line.strip()
    yield Span(start, position)


def _flows_on(previous: str, line: str) -> bool:
    """Whether a line continues the one before it (stripped)."""
    if not previous or not line.strip() or _MARKER.match(line) or _HEADING.match(previous):
        return False
    return line.lstrip()[0].islower() or len(previous) >= _SHORT_LINE


def _sentences(text: str, zone: Span, language: str) -> Iterator[Span]:
    """The sentences of one zone. A part without a word (an emoji, a row of stars) joins the one before it."""
    part = zone.of(text)
    start, first, last = 0, _first_sign(part, 0), _last_sign(part)
    for end in [*_ends(part, language), len(part)] if last >= 0 else ():
        if first < end and (end <= last or end == len(part)):
            yield _trimmed(text, Span(zone.start + start, zone.start + end))
            start, first = end, _first_sign(part, end)


def _ends(part: str, language: str) -> Iterator[int]:
    """Where sentences end within a zone, after their closing quotation marks, brackets and emoji."""
    masked = _masked(part)
    for boundary in get_sentence_boundaries(language, masked):
        full_stop = _without_blanks(masked, boundary["end_index"])
        end = _closed(part, full_stop)
        if end < len(part) and not _is_false_end(part, full_stop, end, language):
            yield end


def _without_blanks(text: str, end: int) -> int:
    """Where the text up to `end` ends when the white space at its end is left out."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _closed(part: str, full_stop: int) -> int:
    closing = _CLOSING.match(part, full_stop)
    return closing.end() if closing else full_stop


def _masked(part: str) -> str:
    """The zone with what misleads the splitter made plain, character for character."""
    masked = _OPAQUE.sub(lambda match: "x" * len(match.group()), part)
    masked = _ELLIPSIS.sub(lambda match: "." if match.group() == "…" else "xx.", masked)
    masked = _ENCLOSING.sub(" ", masked).translate(_ASCII)
    masked = _ENDLESS.sub(lambda match: "x" * len(match.group()), masked)
    return _PILED.sub(lambda match: " " * len(match.group()), masked)


def _as_ascii(character: str) -> str:
    """One ASCII character that ends and begins sentences as this one does."""
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFD", character)[0]
    if plain.isascii():
        return plain
    if character.isalpha():
        return "X" if character.isupper() else "x"
    return _SIGNS.get(character, "-")


class _AsciiCharacters(dict[int, str]):
    """Each code point's stand-in, worked out when first met. sentencex counts bytes and panics where it meets
    a longer character at the wrong place (a no-break space after an initial, say)."""

    def __missing__(self, code_point: int) -> str:
        return self.setdefault(
            code_point, chr(code_point) if code_point < 128 else _as_ascii(chr(code_point))
        )


_SIGNS: Final = {"’": "'", "‘": "'", "…": ".", "！": "!", "？": "?", "。": "."}
_ASCII: Final = _AsciiCharacters()


def _is_false_end(part: str, full_stop: int, end: int, language: str) -> bool:
    """Whether the sentence whose last character is the full stop before `full_stop`, and which ends at `end`
    with what closes it, goes on from there."""
    opening = _OPENING.match(part, end)
    rest = opening.end() if opening else end
    first = part[rest : rest + 1]
    if first.islower() or first in {",", ";", ":"}:
        return True
    token = _LAST_TOKEN.search(part, max(0, full_stop - _LONGEST_ABBREVIATION), full_stop)
    return token is not None and _is_abbreviation(token.group(1), part, rest, language)


def _is_abbreviation(token: str, part: str, rest: int, language: str) -> bool:
    """Whether a token with a full stop is one, before what stands at `rest`."""
    if token in _BEFORE_A_NAME[language]:
        return True
    if token.lower() in _BEFORE_A_NUMBER[language]:
        return _NUMBER_OR_CODE.match(part, rest) is not None
    if not _INITIALS.fullmatch(token):
        return False
    word = _FIRST_WORD.match(part, rest)
    return word is None or word.group().lower() not in _OPENERS


def _first_sign(text: str, start: int) -> int:
    """Where the first letter or digit from `start` on stands; the end of the text where there is none."""
    sign = _LETTER_OR_DIGIT.search(text, start)
    return sign.start() if sign else len(text)


def _last_sign(text: str) -> int:
    """Where the last letter or digit stands; -1 where there is none."""
    return next((index for index in range(len(text) - 1, -1, -1) if text[index].isalnum()), -1)


def _trimmed(text: str, span: Span) -> Span:
    part = span.of(text)
    return Span(span.start + len(part) - len(part.lstrip()), span.start + len(part.rstrip()))
