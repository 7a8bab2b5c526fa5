"""Published versions of an exercise: listed, read, compared. None of them ever changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.authoring.access import my_draft, refuse_while_practising
from app.authoring.documents import Comparison, DocumentChange, DraftPiece, VersionOut, VersionPage
from app.authoring.drafts import document_of
from app.core.errors import conflict, not_found
from app.exercises.catalogue import load_prepared
from app.exercises.criticmarkup import MarkupError
from app.exercises.findings import pointer_to
from app.exercises.models import CatalogueEntry, ExerciseVersion
from app.exercises.prepared import Prepared, prepare
from app.exercises.schema import Exercise
from app.text.diff import compare

MISSING: Any = object()


def list_versions(
    session: Session, _me: Identity, exercise_id: str, before: int | None, limit: int
) -> VersionPage:
    """At most `limit` versions older than number `before`, the newest first."""
    entry = session.get(CatalogueEntry, exercise_id)
    query = select(ExerciseVersion).where(
        col(ExerciseVersion.exercise_id) == exercise_id, col(ExerciseVersion.number).is_not(None)
    )
    if before is not None:
        query = query.where(col(ExerciseVersion.number) < before)
    rows = session.exec(query.order_by(col(ExerciseVersion.number).desc()).limit(limit + 1)).all()
    if entry is None or (not rows and before is None):
        raise not_found("published exercise")
    items = [
        VersionOut(
            hash=row.hash,
            number=row.number,
            created_at=row.created_at,
            current=row.hash == entry.version_hash and not entry.withdrawn,
        )
        for row in rows[:limit]
        if row.number is not None
    ]
    return VersionPage(items=items, next=str(items[-1].number) if len(rows) > limit else None)


def read_version(session: Session, me: Identity, exercise_id: str, number: int) -> Exercise:
    """The document of a version, with its answers."""
    refuse_while_practising(session, me, exercise_id)
    return _prepared(session, exercise_id, number).exercise


def compare_versions(session: Session, me: Identity, exercise_id: str, old: int, new: int) -> Comparison:
    """What version `new` changed since version `old`."""
    return compare_prepared(*read_two(session, me, exercise_id, old, new))


def read_two(
    session: Session, me: Identity, exercise_id: str, old: int, new: int | None
) -> tuple[Prepared, Prepared]:
    """Two versions to compare; `new` is None for the draft as it stands, a 409 problem where its markup
    cannot be read."""
    refuse_while_practising(session, me, exercise_id)
    before = _prepared(session, exercise_id, old)
    if new is not None:
        return before, _prepared(session, exercise_id, new)
    _, draft = my_draft(session, me, exercise_id)
    try:
        return before, prepare(document_of(draft))
    except MarkupError as error:
        raise conflict("lint", f"The markup of the draft cannot be read: {error}.") from None


def compare_prepared(before: Prepared, after: Prepared) -> Comparison:
    """What `after` changed since `before`."""
    documents = (p.exercise.model_dump(mode="json", exclude={"draft"}) for p in (before, after))
    paragraphs = compare(before.draft, after.draft)
    return Comparison(
        changes=list(_changes((), *documents)),
        draft=[[DraftPiece(op=p.op, text=p.text) for p in paragraph.pieces] for paragraph in paragraphs],
    )


def _prepared(session: Session, exercise_id: str, number: int) -> Prepared:
    version = session.exec(
        select(ExerciseVersion.hash).where(
            col(ExerciseVersion.exercise_id) == exercise_id, col(ExerciseVersion.number) == number
        )
    ).first()
    if version is None:
        raise not_found("exercise version")
    return load_prepared(session, version)


def _changes(path: tuple[str | int, ...], before: Any, after: Any) -> Iterator[DocumentChange]:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list) and _has_ids(before) and _has_ids(after):
        yield from _list_changes(path, before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _changes((*path, key), before.get(key, MISSING), after.get(key, MISSING))
    else:
        yield _change(path, before, after)


def _list_changes(
    path: tuple[str | int, ...], before: list[Any], after: list[Any]
) -> Iterator[DocumentChange]:
    """Parts told apart by their ids; a pointer counts in the newer list, or in the older for what is gone."""
    places = {part["id"]: index for index, part in enumerate(after)}
    for index, part in enumerate(before):
        if part["id"] in places:
            place = places[part["id"]]
            yield from _changes((*path, place), part, after[place])
        else:
            yield _change((*path, index), part, MISSING)
    known = {part["id"] for part in before}
    for index, part in enumerate(after):
        if part["id"] not in known:
            yield _change((*path, index), MISSING, part)


def _has_ids(parts: list[Any]) -> bool:
    ids = [part.get("id") if isinstance(part, dict) else None for part in parts]
    return None not in ids and len(set(ids)) == len(ids)


def _change(path: tuple[str | int, ...], before: Any, after: Any) -> DocumentChange:
    kind = "added" if before is MISSING else "removed" if after is MISSING else "changed"
    return DocumentChange(
        pointer=pointer_to(path),
        kind=kind,
        before=None if before is MISSING else before,
        after=None if after is MISSING else after,
    )
