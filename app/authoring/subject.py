"""One exercise as the authors' pages show it: the draft for who writes it, else what is on offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.accounts.service import Identity
from app.authoring import drafts
from app.authoring.access import draft_of_mine, refuse_while_practising
from app.authoring.documents import AuthorOut, Status, VersionOut
from app.authoring.trial import Trials, my_trials
from app.core.errors import not_found
from app.exercises.catalogue import current_version
from app.exercises.models import CatalogueEntry, ExerciseVersion, Origin


@dataclass(frozen=True, slots=True)
class Subject:
    """`document` is the exercise as JSON. `revision` is that of the draft, None where the caller only reads;
    `published` is the version that new attempts get, or got before it was archived."""

    id: str
    status: Status
    origin: Origin
    document: str
    published: VersionOut | None
    revision: int | None
    updated_at: datetime | None
    authors: list[AuthorOut]
    trials: Trials

    @property
    def editable(self) -> bool:
        return self.revision is not None


def read_subject(session: Session, me: Identity, exercise_id: str) -> Subject:
    """Raises a 404 problem for drafts of others."""
    entry = session.get(CatalogueEntry, exercise_id)
    if entry is None:
        raise not_found("exercise")
    draft = draft_of_mine(session, me, exercise_id)
    return Subject(
        id=entry.id,
        status=drafts.status_of(entry),
        origin=Origin(entry.origin),
        document=draft.document if draft else _offered(session, exercise_id),
        published=drafts.current_version_of(session, exercise_id),
        revision=draft.revision if draft else None,
        updated_at=draft.updated_at if draft else None,
        authors=drafts.authors_of(session, exercise_id),
        trials=my_trials(session, me, exercise_id),
    )


def read_answers(session: Session, me: Identity, exercise_id: str) -> Subject:
    """The same for a page that shows the answers: a 409 problem for who is solving it right now."""
    subject = read_subject(session, me, exercise_id)
    refuse_while_practising(session, me, exercise_id)
    return subject


def _offered(session: Session, exercise_id: str) -> str:
    version = session.get(ExerciseVersion, current_version(session, exercise_id))
    if version is None:
        raise not_found("exercise version")
    return version.document
