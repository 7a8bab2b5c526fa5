"""Wordings looked for in long texts: found where the plain way finds them, and soon."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from app.text import wording as wordings
from app.text.reading import Reading
from app.text.wording import LONG, NEAR, Wording, stands_more_often, stretches, wording
from tests.limits.clock import filled, seconds

WORDS: Final = ("all", "always", "le", "prix", "garanti", "equipes", "atelier", "12", "maison")
words = st.lists(st.sampled_from(WORDS), max_size=14)
texts = st.lists(st.sampled_from([*WORDS, *WORDS, ". ", "! "]), max_size=60).map(" ".join)


@given(words, words, words, words, texts)
@settings(max_examples=500)
def test_a_wording_is_found_where_the_plain_way_finds_it(
    flawed: list[str], good: list[str], before: list[str], after: list[str], text: str
) -> None:
    sought, reading = wording(flawed, good, before, after), Reading(f"{text} {' '.join(flawed)}", "en")
    assert list(stretches(sought, reading)) == (_plainly(sought, reading) if sought.core else [])


def _plainly(sought: Wording, text: Reading) -> list[tuple[int, int]]:
    """Every start tried, word by word."""
    plain = _long_at if len(sought.core) >= LONG else _short_at
    found: list[tuple[int, int]] = []
    for start in range(len(text.words)):
        end = plain(sought, text, start)
        if end and (not found or start >= found[-1][1]):
            found.append((start, end))
    return found


def _short_at(sought: Wording, text: Reading, start: int) -> int | None:
    end, sentences = start + len(sought.core), text.sentence_of_word
    if tuple(text.words[start:end]) != sought.core:
        return None
    around = [*range(max(0, start - NEAR), start), *range(end, min(end + NEAR, len(text.words)))]
    near = {text.words[at] for at in around if sentences[start] <= sentences[at] <= sentences[end - 1]}
    enough = len(sought.context & near) >= min(2, len(sought.context))
    return end if enough or not sought.is_common else None


def _long_at(sought: Wording, text: Reading, start: int) -> int | None:
    key, fewest, fewest_telling = wordings._demands(sought)
    end = min(len(text.words), start + -(-len(sought.core) * 3 // 2) + 3)
    window = text.words[start:end]
    if not window or window[0] not in key or LCSseq.similarity(key, window) < fewest:
        return None
    if LCSseq.similarity(sought.telling, window) < fewest_telling:
        return None
    return next(at for at in range(end, start, -1) if text.words[at - 1] in key)


NUMBERED: Final = [f"word{number}" for number in range(300)]
LONG_TEXTS: Final = {
    "one word": ("garantie", filled("garantie ")),
    "common words": ("all of it", filled("data all of it base ")),
    "a common word": ("all", filled("data all base ")),
    "a long stretch": (filled("alpha bravo charlie ", 2_000), filled("alpha bravo charlie ")),
    "nearly a long stretch": (
        " ".join(NUMBERED),
        " ".join([*filled(" ".join([*NUMBERED[:237], ""])).split(), *reversed(NUMBERED[237:])]),
    ),
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_a_hundred_wordings_in_a_long_text_are_found_soon(name: str) -> None:
    """Each of them from another place, as each change of a draft is; 0.3 to 2 s."""
    flawed, text = LONG_TEXTS[name]
    reading, reference = Reading(text, "en"), Reading(text, "en")
    sought = [wording([*flawed.split()], [], ["data", f"base{n}"], ["base"]) for n in range(100)]
    assert seconds(lambda: [stands_more_often(one, reading, reference) for one in sought]) < 20
