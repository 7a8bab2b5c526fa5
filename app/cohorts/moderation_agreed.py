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
from app.grading.assessment import Assessment
from app.grading.decisions import CHECK_VERDICTS, DecisionKind, check_key
from app.grading.decisions_models import Decision
from app.grading.models import AssessmentRecord
from app.grading.provenance import Provenance
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
    """Every check in the caller's reach that a model had decided before a person did; what counts of several
    decisions on one is the last."""
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
    before = _heard(session, {submission for submission, _ in first})
    found = (
        _pair(before.get((submission, first[submission, subject].assessment_number - 1)), *last_one)
        for (submission, subject), last_one in last.items()
    )
    return [pair for pair in found if pair is not None]


def _heard(session: Session, submissions: set[UUID]) -> dict[tuple[UUID, int], AssessmentRecord]:
    """The assessments that a model took part in, by submission and number."""
    query = select(AssessmentRecord).where(
        col(AssessmentRecord.submission_id).in_(submissions), col(AssessmentRecord.provenance).is_not(None)
    )
    return {(record.submission_id, record.number): record for record in session.exec(query)}


def _pair(record: AssessmentRecord | None, decision: Decision, exercise: str) -> Pair | None:
    """None where the model had not decided: no part in the grade, or its runs differed."""
    if record is None or record.provenance is None:
        return None
    checks = Assessment.model_validate_json(record.document).checks
    check = next((check for check in checks if check_key(check) == decision.subject), None)
    if check is None or check.decided_by != "model" or check.passed is None:
        return None
    provenance = Provenance.model_validate_json(record.provenance)
    return Pair(
        exercise=exercise,
        key=decision.subject,
        prompt=provenance.prompt,
        model=provenance.model,
        month=decision.created_at.strftime("%Y-%m"),
        by_model=check.passed,
        by_person=CHECK_VERDICTS[decision.verdict],
    )


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
