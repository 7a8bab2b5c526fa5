"""Whether a wording still stands in a text that somebody has rewritten. Pure, on words as `Reading.words`
gives them.

A wording is compared without the words that it shares with what it replaces, at its two ends. Then:

- up to five words: as they are, one after the other. Where all of them are common ones (`toujours`, `all`),
  which an honest text may use anywhere, only among words of the place that they come from.
- six words or more: changing a word, or leaving one out, must not be enough. So it stands where most of the
  words that tell it apart (`telling`) follow each other in a stretch not much longer than it: of the content
  words among them at most one may be missing, or a fifth, and of all of them two fifths. With fewer than
  three such content words, four fifths of the whole stretch must stand, and half of the telling words.

A wording that also stands where it is right (in the reference) must stand more often to count.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from app.text.common_words import COMMON_WORDS

LONG: Final = 6
_CONTENT_LETTERS: Final = 4
_MANY_CONTENT_WORDS: Final = 3
_MAY_MISS: Final = 0.2
_TELLING_SHARE: Final = 0.6
_STRETCH: Final = 1.5
_SLACK: Final = 3
NEAR: Final = 8
_SHARED_CONTEXT: Final = 2
_BESIDE_A_GAP: Final = 2

Words = Sequence[str]


def is_content(word: str) -> bool:
    """Whether a folded word says something by itself."""
    return word.isdigit() or (len(word) >= _CONTENT_LETTERS and word not in COMMON_WORDS)


@dataclass(frozen=True, slots=True)
class Wording:
    """`core`: the words that differ, as a stretch. `telling`: those that what is right lacks, in order.
    `context`: the content words around it, in the text that it comes from."""

    core: tuple[str, ...]
    telling: tuple[str, ...]
    context: frozenset[str]

    @property
    def content(self) -> tuple[str, ...]:
        return tuple(word for word in self.telling if is_content(word))

    @property
    def is_common(self) -> bool:
        return not any(map(is_content, self.core))


def wording(flawed: Words, good: Words, before: Words, after: Words) -> Wording:
    """What sets `flawed` apart from `good`; `before` and `after` are the words on its two sides."""
    start, end = _shared_ends(flawed, good)
    if start == end:
        core = telling = _beside_the_gap(start, flawed, before, after)
    else:
        core = tuple(flawed[start:end])
        telling = _lacking(core, good[start : len(good) - (len(flawed) - end)])
    around = (*before[-NEAR:], *flawed[:start], *flawed[end:], *after[:NEAR])
    return Wording(core, telling, frozenset(filter(is_content, around)) - frozenset(core))


def _shared_ends(flawed: Words, good: Words) -> tuple[int, int]:
    """Where the difference begins and ends in `flawed`; equal when `flawed` only leaves something out."""
    shorter = min(len(flawed), len(good))
    start = next((i for i in range(shorter) if flawed[i] != good[i]), shorter)
    tail = next((i for i in range(shorter - start) if flawed[-1 - i] != good[-1 - i]), shorter - start)
    return start, len(flawed) - tail


def _beside_the_gap(gap: int, flawed: Words, before: Words, after: Words) -> tuple[str, ...]:
    """A wording that only lacks a word is told by the words that stand side by side for want of it."""
    left, right = [*before, *flawed[:gap]], [*flawed[gap:], *after]
    return (*left[-_BESIDE_A_GAP:], *right[:_BESIDE_A_GAP])


def _lacking(core: Words, good: Words) -> tuple[str, ...]:
    """The words of `core` that `good` lacks, each as often as it stands more; all of them when none is
    left."""
    spare = list(good)
    telling = []
    for word in core:
        if word in spare:
            spare.remove(word)
        else:
            telling.append(word)
    return tuple(telling or core)


def stretches(sought: Wording, words: Words) -> Iterator[tuple[int, int]]:
    """Every stretch of `words`, as start and end (exclusive), where the wording stands, not overlapping."""
    if not sought.core:
        return
    find = _long_stretches if len(sought.core) >= LONG else _short_stretches
    end = 0
    for stretch in find(sought, words):
        if stretch[0] >= end:
            end = stretch[1]
            yield stretch


def stands_more_often(sought: Wording, words: Words, reference: Words) -> tuple[int, int] | None:
    """The first stretch where the wording stands in `words`; None when it stands there no more often than in
    the reference."""
    found = list(stretches(sought, words))
    if not found or len(found) <= sum(1 for _ in stretches(sought, reference)):
        return None
    return found[0]


def _short_stretches(sought: Wording, words: Words) -> Iterator[tuple[int, int]]:
    core, length = list(sought.core), len(sought.core)
    for start, word in enumerate(words):
        stands = word == core[0] and list(words[start : start + length]) == core
        if stands and (not sought.is_common or _in_context(sought, words, start, start + length)):
            yield start, start + length


def _in_context(sought: Wording, words: Words, start: int, end: int) -> bool:
    near = {*words[max(0, start - NEAR) : start], *words[end : end + NEAR]}
    return len(sought.context & near) >= min(_SHARED_CONTEXT, len(sought.context))


def _long_stretches(sought: Wording, words: Words) -> Iterator[tuple[int, int]]:
    content, telling = sought.content, sought.telling
    if len(content) >= _MANY_CONTENT_WORDS:
        key, fewest = content, len(content) - max(1, math.floor(_MAY_MISS * len(content)))
        fewest_telling = math.ceil(_TELLING_SHARE * len(telling))
    else:
        key, fewest = sought.core, math.ceil((1 - _MAY_MISS) * len(sought.core))
        fewest_telling = max(1, len(telling) // 2)
    for start, end in _windows(
        frozenset(key), fewest, words, math.ceil(len(sought.core) * _STRETCH) + _SLACK
    ):
        window = words[start:end]
        if LCSseq.similarity(key, window) >= fewest and LCSseq.similarity(telling, window) >= fewest_telling:
            yield start, _last_of(frozenset(key), words, start, end)


def _windows(key: frozenset[str], fewest: int, words: Words, length: int) -> Iterator[tuple[int, int]]:
    """Stretches that begin with a key word and hold at least `fewest` of them: quick to find."""
    if len(key.intersection(words)) < min(fewest, len(key)):
        return
    places = [index for index, word in enumerate(words) if word in key]
    for place, start in enumerate(places):
        enough = places[place + fewest - 1 : place + fewest]
        if enough and enough[0] < start + length:
            yield start, min(len(words), start + length)


def _last_of(key: frozenset[str], words: Words, start: int, end: int) -> int:
    return next(index for index in range(end - 1, start - 1, -1) if words[index] in key) + 1
