"""The coach: one paragraph by the model on what to practise, apart from the grade and without any points.

It is asked after the grade, from what the feedback shows and no more: the brief, the draft, the flaws with
their reasons, what was found and missed, and the trainee's own texts, marked as data. It writes in the
language of the trainee's pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from app.exercises.prepared import Prepared
from app.exercises.schema import Language
from app.grading.assessment import Assessment
from app.grading.paragraph import CoachReply, Judged, judge_paragraph
from app.grading.questions import comment_field
from app.grading.submission import SOUND, Submission
from app.grading.testimony import SHORTEST_QUOTE
from app.llm.prompts import load, neutralise, quote_all
from app.llm.protocol import ModelSettings, Prompt
from app.web.texts import texts

PURPOSE: Final = "coach"
PROMPT_VERSION: Final = 1
MOST_SHOWN: Final = 6_000
"""Characters of each text that the model is shown; a quote may stand anywhere in the text."""


def own_texts(submission: Submission) -> dict[str, str]:
    """What the trainee wrote, by field; what is empty is left out."""
    written = {
        **{comment_field(at): mark.comment for at, mark in enumerate(submission.annotations)},
        "rewrite": submission.rewrite,
        "client_note": submission.client_note,
        "twist": submission.twist or "",
    }
    return {field: text for field, text in written.items() if text.strip()}


def has_something_to_quote(submission: Submission) -> bool:
    return any(len(text.strip()) >= SHORTEST_QUOTE for text in own_texts(submission).values())


def coach_prompt(
    prepared: Prepared, submission: Submission, assessment: Assessment, language: Language
) -> Prompt:
    """What the coach is asked about a resolved submission and its grade."""
    template = load(PURPOSE, PROMPT_VERSION, language)
    return template.render(_static(prepared, language), _dynamic(prepared, submission, assessment))


def coach_key(prompt: Prompt, submission: Submission, assessment: Assessment, model: ModelSettings) -> str:
    """Of all that the answer depends on: not of the rendered text, whose delimiters are drawn anew."""
    parts: Sequence[object] = [
        PURPOSE,
        submission.model_dump_json(),
        assessment.model_dump_json(),
        prompt.hash,
        prompt.static,
        model.model,
        model.temperature,
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()


def read_reply(prepared: Prepared, submission: Submission, reply: CoachReply) -> Judged:
    """The paragraph, if it is fit to be shown beside this submission."""
    return judge_paragraph(reply, own_texts(submission), _shown(prepared))


def _shown(prepared: Prepared) -> list[str]:
    """The texts of the exercise that the feedback shows."""
    exercise = prepared.exercise
    reasons = [*(flaw.why for flaw in exercise.flaws), *(decoy.why for decoy in exercise.decoys)]
    statements = [criterion.statement for criterion in exercise.all_criteria()]
    sources = [source.text for source in exercise.sources]
    return [prepared.draft, exercise.brief.text, *reasons, *statements, *sources]


def _static(prepared: Prepared, language: Language) -> dict[str, Any]:
    """What is the same for all submissions of the exercise in one language."""
    names = texts(language.value)
    return {
        "brief": neutralise(prepared.exercise.brief.text),
        "draft": neutralise(prepared.draft),
        "flaws": [
            {"label": _label(at), "type": names(f"type-{flaw.type}"), "why": neutralise(flaw.why)}
            for at, flaw in enumerate(prepared.exercise.flaws)
        ],
    }


def _dynamic(prepared: Prepared, submission: Submission, assessment: Assessment) -> dict[str, Any]:
    own = own_texts(submission)
    delimiter, shown = quote_all([text[:MOST_SHOWN] for text in own.values()])
    labels = {flaw.id: _label(at) for at, flaw in enumerate(prepared.exercise.flaws)}
    outcomes = assessment.outcomes
    return {
        "found": [labels[outcome.flaw] for outcome in outcomes if outcome.found],
        "missed": [labels[outcome.flaw] for outcome in outcomes if not outcome.found],
        "cause_missed": [labels[o.flaw] for o in outcomes if o.found and o.reason is False],
        "false_alarms": [neutralise(passage) for passage in _alarms(submission, assessment)],
        "unmet": _unmet(prepared, assessment),
        "delimiter": delimiter,
        "fields": [{"name": name, "text": text} for name, text in zip(own, shown, strict=True)],
    }


def _label(at: int) -> str:
    return f"F{at + 1}"


def _alarms(submission: Submission, assessment: Assessment) -> list[str]:
    """The passages of the draft that were marked for nothing."""
    marks = [submission.annotations[alarm.annotation] for alarm in assessment.false_alarms]
    return [mark.quote for mark in marks if mark.quote and mark.type != SOUND]


def _unmet(prepared: Prepared, assessment: Assessment) -> list[str]:
    """The criteria that do not hold, in their own words."""
    failed = {c.id for c in assessment.checks if c.kind == "criterion" and c.passed is False}
    return [neutralise(c.statement) for c in prepared.exercise.all_criteria() if c.id in failed]
