"""Saving marks: the hot path. Each save is one transaction of two or three statements."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlmodel import Session, col

from app.accounts.service import Identity
from app.core.clock import now
from app.core.errors import Problem, conflict, invalid
from app.exercises.catalogue import load_prepared
from app.exercises.prepared import Prepared
from app.grading.submission import Annotation, LinkedEvidence
from app.practice.attempts import open_attempt, touch
from app.practice.models import AnnotationRecord
from app.practice.schemas import (
    AnnotationIn,
    AnnotationOut,
    EvidenceIn,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
)
from app.text.anchors import AnchorError, locate
from app.text.folding import contains_phrase

MAX_ANNOTATIONS = 300
CONTEXT = 32
_BY_ID = select(col(AnnotationRecord.document), col(AnnotationRecord.revision))


@dataclass(frozen=True, slots=True)
class Saved:
    annotation: AnnotationOut
    created: bool


def save_annotation(
    session: Session,
    me: Identity,
    attempt_id: UUID,
    annotation_id: UUID,
    body: AnnotationIn,
    expected: int | None,
) -> Saved:
    """Create or replace one mark under its client-made id. The same mark again changes nothing.

    `expected`: the revision the client last saw, or None to overwrite. Raises problems: 404 for an attempt
    of somebody else, 409 after submission, 412 when the mark changed meanwhile, 422 for a quote that does
    not stand in its text."""
    attempt = open_attempt(session, me, attempt_id)
    prepared = load_prepared(session, attempt.version_hash)
    document = _resolve(prepared, body).model_dump_json(exclude={"id"})
    row = session.execute(_BY_ID.where(*_key(attempt_id, annotation_id))).first()
    if row is not None and row.document == document:
        return Saved(annotation_out(annotation_id, row.document, row.revision), created=False)
    if row is not None:
        _refuse_stale(annotation_id, row.document, row.revision, expected)
    revision = _store(session, attempt_id, annotation_id, document, row.revision if row else None)
    touch(session, attempt)
    return Saved(annotation_out(annotation_id, document, revision), created=row is None)


def delete_annotation(session: Session, me: Identity, attempt_id: UUID, annotation_id: UUID) -> None:
    """Forget one mark; a mark that is not there is no error, so that a retry is safe."""
    attempt = open_attempt(session, me, attempt_id)
    session.execute(delete(AnnotationRecord).where(*_key(attempt_id, annotation_id)))
    touch(session, attempt)


def list_annotations(session: Session, attempt_id: UUID) -> list[AnnotationOut]:
    """The marks of an attempt in the order in which they were first made."""
    rows = session.execute(
        select(col(AnnotationRecord.id), col(AnnotationRecord.document), col(AnnotationRecord.revision))
        .where(col(AnnotationRecord.attempt_id) == attempt_id)
        .order_by(col(AnnotationRecord.created_at), col(AnnotationRecord.id))
    )
    return [annotation_out(row.id, row.document, row.revision) for row in rows]


def annotation_out(annotation_id: UUID, document: str, revision: int) -> AnnotationOut:
    kept = Annotation.model_validate_json(document)
    return AnnotationOut(
        id=annotation_id,
        target=_target(kept),
        omission=kept.omission,
        type=kept.type,
        severity=kept.severity,
        confidence=kept.confidence,
        comment=kept.comment,
        evidence=kept.evidence,
        revision=revision,
    )


def _target(kept: Annotation) -> Target | None:
    if kept.quote is None or kept.start is None or kept.end is None:
        return None
    quote = TextQuoteSelector(exact=kept.quote, prefix=kept.prefix, suffix=kept.suffix)
    return Target(selector=[quote, TextPositionSelector(start=kept.start, end=kept.end)])


def _resolve(prepared: Prepared, body: AnnotationIn) -> Annotation:
    """The mark with its passage found in the draft: quote, context and positions all of the draft itself."""
    where = _located(prepared.draft, body.target) if body.target else {}
    return Annotation(
        **where,
        omission=body.omission,
        type=body.type,
        severity=body.severity,
        confidence=body.confidence,
        comment=body.comment,
        evidence=_checked_evidence(prepared, body.evidence),
    )


def _located(draft: str, target: Target) -> dict[str, str | int]:
    quote, position = target.quote, target.position
    try:
        span = locate(
            draft,
            quote.exact,
            quote.prefix,
            quote.suffix,
            position.start if position else None,
            position.end if position else None,
        )
    except AnchorError as error:
        raise invalid("/target/selector", str(error)) from None
    start, end = span
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
    if not contains_phrase(text, evidence.quote):
        raise invalid("/evidence/quote", f"This passage is not in the source “{evidence.source}”.")
    return LinkedEvidence(source=evidence.source, quote=evidence.quote)


def _refuse_stale(annotation_id: UUID, document: str, revision: int, expected: int | None) -> None:
    if expected is not None and expected != revision:
        current = annotation_out(annotation_id, document, revision).model_dump(mode="json")
        detail = "This mark was changed elsewhere, in another tab or on another device."
        raise Problem(HTTPStatus.PRECONDITION_FAILED, "stale", detail, extra={"current": current})


def _store(session: Session, attempt_id: UUID, annotation_id: UUID, document: str, known: int | None) -> int:
    """Write the mark and return its new revision."""
    if known is None:
        _refuse_too_many(session, attempt_id)
        values = {"attempt_id": attempt_id, "id": annotation_id, "document": document, "revision": 1}
        session.execute(insert(AnnotationRecord).values(**values, created_at=now()))
        return 1
    changed = update(AnnotationRecord).where(*_key(attempt_id, annotation_id))
    session.execute(changed.values(document=document, revision=known + 1))
    return known + 1


def _refuse_too_many(session: Session, attempt_id: UUID) -> None:
    count = select(func.count()).where(col(AnnotationRecord.attempt_id) == attempt_id)
    if session.execute(count).scalar_one() >= MAX_ANNOTATIONS:
        raise conflict("too-many-marks", f"An attempt holds at most {MAX_ANNOTATIONS} marks.")


def _key(attempt_id: UUID, annotation_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        col(AnnotationRecord.attempt_id) == attempt_id,
        col(AnnotationRecord.id) == annotation_id,
    )
