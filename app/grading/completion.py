"""Giving a submission what it waits for: the model's part of its grade, then the coach's paragraph.

The model is asked while no transaction is open. Its answers are in the call log as soon as they are there;
the assessment that stands on them, its provenance and what the code decided of each are written together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlmodel import Session

from app.core.config import Settings
from app.core.db import Database
from app.core.logs import log
from app.grading import coach
from app.grading.assess import assess
from app.grading.assessment import Assessment
from app.grading.bounds import bounded_client
from app.grading.call_log import CallLog
from app.grading.jobs import POOR_ANSWERS, BackgroundGrader, Grader, Heard, Patience, Work
from app.grading.judge import PURPOSE, Client, JudgeResult, JudgeSettings, judge
from app.grading.paragraph import CoachReply
from app.grading.pending import Case, keep_paragraph, load_case, supersede, waiting_submissions
from app.grading.provenance import Provenance
from app.grading.queue import QueuedGrading
from app.llm.calls import record_decision
from app.llm.protocol import ModelError


class Completion:
    """What the background thread or a worker does for one submission (`app.grading.jobs.Work`)."""

    def __init__(self, db: Database, client: Client, settings: Settings) -> None:
        self._db, self._client, self._settings = db, client, settings
        self._judge = JudgeSettings(runs=settings.llm_runs)

    def __call__(self, submission_id: UUID, heard: Heard) -> None:
        """Raises `ModelError` where the model gives no usable answer; what was done before stays done."""
        case, complete = self._case(submission_id), False
        while case.assessment.provisional and not complete:
            complete = self._complete(case, heard)
            case = self._case(submission_id)
        if case.coaching:
            self._coach(case)

    def _case(self, submission_id: UUID) -> Case:
        return self._db.read(lambda session: load_case(session, submission_id))

    def _log(self, submission_id: UUID) -> CallLog:
        return CallLog(self._db, self._settings.llm_model, self._settings.llm_prices, submission_id)

    def _complete(self, case: Case, heard: Heard) -> bool:
        """False where a person decided meanwhile: the answers, which are paid for, are then put together with
        that decision. The model is asked all that rules leave open, whatever people decided: a grade that is
        computed again reads the answers as those to these questions."""
        exercise, submission = case.prepared.exercise, case.submission
        calls = self._log(case.submission_id)
        settings = replace(self._judge, about=str(case.submission_id))
        by_rules = assess(exercise, submission)
        result = judge(exercise, submission, by_rules, self._client, settings, calls, heard)
        assessment = assess(exercise, submission, testimony=result.testimony, decisions=case.decisions)
        provenance = self._provenance(result)
        in_force = self._db.write(partial(_put_in_force, case, assessment, provenance, result))
        if not in_force:
            log.info("assessment_came_too_late", submission=str(case.submission_id))
        return in_force

    def _provenance(self, result: JudgeResult) -> Provenance:
        return Provenance(
            model=self._settings.llm_model,
            prompt=f"{PURPOSE}/v{self._judge.prompt_version}",
            runs=len(result.runs),
            calls=[run.key for run in result.runs],
            questions=len(result.questions),
            decided=sum(verdict.answer is not None for verdict in result.testimony.verdicts),
        )

    def _coach(self, case: Case) -> None:
        if case.coaching is None or not coach.has_something_to_quote(case.submission):
            self._keep_paragraph(case, None, "")
            return
        prompt = coach.coach_prompt(case.prepared, case.submission, case.assessment, case.coaching)
        key = coach.coach_key(prompt, case.submission, case.assessment, self._client.settings)
        try:
            reply = self._log(case.submission_id).ask(self._client, coach.PURPOSE, key, prompt, CoachReply)
        except ModelError as error:
            if error.kind not in POOR_ANSWERS:
                raise
            self._keep_paragraph(case, None, key, error.kind)
            return
        judged = coach.read_reply(case.prepared, case.submission, reply)
        self._keep_paragraph(case, judged.text, key, judged.fault)

    def _keep_paragraph(self, case: Case, text: str | None, key: str, fault: str | None = None) -> None:
        if fault:
            log.info("coach_paragraph_dropped", submission=str(case.submission_id), fault=fault)

        def keep(session: Session) -> None:
            keep_paragraph(session, case.submission_id, text, self._settings.llm_model, key)
            record_decision(session, key, {"shown": text is not None, "fault": fault})

        self._db.write(keep)


def _put_in_force(
    case: Case, assessment: Assessment, provenance: Provenance, result: JudgeResult, session: Session
) -> bool:
    """One transaction: the assessment, and what the code decided of each answer that it stands on."""
    if not supersede(session, case, assessment, provenance):
        return False
    for run in result.runs:
        record_decision(session, run.key, run.decision)
    return True


def grader_for(db: Database, settings: Settings, patience: Patience | None = None) -> Grader | None:
    """Who completes grades with the model of the settings; None where there is none. On PostgreSQL no web
    process does: `vigie worker` does."""
    if settings.has_model and db.engine.dialect.name == "postgresql":
        return QueuedGrading()
    return background_grader(db, settings, patience)


def background_grader(
    db: Database, settings: Settings, patience: Patience | None = None
) -> BackgroundGrader | None:
    """The thread that completes grades with the model of the settings; None where there is none."""
    if not settings.has_model:
        return None

    @contextmanager
    def open_work() -> Iterator[Work]:
        client = bounded_client(db, settings)
        with closing(client):
            yield Completion(db, client, settings)

    return BackgroundGrader(lambda: db.read(waiting_submissions), open_work, patience)
