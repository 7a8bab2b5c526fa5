from __future__ import annotations

import pytest

from app.text.excuses import claims_nothing
from app.text.facts import extract_facts


def excused(text: str, language: str) -> list[bool]:
    return [claims_nothing(fact, text) for fact in extract_facts(text, language, names=False)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Nantes, le jeudi 6 novembre 2025\n\nMadame,"),
        ("fr", "Le 6 novembre 2025\n\nMadame,"),
        ("fr", "Madame,\n\n6/11/2025"),
        ("en", "Friday 3 March 2028\n\nDear Priya,"),
        ("en", "Bristol, 3 March 2028."),
        ("fr", "Il est 18 h, votre cliente appelle."),
        ("fr", "Mardi, 18 h. Votre cliente appelle."),
        ("fr", "Bonjour. Il est 17 h 30 et tout va bien."),
        ("en", "It’s 6 pm. Your client calls."),
        ("en", "A Tuesday, 6 pm. Your client calls."),
        ("fr", "Voici trois raisons."),
    ],
)
def test_what_claims_nothing_is_let_through(language: str, text: str) -> None:
    assert excused(text, language) == [True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Réponse attendue le 6 novembre 2025."),
        ("fr", "Nantes, le 6 novembre 2025, nous avons signé."),
        ("fr", "L’atelier commence à 18 h."),
        ("fr", "Atelier : mardi, 18 h, à Nantes."),
        ("fr", "Mardi, 18 h : atelier."),
        ("fr", "Voici 3 raisons."),
        ("en", "We are there at 6 pm."),
    ],
)
def test_what_claims_something_is_not(language: str, text: str) -> None:
    assert excused(text, language) == [False]
