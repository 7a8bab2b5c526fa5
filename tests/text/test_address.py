from __future__ import annotations

import pytest

from app.text.address import addresses_as


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, je vous écris.",
        "Votre devis est prêt.",
        "Contactez-moi.",
        "VOS PROJETS",
        "« Tu verras », dit Nadia ; vous aussi.",
        "Le ton de votre lettre, un bon ton.",
        "Il s’est tu ; vous non. Je tiens à vous, y a-t-il du thé ?",
        "C’est le nôtre ou le vôtre.",
    ],
)
def test_says_vous(text: str) -> None:
    assert addresses_as(text, "vous")
    assert not addresses_as(text, "tu")


@pytest.mark.parametrize(
    "text",
    [
        "Tu verras.",
        "Je t’écris.",
        "C’est pour toi.",
        "De ton équipe, à ta place, avec tes mots.",
        "Garde le rendez-vous de demain, tu verras.",
        "Elle a dit “vous”, toi non.",
    ],
)
def test_says_tu(text: str) -> None:
    assert addresses_as(text, "tu")
    assert not addresses_as(text, "vous")


@pytest.mark.parametrize(
    "text",
    [
        "Tu verras votre devis.",
        "Vous verrez ton devis.",
        "Le devis est prêt, rendez-vous lundi chez Lumen, assez tôt.",
        "« Vous verrez », dit-elle.",
    ],
)
def test_says_both_or_neither(text: str) -> None:
    assert not addresses_as(text, "vous")
    assert not addresses_as(text, "tu")
