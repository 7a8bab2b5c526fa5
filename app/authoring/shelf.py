"""What an author finds on the page of exercises: those that they write, and the catalogue to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.models import Person
from app.accounts.service import Identity
from app.authoring.documents import AuthorOut, Status
from app.authoring.drafts import status_of
from app.exercises.catalogue import offered_cards
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, ExerciseVersion, Origin
from app.exercises.public import ExerciseCard


@dataclass(frozen=True, slots=True)
class Draft:
    """An exercise that is written through the API, as it is kept. `version` is the number and `version_hash`
    the content of what was published last, None before the first time; `mine`: the caller is an author."""

    id: str
    status: Status
    document: str
    revision: int
    updated_at: datetime
    version: int | None
    version_hash: str | None
    authors: list[AuthorOut]
    mine: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """`drafts`: those that the caller may write, changed last first; administrators may write all.
    `catalogue`: what else is on offer."""

    drafts: list[Draft]
    catalogue: list[ExerciseCard]


def read_shelf(session: Session, me: Identity) -> Shelf:
    rows = _rows(session, me)
    authors = _authors(session, [entry.id for entry, _, _ in rows])
    drafts = [_draft(me, entry, draft, number, authors[entry.id]) for entry, draft, number in rows]
    written = {draft.id for draft in drafts}
    return Shelf(drafts, [card for card in offered_cards(session) if card.id not in written])


def _rows(session: Session, me: Identity) -> list[tuple[CatalogueEntry, ExerciseDraft, int | None]]:
    query = (
        select(CatalogueEntry, ExerciseDraft, ExerciseVersion.number)
        .join(ExerciseDraft, col(ExerciseDraft.exercise_id) == col(CatalogueEntry.id))
        .outerjoin(ExerciseVersion, col(ExerciseVersion.hash) == col(CatalogueEntry.version_hash))
        .where(col(CatalogueEntry.origin) == Origin.API)
        .order_by(col(ExerciseDraft.updated_at).desc(), col(CatalogueEntry.id))
    )
    if not me.is_admin:
        mine = select(ExerciseAuthor.exercise_id).where(col(ExerciseAuthor.person_id) == me.person_id)
        query = query.where(col(CatalogueEntry.id).in_(mine))
    return list(session.exec(query).all())


def _authors(session: Session, exercises: Iterable[str]) -> dict[str, list[AuthorOut]]:
    """The authors of each exercise, the owner first, then by name."""
    query = (
        select(ExerciseAuthor.exercise_id, Person, ExerciseAuthor.owner)
        .join(Person, col(Person.id) == col(ExerciseAuthor.person_id))
        .where(col(ExerciseAuthor.exercise_id).in_(list(exercises)))
    )
    found: dict[str, list[AuthorOut]] = defaultdict(list)
    rows = sorted(session.exec(query).all(), key=lambda row: (not row[2], row[1].name.casefold()))
    for exercise_id, person, owner in rows:
        found[exercise_id].append(AuthorOut(id=person.id, name=person.name, owner=owner))
    return found


def _draft(
    me: Identity, entry: CatalogueEntry, draft: ExerciseDraft, number: int | None, authors: list[AuthorOut]
) -> Draft:
    return Draft(
        id=entry.id,
        status=status_of(entry),
        document=draft.document,
        revision=draft.revision,
        updated_at=draft.updated_at,
        version=number,
        version_hash=entry.version_hash,
        authors=authors,
        mine=any(author.id == me.person_id for author in authors),
    )
