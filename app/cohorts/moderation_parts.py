"""The questions of a grade as a trainer reads them: what stands, what rules and each run of the model said,
the evidence, and what can be decided. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from app.cohorts.moderation_schemas import Proof, ReviewPart, RunSaid, SubjectKind
from app.exercises.prepared import Prepared
from app.exercises.schema import Evidence, Exercise
from app.grading.assess import assess
from app.grading.assessment import Assessment, Check, Outcome
from app.grading.decisions import FOUND, MISSED, check_key
from app.grading.judge import Run
from app.grading.questions import Kind, question_id
from app.grading.submission import SOUND, LinkedEvidence, Submission


def parts_of(
    prepared: Prepared, submission: Submission, assessment: Assessment, runs: list[Run]
) -> list[ReviewPart]:
    """Every question of the grade of a resolved submission. `runs`: those of the model, if any."""
    maker = _Maker(prepared, submission, assessment, runs)
    return [*map(maker.outcome, assessment.outcomes), *map(maker.check, assessment.checks)]


def mark_part(prepared: Prepared, submission: Submission, at: int) -> ReviewPart:
    """A mark that is proposed as a flaw."""
    mark = submission.annotations[at]
    return ReviewPart(
        kind="annotation",
        key=str(at),
        label=mark.quote or mark.comment,
        why=None,
        said=None,
        by=None,
        split=False,
        quote=mark.quote,
        detail=[],
        rule=None,
        runs=[],
        evidence=_proof(prepared.exercise, mark.evidence),
        applies_to=None,
        annotation=at,
        choices=["accepted", "rejected"],
    )


class _Maker:
    """The questions of one grade, with what was said on each."""

    def __init__(
        self, prepared: Prepared, submission: Submission, assessment: Assessment, runs: list[Run]
    ) -> None:
        by_rules = assess(prepared.exercise, submission)
        self.exercise, self.submission, self.runs = prepared.exercise, submission, runs
        self.taken = {outcome.annotation for outcome in assessment.outcomes}
        self.flaws = {flaw.id: flaw for flaw in prepared.exercise.flaws}
        self.checks = {check_key(check): check for check in by_rules.checks}
        self.outcomes = {outcome.flaw: outcome for outcome in by_rules.outcomes}

    def check(self, check: Check) -> ReviewPart:
        key = check_key(check)
        flaw = self.flaws.get(check.id) if check.kind == "repaired" else None
        kind: Kind = "flaw_still_present" if check.kind == "repaired" else "criterion"
        return ReviewPart(
            kind="check",
            key=key,
            label=label_of(self.exercise, "check", key),
            why=flaw.why if flaw else None,
            said=said_of_check(check),
            by=check.decided_by,
            split=check.split,
            quote=check.quote,
            detail=check.detail,
            rule=said_of_check(self.checks[key]),
            runs=self._said(question_id(kind, check.id)),
            evidence=_proof(self.exercise, flaw.evidence if flaw else None),
            applies_to=check.applies_to,
            annotation=None,
            choices=["passed", "failed"],
        )

    def outcome(self, outcome: Outcome) -> ReviewPart:
        flaw = self.flaws[outcome.flaw]
        asked = (question_id("cause_identified", flaw.id), question_id("omission_reported", flaw.id))
        return ReviewPart(
            kind="outcome",
            key=flaw.id,
            label=flaw.why,
            why=flaw.why,
            said=said_of_outcome(outcome),
            by=outcome.reason_by or outcome.found_by or "rule",
            split=outcome.split,
            quote=outcome.quote,
            detail=[],
            rule=said_of_outcome(self.outcomes[flaw.id]),
            runs=[run for question in asked for run in self._said(question)],
            evidence=_proof(self.exercise, flaw.evidence),
            applies_to=None,
            annotation=outcome.annotation,
            choices=list(self._choices(outcome)),
        )

    def _choices(self, outcome: Outcome) -> Iterator[str]:
        """Of a flaw found: whether its cause is understood; of one missed, every free mark that may have
        found it. Either can be turned round."""
        if outcome.found:
            yield from ("understood", "not-understood", MISSED)
            return
        yield MISSED
        for at, mark in enumerate(self.submission.annotations):
            if mark.type != SOUND and at not in self.taken:
                yield f"{FOUND}:{at}"

    def _said(self, question: str) -> list[RunSaid]:
        votes = [(number, run.votes.get(question)) for number, run in enumerate(self.runs, start=1)]
        return [
            RunSaid(run=number, answer=vote.answer, field=vote.field, quote=vote.quote, reason=vote.reason)
            for number, vote in votes
            if vote is not None
        ]


def _proof(exercise: Exercise, evidence: Evidence | LinkedEvidence | None) -> Proof | None:
    if evidence is None:
        return None
    title = next((source.title for source in exercise.sources if source.id == evidence.source), None)
    return Proof(source=evidence.source, title=title, quote=evidence.quote)


def said_of_check(check: Check) -> str | None:
    """What stands: `passed`, `failed`, or None where nobody has decided."""
    return None if check.passed is None else "passed" if check.passed else "failed"


def said_of_outcome(outcome: Outcome) -> str | None:
    """What stands: `missed`, or for a flaw found `understood`, `not-understood`, or None (undecided)."""
    if not outcome.found:
        return MISSED
    return None if outcome.reason is None else "understood" if outcome.reason else "not-understood"


def label_of(exercise: Exercise, kind: SubjectKind, subject: str) -> str:
    """A check or an outcome in the words of the exercise: the criterion, or why the flaw is one. Empty for
    what has none."""
    name, _, id_ = subject.partition(":")
    if kind == "check" and name == "criterion":
        return next((c.statement for c in exercise.all_criteria() if c.id == id_), subject)
    flaw = id_ if kind == "check" else subject
    return next((f.why for f in exercise.flaws if f.id == flaw), "" if kind == "grade" else subject)
