"""The catalogue: folders on disk become versions in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app.core.errors import not_found
from app.exercises.files import content_hash, folder_digest, lint_folder
from app.exercises.findings import Finding, has_errors
from app.exercises.models import CatalogueEntry, ExerciseVersion, Origin
from app.exercises.prepared import Prepared, prepare
from app.exercises.public import ExerciseCard, ExercisePage, card_of
from app.exercises.schema import Exercise

_PREPARED: dict[str, Prepared] = {}


@dataclass
class SyncReport:
    """What a start found: ids by what became of them, and the findings of folders left out."""

    unchanged: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    broken: dict[str, list[Finding]] = field(default_factory=dict)


def sync_catalogue(session: Session, folder: Path) -> SyncReport:
    """Make the catalogue what `folder` says: unchanged folders are a no-op, changed ones a new version,
    broken or missing ones are offered no longer (attempts stay on their versions)."""
    report = SyncReport()
    present: dict[str, str] = {}
    known = _known_folders(session)
    for path in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
        digest = _digest(path)
        if digest in known and known[digest] not in present:
            present[known[digest]] = path.name
            report.unchanged.append(known[digest])
            continue
        exercise, findings = lint_folder(path)
        if exercise is not None:
            findings = [*findings, *_id_taken(session, exercise.id, present)]
        if exercise is None or has_errors(findings):
            report.broken[path.name] = [f for f in findings if f.level == "error"]
            continue
        present[exercise.id] = path.name
        changed = publish_version(session, exercise, Origin.FILES)
        _remember(session, exercise.id, digest)
        (report.published if changed else report.unchanged).append(exercise.id)
    report.withdrawn = _withdraw_all_but(session, set(present))
    return report


def _known_folders(session: Session) -> dict[str, str]:
    """The ids of the exercises on offer by the digests of their folders."""
    of_files = (~col(CatalogueEntry.withdrawn), col(CatalogueEntry.origin) == Origin.FILES)
    entries = session.exec(select(CatalogueEntry).where(*of_files)).all()
    return {entry.files_digest: entry.id for entry in entries if entry.files_digest}


def _digest(folder: Path) -> str:
    """The digest of a folder; empty where a file cannot be read, which the linter then says."""
    try:
        return folder_digest(folder)
    except OSError:
        return ""


def _remember(session: Session, exercise_id: str, digest: str) -> None:
    entry = session.get_one(CatalogueEntry, exercise_id)
    entry.files_digest = digest or None
    session.flush()


def _id_taken(session: Session, exercise_id: str, present: dict[str, str]) -> list[Finding]:
    if exercise_id in present:
        return [Finding("id-taken", "/id", exercise_id, (("folder", present[exercise_id]),))]
    entry = session.get(CatalogueEntry, exercise_id)
    of_api = entry is not None and entry.origin == Origin.API  # stored as text
    return [Finding("id-taken-api", "/id", exercise_id)] if of_api else []


def publish_version(session: Session, exercise: Exercise, origin: Origin) -> bool:
    """Offer this version; False when it is the one on offer already."""
    version = content_hash(exercise)
    entry = session.get(CatalogueEntry, exercise.id)
    if entry is not None and entry.version_hash == version and not entry.withdrawn:
        return False
    snapshot = keep_version(session, exercise)
    if snapshot.number is None:
        snapshot.number = _newest_number(session, exercise.id) + 1
    session.merge(CatalogueEntry(id=exercise.id, version_hash=version, withdrawn=False, origin=origin))
    session.flush()
    return True


def keep_version(session: Session, exercise: Exercise) -> ExerciseVersion:
    """The row of this version; where it is new, one without a number, as for a draft that is only tried."""
    version = content_hash(exercise)
    kept = session.get(ExerciseVersion, version)
    if kept is None:
        document = exercise.model_dump_json()
        kept = ExerciseVersion(hash=version, exercise_id=exercise.id, number=None, document=document)
        session.add(kept)
        session.flush()
    return kept


def _newest_number(session: Session, exercise_id: str) -> int:
    of_exercise = col(ExerciseVersion.exercise_id) == exercise_id
    return session.execute(select(func.max(ExerciseVersion.number)).where(of_exercise)).scalar() or 0


def _withdraw_all_but(session: Session, present: set[str]) -> list[str]:
    of_files = (~col(CatalogueEntry.withdrawn), col(CatalogueEntry.origin) == Origin.FILES)
    offered = session.exec(select(CatalogueEntry.id).where(*of_files)).all()
    gone = sorted(set(offered) - present)
    session.execute(update(CatalogueEntry).where(col(CatalogueEntry.id).in_(gone)).values(withdrawn=True))
    return gone


def load_version(session: Session, version: str) -> Exercise:
    """The exercise of a version."""
    return load_prepared(session, version).exercise


def load_prepared(session: Session, version: str) -> Prepared:
    """A version made ready for work; read once a process, since a version never changes."""
    if version not in _PREPARED:
        row = session.get(ExerciseVersion, version)
        if row is None:
            raise not_found("exercise version")
        _PREPARED[version] = prepare(Exercise.model_validate_json(row.document))
    return _PREPARED[version]


def load_versions(session: Session, versions: Iterable[str]) -> dict[str, Prepared]:
    """Several at once, by their hashes: one statement for all that were not read yet. Unknown ones are left
    out."""
    wanted = set(versions)
    missing = wanted - _PREPARED.keys()
    if missing:
        rows = session.exec(select(ExerciseVersion).where(col(ExerciseVersion.hash).in_(missing)))
        for row in rows:
            _PREPARED[row.hash] = prepare(Exercise.model_validate_json(row.document))
    return {version: _PREPARED[version] for version in wanted if version in _PREPARED}


def load_current(session: Session, ids: Iterable[str]) -> dict[str, Exercise]:
    """The exercises as they were last published, by their ids, withdrawn ones too; others are left out."""
    rows = session.exec(
        select(CatalogueEntry.id, CatalogueEntry.version_hash).where(col(CatalogueEntry.id).in_(set(ids)))
    )
    versions = {id_: version for id_, version in rows if version is not None}
    loaded = load_versions(session, versions.values())
    return {id_: loaded[version].exercise for id_, version in versions.items()}


def current_version(session: Session, exercise_id: str) -> str:
    """The version hash on offer. Raises a 404 problem for an unknown or withdrawn exercise."""
    entry = session.get(CatalogueEntry, exercise_id)
    if entry is None or entry.withdrawn or entry.version_hash is None:
        raise not_found("exercise")
    return entry.version_hash


def offered_cards(session: Session) -> list[ExerciseCard]:
    """Every exercise on offer, by difficulty and title."""
    query = select(CatalogueEntry.version_hash).where(~col(CatalogueEntry.withdrawn))
    versions = session.exec(query.where(col(CatalogueEntry.version_hash).is_not(None))).all()
    cards = [card_of(load_version(session, version), version) for version in versions if version]
    return sorted(cards, key=lambda card: (card.difficulty, card.title.casefold(), card.id))


def page_of_cards(cards: list[ExerciseCard], cursor: str | None, limit: int) -> ExercisePage:
    """`limit` cards after the one whose id is `cursor`, in the order of their ids."""
    after = [card for card in sorted(cards, key=lambda c: c.id) if cursor is None or card.id > cursor]
    items = after[:limit]
    return ExercisePage(items=items, next=items[-1].id if len(after) > limit else None)
