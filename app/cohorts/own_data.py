"""What is kept of a person in cohorts: where they learn, what they run.

When the account is erased they leave the cohorts that they learn in. A cohort that they alone run is archived
where it has members, and goes where it has none; another one passes to a fellow trainer.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, or_
from sqlmodel import Session, col, select

from app.accounts.models import Person
from app.accounts.own_data import Erasing, Holding, iso
from app.cohorts.models import Assignment, Cohort, CohortMember, CohortTrainer
from app.core.clock import now


def _collect(session: Session, person_id: UUID) -> dict[str, Any]:
    return {
        "cohorts_joined": _joined(session, person_id),
        "cohorts_run": [_run(cohort, person_id) for cohort in _run_by(session, person_id)],
        "assignments_made": _made(session, person_id),
    }


def _joined(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    query = (
        select(Cohort, CohortMember.joined_at)
        .join(CohortMember, col(CohortMember.cohort_id) == col(Cohort.id))
        .where(CohortMember.person_id == person_id)
        .order_by(col(CohortMember.joined_at))
    )
    return [
        {"id": str(cohort.id), "name": cohort.name, "joined_at": iso(joined_at)}
        for cohort, joined_at in session.exec(query)
    ]


def _run(cohort: Cohort, person_id: UUID) -> dict[str, Any]:
    return {
        "id": str(cohort.id),
        "name": cohort.name,
        "owner": cohort.owner_id == person_id,
        "time_zone": cohort.time_zone,
        "created_at": iso(cohort.created_at),
        "archived_at": iso(cohort.archived_at),
    }


def _made(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    query = select(Assignment).where(Assignment.created_by == person_id)
    return [
        {
            "id": str(made.id),
            "cohort": str(made.cohort_id),
            "exercise": made.exercise_id,
            "opens_at": iso(made.opens_at),
            "due_at": iso(made.due_at),
            "created_at": iso(made.created_at),
        }
        for made in session.exec(query.order_by(col(Assignment.created_at)))
    ]


def _run_by(session: Session, person_id: UUID) -> list[Cohort]:
    """The cohorts that the person owns or helps to run."""
    runs = exists().where(
        col(CohortTrainer.cohort_id) == col(Cohort.id), col(CohortTrainer.person_id) == person_id
    )
    query = select(Cohort).where(or_(col(Cohort.owner_id) == person_id, runs))
    return list(session.exec(query.order_by(col(Cohort.created_at), col(Cohort.id))).all())


def is_set_for_others(session: Session, person_id: UUID, exercise_id: str) -> bool:
    """Whether the exercise is assigned in a cohort that outlives the person's account."""
    query = select(Assignment.id).join(Cohort, col(Cohort.id) == col(Assignment.cohort_id))
    of_it = query.where(Assignment.exercise_id == exercise_id, _has_others(person_id))
    return session.exec(of_it.limit(1)).first() is not None


def _has_others(person_id: UUID) -> ColumnElement[bool]:
    """Whether anybody but the person runs the cohort or learns in it."""
    return or_(
        *(
            exists().where(col(table.cohort_id) == col(Cohort.id), col(table.person_id) != person_id)
            for table in (CohortTrainer, CohortMember)
        )
    )


def _weigh(session: Session, erasing: Erasing) -> Counter[str]:
    joined = select(CohortMember).where(CohortMember.person_id == erasing.person_id)
    run = _run_by(session, erasing.person_id)
    kept = _outliving(session, erasing.person_id)
    return Counter(
        cohorts_left=len(session.exec(joined).all()),
        cohorts_kept=len(kept),
        cohorts_erased=len(run) - len(kept),
    )


def _outliving(session: Session, person_id: UUID) -> list[Cohort]:
    """Of the cohorts that the person runs, those that others run or learn in."""
    ids = [cohort.id for cohort in _run_by(session, person_id)]
    query = select(Cohort).where(col(Cohort.id).in_(ids), _has_others(person_id))
    return list(session.exec(query.order_by(col(Cohort.created_at), col(Cohort.id))).all())


def _erase(session: Session, erasing: Erasing) -> None:
    person_id = erasing.person_id
    kept = _outliving(session, person_id)
    gone = {cohort.id for cohort in _run_by(session, person_id)} - {cohort.id for cohort in kept}
    session.execute(delete(Cohort).where(col(Cohort.id).in_(gone)))
    for cohort in kept:
        _hand_over(session, cohort, person_id)
    for table in (CohortTrainer, CohortMember):
        session.execute(delete(table).where(col(table.person_id) == person_id))


def _hand_over(session: Session, cohort: Cohort, person_id: UUID) -> None:
    """The fellow trainer whose account is the oldest owns it from now on; without one it is archived, and
    its owner is a person without a name."""
    if cohort.owner_id != person_id:
        return
    others = (
        select(CohortTrainer.person_id)
        .join(Person, col(Person.id) == col(CohortTrainer.person_id))
        .where(CohortTrainer.cohort_id == cohort.id, col(CohortTrainer.person_id) != person_id)
        .order_by(col(Person.created_at), col(Person.id))
    )
    heir = session.exec(others).first()
    if heir is not None:
        cohort.owner_id = heir
    else:
        cohort.code, cohort.archived_at = None, cohort.archived_at or now()
    session.flush()


COHORTS: Final = Holding(
    tables=frozenset(str(model.__tablename__) for model in (Cohort, CohortTrainer, CohortMember, Assignment)),
    collect=_collect,
    weigh=_weigh,
    erase=_erase,
)
