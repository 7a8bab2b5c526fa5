"""Computing an assessment again from what is kept of it: the frozen submission, the version of the exercise,
the answers in the call log and what people decided. No model is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.exercises.catalogue import load_prepared
from app.exercises.prepared import Prepared
from app.grading.assess import SCORER_VERSION, assess
from app.grading.assessment import Assessment
from app.grading.decisions import Decisions
from app.grading.decisions_kept import kept_decisions
from app.grading.judge import Run, read_run
from app.grading.models import AssessmentRecord
from app.grading.provenance import Provenance
from app.grading.questions import open_questions
from app.grading.resolve import resolve
from app.grading.service import provisional, read_frozen
from app.grading.submission import Submission
from app.grading.testimony import Testimony, combine, run_order
from app.llm.calls import find_answer
from app.llm.models import ModelCall


class ReplayError(Exception):
    """An assessment that cannot be computed again; the message says why."""


@dataclass(frozen=True, slots=True)
class Replay:
    """`differences`: where the assessment kept and the one computed now are not alike, as
    `place: kept -> now`; `calls` were read from the log."""

    differences: list[str]
    calls: int

    @property
    def same(self) -> bool:
        return not self.differences


def replay(session: Session, assessment_id: UUID) -> Replay:
    """Compute an assessment again. Raises `ReplayError` for an unknown one, and where the log lacks an answer
    that it stands on."""
    record = session.get(AssessmentRecord, assessment_id)
    if record is None:
        raise ReplayError(f"there is no assessment {assessment_id}")
    frozen = read_frozen(session, record.submission_id)
    prepared = load_prepared(session, frozen.version_hash)
    submission = resolve(prepared, Submission.model_validate_json(frozen.document))
    decisions = kept_decisions(session, record.submission_id, record.number)
    heard = heard_again(session, prepared, submission, record)
    if heard is None:
        return Replay(_differences(record, _by_rules(prepared, submission, record, decisions)), 0)
    now = assess(prepared.exercise, submission, testimony=heard.testimony, decisions=decisions)
    return Replay([*_differences(record, now), *_decided_otherwise(heard)], len(heard.calls))


def _by_rules(
    prepared: Prepared, submission: Submission, record: AssessmentRecord, decisions: Decisions
) -> Assessment:
    if record.provisional:
        return provisional(prepared, submission, decisions)
    return assess(prepared.exercise, submission, decisions=decisions)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model said when a grade was made: its answers, what the code reads in each, all together."""

    testimony: Testimony
    runs: list[Run]
    calls: list[ModelCall]


def heard_again(
    session: Session, prepared: Prepared, submission: Submission, record: AssessmentRecord
) -> Heard | None:
    """The model's part of a grade of a resolved submission, read from the log; None where it had none.
    Raises `ReplayError` where the log lacks an answer."""
    if record.provenance is None:
        return None
    provenance = Provenance.model_validate_json(record.provenance)
    calls = [_call(session, key) for key in provenance.calls]
    questions = open_questions(prepared, submission, assess(prepared.exercise, submission))
    runs = [
        read_run(call.key, run_order(questions, submission, number), submission, call.answer)
        for number, call in enumerate(calls, start=1)
    ]
    return Heard(combine(questions, [run.votes for run in runs], provenance.runs), runs, calls)


def _call(session: Session, key: str) -> ModelCall:
    call = find_answer(session, key)
    if call is None:
        raise ReplayError(f"the call log has no answer with the key {key}")
    return call


def _decided_otherwise(heard: Heard) -> Iterator[str]:
    """The calls of which the code now makes something else than it wrote down."""
    for number, (call, run) in enumerate(zip(heard.calls, heard.runs, strict=True), start=1):
        if call.decision is not None and json.loads(call.decision) != run.decision:
            yield f"/decisions/{number}: the code decides otherwise on this answer"


def _differences(record: AssessmentRecord, now: Assessment) -> list[str]:
    kept = json.loads(record.document)
    found = list(_unlike(kept, now.model_dump(mode="json"), ""))
    if found and record.scorer_version != SCORER_VERSION:
        found.insert(0, f"it was computed by scorer version {record.scorer_version}, now {SCORER_VERSION}")
    return found


def _unlike(kept: object, now: object, place: str) -> Iterator[str]:
    """The places at which two JSON values differ."""
    if isinstance(kept, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*kept, *now]):
            yield from _unlike(kept.get(name), now.get(name), f"{place}/{name}")
    elif isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        for at, pair in enumerate(zip(kept, now, strict=True)):
            yield from _unlike(*pair, f"{place}/{at}")
    elif kept != now:
        yield f"{place}: {json.dumps(kept, ensure_ascii=False)} -> {json.dumps(now, ensure_ascii=False)}"
