from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.sentences import split_sentences

NBSP, NARROW = "\u00a0", "\u202f"


def split(text: str, language: str = "fr") -> list[str]:
    return [span.of(text) for span in split_sentences(text, language)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["M. Dupont est venu.", "Mme. Roux aussi."],
        ["MM. Dupont et Le Goff sont là.", "Me Durand non."],
        ["L’art. L. 441-10 le dit.", "L’art. 3 aussi."],
        ["Voyez l’article L. 441-10 du Code de commerce, al. 2, p. 12."],
        ["Depuis janv. 2025, tout va.", "On verra en sept. 2026."],
        ["J. Dupont et J.-P. Martin signent.", "Passez au plan B.", "Nous suivrons."],
        ["Voir réf. Dossier, cf. Annexe 2, 12 av. Foch, etc. et le reste."],
        ["Il y a du pain, du vin, etc.", "Venez."],
        ["Appelez le tél. 06 12 13 14 15.", "Merci."],
        ["Elle préfère l’art.", "Il préfère la mer."],
        ["Le prix est de 1 200 €.", "Il était de 65,50 € en 2025.", "12 personnes l’ont payé."],
        ["Rendez-vous à 10 h 30.", "Fin à 12 h."],
        [f"Il coûte 1{NARROW}200{NBSP}€.", f"C’est cher{NARROW}!", "Non."],
        ["Écrivez à a.b@exemple.fr.", "Merci de votre réponse."],
        ["Voyez www.exemple.fr.", "Ou https://exemple.fr/a?b=c.", "Merci."],
        ["Oui…", "Non.", "Bon… peut-être."],
        ["Attendez...", "Voilà."],
        ["Il a dit : « Je pars. »", "Et il est parti."],
        [f"Il a dit : «{NBSP}Je pars.{NBSP}»", "Et il est parti."],
        ["« Venez ! » dit-il.", "Elle vint."],
        ["« Une chose.", "Une autre. »", "Et une dernière."],
        ["Il a dit “Je pars.”", "Puis rien."],
        ["(Voir ci-dessous.)", "Fin ?!", "Oui."],
        ["Il cite : [...] la suite."],
        ["Il entre.", "— Bonjour.", "— Salut ! dit-elle.", "— Ah ?"],
        ["Bravo ! 🎉", "Merci 🙏🏽.", "Fin. 😀"],
        ["L’e\u0301te\u0301 vient.", "E\u0301crivez !"],
        ["Version 2.10 du 06.12.2025.", "Puis la 3."],
    ],
)
def test_french_sentences(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Smith and Dr. Jones came at 5 p.m.", "They left."],
        ["See e.g. Smith et al. 2020, p. 12, fig. 3.", "No. 5 is alive."],
        ["He said no.", "Then he left."],
        ["The U.S. is big.", "So is the U.K."],
        ["“Go.”", "“Why?”", "He said “Stop!” and left."],
        ['"Go."', '"Why?"', 'He said "Stop!" and left.'],
        ["It costs £1,200.50.", "It was $5 in Jan. 2020.", "Write to a@b.co.uk.", "Thanks."],
        ["J. K. Rowling wrote it.", "Choose plan B.", "We will follow."],
    ],
)
def test_english_sentences(sentences: list[str]) -> None:
    assert split(" ".join(sentences), "en") == sentences


def test_headings_list_items_and_paragraphs_are_zones_of_their_own() -> None:
    text = (
        "# Un titre\nUn début. Une suite.\n\n"
        "- pain\n- vin. Du bon.\n  * sel\n1. premier\n2) dixième\n\n  Fin  \n"
    )
    assert split(text) == [
        "Un titre",
        "Un début.",
        "Une suite.",
        "pain",
        "vin.",
        "Du bon.",
        "sel",
        "premier",
        "dixième",
        "Fin",
    ]


def test_a_dash_of_dialogue_at_the_start_of_a_line_opens_a_zone() -> None:
    assert split("— Bonjour\n— Salut") == ["Bonjour", "Salut"]


def test_short_lines_stand_alone_and_long_ones_flow_on() -> None:
    address = "Atelier Roux\n12 rue des Prés\n44000 Nantes"
    assert split(address) == address.split("\n")
    long_line = (
        "Ce paragraphe a été replié à la main après une soixantaine de\nSignes environ. Puis\nil continue."
    )
    assert split(long_line) == [
        "Ce paragraphe a été replié à la main après une soixantaine de\nSignes environ.",
        "Puis\nil continue.",
    ]


def test_a_list_item_never_continues_the_line_before_it() -> None:
    line = "Voici, pour qui en douterait encore, ce que contient notre offre :"
    assert split(f"{line}\n- le pain\n- le vin") == [line, "le pain", "le vin"]


def test_a_line_under_a_heading_or_after_an_empty_line_never_flows_on() -> None:
    assert split("## a heading that goes on for more than sixty characters, at least\nb\n\nc") == [
        "a heading that goes on for more than sixty characters, at least",
        "b",
        "c",
    ]


@pytest.mark.parametrize("text", ["", "  \n\n ", "***", "— 🎉", "…"])
def test_without_a_word_there_is_no_zone(text: str) -> None:
    assert split(text) == []


def test_offsets_are_code_points() -> None:
    text = "🎉🎉 Bravo. Merci."
    assert split_sentences(text, "fr") == [(0, 9), (10, 16)]


@given(
    st.text(alphabet=st.sampled_from(list('aB1 .!?…«»“”"()-—#\n\t\u00a0’é🎉@')), max_size=80),
    st.sampled_from(["fr", "en"]),
)
def test_zones_are_in_order_trimmed_and_hold_every_word(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    covered = set[int]()
    last = 0
    for span in spans:
        assert last <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        assert any(character.isalnum() for character in span.of(text))
        covered.update(range(*span))
        last = span.end
    words = {index for index, character in enumerate(text) if character.isalpha()}
    assert words <= covered
