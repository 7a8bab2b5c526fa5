"""Reading drafts: the work grows with the length of the draft, whatever is in it, and the results are those
of the plain way to read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exercises import clean_text, criticmarkup, markup_reader
from app.exercises.markup_reader import Lines, line_and_column
from app.text import sentences
from app.text.sentences import split_sentences
from tests.limits.clock import filled, seconds

BOUND: Final = 5.0
"""Seconds; the slowest of these texts takes 0.2 to 0.5 s, and took minutes."""

DRAFTS: Final = (
    " ",
    "\u00a0",
    "\n",
    "a\n\n",
    "{++",
    "{~~",
    "++}",
    "\U0001f600++}",
    "{>>",
    "{++a++}",
    "{++a++}{>>x<<}",
    "{++ ++}{>>x<<}",
    "{--a--}{>>x<<}",
    " {--a--}{>>x<<}",
    "{--\n--}{>>x<<}",
    "{~~a~>b~~}{>>x<<}",
    "\u0301",
)


@pytest.mark.parametrize("unit", DRAFTS)
def test_any_draft_is_read_soon(unit: str) -> None:
    assert seconds(lambda: criticmarkup.read(filled(unit))) < BOUND


@pytest.mark.parametrize("unit", ["{--a--}{>>x<<}", " {--a--}{>>x<<}", "{++ ++}{>>x<<}"])
def test_changes_after_a_long_run_of_blanks_are_read_soon(unit: str) -> None:
    draft = f"a{filled(' ', 50_000)}{filled(unit, 50_000)}b"
    assert seconds(lambda: criticmarkup.read(draft)) < BOUND


def test_openers_around_thousands_of_marks_are_read_soon() -> None:
    draft = "{++" * 16 + filled("{++a++}")
    assert seconds(lambda: criticmarkup.read(draft)) < BOUND


SENTENCES: Final = (
    "a",
    "@",
    "a@",
    "[…]",
    "[…]a",
    "[…]a@",
    "A!",
    "a b. ",
    "! ",
    "a ! ",
    "'",
    "' ",
    "www.",
    "aa.bb",
    "M. ",
    "etc.",
    "( ",
    ". ”",
    "é",
    "\u0301",
    "\u00a0",
    "\n",
    "a\n",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("unit", SENTENCES)
def test_any_text_is_cut_into_sentences_soon(unit: str, language: str) -> None:
    assert seconds(lambda: split_sentences(filled(unit), language)) < BOUND


PIECES: Final = (
    *" \t\n\u00a0\u202f\u2009aB1@.,!?'[]()«»…é",
    *("  ", "\n\n", "- ", "1. ", "[…]", "[...]", "a@b.fr", "www.a", "etc.", "aa.bb", "http://"),
    *("{++", "++}", "{--", "--}", "{~~", "~~}", "~>", "{==", "==}", "{>>", "<<}"),
    *("{>>i<<}", "{++x++}{>>i<<}", "{++ ++}{>>i<<}", "{--x--}{>>i<<}", "{==x==}{>>i<<}"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(texts, st.lists(st.integers(0, 200), max_size=8))
@settings(max_examples=400)
def test_what_seams_leave_behind_is_what_each_of_them_leaves(raw: str, places: list[int]) -> None:
    seams = sorted({min(place, len(raw)) for place in places})
    together = {i for span in clean_text._leftovers(raw, seams) for i in range(*span)}
    assert together == {i for seam in seams for i in _leftovers_of_one(raw, seam)}


def _leftovers_of_one(raw: str, seam: int) -> Iterator[int]:
    """The plain way: look around each seam by itself."""
    start, end = raw.rfind("\n", 0, seam) + 1, raw.find("\n", seam)
    end = len(raw) if end < 0 else end
    if clean_text._EMPTY_ITEM.fullmatch(raw, start, end):
        yield from range(start, min(end + 1, len(raw)))
        return
    left = start + len(raw[start:seam].rstrip(clean_text._BLANKS))
    right = end - len(raw[seam:end].lstrip(clean_text._BLANKS))
    if left == start or (left < seam and right < end and raw[right] in clean_text._CLINGING):
        yield from range(left, right)
    elif left < seam:
        yield from range(seam, right)


@given(texts)
def test_blanks_at_the_ends_of_lines_are_those_of_the_plain_pattern(raw: str) -> None:
    plain = re.finditer(r"[ \t\u00a0\u202f]+(?=\n|\Z)", raw)
    assert [m.span() for m in clean_text._TRAILING.finditer(raw)] == [m.span() for m in plain]


@given(texts)
@settings(max_examples=400)
def test_a_mark_is_closed_where_the_text_after_it_says(markup: str) -> None:
    openers = [m for m in markup_reader._TOKEN.finditer(markup) if m.group() in markup_reader._CLOSER_OF]
    closers = {opener.start(): _closer_of_one(markup, opener) for opener in openers}
    assert markup_reader._closers(markup) == {at: span for at, span in closers.items() if span}


def _closer_of_one(markup: str, opener: re.Match[str]) -> tuple[int, int] | None:
    """The plain way: read on from the opener."""
    open_marks = [opener.group()]
    for token in markup_reader._TOKEN.finditer(markup, opener.end()):
        if token.group() in markup_reader._CLOSER_OF:
            open_marks.append(token.group())
        elif token.group() != markup_reader._CLOSER_OF[open_marks.pop()]:
            return None
        if not open_marks:
            return token.span()
    return None


@given(texts)
def test_lines_and_columns_are_the_same_from_a_list_of_lines(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        before = text[:offset].split("\n")
        assert lines.place(offset) == line_and_column(text, offset) == (len(before), len(before[-1]) + 1)


@given(texts)
@settings(max_examples=400)
def test_what_is_opaque_to_the_splitter_is_what_the_plain_pattern_says(text: str) -> None:
    plain = re.compile(r"\[(?:…|\.{3})\]|\S+@\S*\w|(?:https?://|www\.)\S*\w|\b\w+(?:\.\w{2,})+|\betc(?=\.)")
    masked = sentences._OPAQUE.sub(lambda match: "\x00" * len(match.group()), text)
    assert masked == plain.sub(lambda match: "\x00" * len(match.group()), text)
