"""Only a paragraph that is fit to be shown is shown."""

from __future__ import annotations

import pytest

from app.grading.paragraph import MOST_WORDS, CoachReply, Fault, judge_paragraph

OWN = {
    "rewrite": "La terrasse est garantie dix ans.\nLe prix est de 65 € le mètre carré.",
    "comment_1": "Le devis dit 65 €",
}
SHOWN = ["Rien ne garantit une terrasse à vie."]
GOOD = "Vous écrivez « garantie dix ans », ce qui est juste. Reprenez chaque promesse avec le devis en main."


def reply(paragraph: str = GOOD, field: str = "rewrite", quote: str = "garantie dix ans") -> CoachReply:
    return CoachReply(paragraph=paragraph, field=field, quote=quote)


@pytest.mark.parametrize(
    "given",
    [
        reply(),
        reply(field=" rewrite "),
        reply("Vous avez noté « LE DEVIS dit 65 € ». Continuez ainsi.", "comment_1", "le devis dit 65 €"),
        reply("Bien vu : “garantie dix ans. Le prix” se suivent.", quote="garantie dix ans.\nLe prix"),
        reply('Vous écrivez "garantie dix ans", et évitez « une terrasse à vie ».'),
        reply("Vous écrivez « garantie dix ans. » et plus loin « 65 € »."),
    ],
    ids=["plain", "blanks", "folded", "over a line", "with what the feedback shows", "a full stop inside"],
)
def test_what_quotes_the_trainee_is_shown(given: CoachReply) -> None:
    judged = judge_paragraph(given, OWN, SHOWN)
    assert (judged.text, judged.fault) == (" ".join(given.paragraph.split()), None)


LONG = "« garantie dix ans » " + "mot " * MOST_WORDS

FAULTS: list[tuple[Fault, CoachReply]] = [
    ("empty", reply(" \n ")),
    ("too-long", reply(LONG)),
    ("markup", reply(GOOD + " Voir https://exemple.fr.")),
    ("markup", reply(GOOD + " <b>Bravo</b>")),
    ("markup", reply("- " + GOOD)),
    ("flaw-number", reply(GOOD + " Pensez à F2.")),
    ("names-a-grade", reply(GOOD + " Cela vaut 18/20.")),
    ("names-a-grade", reply(GOOD + " Cela vaut 95 sur 100.")),
    ("names-a-grade", reply(GOOD + " Votre note devrait être plus haute.")),
    ("quote-too-short", reply(quote="dix ans")),
    ("quote-not-found", reply(quote="garantie vingt ans")),
    ("quote-not-found", reply(field="client_note")),
    ("quote-not-found", reply(field="comment_1")),
    ("quote-not-in-paragraph", reply("Vous écrivez bien et juste.")),
    ("invented-quote", reply(GOOD + " Vous dites aussi « un acompte de 30 % ».")),
]


@pytest.mark.parametrize(("fault", "given"), FAULTS, ids=[f"{f}-{n}" for n, (f, _) in enumerate(FAULTS)])
def test_what_is_not_fit_is_dropped_and_says_why(fault: Fault, given: CoachReply) -> None:
    judged = judge_paragraph(given, OWN, SHOWN)
    assert (judged.text, judged.fault) == (None, fault)


def test_the_limit_of_words_is_exact() -> None:
    start = "« garantie dix ans » " + "mot " * (MOST_WORDS - 3)
    assert judge_paragraph(reply(start), OWN, SHOWN).fault is None
    assert judge_paragraph(reply(start + "mot"), OWN, SHOWN).fault == "too-long"
