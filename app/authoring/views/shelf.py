"""The page of an author's exercises: filters, a page of them, and the catalogue to read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from app.authoring.checked import checked, read_exercise
from app.authoring.documents import AuthorOut, Status
from app.authoring.shelf import Draft, Shelf
from app.exercises.public import ExerciseCard, card_of
from app.text.folding import fold

PAGE: Final = 30
ANY: Final = ""
_KNOWN: Final = {
    "status": tuple(status.value for status in Status),
    "language": ("fr", "en"),
    "domain": ("marketing", "admin"),
    "whose": ("me",),
}


@dataclass(frozen=True, slots=True)
class ShelfFilters:
    """What the page is narrowed to; "" is no limit. Values that mean nothing are ignored."""

    status: str = ANY
    language: str = ANY
    domain: str = ANY
    whose: str = ANY
    q: str = ANY

    @classmethod
    def of(cls, query: Mapping[str, str]) -> ShelfFilters:
        chosen = {name: query[name] for name, values in _KNOWN.items() if query.get(name) in values}
        return cls(**chosen, q=query.get("q", "").strip()[:100])

    @property
    def any_set(self) -> bool:
        return self != ShelfFilters()

    @property
    def query(self) -> str:
        """The filters as the query of an address."""
        pairs = {name: getattr(self, name) for name in self.__slots__}
        return urlencode({name: value for name, value in pairs.items() if value})

    def admit(self, card: ExerciseCard, *, mine: bool) -> bool:
        pairs = (
            (self.status, card.status),
            (self.language, str(card.language)),
            (self.domain, str(card.domain)),
            (self.whose, "me" if mine else "others"),
        )
        if any(wanted not in (ANY, actual) for wanted, actual in pairs):
            return False
        return fold(self.q) in fold(f"{card.title}\n{card.client}\n{card.id}")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One exercise of the author. `version`: the number published last; `changed`: the draft differs from
    what is published; `errors` and `warnings` count the linter's."""

    card: ExerciseCard
    version: int | None
    changed: bool
    errors: int
    warnings: int
    revision: int
    updated_at: datetime
    authors: list[AuthorOut]
    mine: bool

    @property
    def may_publish(self) -> bool:
        return self.changed and not self.errors and self.card.status != "archived"


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """`total` counts the author's exercises before the filters, `count` after them; `lines` are those of page
    `number` of `pages`. `others`: some of them are written by others alone."""

    lines: list[DraftLine]
    total: int
    count: int
    catalogue: list[ExerciseCard]
    others: bool
    filters: ShelfFilters
    number: int
    pages: int


def shelf_page(shelf: Shelf, filters: ShelfFilters, wanted: str = "") -> ShelfPage:
    """Page `wanted`, or the nearest that there is. Lints what it shows: that takes a while the first time."""
    cards = [(draft, _card(draft)) for draft in shelf.drafts]
    admitted = [pair for pair in cards if filters.admit(pair[1], mine=pair[0].mine)]
    pages = max(1, -(-len(admitted) // PAGE))
    number = min(max(int(wanted), 1), pages) if re.fullmatch(r"[0-9]{1,6}", wanted) else 1
    return ShelfPage(
        lines=[_line(*pair) for pair in admitted[(number - 1) * PAGE : number * PAGE]],
        total=len(cards),
        count=len(admitted),
        catalogue=[card for card in shelf.catalogue if filters.admit(card, mine=False)],
        others=any(not draft.mine for draft in shelf.drafts),
        filters=filters,
        number=number,
        pages=pages,
    )


def _card(draft: Draft) -> ExerciseCard:
    card = card_of(read_exercise(draft.document), draft.version_hash)
    return card.model_copy(update={"status": draft.status.value})


def _line(draft: Draft, card: ExerciseCard) -> DraftLine:
    found = checked(draft.document)
    return DraftLine(
        card=card,
        version=draft.version,
        changed=found.hash != draft.version_hash,
        errors=len(found.errors),
        warnings=len(found.warnings),
        revision=draft.revision,
        updated_at=draft.updated_at,
        authors=draft.authors,
        mine=draft.mine,
    )
