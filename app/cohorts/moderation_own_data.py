"""What is kept of a person's part in the last word: what they contested and proposed, what was decided of
their work, and what they decided of that of others.

When the account is erased, their appeals and proposals go. Decisions stay with the submission that they are
about: later gradings stand on them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, select

from app.accounts.own_data import Erasing, Holding, iso
from app.grading.decisions_models import Decision
from app.practice.appeal_models import Appeal, Proposal
from app.practice.models import Attempt
from app.practice.visibility import grade_visible, set_apart


def _submissions(person_id: UUID) -> Any:
    """Of a person's own work, as a query."""
    return select(Attempt.submission_id).where(
        Attempt.person_id == person_id, col(Attempt.submission_id).is_not(None)
    )


def _collect(session: Session, person_id: UUID) -> dict[str, Any]:
    mine = _submissions(person_id)
    appeals = or_(col(Appeal.submission_id).in_(mine), col(Appeal.answered_by) == person_id)
    proposals = or_(col(Proposal.submission_id).in_(mine), col(Proposal.decided_by) == person_id)
    decisions = or_(col(Decision.submission_id).in_(mine), col(Decision.person_id) == person_id)
    own, held = set(session.exec(mine)), _held_back(session, person_id)
    return {
        "appeals": [
            _appeal(appeal, appeal.submission_id in own, person_id)
            for appeal in session.exec(select(Appeal).where(appeals).order_by(col(Appeal.created_at)))
            if appeal.submission_id not in held
        ],
        "proposals": [
            _proposal(proposal, proposal.submission_id in own, person_id)
            for proposal in session.exec(select(Proposal).where(proposals).order_by(col(Proposal.created_at)))
            if proposal.submission_id not in held
        ],
        "decisions": [
            _decision(decision, person_id)
            for decision in session.exec(select(Decision).where(decisions).order_by(col(Decision.created_at)))
            if decision.submission_id not in held
        ],
    }


def _held_back(session: Session, person_id: UUID) -> set[UUID | None]:
    """Submissions of theirs whose grade they may not see yet, nor what was said and decided of it."""
    apart = set_apart(session, person_id)
    submitted = select(Attempt).where(Attempt.person_id == person_id, col(Attempt.submission_id).is_not(None))
    return {one.submission_id for one in session.exec(submitted) if not grade_visible(one, apart)}


def _appeal(appeal: Appeal, own: bool, person_id: UUID) -> dict[str, Any]:
    """Of others' appeals, which the person answered, the answer alone."""
    return {
        "submission": str(appeal.submission_id),
        "kind": appeal.kind,
        "subject": appeal.subject,
        "text": appeal.text if own else None,
        "state": appeal.state,
        "answer": appeal.answer,
        "answered_by": _who(appeal.answered_by, person_id),
        "answered_at": iso(appeal.answered_at),
        "created_at": iso(appeal.created_at),
    }


def _proposal(proposal: Proposal, own: bool, person_id: UUID) -> dict[str, Any]:
    return {
        "submission": str(proposal.submission_id),
        "mark": proposal.annotation,
        "text": proposal.text if own else None,
        "state": proposal.state,
        "reason": proposal.reason,
        "decided_by": _who(proposal.decided_by, person_id),
        "decided_at": iso(proposal.decided_at),
        "created_at": iso(proposal.created_at),
    }


def _decision(decision: Decision, person_id: UUID) -> dict[str, Any]:
    return {
        "submission": str(decision.submission_id),
        "assessment": decision.assessment_number,
        "kind": decision.kind,
        "subject": decision.subject,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "by": _who(decision.person_id, person_id),
        "seconds": decision.seconds,
        "changed": decision.changed,
        "created_at": iso(decision.created_at),
    }


def _who(found: UUID | None, person_id: UUID) -> str | None:
    """Others are named by their id alone."""
    return None if found is None else "me" if found == person_id else str(found)


def _weigh(session: Session, erasing: Erasing) -> Counter[str]:
    """What they decided; appeals and proposals go with the attempts, which are counted."""
    made = select(func.count()).select_from(Decision).where(col(Decision.person_id) == erasing.person_id)
    return Counter(decisions_kept=session.exec(made).one())


def _erase(session: Session, erasing: Erasing) -> None:
    mine = _submissions(erasing.person_id)
    session.execute(delete(Appeal).where(col(Appeal.submission_id).in_(mine)))
    session.execute(delete(Proposal).where(col(Proposal.submission_id).in_(mine)))


LAST_WORD: Final = Holding(
    tables=frozenset(str(model.__tablename__) for model in (Appeal, Proposal, Decision)),
    collect=_collect,
    weigh=_weigh,
    erase=_erase,
)
