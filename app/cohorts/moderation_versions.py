"""An accepted proposal in the exercise: a new version in which its passage is a flaw, and credit for all who
had marked it. Only where the trainer writes the exercise."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.service import Identity
from app.cohorts.moderation_new_flaw import NoPlace, with_flaw
from app.core.clock import now
from app.core.errors import ErrorItem, Problem, conflict
from app.exercises.catalogue import load_prepared, publish_version
from app.exercises.files import content_hash
from app.exercises.lint import lint
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, Origin
from app.exercises.prepared import Prepared
from app.exercises.schema import Exercise
from app.grading.assess import plant
from app.grading.assessment import Assessment
from app.grading.decisions import ACCEPTED, DecisionKind, Ruling
from app.grading.decisions_regrade import Judgement, decide
from app.grading.matching import Mark
from app.grading.models import FrozenSubmission
from app.grading.resolve import resolve
from app.grading.service import newest_assessment, read_frozen, read_submission
from app.grading.submission import Annotation
from app.practice.models import Attempt
from app.text.anchors import AnchorError, locate
from app.text.spans import Span


def may_author(session: Session, me: Identity, exercise_id: str) -> bool:
    """Whether the caller writes the exercise, and it can be written over the API."""
    entry = session.get(CatalogueEntry, exercise_id)
    if entry is None or entry.origin != Origin.API or not me.may_author:
        return False
    return me.is_admin or session.get(ExerciseAuthor, (exercise_id, me.person_id)) is not None


def plant_flaw(
    session: Session, me: Identity, exercise_id: str, mark: Annotation, good: str, why: str, language: str
) -> str:
    """Publish a version in which the passage is a flaw, and give its hash. Raises a 409 problem where the
    draft has changes that are not published, or the passage has no place in it; a 422 problem with what the
    linter says."""
    entry, draft = session.get(CatalogueEntry, exercise_id), session.get(ExerciseDraft, exercise_id)
    if entry is None or draft is None:
        raise conflict("catalogue-file", "This exercise is written as files; change it there.")
    exercise = Exercise.model_validate_json(draft.document)
    if content_hash(exercise) != entry.version_hash or entry.withdrawn:
        detail = "The exercise has changes that are not published, or is archived. Publish it, then accept."
        raise conflict("draft-changed", detail)
    try:
        changed = with_flaw(exercise, mark, good, why)
    except NoPlace as error:
        raise conflict("no-place", f"No version can be made of it: {error}.") from None
    _demand_sound(changed, language)
    draft.document, draft.revision, draft.updated_at = changed.model_dump_json(), draft.revision + 1, now()
    session.flush()
    publish_version(session, changed, Origin.API)
    version = content_hash(changed)
    record(session, me, "exercise.publish", "exercise", exercise_id, flaw=changed.flaws[-1].id)
    return version


def _demand_sound(exercise: Exercise, language: str) -> None:
    errors = [finding for finding in lint(exercise) if finding.level == "error"]
    if errors:
        detail = "The exercise with this flaw would not pass the linter; mend the wording, then accept."
        items = [ErrorItem("/new_flaw", finding.message(language)) for finding in errors]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "lint", detail, items)


def credit_others(
    session: Session, exercise_id: str, of: FrozenSubmission, mark: Annotation, judgement: Judgement
) -> int:
    """Accept the same passage wherever else it counts as a false alarm, in attempts of every version; gives
    how many. An omission is credited to nobody else: no rule can tell that two are the same."""
    if mark.quote is None:
        return 0
    others = session.exec(
        select(Attempt.submission_id).where(
            Attempt.exercise_id == exercise_id,
            ~col(Attempt.trial),
            col(Attempt.submission_id).is_not(None),
            col(Attempt.submission_id) != of.id,
        )
    )
    found = [other for other in others if other is not None]
    return sum(_credit(session, other, mark, judgement) for other in found)


def _credit(session: Session, submission_id: UUID, mark: Annotation, judgement: Judgement) -> bool:
    prepared = load_prepared(session, read_frozen(session, submission_id).version_hash)
    submission = resolve(prepared, read_submission(session, submission_id))
    alarms = same_marks(prepared, submission.annotations, mark, newest_assessment(session, submission_id))
    if not alarms:
        return False
    rulings = [Ruling(DecisionKind.ANNOTATION, str(at), ACCEPTED) for at in alarms]
    decide(session, submission_id, rulings, judgement)
    return True


def same_marks(
    prepared: Prepared, marks: list[Annotation], accepted: Annotation, assessment: Assessment
) -> list[int]:
    """The marks (resolved) that count as false alarms and touch the accepted passage as they would have to
    touch a flaw."""
    try:
        passage = locate(
            prepared.draft, accepted.quote or "", accepted.prefix, accepted.suffix, accepted.start
        )
    except AnchorError:
        return []
    planted = plant(prepared)
    return [
        alarm.annotation
        for alarm in assessment.false_alarms
        if planted.touched(_plain(marks[alarm.annotation]), [passage])
    ]


def _plain(mark: Annotation) -> Mark:
    placed = mark.start is not None and mark.end is not None
    return Mark(Span(mark.start or 0, mark.end or 0) if placed else None, mark.type, mark.severity)
