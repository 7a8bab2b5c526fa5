"""Exercises being written: drafts that only their authors see, and their way to a published version."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.models import Person, Role
from app.accounts.service import Identity
from app.authoring.access import my_draft, owned
from app.authoring.bodies import unfit
from app.authoring.documents import AuthoredExercise, AuthorOut, FindingOut, Published, Status, VersionOut
from app.core.clock import now
from app.core.errors import conflict, invalid, not_found
from app.exercises.catalogue import publish_version
from app.exercises.files import content_hash
from app.exercises.lint import lint
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, ExerciseVersion, Origin
from app.exercises.schema import Exercise
from app.web.conditional import stale

RESERVED: Final = frozenset({"lint", "plant", "export", "import"})
"""What stands where an id stands in the addresses of the API."""


def create(session: Session, me: Identity, exercise: Exercise, language: str) -> AuthoredExercise:
    """A new draft, the caller its owner. Raises a 409 problem where the id is taken, a 422 problem where it
    is a word of the API's own addresses."""
    if exercise.id in RESERVED:
        raise invalid("/id", f"“{exercise.id}” is a word of the API; choose another id.")
    if session.get(CatalogueEntry, exercise.id) is not None:
        detail = f"The id “{exercise.id}” is taken; choose another one."
        raise conflict("id-taken", detail)
    session.add(CatalogueEntry(id=exercise.id, origin=Origin.API))
    session.flush()
    session.add(ExerciseDraft(exercise_id=exercise.id, document=exercise.model_dump_json()))
    session.add(ExerciseAuthor(exercise_id=exercise.id, person_id=me.person_id, owner=True))
    session.flush()
    record(session, me, "exercise.create", "exercise", exercise.id)
    return read(session, me, exercise.id, language)


def read(session: Session, me: Identity, exercise_id: str, language: str) -> AuthoredExercise:
    """The draft as its authors see it, with its lint in `language`."""
    entry, draft = my_draft(session, me, exercise_id)
    return authored(session, entry, draft, language)


def replace(
    session: Session, me: Identity, exercise_id: str, exercise: Exercise, expected: int | None, language: str
) -> AuthoredExercise:
    """Write the draft anew; the same document again changes nothing. `expected` is the revision that the
    author saw last, None to overwrite. Raises 412 for another one, 422 for another id."""
    entry, draft = my_draft(session, me, exercise_id)
    if exercise.id != exercise_id:
        raise invalid("/id", f"The id of an exercise stays: this one is “{exercise_id}”.")
    document = exercise.model_dump_json()
    if document != draft.document:
        if expected is not None and expected != draft.revision:
            raise stale(draft.revision)
        draft.document, draft.revision, draft.updated_at = document, draft.revision + 1, now()
        session.flush()
        record(session, me, "exercise.change", "exercise", exercise_id, revision=draft.revision)
    return authored(session, entry, draft, language)


def publish(
    session: Session, me: Identity, exercise_id: str, expected: int | None, language: str
) -> Published:
    """Offer the draft as a version. Raises a 422 problem with every lint error; warnings do not hinder."""
    _, draft = my_draft(session, me, exercise_id)
    if expected is not None and expected != draft.revision:
        raise stale(draft.revision)
    exercise = document_of(draft)
    errors = [finding for finding in lint(exercise) if finding.level == "error"]
    if errors:
        detail = f"{len(errors)} error(s) of the linter stand in the way; mend them, then publish again."
        raise unfit("lint", detail, errors, language)
    new = publish_version(session, exercise, Origin.API)
    version = current_version_of(session, exercise_id)
    if version is None:
        raise not_found("exercise version")
    if new:
        record(session, me, "exercise.publish", "exercise", exercise_id, version=version.number)
    return Published(version=version, already=not new)


def set_archived(
    session: Session, me: Identity, exercise_id: str, archived: bool, language: str
) -> AuthoredExercise:
    """Offer the exercise no longer, or again. Attempts under way go on either way."""
    entry, draft = my_draft(session, me, exercise_id)
    if entry.withdrawn != archived:
        entry.withdrawn = archived
        session.flush()
        record(session, me, "exercise.archive" if archived else "exercise.restore", "exercise", exercise_id)
    return authored(session, entry, draft, language)


def add_author(session: Session, me: Identity, exercise_id: str, person_id: UUID) -> list[AuthorOut]:
    """Let another trainer write the exercise as well. Raises a 422 problem for somebody who may not."""
    owned(session, me, exercise_id)
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise not_found("person")
    if person.role == Role.TRAINEE:
        raise invalid("/person_id", "Only trainers and administrators write exercises.")
    if session.get(ExerciseAuthor, (exercise_id, person_id)) is None:
        session.add(ExerciseAuthor(exercise_id=exercise_id, person_id=person_id))
        session.flush()
        record(session, me, "exercise.author.add", "exercise", exercise_id, person=str(person_id))
    return authors_of(session, exercise_id)


def remove_author(session: Session, me: Identity, exercise_id: str, person_id: UUID) -> None:
    """Take the right to write the exercise back; one who has none is no error. The owner stays."""
    owned(session, me, exercise_id)
    author = session.get(ExerciseAuthor, (exercise_id, person_id))
    if author is None:
        return
    if author.owner:
        raise conflict("owner-stays", "The owner of an exercise cannot be removed from it.")
    session.delete(author)
    session.flush()
    record(session, me, "exercise.author.remove", "exercise", exercise_id, person=str(person_id))


def authored(
    session: Session, entry: CatalogueEntry, draft: ExerciseDraft, language: str
) -> AuthoredExercise:
    exercise = document_of(draft)
    return AuthoredExercise(
        id=entry.id,
        status=status_of(entry),
        origin=Origin(entry.origin),
        revision=draft.revision,
        published=current_version_of(session, entry.id),
        changed=content_hash(exercise) != entry.version_hash,
        document=exercise,
        lint=[FindingOut.of(finding, language) for finding in lint(exercise)],
        authors=authors_of(session, entry.id),
        created_at=draft.created_at,
        updated_at=draft.updated_at,
    )


def document_of(draft: ExerciseDraft) -> Exercise:
    return Exercise.model_validate_json(draft.document)


def status_of(entry: CatalogueEntry) -> Status:
    if entry.withdrawn:
        return Status.ARCHIVED
    return Status.PUBLISHED if entry.version_hash else Status.DRAFT


def current_version_of(session: Session, exercise_id: str) -> VersionOut | None:
    """The version that new attempts get; None before the first."""
    entry = session.get(CatalogueEntry, exercise_id)
    version = session.get(ExerciseVersion, entry.version_hash) if entry and entry.version_hash else None
    if version is None or version.number is None:
        return None
    return VersionOut(hash=version.hash, number=version.number, created_at=version.created_at, current=True)


def authors_of(session: Session, exercise_id: str) -> list[AuthorOut]:
    """The owner first, then the others by name."""
    of_exercise = (
        select(Person, ExerciseAuthor)
        .join(ExerciseAuthor, col(ExerciseAuthor.person_id) == col(Person.id))
        .where(col(ExerciseAuthor.exercise_id) == exercise_id)
    )
    rows = session.exec(of_exercise).all()
    found = [AuthorOut(id=person.id, name=person.name, owner=author.owner) for person, author in rows]
    return sorted(found, key=lambda author: (not author.owner, author.name.casefold(), str(author.id)))
