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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from rapidfuzz.distance import LCSseq

from app.text.common_words import COMMON_WORDS
from app.text.lettered import Lettered

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
_MOST_COMPARED: Final = 500
"""Stretches that have enough of the right words, if not in their order; a text has some dozens of them."""

Words = Sequence[str]


class Worded(Protocol):
    """A text as it is searched here; `app.text.reading.Reading` is one."""

    @property
    def lettered(self) -> Lettered: ...


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
    spare = Counter(good)
    telling = []
    for word in core:
        if spare[word]:
            spare[word] -= 1
        else:
            telling.append(word)
    return tuple(telling or core)


def stretches(sought: Wording, text: Worded) -> Iterator[tuple[int, int]]:
    """Every stretch of the text's words, as start and end (exclusive), where the wording stands, not
    overlapping."""
    if not sought.core:
        return iter(())
    return _long_stretches(sought, text) if len(sought.core) >= LONG else _short_stretches(sought, text)


def stands_more_often(sought: Wording, text: Worded, reference: Worded) -> tuple[int, int] | None:
    """The first stretch where the wording stands in the text; None when it stands there no more often than in
    the reference."""
    found = list(stretches(sought, text))
    return found[0] if found and len(found) > _count(sought, reference) else None


def _count(sought: Wording, text: Worded) -> int:
    counts = text.lettered.counts
    if sought not in counts:
        counts[sought] = sum(1 for _ in stretches(sought, text))
    return counts[sought]


def _short_stretches(sought: Wording, text: Worded) -> Iterator[tuple[int, int]]:
    length, free = len(sought.core), 0
    starts = list(text.lettered.places(sought.core))
    for start in _in_context(sought, text, starts) if sought.is_common else starts:
        if start >= free:
            free = start + length
            yield start, free


def _in_context(sought: Wording, text: Worded, starts: Sequence[int]) -> Iterable[int]:
    """The starts around which, in the same sentence, stand words that the wording comes from."""
    fewest = min(_SHARED_CONTEXT, len(sought.context))
    if not starts or not fewest:
        return starts
    flags = text.lettered.surrounded(len(sought.core), sought.context, fewest, NEAR)
    return (start for start in starts if flags[start >> 3] >> (start & 7) & 1)


def _long_stretches(sought: Wording, text: Worded) -> Iterator[tuple[int, int]]:
    letters, (key, fewest, fewest_telling) = text.lettered, _demands(sought)
    sought_key, telling, next_start = letters.of(key), letters.of(sought.telling), 0
    length, compared = math.ceil(len(sought.core) * _STRETCH) + _SLACK, 0
    for start, end in _windows(key, fewest, letters, length):
        if start < next_start:
            continue
        if compared == _MOST_COMPARED:
            return
        window, compared = letters.text[start:end], compared + 1
        lacking = fewest - LCSseq.similarity(sought_key, window)
        if lacking <= 0:
            lacking = fewest_telling - LCSseq.similarity(telling, window)
        # A window that begins so many words later has that many others at most.
        next_start = start + lacking
        if lacking <= 0:
            next_start = _last_of(sought_key, letters.text, start, end)
            yield start, next_start


def _demands(sought: Wording) -> tuple[Words, int, int]:
    """The words that matter in a stretch, how many of them must follow each other in it, and how many of the
    telling ones."""
    content, telling = sought.content, sought.telling
    if len(content) >= _MANY_CONTENT_WORDS:
        fewest = len(content) - max(1, math.floor(_MAY_MISS * len(content)))
        return content, fewest, math.ceil(_TELLING_SHARE * len(telling))
    return sought.core, math.ceil((1 - _MAY_MISS) * len(sought.core)), max(1, len(telling) // 2)


def _windows(key: Words, fewest: int, letters: Lettered, length: int) -> Iterator[tuple[int, int]]:
    """Stretches that begin with a key word and hold at least `fewest` of them: quick to find."""
    different = frozenset(key)
    known = frozenset(letters.of(word for word in different if word in letters))
    if len(known) < min(fewest, len(different)):
        return
    places = [index for index, letter in enumerate(letters.text) if letter in known]
    for start, enough in zip(places, places[fewest - 1 :], strict=False):
        if enough < start + length:
            yield start, min(len(letters.text), start + length)


def _last_of(key: str, text: str, start: int, end: int) -> int:
    """The end of the last word of text[start:end] that is in the key."""
    return max(text.rfind(letter, start, end) for letter in set(key)) + 1
