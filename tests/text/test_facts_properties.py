from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.facts import extract_facts
from app.text.sheet import Sheet
from tests.text import spelling

AMOUNTS = st.integers(2, 999_999)
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
LANGUAGES = st.sampled_from(["fr", "en"])
_PIECES = (
    "12|€|%|1 200|,|.|-|/|deux|cent|mai|May|le |sur|a@b.fr|L. 441-10|06 12 34 56 78|Lyon|h|30|İ|un quart"
)
PIECES = st.sampled_from([*_PIECES.split("|"), " ", "\n", "\u00a0", "e\u0301"])
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=30).map("".join)


@given(AMOUNTS, st.data())
def test_any_amount_in_any_french_spelling_compares_equal(euros: int, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(spelling.french_amounts(euros)))
    [fact] = extract_facts(f"Cela coûte {text}, pas plus.", "fr")
    assert (fact.kind, fact.value, fact.text) == ("amount", f"{euros} EUR", text)


@given(AMOUNTS, st.data())
def test_any_amount_in_any_english_spelling_compares_equal(euros: int, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(spelling.english_amounts(euros)))
    [fact] = extract_facts(f"It costs {text}, no more.", "en")
    assert (fact.kind, fact.value, fact.text) == ("amount", f"{euros} EUR", text)


@given(st.integers(11, 999_999), st.sampled_from([("fr", spelling.french), ("en", spelling.english)]))
def test_any_number_in_words_is_its_figure(number: int, spelled: tuple[str, Callable[[int], str]]) -> None:
    language, spell = spelled
    [fact] = extract_facts(f"({spell(number)})", language)
    assert (fact.kind, fact.value) == ("figure", str(number))


@given(DAYS, st.data())
def test_any_date_in_any_french_spelling_compares_equal(day: date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(spelling.french_dates(day)))
    [fact] = extract_facts(f"à partir du {text}.", "fr")
    century = str(day.year) if str(day.year) in text else f"20{day:%y}"
    assert (fact.kind, fact.value) == ("date", f"{century}-{day:%m-%d}")


@given(DAYS, st.data())
def test_any_date_in_any_english_spelling_compares_equal(day: date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(spelling.english_dates(day)))
    [fact] = extract_facts(f"from {text} on", "en")
    assert fact.kind == "date"
    assert day.isoformat() in (fact.value, fact.also)


@given(TEXTS, LANGUAGES)
def test_facts_of_any_text_have_spans_that_match_it_and_do_not_overlap(text: str, language: str) -> None:
    facts = extract_facts(text, language)
    end = 0
    for fact in facts:
        assert fact.span.of(text) == fact.text != ""
        assert fact.span.start >= end
        assert fact.value == fact.value.strip() != ""
        end = fact.span.end


@given(TEXTS, LANGUAGES)
def test_the_sheet_has_the_length_of_its_text(text: str, language: str) -> None:
    sheet = Sheet(text, language)
    assert len(sheet.plain) == len(sheet.open) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 111 ",
        "1",
        "a.",
        "a",
        "a@",
        "un sur ",
        "cent ",
        "1 mai 2026 ",
        "Abc ",
        "a1-",
        "+33 6 ",
        "\n",
        "h",
        "« ",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_text_takes_long(text: str, language: str) -> None:
    """None takes a second on a slow machine; what looks back without bound would take minutes."""
    began = time.perf_counter()
    extract_facts(text * (50_000 // len(text)), language)
    assert time.perf_counter() - began < 20
