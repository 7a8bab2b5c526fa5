from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.factbook import FactBook
from app.text.facts import extract_facts
from app.text.folding import word_count
from app.text.reading import Reading, read, sole_fact, words_of

TEXTS = st.text(max_size=60) | st.text("a1é .!?;'’-\n_½²", max_size=40)


def backed(known: str, stated: str, language: str = "fr") -> bool:
    """Whether every fact stated is backed by what is known."""
    facts = extract_facts(stated, language, names=False)
    assert facts
    return all(map(FactBook(extract_facts(known, language)).backs, facts))


@pytest.mark.parametrize(
    ("known", "stated"),
    [
        ("65 €", "65 euros"),
        ("65 €", "soit 65 en tout"),
        ("30 jours", "trente jours"),
        ("| 86 |", "86 %"),
        ("de 65 à 80 €", "à partir de 65 €"),
        ("12 décembre 2026", "le 12 décembre"),
        ("12 décembre 2026", "décembre 2026"),
        ("12 décembre 2026", "en décembre"),
        ("12 décembre 2026", "en 2026"),
        ("12 décembre 2026", "avant le 12."),
        ("en 2026", "deux mille vingt-six"),
        ("1950 inscrits", "1 950 inscrits"),
        ("1 950 inscrits", "1950 inscrits"),
        ("14:00", "14 h"),
        ("14 h", "14:00"),
        ("31 des 52 répondants", "31 sur 52"),
        ("31 sur 52", "52 répondants, dont 31 d’accord"),
        ("une entreprise sur quatre", "25 % des entreprises"),
        ("https://lumen.fr/prix", "www.lumen.fr"),
        ("Contact@lumen.fr", "contact@lumen.fr"),
        ("06 12 34 56 78", "+33 6 12 34 56 78"),
        ("quatorze jours", "deux semaines"),
        ("un délai de 2 semaines", "14 jours"),
        ("48 h", "2 jours"),
        ("18 mois", "1,5 an"),
        ("9 h 30", "neuf heures et demie"),
        ("58 clients", "une soixantaine de clients"),
        ("une soixantaine de clients", "60 clients"),
        ("65 €", "une soixantaine"),
        ("65 €", "une soixantaine d’euros"),
        ("deux semaines", "une quinzaine de jours"),
        ("neuf ans", "près de dix ans"),
        ("partage moitié-moitié", "la moitié du temps"),
        ("au 3, place du Marché", "3, place du Marché"),
    ],
)
def test_a_fact_is_backed_by_the_same_and_by_a_fuller_one(known: str, stated: str) -> None:
    assert backed(known, stated)


@pytest.mark.parametrize(
    ("known", "stated"),
    [
        ("65 €", "65 %"),
        ("65 €", "66 €"),
        ("65 €", "65 $"),
        ("30 jours", "30 mois"),
        ("30 inscrits", "30 %"),
        ("40 € et 23 €", "63 €"),
        ("12 décembre", "12 décembre 2026"),
        ("12 décembre 2026", "13 décembre 2026"),
        ("12 décembre 2026", "12 novembre"),
        ("12 décembre 2026", "2027"),
        ("12 décembre 2026", "12 places"),
        ("31 répondants", "31 sur 52"),
        ("3 ateliers, 4 salles", "trois salles sur quatre"),
        ("lumen.fr", "lumen.fr/prix"),
        ("contact@lumen.fr", "contact@lumen.com"),
        ("L. 441-10", "L. 441-11"),
        ("30 jours", "un mois"),
        ("90 jours", "trois mois"),
        ("deux jours", "2 semaines"),
        ("35 clients", "une soixantaine de clients"),
        ("65 €", "une soixantaine de clients"),
        ("une dizaine.", "10 %"),
        ("Nous étions deux.", "deux heures"),
        ("Nous étions deux.", "2 %"),
        ("au 3, place du Marché", "3 %"),
        ("douze ans", "près de dix-sept ans"),
    ],
)
def test_a_fact_is_not_backed_by_another_unit_nor_by_less(known: str, stated: str) -> None:
    assert not backed(known, stated)


def test_an_english_date_is_backed_in_either_order_of_day_and_month() -> None:
    assert backed("11 December 2026", "12/11/2026", "en")
    assert backed("12 November 2026", "12/11/2026", "en")
    assert not backed("13 November 2026", "12/11/2026", "en")


def held(wanted: str, text: str, language: str = "fr") -> bool:
    facts = extract_facts(wanted, language)
    assert facts
    return all(map(Reading(text, language).holds, facts))


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("le 12 décembre 2026", "le 12/12"),
        ("en mars 2027", "au mois de mars"),
        ("65 €", "de 65 à 80 euros"),
        ("65 €", "prix (en euros) : 65"),
        ("8 places", "Places : 8."),
        ("Places : 8.", "8 places"),
        ("selon Lefebvre Dalloz", "LEFEBVRE-DALLOZ l’affirme"),
        ("chez Camille Roux", "Roux (Camille)"),
    ],
)
def test_a_text_holds_a_fact_said_in_fewer_words(wanted: str, text: str) -> None:
    assert held(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("le 12 décembre 2026", "en décembre 2026"),
        ("le 12 décembre 2026", "le 12/12/2025"),
        ("65 €", "65 places"),
        ("8 places", "8 jours"),
        ("selon Lefebvre Dalloz", "Lefebvre l’affirme"),
        ("lumen.fr/prix", "lumen.fr"),
    ],
)
def test_a_text_does_not_hold_a_fact_that_lacks_something(wanted: str, text: str) -> None:
    assert not held(wanted, text)


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("65 €", "soixante-cinq euros", True),
        ("65 €", "650 €", False),
        ("15/09", "validé le 15 septembre 2025", True),
        ("15 septembre", "le 15/09/2025", True),
        ("2 016", "Reste 2016 € à payer", True),
        ("4.00", "quatre plats", False),
        ("8", "huit plats", False),
        ("52", "cinquante-deux réponses", True),
        ("mise en demeure", "une mise\u00a0en demeure", True),
        ("article L. 441-10", "articles L441-10 et D441-5", False),
    ],
)
def test_a_phrase_stands_as_words_or_as_the_fact_that_it_is(phrase: str, text: str, stands: bool) -> None:
    assert Reading(text, "fr").has_phrase(phrase) is stands


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("Mise en demeure", "Une mise\u00a0en demeure.", "mise\u00a0en demeure"),
        ("120 €", "soit cent vingt euros", "cent vingt euros"),
        ("12 décembre 2026", "le 12 décembre", None),
        ("3.00", "three o’clock", None),
        ("réseaux\nsociaux", "les réseaux\nsociaux", "réseaux\nsociaux"),
    ],
)
def test_what_stands_is_found_as_it_is_written(phrase: str, text: str, found: str | None) -> None:
    assert Reading(text, "fr").find(phrase) == found


def test_a_group_stands_with_all_of_its_phrases() -> None:
    reading = Reading("Les deux tableaux, validés le 15 septembre.", "fr")
    assert reading.satisfies([["absent"], ["tableaux", "15/09"]])
    assert not reading.satisfies([["tableaux", "absent"], []])
    assert reading.find_group([["absent"], ["validés", "TABLEAUX"]]) == "validés"
    assert reading.find_group([["tableaux", "absent"], []]) is None


def test_words_are_quoted_as_they_are_written() -> None:
    reading = Reading("Première ligne.\nC’est à 1 200\u00a0€, l’Été e\u0301crit.", "fr")
    start = reading.words.index("1200")
    assert reading.quote(start, start + 3) == "1 200\u00a0€, l’Été"
    assert reading.quote(0, 3) == "Première ligne.\nC"
    assert reading.quote(len(reading.words) - 1, len(reading.words)) == "écrit"


@given(TEXTS)
def test_words_are_counted_as_the_folding_counts_them(text: str) -> None:
    assert Reading(text, "fr").word_count == word_count(unicodedata.normalize("NFC", text))


@given(TEXTS)
def test_every_word_has_a_sentence_and_sentences_rise(text: str) -> None:
    reading = Reading(text, "fr")
    assert len(reading.sentence_of_word) == len(reading.words)
    assert reading.sentence_of_word == sorted(reading.sentence_of_word)


def test_sentences_of_words_end_with_a_stop() -> None:
    assert Reading("Oui. Non ! À 1.5 km", "fr").sentence_of_word == [0, 1, 2, 2, 2, 2]


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("65 €", "65 EUR"),
        ("le 12 décembre", "--12-12"),
        ("12 %", "12 %"),
        ("140", "140"),
        ("65 € par relance", None),
        ("7", None),
        ("16.00", None),
        ("Lyon", None),
        ("vers Lyon", None),
        ("de 65 à 80 €", None),
        ("x" * 400, None),
    ],
)
def test_a_phrase_may_be_one_fact(phrase: str, value: str | None) -> None:
    fact = sole_fact(phrase, "fr")
    assert (fact.value if fact else None) == value


def test_a_text_is_read_once() -> None:
    assert read("Bonjour.", "fr") is read("Bonjour.", "fr")
    assert read("Bonjour.", "fr") is not read("Bonjour.", "en")


def test_words_are_folded() -> None:
    assert words_of("L’Été, à 1 200 € !") == ["l", "ete", "a", "1200"]
