"""From the quotes of a submission to places in the draft. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.exercises.prepared import Prepared
from app.grading.evidence import occurrences
from app.grading.submission import Annotation, LinkedEvidence, Submission
from app.text.anchors import AnchorError, locate

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one annotation: its index (from 0), the JSON pointer within the submission, why."""

    annotation: int
    pointer: str
    message: str

    def __str__(self) -> str:
        return f"annotation {self.annotation + 1}: {self.message}"


class SubmissionError(ValueError):
    """A submission that cannot be graded; every problem, in the order of the annotations."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, problems)))


def resolve(prepared: Prepared, submission: Submission) -> Submission:
    """The submission with every passage located in the draft: `start` and `end` set, `quote` as it stands
    there. Resolving twice changes nothing more.

    Raises `SubmissionError` with every quote that does not stand in the draft, or stands there more than once
    without a prefix, a suffix or an offset that tells which, and every evidence that stands in no source.
    """
    problems: list[Problem] = []
    located = [
        _resolve_one(prepared, at, annotation, problems)
        for at, annotation in enumerate(submission.annotations)
    ]
    if problems:
        raise SubmissionError(problems)
    return submission.model_copy(update={"annotations": located})


def _resolve_one(prepared: Prepared, at: int, annotation: Annotation, problems: list[Problem]) -> Annotation:
    if annotation.evidence and (message := evidence_problem(prepared, annotation.evidence)):
        problems.append(Problem(at, f"/annotations/{at}/evidence", message))
    if annotation.quote is None:
        return annotation
    context = annotation.prefix, annotation.suffix
    try:
        span = locate(prepared.draft, annotation.quote, *context, annotation.start, annotation.end)
    except AnchorError as error:
        problems.append(Problem(at, f"/annotations/{at}/quote", str(error)))
        return annotation
    return annotation.model_copy(
        update={"quote": span.of(prepared.draft), "start": span.start, "end": span.end}
    )


def evidence_problem(prepared: Prepared, evidence: LinkedEvidence) -> str | None:
    """Why an evidence proves nothing: its source is not in the dossier, or the quote not in the source."""
    text = prepared.exercise.source_text(evidence.source)
    if text is None:
        return f"the dossier has no source “{evidence.source}”"
    if not occurrences(text, evidence.quote):
        return f"the evidence “{_shortened(evidence.quote)}” does not stand in the source “{evidence.source}”"
    return None


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _SHOWN else quote[: _SHOWN - 1] + "…"
