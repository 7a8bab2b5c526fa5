"""A mark as the browser sent it becomes the grader's annotation, its passage found in the draft."""

from __future__ import annotations

from typing import Any

from app.core.errors import invalid
from app.exercises.prepared import Prepared
from app.grading.submission import Annotation, LinkedEvidence
from app.practice.schemas import AnnotationIn, EvidenceIn, Target
from app.text.anchors import AnchorError, locate
from app.text.folding import contains_phrase

CONTEXT = 32
"""Code points of the draft that are kept before and after a quote."""


def resolve_mark(prepared: Prepared, body: AnnotationIn) -> Annotation:
    """Quote, context and positions all of the draft itself. Raises a 422 problem that points to what does not
    stand in its text."""
    where = _located(prepared.draft, body.target) if body.target else {}
    return Annotation.model_construct(  # of validated parts: nothing to validate again
        **where,
        omission=body.omission,
        type=body.type,
        severity=body.severity,
        confidence=body.confidence,
        comment=body.comment,
        evidence=_checked_evidence(prepared, body.evidence),
    )


def _located(draft: str, target: Target) -> dict[str, Any]:
    quote, at = target.quote, target.position
    try:
        start, end = locate(
            draft, quote.exact, quote.prefix, quote.suffix, at.start if at else None, at.end if at else None
        )
    except AnchorError as error:
        raise invalid("/target/selector", str(error)) from None
    return {
        "quote": draft[start:end],
        "prefix": draft[max(0, start - CONTEXT) : start],
        "suffix": draft[end : end + CONTEXT],
        "start": start,
        "end": end,
    }


def _checked_evidence(prepared: Prepared, evidence: EvidenceIn | None) -> LinkedEvidence | None:
    if evidence is None:
        return None
    text = prepared.exercise.source_text(evidence.source)
    if text is None:
        raise invalid("/evidence/source", f"The dossier has no source “{evidence.source}”.")
    if evidence.quote not in text and not contains_phrase(text, evidence.quote):
        raise invalid("/evidence/quote", f"This passage is not in the source “{evidence.source}”.")
    return LinkedEvidence(source=evidence.source, quote=evidence.quote)
