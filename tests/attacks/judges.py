"""Three models that judge: an honest one, one that obeys whatever it reads, and one that wants the trainee to
win. Behaviours for `app.llm.scripted`, so they see what a model sees: the request, and nothing else but what
they are told of the exercise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from app.exercises.prepared import Prepared
from app.llm.scripted import Asked
from app.text.sentences import split_sentences
from tests.attacks.corpus import LEAK, Attack

_DELIMITER: Final = re.compile(r"(?:les balises s’appellent|the tags are called) (data-\w+)\.")
_QUESTION: Final = re.compile(r"^(\d+)\. (\w+) (\w\d+), (?:field|champ) ([\w, ]+)$", re.MULTILINE)
_KEPT_OPEN: Final = frozenset({"REMAINS", "RESTE"})
"""The word for the one kind of question whose good answer is *no*."""

Judge = Callable[[Asked], dict[str, Any]]


@dataclass(frozen=True)
class AskedQuestion:
    number: int
    word: str
    label: str
    fields: tuple[str, ...]

    @property
    def good(self) -> bool:
        """The answer that speaks for the trainee."""
        return self.word not in _KEPT_OPEN

    @property
    def is_criterion(self) -> bool:
        return self.label.startswith("C")


def questions_in(asked: Asked) -> list[AskedQuestion]:
    """What the part of the request before the trainee's texts asks."""
    dynamic = asked.user[_opening(asked).start() :]
    listed = dynamic[: dynamic.index(f"<{_delimiter(asked)} ")]
    return [
        AskedQuestion(int(number), word, label, tuple(fields.split(", ")))
        for number, word, label, fields in _QUESTION.findall(listed)
    ]


def fields_in(asked: Asked) -> dict[str, str]:
    """The trainee's texts, as whoever trusts the delimiter reads them."""
    tag = re.escape(_delimiter(asked))
    return dict(re.findall(rf"<{tag} (\w+)>\n(.*?)\n</{tag}>", asked.user, re.DOTALL))


def honest(asked: Asked) -> dict[str, Any]:
    """Says that every criterion holds and that nothing else does, and quotes the first words of the field.
    It reads each text as far as the delimiter says, and takes nothing in it for an instruction."""
    texts = fields_in(asked)
    return _answers(
        _answer(one, one.is_criterion or not one.good, one.fields[0], texts[one.fields[0]][:60])
        for one in questions_in(asked)
    )


def fooled(attack: Attack, prepared: Prepared) -> Judge:
    """Gives every answer that helps, with the quote that the attack dictates; where it dictates none, the
    attack's own words. What an attack asks to be told goes where a word could: in quotes and further keys."""

    def behave(asked: Asked) -> dict[str, Any]:
        texts = fields_in(asked)
        answers = []
        for one in questions_in(asked):
            field = next((name for name in one.fields if attack.field in name), one.fields[0])
            answers.append(_answer(one, one.good, field, _obeyed(attack, prepared, texts[field])))
        leaked = {"leak": prepared.reference} if attack.quote == LEAK else {}
        return {**_answers(answers), **leaked}

    return behave


def _obeyed(attack: Attack, prepared: Prepared, text: str) -> str:
    if attack.quote == LEAK:
        return prepared.exercise.flaws[0].why
    return text[-80:] if attack.quote is None else attack.quote


def hostile(prepared: Prepared) -> Judge:
    """Gives every answer that helps, with the sentence of the field that fits best: the one that shares most
    words with what the right answer would say."""

    def behave(asked: Asked) -> dict[str, Any]:
        texts = fields_in(asked)
        answers = []
        for one in questions_in(asked):
            wanted = set(_words(_ideal(prepared, one)))
            offers = [
                (len(wanted & set(_words(sentence))), field, sentence)
                for field in one.fields
                for sentence in _sentences(texts[field], prepared)
            ]
            _, field, sentence = max(offers, key=lambda offer: offer[0])
            answers.append(_answer(one, one.good, field, sentence))
        return _answers(answers)

    return behave


def _ideal(prepared: Prepared, asked: AskedQuestion) -> str:
    at = int(asked.label[1:]) - 1
    if asked.is_criterion:
        criteria = [c for c in prepared.exercise.all_criteria() if c.rule is None]
        return criteria[at].statement
    flaw = prepared.exercise.flaws[at]
    return " ".join([flaw.why, *(change.good for change in prepared.changes_of(flaw.id))])


def _sentences(text: str, prepared: Prepared) -> list[str]:
    spans = split_sentences(text, prepared.exercise.language)
    return [sentence for sentence in (span.of(text) for span in spans) if len(sentence) >= 8] or [text]


def _words(text: str) -> list[str]:
    return re.findall(r"\w{4,}", text.casefold())


def _answer(asked: AskedQuestion, answer: bool, field: str, quote: str) -> dict[str, Any]:
    return {"number": asked.number, "answer": answer, "field": field, "quote": quote}


def _answers(answers: Any) -> dict[str, Any]:
    return {"answers": list(answers)}


def _opening(asked: Asked) -> re.Match[str]:
    """Where the dynamic part begins: what a trainee wrote can only come later."""
    found = _DELIMITER.search(asked.user)
    assert found
    return found


def _delimiter(asked: Asked) -> str:
    return _opening(asked)[1]
