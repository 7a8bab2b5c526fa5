"""Joining a cohort by its code, leaving it, and who learns in it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.models import Person
from app.accounts.service import Identity
from app.cohorts.access import cohort_of_mine
from app.cohorts.groups import page_of, trainers_of
from app.cohorts.models import Cohort, CohortMember, CohortTrainer
from app.cohorts.schemas import MemberOut, MemberPage, MyCohort, MyCohorts
from app.core.errors import ErrorItem, Problem, conflict, not_found
from app.text.folding import fold

UNKNOWN: Final = "unknown-code"


def as_kept(code: str) -> str:
    """A code as it is compared: in capitals, without spaces and hyphens."""
    return "".join(character for character in code.upper() if character.isalnum())


def find(session: Session, code: str) -> Cohort:
    """The cohort of a code. Raises a 404 problem `unknown-code`, a 409 problem `cohort-archived`."""
    cohort = session.exec(select(Cohort).where(Cohort.code == as_kept(code)[:20])).first()
    if cohort is None:
        detail = (
            "No cohort has this code. Check it letter by letter, or ask your trainer for the current one."
        )
        raise Problem(HTTPStatus.NOT_FOUND, UNKNOWN, detail, [ErrorItem("/code", detail)])
    if cohort.archived_at is not None:
        raise conflict(
            "cohort-archived", "This cohort is closed; nobody joins it any more. Ask your trainer."
        )
    return cohort


def join(session: Session, me: Identity, code: str) -> MyCohort:
    """Learn in the cohort of this code; joining again changes nothing. Raises the problems of `find`, and a
    409 problem `own-cohort` for who runs it."""
    cohort = find(session, code)
    if session.get(CohortTrainer, (cohort.id, me.person_id)) is not None:
        raise conflict("own-cohort", "You run this cohort; its trainees join it, you need not.")
    member = session.get(CohortMember, (cohort.id, me.person_id))
    if member is None:
        member = CohortMember(cohort_id=cohort.id, person_id=me.person_id)
        session.add(member)
        session.flush()
        record(session, me, "cohort.join", "cohort", cohort.id)
    return as_trainee(session, cohort, member)


def preview(session: Session, _me: Identity, code: str) -> MyCohort:
    """What a code leads to, before one joins; `joined_at` means nothing. Raises the problems of `find`."""
    cohort = find(session, code)
    return as_trainee(session, cohort, CohortMember(cohort_id=cohort.id, person_id=_me.person_id))


def my_cohorts(session: Session, me: Identity) -> MyCohorts:
    """Those that the caller learns in and that are open."""
    query = (
        select(Cohort, CohortMember)
        .join(CohortMember, col(CohortMember.cohort_id) == col(Cohort.id))
        .where(CohortMember.person_id == me.person_id, col(Cohort.archived_at).is_(None))
        .order_by(col(CohortMember.joined_at).desc())
    )
    return MyCohorts(items=[as_trainee(session, cohort, member) for cohort, member in session.exec(query)])


def as_trainee(session: Session, cohort: Cohort, member: CohortMember) -> MyCohort:
    return MyCohort(
        id=cohort.id,
        name=cohort.name,
        time_zone=cohort.time_zone,
        trainers=trainers_of(session, cohort),
        joined_at=member.joined_at,
    )


def members(session: Session, me: Identity, cohort_id: UUID, cursor: UUID | None, limit: int) -> MemberPage:
    """The trainees of a cohort of the caller's, by name."""
    cohort = cohort_of_mine(session, me, cohort_id)
    query = (
        select(Person, CohortMember)
        .join(CohortMember, col(CohortMember.person_id) == col(Person.id))
        .where(CohortMember.cohort_id == cohort.id)
    )
    people = session.exec(query).all()
    page, more = page_of(people, lambda row: (fold(row[0].name), row[0].id), cursor, limit)
    items = [
        MemberOut(id=person.id, name=person.name, email=person.email, joined_at=member.joined_at)
        for person, member in page
    ]
    return MemberPage(items=items, next=more)


def remove(session: Session, me: Identity, cohort_id: UUID, person_id: UUID) -> None:
    """Out of the cohort: somebody whose trainer the caller is, or the caller. What they have done stays
    theirs. Raises a 404 problem for a cohort of others; who is not in it is no error."""
    member = session.get(CohortMember, (cohort_id, person_id))
    if person_id != me.person_id:
        cohort_of_mine(session, me, cohort_id)
    elif member is None:
        raise not_found("cohort")
    if member is not None:
        session.delete(member)
        session.flush()
        how = "cohort.leave" if person_id == me.person_id else "cohort.member.remove"
        record(session, me, how, "cohort", cohort_id, person=str(person_id))
