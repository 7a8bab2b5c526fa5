from __future__ import annotations

from app.practice.views.excerpts import AROUND, Excerpt, excerpt, whole_text

TEXT = "Bonjour Madame,\n\nLe prix est de 65 € le mètre carré.\n\nBien à vous"


def test_the_whole_text_keeps_every_character_around_the_quote() -> None:
    found = whole_text(TEXT, "65 €")
    assert found is not None
    assert found.before + found.quote + found.after == TEXT
    assert found.quote == "65 €"


def test_the_quote_is_shown_as_the_trainee_wrote_it() -> None:
    assert whole_text("Elle est Garantie dix ans.", "garantie DIX ANS") == Excerpt(
        "Elle est ", "Garantie dix ans", "."
    )


def test_an_excerpt_is_of_the_quotes_paragraph() -> None:
    assert excerpt(TEXT, "65 €") == Excerpt("Le prix est de ", "65 €", " le mètre carré.")


def test_a_long_paragraph_is_cut_between_words() -> None:
    words = " ".join(f"mot{number}" for number in range(100))
    found = excerpt(words, "mot50")
    assert found is not None
    assert (found.opens, found.closes, found.quote) == (False, False, "mot50")
    assert all(word in words.split() for word in (found.before + found.quote + found.after).split())
    assert AROUND / 2 < len(found.before) <= AROUND
    assert AROUND / 2 < len(found.after) <= AROUND


def test_a_quote_over_paragraphs_keeps_them() -> None:
    found = excerpt(TEXT, "carré.\n\nBien")
    assert found == Excerpt("Le prix est de 65 € le mètre ", "carré.\n\nBien", " à vous")


def test_what_does_not_stand_there_has_no_excerpt() -> None:
    assert excerpt(TEXT, "75 €") is None
    assert excerpt(TEXT, None) is None
    assert excerpt(TEXT, "") is None
    assert excerpt("", "75 €") is None
