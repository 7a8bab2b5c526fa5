"""A fact, and the sheet on which the passes of `app.text.facts` look for facts. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from typing import Final, Literal, NamedTuple

from app.text.spans import Span

FactKind = Literal["figure", "date", "amount", "percentage", "email", "link", "name"]
HIDDEN: Final = "\x00"
_WORD: Final = re.compile("[a-z]+")


class Fact(NamedTuple):
    """One checkable detail of a text. Facts that say the same have the same kind and `value`, however
    spelled.

    - figure: `1200`, with the unit of a duration or of a rank (`30 day`, `5 th`); a reference such as
      `L441-10` or a telephone number stands without spaces, in capitals.
    - amount `65 EUR`; percentage `10.15 %`, which is also the value of a ratio (`one in four`: `25 %`).
    - date: ISO 8601, as far as it is said (`2026-12-12`, `2026-12`, `2026`, `--12-12`, `--12`, `---12`); a
      time of day is `T14:30`.
    - email, link: lower case, a link without scheme and `www.`; name: folded.

    `span` counts code points of the text given, and `text` is what stands there. `also` is the value of a
    second reading where the spelling has two (`1.200`; `31/52` for `31 sur 52`). `loose`: so common a way of
    speaking that it claims little (`three reasons`, `second`, `nearly nine in ten`); `bare`: a figure that no
    word follows, as in a table; `about`: it rounds (`une soixantaine`, `more than two years`).
    """

    kind: FactKind
    value: str
    span: Span
    text: str
    also: str = ""
    loose: bool = False
    bare: bool = False
    about: bool = False

    @property
    def number(self) -> str:
        return self.value.partition(" ")[0]

    @property
    def unit(self) -> str:
        """`EUR`, `%`, `day`, `th` …; "" for a figure that counts anything else."""
        return self.value.partition(" ")[2]


class Sheet:
    """A text as the passes read it. `plain` has the length of `text` and one spelling of each character:
    lower case, no accent, one kind of space, apostrophe and hyphen. In `open` what a pass has taken is
    hidden."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.plain = text.translate(_PLAIN)
        self.open = self.plain
        self.vocabulary = frozenset(_WORD.findall(self.plain))

    def places_of(self, words: Set[str]) -> list[tuple[int, str]]:
        """Where the words stand that are still open, in order, each with itself. `words` are plain, of
        letters."""
        return sorted(place for word in words & self.vocabulary for place in self._places(word))

    def _places(self, word: str) -> Iterator[tuple[int, str]]:
        start = self.open.find(word)
        while start >= 0:
            end = start + len(word)
            if not (self.open[start - 1 : start].isalpha() or self.open[end : end + 1].isalpha()):
                yield start, word
            start = self.open.find(word, end)

    def fact(
        self,
        kind: FactKind,
        value: str,
        start: int,
        end: int,
        *,
        also: str = "",
        loose: bool = False,
        bare: bool = False,
    ) -> Fact:
        return Fact(kind, value, Span(start, end), self.text[start:end], also, loose, bare)

    def hide(self, spans: Iterable[Span]) -> None:
        """Keep the spans (of any order) from the passes to come."""
        pieces, position = [], 0
        for start, end in sorted(spans):
            pieces += [self.open[position:start], HIDDEN * (end - max(start, position))]
            position = max(end, position)
        if pieces:
            self.open = "".join(pieces) + self.open[position:]


_ALIKE: Final = {
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "\n": "\n",
    "\r": "\n",
    "º": "°",
    HIDDEN: " ",
}


class _PlainCharacters(dict[int, str]):
    """Each code point's plain form, exactly one character long; at most one entry a code point of Unicode."""

    def __missing__(self, code_point: int) -> str:
        return self.setdefault(code_point, _plain(chr(code_point)))


def _plain(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    if character.isspace():
        return " "
    return unicodedata.normalize("NFD", character)[0].lower()[0]


_PLAIN: Final = _PlainCharacters()
