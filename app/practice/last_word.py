"""What the trainee reads of the last word: what they contested, what people decided of the grade, by whom and
why, and the grades before the one in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.core.errors import not_found
from app.exercises.catalogue import load_version
from app.exercises.schema import Exercise, FlawType
from app.grading.assessment import Assessment
from app.grading.decisions import DecisionKind
from app.grading.decisions_kept import decisions_on
from app.grading.decisions_models import Decision
from app.grading.models import AssessmentRecord
from app.practice.appeal_models import AppealKind
from app.practice.appeal_schemas import AppealOut, ProposalOut
from app.practice.appeals import can_contest, contests_of, names_of
from app.practice.attempts import my_attempt
from app.practice.submission import not_submitted
from app.practice.visibility import demand_visible


@dataclass(frozen=True, slots=True)
class Change:
    """One decision. `flaw`: the type of the flaw that it is about; `statement`: the words of the criterion;
    `check`: the kind of check. `by` is empty for an account that was erased. `verdict` is one word."""

    number: int
    at: datetime
    by: str
    reason: str
    kind: DecisionKind
    verdict: str
    changed: bool
    flaw: FlawType | None = None
    statement: str | None = None
    check: str | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """One assessment among those of a submission; `overall` from 0 to 100."""

    number: int
    at: datetime
    overall: float | None


@dataclass(frozen=True, slots=True)
class LastWord:
    """`open`: there is somebody to answer an appeal. `changes` are the newest first; `grades` in their order,
    the last one in force; `shown` is the number of the one on the page."""

    attempt: UUID
    open: bool
    appeals: Mapping[tuple[str, str], AppealOut]
    proposals: Mapping[int, ProposalOut]
    changes: list[Change]
    grades: list[Grade]
    shown: int

    @property
    def is_old(self) -> bool:
        return self.shown != self.grades[-1].number

    def appeal(self, kind: str, subject: str) -> AppealOut | None:
        return self.appeals.get((kind, subject))

    def proposal(self, annotation: int) -> ProposalOut | None:
        return self.proposals.get(annotation)


def read_last_word(
    session: Session, me: Identity, attempt_id: UUID, solo: bool, number: int | None = None
) -> LastWord:
    """Of an attempt of the caller whose grade is shown. Raises 404 problems, for an unknown `number` too."""
    attempt = my_attempt(session, me, attempt_id)
    if attempt.submission_id is None:
        raise not_submitted()
    demand_visible(session, attempt)
    grades = _grades(session, attempt.submission_id)
    shown = grades[-1].number if number is None else number
    if all(grade.number != shown for grade in grades):
        raise not_found("grade")
    said = contests_of(session, attempt.submission_id)
    exercise = load_version(session, attempt.version_hash)
    return LastWord(
        attempt=attempt_id,
        open=can_contest(attempt, solo),
        appeals={(AppealKind(appeal.kind).value, appeal.subject): appeal for appeal in said.appeals},
        proposals={proposal.annotation: proposal for proposal in said.proposals},
        changes=_changes(session, exercise, attempt.submission_id),
        grades=grades,
        shown=shown,
    )


def _grades(session: Session, submission_id: UUID) -> list[Grade]:
    query = select(AssessmentRecord).where(AssessmentRecord.submission_id == submission_id)
    found = [
        Grade(
            record.number,
            record.created_at,
            Assessment.model_validate_json(record.document).scores.overall,
        )
        for record in session.exec(query.order_by(col(AssessmentRecord.number)))
    ]
    if not found:
        raise not_found("grade")
    return found


def _changes(session: Session, exercise: Exercise, submission_id: UUID) -> list[Change]:
    made = decisions_on(session, submission_id)
    names = names_of(session, [one.person_id for one in made])
    return [_change(exercise, one, names.get(one.person_id, "")) for one in reversed(made)]


def _change(exercise: Exercise, decision: Decision, by: str) -> Change:
    kind = DecisionKind(decision.kind)
    name, _, id_ = decision.subject.partition(":")
    of_check = kind is DecisionKind.CHECK
    flaw = id_ if of_check and name == "repaired" else decision.subject if not of_check else ""
    return Change(
        number=decision.assessment_number,
        at=decision.created_at,
        by=by,
        reason=decision.reason,
        kind=kind,
        verdict=decision.verdict.partition(":")[0],
        changed=decision.changed,
        flaw=next((known.type for known in exercise.flaws if known.id == flaw), None),
        statement=next((c.statement for c in exercise.all_criteria() if of_check and c.id == id_), None)
        if name == "criterion"
        else None,
        check=name if of_check else None,
    )
