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
        ("fr", "Revenez dans un mois."),
        ("en", "Come back in a month."),
        ("fr", "Merci pour ces deux jours."),
        ("fr", "Pendant les trois semaines du festival, je ferme."),
        ("en", "I was there on both days, all the six hours."),
        ("fr", "Rendez-vous à dix heures."),
        ("fr", "Ouvert dès neuf heures."),
        ("fr", "Ouvert sept jours sur sept."),
        ("en", "We answer seven days a week."),
        ("fr", "Elle a travaillé deux ans et demi."),
        ("en", "It took two hours and a half."),
        ("fr", "La deuxième semaine, la 2e."),
        ("fr", "Une dizaine de clients sont venus."),
        ("fr", "Une centaine de jours."),
    ],
)
def test_what_claims_nothing_is_let_through(language: str, text: str) -> None:
    assert set(excused(text, language)) == {True}


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
        ("fr", "Réponse sous deux jours."),
        ("fr", "À éviter avant six ans."),
        ("fr", "Vous avez un droit de retour dans les deux mois."),
        ("fr", "Un délai de cinq semaines"),
        ("fr", "Arrosez tous les huit jours, toutes les trois semaines."),
        ("en", "We answer within two hours."),
        ("en", "It is done in the next\ntwo weeks."),
        ("en", "It takes three minutes."),
        ("en", "I will be off for a fortnight."),
        ("fr", "Dans une dizaine de jours"),
        ("fr", "Une soixantaine de clients sont venus."),
        ("en", "More than a dozen guests came."),
    ],
)
def test_what_claims_something_is_not(language: str, text: str) -> None:
    assert set(excused(text, language)) == {False}
