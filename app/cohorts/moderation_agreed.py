"""The agreement of a model with people, from what is kept of both, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, JsonValue
from sqlmodel import Session, col, select

from app.accounts.policy import Author
from app.accounts.service import Identity
from app.cohorts.moderation_agreement import Agreement, Confusion, Pair, agreement
from app.cohorts.moderation_scope import in_reach
from app.exercises.catalogue import load_prepared
from app.grading.assess import assess
from app.grading.assessment import Assessment, Check
from app.grading.decisions import CHECK_VERDICTS, DecisionKind, check_key
from app.grading.decisions_models import Decision
from app.grading.models import AssessmentRecord
from app.grading.provenance import Provenance
from app.grading.replay import ReplayError, heard_again
from app.grading.resolve import resolve
from app.grading.service import read_frozen
from app.grading.submission import Submission
from app.practice.models import Attempt
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/insights", tags=["insights"])
_TABLE: dict[str, JsonValue] = {
    "count": 40,
    "both": 22,
    "model_only": 4,
    "person_only": 2,
    "neither": 12,
    "agreed": 0.85,
    "kappa": 0.68,
}


class ConfusionOut(BaseModel):
    """Checks that passed by both, by the model or the person alone, by neither; the share on which they agree
    and Cohen's kappa (1 agreement, 0 chance), null where they are not defined."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": _TABLE})

    count: int
    both: int
    model_only: int
    person_only: int
    neither: int
    agreed: float | None
    kappa: float | None


class CriterionAgreement(BaseModel):
    """The agreement on one check of an exercise."""

    model_config = ConfigDict(frozen=True)

    exercise: str
    check: str
    table: ConfusionOut


class ModelAgreement(BaseModel):
    """The agreement with one model that was asked by one version of the prompt."""

    model_config = ConfigDict(frozen=True)

    prompt: str
    model: str
    table: ConfusionOut


class MonthAgreement(BaseModel):
    """The agreement on what people decided in one month, as in `2026-11`."""

    model_config = ConfigDict(frozen=True)

    month: str
    table: ConfusionOut


class AgreementOut(BaseModel):
    """How far a model and people agree on the checks that both decided. What people decide is no random
    sample: it is what was contested, what certifies, and what the runs differed on before."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "example": {
                "whole": _TABLE,
                "by_criterion": [
                    {"exercise": "a-quote-for-a-terrace", "check": "criterion:voice", "table": _TABLE}
                ],
                "by_model": [{"prompt": "judge/v1", "model": "small", "table": _TABLE}],
                "by_month": [{"month": "2026-11", "table": _TABLE}],
            }
        },
    )

    whole: ConfusionOut
    by_criterion: list[CriterionAgreement]
    by_model: list[ModelAgreement]
    by_month: list[MonthAgreement]


@router.get("/agreement", summary="Compare the model with people", responses=problems(401, 403, 422, 429))
async def get_agreement(
    caller: Author,
    cohort: Annotated[UUID | None, Query(description="The id of a cohort that you run.")] = None,
) -> AgreementOut:
    """Cohen’s kappa and the confusion table of the checks that both a model and a person decided: the whole,
    by criterion, by prompt version and model, by month. Of the trainees of your cohorts; for administrators
    of everybody."""
    return await caller.read(read_agreement, cohort)


def read_agreement(session: Session, me: Identity, cohort: UUID | None) -> AgreementOut:
    return agreement_out(agreement(pairs_of(session, me, cohort)))


def pairs_of(session: Session, me: Identity, cohort: UUID | None = None) -> list[Pair]:
    """Every check in the caller's reach that a model and a person decided, whoever was first; what counts of
    several decisions on one is the last."""
    rows = session.exec(
        select(Decision, Attempt.exercise_id)
        .join(Attempt, col(Attempt.submission_id) == col(Decision.submission_id))
        .where(col(Decision.kind) == DecisionKind.CHECK, in_reach(me, cohort))
        .order_by(col(Decision.assessment_number), col(Decision.created_at))
    ).all()
    first: dict[tuple[UUID, str], Decision] = {}
    last: dict[tuple[UUID, str], tuple[Decision, str]] = {}
    for decision, exercise in rows:
        named = (decision.submission_id, decision.subject)
        first.setdefault(named, decision)
        last[named] = (decision, exercise)
    heard = _heard(session, {submission for submission, _ in first})
    found = (
        _pair(session, _told_by(heard[named[0]], first[named]), *last_one)
        for named, last_one in last.items()
        if named[0] in heard
    )
    return [pair for pair in found if pair is not None]


def _heard(session: Session, submissions: set[UUID]) -> dict[UUID, list[AssessmentRecord]]:
    """The assessments that a model took part in, in their order, by submission."""
    query = select(AssessmentRecord).where(
        col(AssessmentRecord.submission_id).in_(submissions), col(AssessmentRecord.provenance).is_not(None)
    )
    found: dict[UUID, list[AssessmentRecord]] = {}
    for record in session.exec(query.order_by(col(AssessmentRecord.number))):
        found.setdefault(record.submission_id, []).append(record)
    return found


def _told_by(heard: list[AssessmentRecord], first: Decision) -> AssessmentRecord:
    """The assessment that tells what the model said: the last one before a person decided, or, where the
    person was first, the first that it took part in."""
    before = [record for record in heard if record.number < first.assessment_number]
    return (before or heard[:1])[-1]


def _pair(session: Session, record: AssessmentRecord, decision: Decision, exercise: str) -> Pair | None:
    """None where the model had not decided: it was not asked, or its runs differed."""
    by_model = _by_model(session, record, decision.subject)
    if by_model is None or record.provenance is None:
        return None
    provenance = Provenance.model_validate_json(record.provenance)
    return Pair(
        exercise=exercise,
        key=decision.subject,
        prompt=provenance.prompt,
        model=provenance.model,
        month=decision.created_at.strftime("%Y-%m"),
        by_model=by_model,
        by_person=CHECK_VERDICTS[decision.verdict],
    )


def _by_model(session: Session, record: AssessmentRecord, key: str) -> bool | None:
    """What the model decided on a check; where a person's word stands in the grade, from its answers."""
    check = _check(Assessment.model_validate_json(record.document), key)
    if check is not None and check.decided_by == "person":
        check = _check(_without_people(session, record), key)
    return check.passed if check is not None and check.decided_by == "model" else None


def _check(assessment: Assessment | None, key: str) -> Check | None:
    checks = assessment.checks if assessment else []
    return next((check for check in checks if check_key(check) == key), None)


def _without_people(session: Session, record: AssessmentRecord) -> Assessment | None:
    """The grade as rules and the model alone make it; None where its answers are not kept any more."""
    frozen = read_frozen(session, record.submission_id)
    prepared = load_prepared(session, frozen.version_hash)
    submission = resolve(prepared, Submission.model_validate_json(frozen.document))
    try:
        heard = heard_again(session, prepared, submission, record)
    except ReplayError:
        return None
    return assess(prepared.exercise, submission, testimony=heard.testimony) if heard else None


def agreement_out(found: Agreement) -> AgreementOut:
    return AgreementOut(
        whole=_out(found.whole),
        by_criterion=[
            CriterionAgreement(exercise=exercise, check=check, table=_out(table))
            for (exercise, check), table in found.by_criterion
        ],
        by_model=[
            ModelAgreement(prompt=prompt, model=model, table=_out(table))
            for (prompt, model), table in found.by_model
        ],
        by_month=[MonthAgreement(month=month, table=_out(table)) for month, table in found.by_month],
    )


def _out(table: Confusion) -> ConfusionOut:
    return ConfusionOut(
        count=table.count,
        both=table.both,
        model_only=table.model_only,
        person_only=table.person_only,
        neither=table.neither,
        agreed=table.agreed,
        kappa=table.kappa,
    )
