from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.folding import contains_phrase, find_phrase, fold
from app.text.places import Bounded, every_place
from tests.limits.clock import filled, seconds

PIECES = [*"ab1²5 .,:/%-_'", "12", "ab ", "1,5", "a-b", " 12-12-26 ", " 2026-12-12 ", "le ", "000"]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
phrases = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join).map(str.strip).filter(bool)


@given(st.text("ab", max_size=200), st.text("ab", max_size=80))
@settings(max_examples=500)
def test_every_place_is_found_overlapping_ones_too(text: str, piece: str) -> None:
    naive = [at for at in range(len(text)) if piece and text.startswith(piece, at)]
    assert list(every_place(text, piece)) == naive


@given(st.sampled_from(["a", "ab", "aab", "abaab"]), st.integers(0, 60), st.integers(30, 70), st.text("ab"))
def test_long_pieces_that_repeat_are_found_as_well(unit: str, times: int, length: int, rest: str) -> None:
    text, piece = (unit * times + rest) * 3, (unit * 70)[:length]
    naive = [at for at in range(len(text)) if text.startswith(piece, at)]
    assert list(every_place(text, piece)) == naive


@pytest.mark.parametrize("unit", ["a", "ab", "aab", "a b "])
@pytest.mark.parametrize("length", [1, 40, 5_000, 20_000])
def test_places_by_the_thousand_are_found_soon(unit: str, length: int) -> None:
    text, piece = filled(unit), filled(unit)[:length]
    assert seconds(lambda: sum(1 for _ in every_place(text, piece))) < 2


@given(texts, phrases)
@settings(max_examples=500)
def test_marked_edges_give_the_place_that_a_look_at_each_gives(text: str, phrase: str) -> None:
    """But for phrases with a dash at an end, which could be a date's."""
    text, phrase = fold(text), fold(phrase).strip()
    bounded = Bounded(text)
    looked_at = next(bounded.places(phrase), -1)
    assert bounded.first(phrase) == looked_at
    if "-" not in (phrase[:1], phrase[-1:]):
        assert bounded._first_marked(phrase) == looked_at


@pytest.mark.parametrize(
    ("text", "phrase", "place"),
    [
        ("ab " * 20 + "a", "a", (60, 61)),
        ("1,5 " * 20 + "5", "5", (80, 81)),
        ("1,50 " * 20 + "x,5", ",5", (101, 103)),
        ("15,1 " * 20 + "5, x", "5,", (100, 102)),
        ("12-12-26 " * 20 + "le 12", "12", (183, 185)),
        ("l'abc " * 20 + "l'ab", "l'ab", (120, 124)),
        ("ABC " * 20 + "L’été", "ete", (82, 85)),
    ],
)
def test_a_phrase_is_found_after_many_places_that_are_none(
    text: str, phrase: str, place: tuple[int, int]
) -> None:
    assert find_phrase(text, phrase) == place
    assert contains_phrase(text, phrase)
    assert not contains_phrase(text[: place[1] - 1], phrase)


def test_two_thousand_phrases_are_looked_for_soon() -> None:
    """Each of them stands at thousands of places that are none."""
    text = Bounded(filled("5 1,5 2,"))
    sought = [text.text[at : at + length] for length in range(1, 250) for at in range(8)]
    assert seconds(lambda: [text.first(phrase.strip()) for phrase in sought[:2_000]]) < 10
