"""Texts folded alike on both sides, so that what means the same compares equal (DESIGN.md section 3).

Folded away: NFC against NFD, case, accents, ligatures, kinds of space (and how many), kinds of apostrophe,
quotation mark and dash, invisible characters, the separators of digit groups, and the thin space that French
puts before `%`, `€`, `!`, `?`, `;`, `:` and inside guillemets, which many leave out.

Pure. Every folded character knows where in the original text it comes from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from app.text.places import Bounded
from app.text.spans import Span

WordGroups = Sequence[Sequence[str]]
"""Any group, all of its words or phrases."""

_ALIKE: Final = {
    **dict.fromkeys("‘’‚‛′ʼʹ`´＇", "'"),
    **dict.fromkeys("“”„‟″＂", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "º": "°",
}

# A number written in groups of three: one to three digits, not starting with 0, then groups of exactly three
# behind one and the same separator. `2025 300` does not match (four digits), nor do phone numbers (twos).
_DIGIT_GROUPS: Final = re.compile(r"[1-9](?<!\d\d)(?<!\d[.,]\d)\d{0,2}([ ,'])\d{3}(?!\d)(?:\1\d{3}(?!\d))*")
_SPACES: Final = re.compile(" {2,}")
_TYPOGRAPHIC_SPACE: Final = re.compile(r" (?:(?=[»!?;:])|(?<=« )|(?<=\d )(?=[%‰€$£]))")


@dataclass(frozen=True, eq=False)
class Folded:
    """A folded text, and its way back to the `source` that it comes from."""

    source: str
    text: str

    @cached_property
    def starts(self) -> list[int]:
        """For each folded character, the index of its code point in `source`. Worked out at need."""
        plain, starts = _characters_with_starts(self.source)
        return list(chain.from_iterable(starts[start:end] for start, end in _kept_stretches(plain)))

    @cached_property
    def bounded(self) -> Bounded:
        """The text, to look for phrases in it."""
        return Bounded(self.text)

    def original(self, start: int, end: int) -> Span:
        """The span of the source behind the folded characters `start` to `end` (exclusive, not empty).

        Accents and invisible characters that follow the last one belong to it.
        """
        last = self.starts[end - 1] + 1
        while last < len(self.source) and not _FOLDED[ord(self.source[last])]:
            last += 1
        return Span(self.starts[start], last)


def fold(text: str) -> str:
    """The text as it is compared. Folding twice changes nothing more."""
    plain = _SPACES.sub(" ", text.translate(_FOLDED))
    kept = "".join(plain[start:end] for start, end in _kept_stretches(plain))
    return kept.replace("«", '"').replace("»", '"')


def fold_with_map(text: str) -> Folded:
    """The folded text with, for each of its characters, where it comes from in `text` (code points)."""
    return Folded(text, fold(text))


def find_phrase(haystack: Folded | str, phrase: str) -> Span | None:
    """Where `phrase` first stands in the haystack as whole words and whole numbers; a span of the original.

    `55` stands neither in `155` nor in `55,5`, `1 055` or `12/55`; `art` does not stand in `partie`. An edge
    of the phrase that is punctuation (`65 €`) asks nothing of its neighbour.
    """
    folded, needle = _as_folded(haystack), _fold_phrase(phrase)
    place = folded.bounded.first(needle)
    return folded.original(place, place + len(needle)) if place >= 0 else None


def find_phrases(haystack: Folded | str, phrase: str) -> Iterator[Span]:
    """Every place where `phrase` stands, in order, not overlapping; see `find_phrase`."""
    folded, needle = _as_folded(haystack), _fold_phrase(phrase)
    for place in folded.bounded.places(needle):
        yield folded.original(place, place + len(needle))


def contains_phrase(text: Folded | str, phrase: str) -> bool:
    return _as_folded(text).bounded.first(_fold_phrase(phrase)) >= 0


def satisfies(text: Folded | str, groups: WordGroups) -> bool:
    """Whether any group stands in the text with all of its phrases. No group, or an empty one: False."""
    folded = _as_folded(text)
    return any(group and all(contains_phrase(folded, phrase) for phrase in group) for group in groups)


def words(text: str) -> list[str]:
    """The words as a word processor counts them: stretches between white space with a letter or digit."""
    return [token for token in text.split() if any(character.isalnum() for character in token)]


def word_count(text: str) -> int:
    return len(words(text))


def _as_folded(text: Folded | str) -> Folded:
    return text if isinstance(text, Folded) else fold_with_map(text)


@lru_cache(maxsize=8192)
def _fold_phrase(phrase: str) -> str:
    return fold(phrase).strip()


def _fold_character(character: str) -> str:
    """One code point folded: "" for what leaves no trace, " " for every kind of white space."""
    if character.isspace():
        return " "
    if character in _ALIKE:
        return _ALIKE[character]
    if unicodedata.category(character) == "Cf":
        return ""
    # Accents may appear before and after case folding (İ), so decompose on both sides of it.
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).casefold())
    return "".join(_ALIKE.get(c, c) for c in plain if unicodedata.category(c) != "Mn")


class _FoldedCharacters(dict[int, int | str]):
    """Each code point's folding, worked out when first met: at most one entry a code point of Unicode. One
    character is given as its code point, which `str.translate` takes three times as fast as a text."""

    def __missing__(self, code_point: int) -> int | str:
        folded = _fold_character(chr(code_point))
        return self.setdefault(code_point, ord(folded) if len(folded) == 1 else folded)


_FOLDED: Final = _FoldedCharacters()


def _characters_with_starts(text: str) -> tuple[str, list[int]]:
    """Character by character, white space run together; with the index in `text` of each."""
    folded: list[str] = []
    starts: list[int] = []
    for index, character in enumerate(text):
        plain = character.translate(_FOLDED)
        if plain == " " and folded and folded[-1] == " ":
            continue
        folded.extend(plain)
        starts.extend([index] * len(plain))
    return "".join(folded), starts


def _kept_stretches(plain: str) -> Iterator[tuple[int, int]]:
    """What lies between the dropped stretches."""
    edges = [0, *chain.from_iterable(_dropped_stretches(plain)), len(plain)]
    return zip(edges[::2], edges[1::2], strict=True)


def _dropped_stretches(plain: str) -> list[tuple[int, int]]:
    """The separators of digit groups and the typographic spaces, in order."""
    separators = [
        (index, index + 1)
        for group in _DIGIT_GROUPS.finditer(plain)
        for index in range(*group.span())
        if not plain[index].isdigit()
    ]
    return sorted([*separators, *(space.span() for space in _TYPOGRAPHIC_SPACE.finditer(plain))])
