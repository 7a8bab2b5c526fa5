from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.folding import (
    contains_phrase,
    find_phrase,
    find_phrases,
    fold,
    fold_with_map,
    satisfies,
    word_count,
    words,
)

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 200 €", "1200 €"),
        (f"1{NBSP}200{NBSP}€", "1200 €"),
        (f"1{NARROW}200{NARROW}€", "1200€"),
        (f"1{THIN}200 €", "1 200 €"),
        ("1,200 people", "1200 people"),
        ("1'200", "1200"),
        ("1’200", "1200"),
        ("12 345 678", "12345678"),
        ("été", "e\u0301te\u0301"),
        ("ÉTÉ", "ete"),
        ("Œuvre", "oeuvre"),
        ("Lætitia", "laetitia"),
        ("l’été", "l'ete"),
        ("« oui »", '"oui"'),
        (f"«{NBSP}oui{NARROW}»", "“oui”"),
        ("20 %", "20%"),
        (f"Vraiment{NARROW}?", "vraiment?"),
        ("2020–2025", "2020-2025"),
        ("bien‑être", "bien-être"),
        ("attendez…", "attendez..."),
        ("deux\n  mots", "deux mots"),
        ("soft\u00adskills", "softskills"),
        ("a\u200bb\ufeff", "ab"),
        ("STRASSE", "straße"),
        ("İstanbul", "istanbul"),
        ("❤\ufe0f", "❤"),
    ],
)
def test_spellings_of_the_same_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("en 2025 300 personnes", "en 2025 300 personnes"),
        ("2 000 3 000", "2000 3000"),
        ("12 300 et 4 5", "12300 et 4 5"),
        ("06 12 13 14 15", "06 12 13 14 15"),
        ("012 345", "012 345"),
        ("1 2000", "1 2000"),
        ("1,5 300", "1,5 300"),
        ("3, 400", "3, 400"),
        ("1 200,50 €", "1200,50€"),
        ("1,200.50", "1200.50"),
        ("1 234,567", "1234,567"),
        ("362 521 879 00034", "362521879 00034"),
    ],
)
def test_only_true_groups_of_three_digits_are_joined(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("pair", [("1 200", "1 300"), ("a b", "ab"), ("cote", "côté!"), ("-5", "5")])
def test_what_differs_still_differs(pair: tuple[str, str]) -> None:
    assert fold(pair[0]) != fold(pair[1])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("155", "55"),
        ("2055", "55"),
        ("55,5", "55"),
        ("5,55", "55"),
        ("3.55", "55"),
        ("1 055", "55"),
        (f"1{NARROW}055 €", "55 €"),
        ("12/55", "55"),
        ("55:30", "55"),
        ("le 2026-09-12", "09"),
        ("le 12-09-2026", "12"),
        ("10h55", "55"),
        ("partie", "art"),
        ("écart", "art"),
        ("articles", "article"),
        ("55,5 %", "5 %"),
        ("abc", ""),
        ("abc", " \u200b "),
    ],
)
def test_a_phrase_does_not_stand_inside_a_longer_word_number_or_date(text: str, phrase: str) -> None:
    assert find_phrase(text, phrase) is None


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("Il coûte 65 € net.", "65 €", "65 €"),
        (f"Il coûte 65{NBSP}€ net.", "65 €", f"65{NBSP}€"),
        ("Il coûte 65€ net.", "65 €", "65€"),
        ("Le 55.", "55", "55"),
        ("55, 56 ou 57", "55", "55"),
        ("de 50-60 €", "50", "50"),
        ("155 puis 55", "55", "55"),
        ("L’ART, l’art", "art", "ART"),
        ("un art-thérapeute", "art", "art"),
        ("Total : 1 200 € HT", "1200 €", "1 200 €"),
        ("L’e\u0301te\u0301 vient", "été", "e\u0301te\u0301"),
        ("Ma sœur part", "soeur", "sœur"),
        ("date\n   limite", "date limite", "date\n   limite"),
        ("écrivez à a.b@c.fr.", "a.b@c.fr", "a.b@c.fr"),
        ("🙂 d’accord 👍🏽", "accord 👍🏽", "accord 👍🏽"),
        ("Il dit « oui ».", "« oui »", "« oui »"),
    ],
)
def test_a_phrase_is_found_where_it_stands_in_the_original(text: str, phrase: str, found: str) -> None:
    span = find_phrase(text, phrase)
    assert span is not None
    assert span.of(text) == found


def test_every_place_of_a_phrase_is_given_in_order() -> None:
    text = "55, 155, 55 et 55,5 puis 55"
    assert [tuple(span) for span in find_phrases(text, "55")] == [(0, 2), (9, 11), (25, 27)]


def test_places_of_a_phrase_do_not_overlap() -> None:
    assert [tuple(span) for span in find_phrases("la la la la", "la la")] == [(0, 5), (6, 11)]


def test_a_folded_text_may_stand_for_the_text() -> None:
    folded = fold_with_map("Vous payez 1 200 € par an")
    assert find_phrase(folded, "1200 €") == (11, 18)
    assert contains_phrase(folded, "PAR AN")
    assert satisfies(folded, [["vous", "an"]])


def test_a_group_holds_with_all_of_its_phrases_and_one_group_is_enough() -> None:
    text = "La date limite est le 12 décembre."
    assert satisfies(text, [["rien"], ["date", "limite"]])
    assert not satisfies(text, [["date", "rien"]])
    assert not satisfies(text, [])
    assert not satisfies(text, [[]])


def test_words_are_what_a_word_processor_counts() -> None:
    assert words(f"« L’été{NBSP}» : 10 h 30 — fin… 👍") == ["L’été", "10", "h", "30", "fin…"]
    assert word_count("") == word_count(" — !") == 0


texts = st.text(
    alphabet=st.sampled_from(list("aeEéœÆ ’'«»“\"!?;:%€.,-–…0123456789\n\t\u00a0\u202f\u2009\u0301\u00ad🙂"))
)


@given(texts)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_nfc_and_nfd_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.one_of(texts, st.text()))
def test_every_folded_character_knows_where_it_comes_from(text: str) -> None:
    folded = fold_with_map(text)
    assert len(folded.starts) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    for index, character in enumerate(folded.text):
        assert character in fold(text[folded.starts[index]]) or character == " "


@given(texts, st.data())
def test_what_is_found_folds_to_the_phrase(text: str, data: st.DataObject) -> None:
    """Or to more, where the phrase cuts a character that folds to several (`…` after a full stop)."""
    start = data.draw(st.integers(0, len(text)))
    phrase = text[start : data.draw(st.integers(start, len(text)))]
    span = find_phrase(text, phrase)
    if span is not None:
        assert fold(phrase).strip() in fold(span.of(text))
