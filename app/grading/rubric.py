"""What a model is shown of an exercise, and of a submission: the words of its prompt. Pure.

The rubric depends on the exercise alone, so that the part of the prompt made of it is the same, byte for
byte, for all submissions and all runs. It holds no weight, no severity and no score. Of a submission only the
texts that an open question is about are shown: nothing says whose they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from app.exercises.prepared import Prepared
from app.exercises.schema import Flaw
from app.grading.questions import Question, criterion_label, field_text, flaw_label, open_criteria
from app.grading.submission import Submission

Quoted = Callable[[Sequence[str]], tuple[str, list[str]]]
"""Trainee's texts as data: the delimiter that marks them, and the texts with what could deceive taken out."""

MOST_SHOWN: Final = 20_000
"""Code points of one text that the model is shown: several times what any exercise asks for."""


@lru_cache(maxsize=64)
def rubric(prepared: Prepared) -> dict[str, Any]:
    """The exercise, its flaws and the criteria without a rule, for the shared part of the prompt."""
    exercise = prepared.exercise
    return {
        "brief": exercise.brief.text,
        "sources": [source.model_dump(mode="json") for source in exercise.sources],
        "draft": prepared.draft,
        "reference": prepared.reference,
        "flaws": [_flaw(prepared, at, flaw) for at, flaw in enumerate(exercise.flaws)],
        "criteria": [
            {"label": criterion_label(at), "statement": criterion.statement}
            for at, criterion in enumerate(open_criteria(prepared))
        ],
    }


def asked(questions: Sequence[Question], submission: Submission, quote: Quoted) -> dict[str, Any]:
    """The open questions in the order given, and the trainee's texts that they are about."""
    names = sorted({name for question in questions for name in question.fields})
    delimiter, texts = quote([field_text(submission, name)[:MOST_SHOWN] for name in names])
    return {
        "delimiter": delimiter,
        "questions": [
            {"kind": question.kind, "subject": question.label, "field": ", ".join(question.fields)}
            for question in questions
        ],
        "fields": [{"name": name, "text": text} for name, text in zip(names, texts, strict=True)],
    }


def _flaw(prepared: Prepared, at: int, flaw: Flaw) -> dict[str, Any]:
    changes = [{"flawed": change.flawed, "good": change.good} for change in prepared.changes_of(flaw.id)]
    return {"label": flaw_label(at), "changes": changes, "why": flaw.why}
