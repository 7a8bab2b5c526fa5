"""Exercises in and out as zip archives, in the format of `exercises/`."""

from __future__ import annotations

from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.service import Identity
from app.authoring import drafts
from app.authoring.access import refuse_while_practising, writes
from app.authoring.bodies import unfit
from app.authoring.documents import Imported, ImportReport, What
from app.core.errors import Problem
from app.exercises.archive import Unpacked, pack
from app.exercises.catalogue import current_version, load_version
from app.exercises.findings import Finding, pointer_to
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, Origin
from app.exercises.schema import Exercise


def export_one(session: Session, me: Identity, exercise_id: str) -> bytes:
    """The draft as an archive for its authors; for others the published version, unless they are solving it.
    Raises a 404 problem for drafts of others."""
    draft = session.get(ExerciseDraft, exercise_id) if writes(session, me, exercise_id) else None
    if draft is not None:
        return pack([drafts.document_of(draft)])
    refuse_while_practising(session, me, exercise_id)
    return pack([load_version(session, current_version(session, exercise_id))])


def export_mine(session: Session, me: Identity) -> bytes:
    """Every draft that the caller writes, for administrators everybody's, as one archive."""
    query = select(ExerciseDraft).order_by(col(ExerciseDraft.exercise_id))
    if not me.is_admin:
        mine = select(ExerciseAuthor.exercise_id).where(col(ExerciseAuthor.person_id) == me.person_id)
        query = query.where(col(ExerciseDraft.exercise_id).in_(mine))
    return pack(drafts.document_of(draft) for draft in session.exec(query))


def import_all(session: Session, me: Identity, unpacked: list[Unpacked], language: str) -> ImportReport:
    """Each exercise of an archive as a draft of the caller, new or written anew: all of them or, with a 422
    problem that names each place, none."""
    refused = [
        _placed(folder, finding) for folder, none, found in unpacked if none is None for finding in found
    ]
    found = [exercise for _, exercise, _ in unpacked if exercise is not None]
    refused += [finding for exercise in found for finding in _taken(session, me, exercise)]
    if refused:
        raise not_importable(refused, language)
    return ImportReport(imported=[_import(session, me, exercise, language) for exercise in found])


def not_importable(findings: list[Finding], language: str) -> Problem:
    """The 422 problem of an archive that is refused as a whole."""
    placed = [_placed("", finding) for finding in findings]
    return unfit("archive", "Nothing was imported; mend these places first.", placed, language)


def _placed(folder: str, finding: Finding) -> Finding:
    """The finding with a pointer that begins with the file's path in the archive."""
    steps = [part for part in (folder, finding.file) if part]
    path = pointer_to(["/".join(steps)]) if steps else ""
    return Finding(
        finding.code,
        path + finding.pointer,
        finding.piece,
        finding.values,
        line=finding.line,
        column=finding.column,
    )


def _taken(session: Session, me: Identity, exercise: Exercise) -> list[Finding]:
    entry = session.get(CatalogueEntry, exercise.id)
    if entry is None or (entry.origin == Origin.API and writes(session, me, exercise.id)):
        return []
    return [Finding("id-of-another", pointer_to([exercise.id, "id"]), exercise.id)]


def _import(session: Session, me: Identity, exercise: Exercise, language: str) -> Imported:
    kept = session.get(ExerciseDraft, exercise.id)
    if kept is None:
        made = drafts.create(session, me, exercise, language)
        what: What = "created"
    else:
        before = kept.revision
        made = drafts.replace(session, me, exercise.id, exercise, None, language)
        what = "unchanged" if made.revision == before else "updated"
    if what != "unchanged":
        record(session, me, "exercise.import", "exercise", exercise.id, revision=made.revision)
    return Imported(id=made.id, what=what, revision=made.revision, lint=made.lint)
