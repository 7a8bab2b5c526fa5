from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.anchors import (
    AnchorError,
    QuoteAmbiguous,
    QuoteNotFound,
    code_points_to_utf16,
    locate,
    utf16_to_code_points,
)

NBSP = "\u00a0"
TEXT = f"🎉 L’été coûte 1{NBSP}200{NBSP}€. Il dit «{NBSP}oui{NBSP}». Elle dit «{NBSP}non{NBSP}». L’été dure."


def test_a_quote_that_stands_once_is_found_in_code_points() -> None:
    assert locate(TEXT, "coûte") == (8, 13)


def test_a_decomposed_quote_is_the_same_quote() -> None:
    assert locate(TEXT, unicodedata.normalize("NFD", "coûte")) == (8, 13)


def test_positions_count_in_the_nfc_of_a_decomposed_text() -> None:
    assert locate(unicodedata.normalize("NFD", TEXT), "coûte") == (8, 13)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("1 200 €", f"1{NBSP}200{NBSP}€"),
        ("1200 €", f"1{NBSP}200{NBSP}€"),
        ("Il dit « oui »", f"Il dit «{NBSP}oui{NBSP}»"),
        ('dit "non"', f"dit «{NBSP}non{NBSP}»"),
        ("l'ete coute", "L’été coûte"),
        ("  dure.  ", "dure."),
    ],
)
def test_a_quote_typed_plainly_is_found_all_the_same(quote: str, found: str) -> None:
    assert locate(TEXT, quote).of(TEXT) == found


def test_the_exact_quote_goes_before_those_that_only_fold_alike() -> None:
    assert locate("L'été et l’ete", "l’ete") == (9, 14)


@pytest.mark.parametrize("quote", ["hiver", "", "   ", "\u200b"])
def test_a_quote_that_does_not_stand_there_is_named(quote: str) -> None:
    with pytest.raises(QuoteNotFound, match=f"“{quote}” does not stand") as caught:
        locate(TEXT, quote)
    assert caught.value.quote == quote


def test_a_quote_that_stands_twice_is_named_and_counted() -> None:
    with pytest.raises(QuoteAmbiguous, match="“L’été” stands 2 times") as caught:
        locate(TEXT, "L’été")
    assert isinstance(caught.value, AnchorError)
    assert isinstance(caught.value, ValueError)


def test_overlapping_places_are_places() -> None:
    with pytest.raises(QuoteAmbiguous, match="stands 2 times"):
        locate("ananas", "ana")


def test_a_long_quote_is_cut_in_the_message_and_whole_in_the_error() -> None:
    with pytest.raises(QuoteNotFound) as caught:
        locate(TEXT, "x" * 500)
    assert caught.value.quote == "x" * 500
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("prefix", "suffix", "start"),
    [
        ("🎉 ", "", 2),
        ("", " coûte", 2),
        ("", " dure", 57),
        ("« non ». ", "", 57),
        ("«non».", "dure.", 57),
        ("périmé", " dure", 57),
    ],
)
def test_neighbours_tell_two_places_apart(prefix: str, suffix: str, start: int) -> None:
    assert locate(TEXT, "L’été", prefix, suffix).start == start


@pytest.mark.parametrize(("prefix", "suffix"), [("périmé", ""), ("", "périmé"), (" ", " "), (".", "")])
def test_neighbours_that_settle_nothing_leave_an_error(prefix: str, suffix: str) -> None:
    with pytest.raises(QuoteAmbiguous):
        locate("Oui. L’été. L’été. Fin", "L’été", prefix, suffix)


@pytest.mark.parametrize(("start", "end"), [(2, None), (2, 7), (57, 62)])
def test_an_offset_settles_it_where_it_hits_the_quote(start: int, end: int | None) -> None:
    assert locate(TEXT, "L’été", start=start, end=end) == (start, start + 5)


def test_an_offset_beats_stale_neighbours() -> None:
    assert locate(TEXT, "L’été", prefix="« non ». ", start=2, end=7) == (2, 7)


@pytest.mark.parametrize(("start", "end"), [(0, 5), (8, 14), (900, 905), (8, 12)])
def test_where_offset_and_quote_disagree_a_unique_quote_wins(start: int, end: int) -> None:
    assert locate(TEXT, "coûte", prefix="hors sujet", start=start, end=end) == (8, 13)


def test_where_offset_and_quote_disagree_neighbours_may_help() -> None:
    assert locate(TEXT, "L’été", suffix=" dure", start=30, end=35) == (57, 62)


@pytest.mark.parametrize(("start", "end"), [(3, 8), (2, 8), (56, 61)])
def test_where_offset_and_quote_disagree_a_repeated_quote_is_an_error(start: int, end: int) -> None:
    with pytest.raises(QuoteAmbiguous):
        locate(TEXT, "L’été", start=start, end=end)


@pytest.mark.parametrize(
    ("text", "utf16", "code_points"),
    [
        ("abc", 2, 2),
        ("🎉a", 2, 1),
        ("🎉a", 3, 2),
        ("a👍🏽b", 5, 3),
        ("e\u0301", 2, 2),
        ("", 0, 0),
        ("🎉", 0, 0),
    ],
)
def test_utf16_offsets_become_code_points_and_back(text: str, utf16: int, code_points: int) -> None:
    assert utf16_to_code_points(text, utf16) == code_points
    assert code_points_to_utf16(text, code_points) == utf16


@pytest.mark.parametrize("index", [-1, 4])
def test_utf16_offsets_outside_the_text_are_refused(index: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        utf16_to_code_points("🎉a", index)


@pytest.mark.parametrize("index", [-1, 3])
def test_code_points_outside_the_text_are_refused(index: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        code_points_to_utf16("🎉a", index)


def test_an_offset_inside_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="inside a character"):
        utf16_to_code_points("🎉a", 1)


@given(st.text(), st.data())
def test_offsets_come_back_whole(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    units = code_points_to_utf16(text, index)
    assert units == len(text[:index].encode("utf-16-le")) // 2
    assert utf16_to_code_points(text, units) == index


@given(st.text(alphabet="abé 🎉\u00a0’", min_size=1), st.data())
def test_any_passage_is_found_again_by_its_quote_and_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].strip():
        assert locate(text, text[start:end], start=start, end=end) == (start, end)
