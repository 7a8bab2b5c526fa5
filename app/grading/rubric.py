"""What a model is shown of an exercise, and of a submission: the words of its prompt. Pure.

The rubric depends on the exercise alone, so that the part of the prompt made of it is the same, byte for
byte, for all submissions and all runs. It holds no weight, no severity and no score. Of a submission only the
texts that an open question is about are shown: nothing says whose they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from app.exercises.prepared import Prepared
from app.exercises.schema import Exercise, Flaw
from app.grading.questions import Question, field_text, flaw_label, possible_questions
from app.grading.submission import Submission

Quoted = Callable[[str], tuple[str, str]]
"""A trainee's text as data: the delimiter that marks it, and the text with what could deceive taken out."""


@lru_cache(maxsize=64)
def rubric(prepared: Prepared) -> dict[str, Any]:
    """The exercise, its flaws and every question that it can raise, for the shared part of the prompt."""
    exercise = prepared.exercise
    return {
        "title": exercise.title,
        "brief": _brief(exercise),
        "sources": [source.model_dump(mode="json") for source in exercise.sources],
        "draft": prepared.draft,
        "reference": prepared.reference,
        "flaws": [_flaw(prepared, at, flaw) for at, flaw in enumerate(exercise.flaws)],
        "questions": [{"label": asked.label, "text": asked.text} for asked in possible_questions(prepared)],
    }


def asked(questions: Sequence[Question], submission: Submission, quote: Quoted) -> dict[str, Any]:
    """The open questions, numbered in the order given, and the trainee's texts that they are about."""
    names = dict.fromkeys(name for question in questions for name in question.fields)
    return {
        "questions": [
            {"number": number, "label": question.label, "fields": list(question.fields)}
            for number, question in enumerate(questions, start=1)
        ],
        "fields": [_field(name, submission, quote) for name in sorted(names)],
    }


def _brief(exercise: Exercise) -> dict[str, Any]:
    brief = exercise.brief
    return {
        "client": brief.client.model_dump(),
        "context": brief.context,
        "prompt": brief.prompt,
        "requirements": [requirement.text for requirement in brief.requirements],
    }


def _flaw(prepared: Prepared, at: int, flaw: Flaw) -> dict[str, Any]:
    changes = prepared.changes_of(flaw.id)
    return {
        "label": flaw_label(at),
        "changes": [{"draft": change.flawed, "reference": change.good} for change in changes],
        "why": flaw.why,
        "evidence": flaw.evidence.model_dump() if flaw.evidence else None,
    }


def _field(name: str, submission: Submission, quote: Quoted) -> dict[str, str]:
    delimiter, text = quote(field_text(submission, name))
    return {"name": name, "delimiter": delimiter, "text": text}
