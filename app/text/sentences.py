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

_OPAQUE: Final = re.compile(
    r"\[(?:…|\.{3})\]|\S+@\S*\w|(?:https?://|www\.)\S*\w|\b\w+(?:\.\w{2,})+|\betc(?=\.)"
)
_ENCLOSING: Final = re.compile(r"[«»“”„\"()\[\]\n]")
_ELLIPSIS: Final = re.compile(r"\.{3}|…")
_CLOSING: Final = re.compile(
    r"(?:\s*»|[”’)\]]|[\"'](?!\w)|\s*[\u2600-\u27bf\U0001f000-\U0001faff\u200d\ufe0f])*"
)
_OPENING: Final = re.compile(r"[\s«“„\"'(\[—–-]*")
_LAST_TOKEN: Final = re.compile(r"([^\s«“\"(\[’']+)\.$")
_LONGEST_ABBREVIATION: Final = 20
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
    start = 0
    for end in [*_ends(part, language), len(part)]:
        is_last = end == len(part)
        if _has_word(part[start:end]) and (is_last or _has_word(part[end:])):
            yield _trimmed(text, Span(zone.start + start, zone.start + end))
            start = end


def _ends(part: str, language: str) -> Iterator[int]:
    """Where sentences end within a zone, after their closing quotation marks, brackets and emoji."""
    masked = _masked(part)
    for boundary in get_sentence_boundaries(language, masked):
        full_stop = len(masked[: boundary["end_index"]].rstrip())
        end = _closed(part, full_stop)
        if end < len(part) and not _is_false_end(part[:full_stop], part[end:], language):
            yield end


def _closed(part: str, full_stop: int) -> int:
    closing = _CLOSING.match(part, full_stop)
    return closing.end() if closing else full_stop


def _masked(part: str) -> str:
    """The zone with what misleads the splitter made plain, character for character."""
    masked = _OPAQUE.sub(lambda match: "x" * len(match.group()), part)
    masked = _ELLIPSIS.sub(lambda match: "." if match.group() == "…" else "xx.", masked)
    return _ENCLOSING.sub(" ", masked).translate(_ASCII)


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


def _is_false_end(left: str, right: str, language: str) -> bool:
    """Whether the sentence goes on from `left` (whose last character is its full stop) into `right`."""
    rest = _OPENING.sub("", right, count=1)
    if rest[:1].islower() or rest[:1] in {",", ";", ":"}:
        return True
    token = _LAST_TOKEN.search(left, max(0, len(left) - _LONGEST_ABBREVIATION))
    return token is not None and _is_abbreviation(token.group(1), rest, language)


def _is_abbreviation(token: str, rest: str, language: str) -> bool:
    if token in _BEFORE_A_NAME[language]:
        return True
    if token.lower() in _BEFORE_A_NUMBER[language]:
        return _NUMBER_OR_CODE.match(rest) is not None
    if not _INITIALS.fullmatch(token):
        return False
    word = _FIRST_WORD.match(rest)
    return word is None or word.group().lower() not in _OPENERS


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _trimmed(text: str, span: Span) -> Span:
    part = span.of(text)
    return Span(span.start + len(part) - len(part.lstrip()), span.start + len(part.rstrip()))
