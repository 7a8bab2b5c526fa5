"""The grade of a submission, by rules and by what a model testified: DESIGN.md section 4. Pure and
deterministic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import Final

from app.exercises.prepared import Prepared, prepare
from app.exercises.schema import Dimension, Exercise, Flaw, Task
from app.grading.assessment import (
    Assessment,
    Check,
    Components,
    DimensionParts,
    Outcome,
    Review,
    ReviewPart,
    Trust,
)
from app.grading.checks import repair_checks, repair_scale
from app.grading.decisions import (
    NO_DECISIONS,
    Decisions,
    check_key,
    decided_check,
    decided_outcome,
    demand_fit,
)
from app.grading.evidence import overlaps
from app.grading.hearing import bounded, heard_check, reported
from app.grading.matching import Mark, Matching, Planted, PlantedDecoy, PlantedFlaw, match, shares
from app.grading.questions import open_questions
from app.grading.resolve import resolve
from app.grading.score import reason_share, repair_share, review, scores
from app.grading.submission import Annotation, Submission, shows_work
from app.grading.testimony import Testimony
from app.grading.trust import brier_score, measure
from app.text.folding import satisfies
from app.text.spans import Span

SCORER_VERSION: Final = "2"
"""Raised whenever the same submission could get another assessment."""

_NOT_MEASURED: Final = ReviewPart(found=None, spared=1.0, score=None)


def assess(
    exercise: Exercise,
    submission: Submission,
    accepted: Collection[int] = (),
    testimony: Testimony | None = None,
    decisions: Decisions = NO_DECISIONS,
) -> Assessment:
    """The assessment of a submission. `accepted`: indexes of the annotations that a trainer took as genuine
    extra flaws. Raises `SubmissionError` for a quote or an evidence that cannot be placed.

    `testimony`: what a model says on the questions that the rules leave open (others are not heard), within
    its bound (`app.grading.hearing`). An incomplete one leaves the grade by rules, provisional.

    `decisions`: what people decided (`app.grading.decisions`); they stand whatever the testimony, and change
    neither which questions are open nor which answers of a model are within its bound. Raises `DecisionError`
    for one that does not fit.

    A submission without a mark and without a word in any text earns nothing, on a draft without flaws too
    (`app.grading.score.review`).

    An exercise without the task `review` measures nothing of it: annotations are then left aside. An omission
    without `accept` groups is one that only a model could find: until one has, it is left out, and so are the
    reports of omissions that could mean it.
    """
    prepared = prepare(exercise)
    submission = resolve(prepared, submission)
    grade = partial(_assess, prepared, submission, accepted)
    if testimony is None or not testimony.complete:
        by_rules = grade(Testimony(), decisions)
        return by_rules if testimony is None else by_rules.model_copy(update={"provisional": True})
    questions = open_questions(prepared, submission, grade(Testimony()))
    heard = testimony.only([question.id for question in questions])
    return grade(bounded(questions, heard, lambda other: grade(other).scores.overall), decisions)


def _assess(
    prepared: Prepared,
    submission: Submission,
    accepted: Collection[int],
    testimony: Testimony,
    decisions: Decisions = NO_DECISIONS,
) -> Assessment:
    """The grade of a resolved submission, with what the testimony and people decide."""
    exercise = prepared.exercise
    reviewed = Task.REVIEW in exercise.tasks
    annotations = submission.annotations if reviewed else []
    reports = reported(testimony)
    read = {flaw for flaws in reports.values() for flaw in flaws}
    planted = plant(prepared, frozenset(read.union(decisions.finds)))
    by_rules = repair_checks(prepared, submission)
    demand_fit(decisions, exercise, submission, {check_key(check) for check in by_rules})
    marks = [
        as_mark(exercise, planted, annotation, reports.get(at, frozenset()))
        for at, annotation in enumerate(annotations)
    ]
    undecided = _undecided(exercise, planted, marks) - decisions.finders - decisions.accepted
    matching = match(planted, marks, undecided.union(accepted, decisions.accepted), decisions.finds)
    known = {flaw.id for flaw in planted.flaws if reviewed}
    outcomes = [
        decided_outcome(
            _outcome(exercise, flaw, matching, annotations, flaw.id in known), testimony, decisions
        )
        for flaw in exercise.flaws
    ]
    marked = review(planted, matching, shows_work(exercise, submission)) if reviewed else _unreviewed()
    confidences = {at: a.confidence for at, a in enumerate(annotations) if at not in undecided}
    checks = [decided_check(heard_check(check, testimony), decisions) for check in by_rules]
    parts = _parts(prepared, planted, submission, marked, outcomes, checks)
    return Assessment(
        scores=scores(parts, exercise.weights),
        review=marked,
        parts=DimensionParts(**{str(dimension): part for dimension, part in parts.items()}),
        outcomes=outcomes,
        false_alarms=list(matching.false_alarms),
        checks=checks,
        trust=_trust(planted, matching, marks, confidences) if reviewed else measure(0, 0, 0, 0),
        provisional=False,
        scorer_version=SCORER_VERSION,
    )


@lru_cache(maxsize=128)
def plant(prepared: Prepared, read: frozenset[str] = frozenset()) -> Planted:
    """The draft as the matching sees it, worked out once: with the flaws that a rule can find, and those that
    a model has `read` in a report. An empty passage is none."""

    def passages(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(span for span in spans if span.length > 0)

    exercise = prepared.exercise
    return Planted(
        sentences=tuple(prepared.sentences),
        flaws=tuple(
            PlantedFlaw(flaw.id, passages(prepared.passages[flaw.id]), flaw.type, flaw.severity)
            for flaw in exercise.flaws
            if flaw.accept or flaw.id in read or passages(prepared.passages[flaw.id])
        ),
        decoys=tuple(
            PlantedDecoy(decoy.id, passages(prepared.decoys[decoy.id])) for decoy in exercise.decoys
        ),
    )


def as_mark(
    exercise: Exercise, planted: Planted, annotation: Annotation, read: frozenset[str] = frozenset()
) -> Mark:
    """A resolved annotation as the matching sees it. `read`: omissions that a model read in its comment.

    Whoever marks a passage as a `material-omission` reports an omission as well: such a mark may touch both.
    """
    reports = annotation.reports_omission
    omissions = {flaw.id for flaw in planted.flaws if not flaw.passages} if reports else set()
    placed = annotation.start is not None and annotation.end is not None and not annotation.omission
    return Mark(
        span=Span(annotation.start or 0, annotation.end or 0) if placed else None,
        type=annotation.type,
        severity=annotation.severity,
        reports=frozenset(
            flaw.id
            for flaw in exercise.flaws
            if flaw.id in omissions and (flaw.id in read or satisfies(annotation.comment, flaw.accept))
        ),
        content=annotation.model_dump_json(include={"confidence", "comment", "evidence"}),
    )


def _undecided(exercise: Exercise, planted: Planted, marks: Sequence[Mark]) -> frozenset[int]:
    """The reports of omissions that name none a rule knows, where the draft has one that no rule knows."""
    if len(planted.flaws) == len(exercise.flaws):
        return frozenset()
    return frozenset(at for at, mark in enumerate(marks) if mark.span is None and not mark.reports)


def _outcome(
    exercise: Exercise, flaw: Flaw, matching: Matching, annotations: Sequence[Annotation], decided: bool
) -> Outcome:
    find = matching.finds.get(flaw.id)
    words = [annotations[at] for at in matching.marks_of(flaw.id)]
    return Outcome(
        flaw=flaw.id,
        found=find is not None,
        annotation=find.mark if find else None,
        credit=find.credit if find else 0.0,
        type_credit=find.type_credit if find else 0.0,
        severity_credit=find.severity_credit if find else 0.0,
        reason=_understood(exercise, flaw, words) if decided else None,
    )


def _understood(exercise: Exercise, flaw: Flaw, words: Sequence[Annotation]) -> bool | None:
    """Whether the trainee's words on a flaw (the mark that found it and its fragments) show its cause.

    Without words the flaw was missed, and so was its cause: False. For a flaw found, a rule can say no more
    than the exercise gives it: with neither evidence nor `accept` it is undecided, None.
    """
    if words and flaw.evidence is None and not flaw.accept:
        return None
    return any(
        _proves(exercise, flaw, annotation) or satisfies(annotation.comment, flaw.accept)
        for annotation in words
    )


def _proves(exercise: Exercise, flaw: Flaw, annotation: Annotation) -> bool:
    """Whether the linked evidence overlaps the flaw's, in the same source."""
    linked, right = annotation.evidence, flaw.evidence
    if linked is None or right is None or linked.source != right.source:
        return False
    return overlaps(exercise.source_text(right.source) or "", linked.quote, right.quote)


def _unreviewed() -> Review:
    return Review(whole=_NOT_MEASURED, **{str(dimension): _NOT_MEASURED for dimension in Dimension})


def _parts(
    prepared: Prepared,
    planted: Planted,
    submission: Submission,
    marked: Review,
    outcomes: Sequence[Outcome],
    checks: Sequence[Check],
) -> dict[Dimension, Components]:
    """Review, reason and repair of each dimension."""
    scale = repair_scale(prepared, submission.rewrite)
    understood = {outcome.flaw: outcome.reason for outcome in outcomes}
    return {
        dimension: Components(
            review=getattr(marked, dimension).score,
            reason=reason_share(planted, understood, marked.whole.spared, dimension),
            repair=repair_share(checks, scale, dimension),
        )
        for dimension in Dimension
    }


def _trust(
    planted: Planted, matching: Matching, marks: Sequence[Mark], confidences: Mapping[int, int | None]
) -> Trust:
    """`confidences`: by the index of the mark; of the marks that are decided."""
    suspected = {alarm.decoy for alarm in matching.false_alarms if alarm.decoy is not None}
    trials = [
        (confidence, _is_right(planted, matching, at, marks[at]))
        for at, confidence in confidences.items()
        if confidence is not None
    ]
    return measure(
        hits=len(matching.finds),
        flaws=len(planted.flaws),
        false_alarms=len(suspected),
        decoys=len(planted.decoys),
        brier=brier_score(trials),
    )


def _is_right(planted: Planted, matching: Matching, at: int, mark: Mark) -> bool:
    """A mark is right unless it is a false alarm; *checked, sound* unless it shares a flaw's passage."""
    if not mark.is_sound or mark.span is None:
        return all(alarm.annotation != at for alarm in matching.false_alarms)
    passages = [passage for flaw in planted.flaws for passage in flaw.passages]
    return not any(shares(mark.span, passage) for passage in passages)
