"""The words of a text, each different one as a letter: a stretch of words is then a piece of text, which is
found and compared many times as fast. Pure.

Sets of word indexes are whole numbers with a bit each: what is asked of all the 50,000 words of a long text
takes some operations on numbers of six kilobytes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from app.text.places import every_place

_UNKNOWN: Final = "\U0010ffff"
"""The letter of a word that does not stand in the text; no text has so many different words."""


class Lettered:
    """`text` has a letter for each of the words. `sentences` tells the number of the sentence of each, when
    it is asked."""

    def __init__(self, words: Sequence[str], sentences: Callable[[], Sequence[int]]) -> None:
        letters: dict[str, str] = {}
        self.text = "".join(letters.setdefault(word, chr(len(letters))) for word in words)
        self._letters = letters
        self._sentences = sentences
        self._of_word: dict[str, int] = {}
        self.counts: dict[Hashable, int] = {}
        """How often something stands here, for those who ask again."""

    def __contains__(self, word: str) -> bool:
        return word in self._letters

    def of(self, words: Iterable[str]) -> str:
        """Other words in the letters of this text."""
        return "".join(self._letters.get(word, _UNKNOWN) for word in words)

    def places(self, words: Iterable[str]) -> Iterator[int]:
        """The indexes where these words stand, one after the other, overlapping places too."""
        return every_place(self.text, self.of(words))

    def surrounded(self, length: int, sought: Iterable[str], fewest: int, reach: int) -> bytes:
        """For each index, as bits from the lowest of the first byte on: whether at least `fewest` (1 or 2) of
        the sought words stand up to `reach` words before or after the `length` words that begin there, in the
        same sentence."""
        once = twice = 0
        for word in sought:
            near = self._near(self._indexes(word), length, reach)
            twice |= once & near
            once |= near
        found = twice if fewest > 1 else once
        return found.to_bytes(len(self.text) // 8 + 1, "little")

    def _near(self, places: int, length: int, reach: int) -> int:
        """The indexes where a stretch of this length begins that has one of the places around it."""
        near, together = 0, -1
        for distance in range(1, reach + 1):
            # Words that stand in one sentence with the word so far before them.
            together = self._not_first & (together << 1)
            near |= (places << distance) & together | (places & together) >> (length - 1 + distance)
        return near

    def _indexes(self, word: str) -> int:
        if word not in self._of_word:
            self._of_word[word] = _as_bits(self.places([word]), len(self.text))
        return self._of_word[word]

    @cached_property
    def _not_first(self) -> int:
        """The words that another one of their sentence stands before."""
        pairs = enumerate(pairwise(self._sentences()), 1)
        same = (index for index, (before, own) in pairs if before == own)
        return _as_bits(same, len(self.text))


def _as_bits(indexes: Iterable[int], size: int) -> int:
    flags = bytearray(size // 8 + 1)
    for index in indexes:
        flags[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(flags, "little")
