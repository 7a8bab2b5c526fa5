"""Cohorts: made, changed, archived; their code, and who runs them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final, TypeVar
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.accounts.audit import record
from app.accounts.models import Person, Role
from app.accounts.schemas import PersonName
from app.accounts.service import Identity
from app.cohorts.access import cohort_of_mine, run_by
from app.cohorts.models import Cohort, CohortMember, CohortTrainer
from app.cohorts.schemas import CohortIn, CohortOut, CohortPage
from app.core.clock import now
from app.core.errors import Problem, conflict, invalid, not_found
from app.text.folding import fold
from app.web.conditional import stale

ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without what is mistaken for something else: I, L, O, 0, 1."""
CODE_LENGTH: Final = 8
Item = TypeVar("Item")


def create(session: Session, me: Identity, wanted: CohortIn) -> CohortOut:
    """A cohort that the caller owns, open to whoever has its code."""
    cohort = Cohort(name=wanted.name, time_zone=wanted.time_zone, owner_id=me.person_id, code=new_code())
    session.add(cohort)
    session.flush()
    session.add(CohortTrainer(cohort_id=cohort.id, person_id=me.person_id))
    session.flush()
    record(session, me, "cohort.create", "cohort", cohort.id)
    return shown(session, cohort)


def list_cohorts(
    session: Session, me: Identity, archived: bool, cursor: UUID | None, limit: int
) -> CohortPage:
    """Those that the caller runs, by name."""
    closed = col(Cohort.archived_at)
    found = session.exec(run_by(me).where(closed.is_not(None) if archived else closed.is_(None))).all()
    page, more = page_of(found, lambda cohort: (fold(cohort.name), cohort.id), cursor, limit)
    return CohortPage(items=[shown(session, cohort) for cohort in page], next=more)


def page_of(
    found: Sequence[Item], order: Callable[[Item], tuple[str, UUID]], cursor: UUID | None, limit: int
) -> tuple[list[Item], UUID | None]:
    """`limit` items in `order` (a text and the id) after the one whose id is `cursor`, and the next cursor.
    Raises a 422 problem for a cursor that is none of the ids."""
    ordered = sorted(found, key=order)
    ids = [order(item)[1] for item in ordered]
    if cursor is not None and cursor not in ids:
        raise invalid("/query/cursor", "is not the `next` of a page")
    start = ids.index(cursor) + 1 if cursor is not None else 0
    page = ordered[start : start + limit]
    return page, order(page[-1])[1] if len(ordered) > start + limit else None


def read(session: Session, me: Identity, cohort_id: UUID) -> CohortOut:
    return shown(session, cohort_of_mine(session, me, cohort_id))


def replace(
    session: Session, me: Identity, cohort_id: UUID, wanted: CohortIn, expected: int | None
) -> CohortOut:
    """Change name and time zone. `expected`: the revision last seen, None for any; else a 412 problem."""
    cohort = cohort_of_mine(session, me, cohort_id)
    if expected is not None and expected != cohort.revision:
        raise stale(cohort.revision)
    if (cohort.name, cohort.time_zone) != (wanted.name, wanted.time_zone):
        cohort.name, cohort.time_zone = wanted.name, wanted.time_zone
        _changed(session, me, cohort, "cohort.change")
    return shown(session, cohort)


def set_archived(session: Session, me: Identity, cohort_id: UUID, archived: bool) -> CohortOut:
    """Close the cohort, or open it again. What is under way can be finished either way."""
    cohort = cohort_of_mine(session, me, cohort_id)
    if (cohort.archived_at is not None) != archived:
        cohort.archived_at = now() if archived else None
        _changed(session, me, cohort, "cohort.archive" if archived else "cohort.restore")
    return shown(session, cohort)


def renew_code(session: Session, me: Identity, cohort_id: UUID) -> CohortOut:
    """A new code; the one before lets nobody in any more."""
    cohort = cohort_of_mine(session, me, cohort_id)
    cohort.code = new_code()
    _changed(session, me, cohort, "cohort.code.renew")
    return shown(session, cohort)


def drop_code(session: Session, me: Identity, cohort_id: UUID) -> None:
    """Nobody joins until there is a new code; no code is no error."""
    cohort = cohort_of_mine(session, me, cohort_id)
    if cohort.code is not None:
        cohort.code = None
        _changed(session, me, cohort, "cohort.code.off")


def add_trainer(session: Session, me: Identity, cohort_id: UUID, person_id: UUID) -> list[PersonName]:
    """Let another trainer run the cohort as well. Raises 403, 404 and 422 problems."""
    cohort = _owned(session, me, cohort_id)
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise not_found("person")
    if person.role == Role.TRAINEE:
        raise invalid("/path/person_id", "Only trainers and administrators run cohorts.")
    if session.get(CohortMember, (cohort.id, person_id)) is not None:
        raise conflict("is-member", "This person learns in the cohort; remove them from it first.")
    if session.get(CohortTrainer, (cohort.id, person_id)) is None:
        session.add(CohortTrainer(cohort_id=cohort.id, person_id=person_id))
        session.flush()
        record(session, me, "cohort.trainer.add", "cohort", cohort.id, person=str(person_id))
    return trainers_of(session, cohort)


def remove_trainer(session: Session, me: Identity, cohort_id: UUID, person_id: UUID) -> None:
    """Take that right back; who has none is no error. The owner stays (409)."""
    cohort = _owned(session, me, cohort_id)
    if person_id == cohort.owner_id:
        raise conflict("owner-stays", "The owner of a cohort cannot be removed from it.")
    trainer = session.get(CohortTrainer, (cohort.id, person_id))
    if trainer is not None:
        session.delete(trainer)
        session.flush()
        record(session, me, "cohort.trainer.remove", "cohort", cohort.id, person=str(person_id))


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown(session: Session, cohort: Cohort) -> CohortOut:
    members = select(func.count()).select_from(CohortMember).where(CohortMember.cohort_id == cohort.id)
    owner = session.get_one(Person, cohort.owner_id)
    return CohortOut(
        **cohort.model_dump(exclude={"owner_id"}),
        owner=PersonName(id=owner.id, name=owner.name),
        trainers=trainers_of(session, cohort),
        members=session.exec(members).one(),
    )


def trainers_of(session: Session, cohort: Cohort) -> list[PersonName]:
    """The owner first, then the others by name."""
    query = (
        select(Person)
        .join(CohortTrainer, col(CohortTrainer.person_id) == col(Person.id))
        .where(CohortTrainer.cohort_id == cohort.id)
    )
    people = session.exec(query).all()
    ordered = sorted(people, key=lambda person: (person.id != cohort.owner_id, fold(person.name), person.id))
    return [PersonName(id=person.id, name=person.name) for person in ordered]


def _owned(session: Session, me: Identity, cohort_id: UUID) -> Cohort:
    cohort = cohort_of_mine(session, me, cohort_id)
    if cohort.owner_id != me.person_id and not me.is_admin:
        detail = "Only the owner of a cohort says who runs it."
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden", detail)
    return cohort


def _changed(session: Session, me: Identity, cohort: Cohort, action: str) -> None:
    cohort.revision += 1
    session.flush()
    record(session, me, action, "cohort", cohort.id)
