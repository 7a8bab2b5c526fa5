"""The list of exercises: the catalogue for all, drafts and archived ones for who writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.authoring.documents import Status
from app.authoring.drafts import document_of, status_of
from app.exercises.catalogue import offered_cards, page_of_cards
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, Origin
from app.exercises.public import ExerciseCard, ExercisePage, card_of
from app.exercises.schema import Domain, Language
from app.text.folding import fold


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; None for anything. `query` stands in the title or the client's name."""

    language: Language | None = None
    domain: Domain | None = None
    difficulty: int | None = None
    status: Status = Status.PUBLISHED
    author: Literal["me"] | None = None
    query: str = ""

    def hold(self, card: ExerciseCard) -> bool:
        wanted = (
            (self.language, card.language),
            (self.domain, card.domain),
            (self.difficulty, card.difficulty),
        )
        if any(value is not None and value != has for value, has in wanted):
            return False
        return fold(self.query) in fold(f"{card.title}\n{card.client}")


def list_exercises(
    session: Session, me: Identity, filters: Filters, cursor: str | None, limit: int
) -> ExercisePage:
    """A page of the exercises that the caller may see, in the order of their ids."""
    mine = _written_by(session, me)
    cards = (
        offered_cards(session)
        if filters.status is Status.PUBLISHED
        else _drafts(session, me, filters.status, mine)
    )
    if filters.author == "me":
        cards = [card for card in cards if card.id in mine]
    return page_of_cards([card for card in cards if filters.hold(card)], cursor, limit)


def _written_by(session: Session, me: Identity) -> set[str]:
    of_me = select(ExerciseAuthor.exercise_id).where(col(ExerciseAuthor.person_id) == me.person_id)
    return set(session.exec(of_me))


def _drafts(session: Session, me: Identity, status: Status, mine: set[str]) -> list[ExerciseCard]:
    """Drafts or archived exercises: the caller's own, for administrators everybody's; none for trainees."""
    if not me.may_author:
        return []
    joined = select(CatalogueEntry, ExerciseDraft).join(
        ExerciseDraft, col(ExerciseDraft.exercise_id) == col(CatalogueEntry.id)
    )
    rows = session.exec(joined.where(col(CatalogueEntry.origin) == Origin.API)).all()
    return [
        card_of(document_of(draft), entry.version_hash).model_copy(update={"status": status.value})
        for entry, draft in rows
        if status_of(entry) is status and (me.is_admin or entry.id in mine)
    ]
