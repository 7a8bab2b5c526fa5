"""An accepted proposal in the exercise: a new version in which its mark is a flaw. Only where the trainer
writes the exercise."""

from __future__ import annotations

from http import HTTPStatus

from sqlmodel import Session

from app.accounts.audit import record
from app.accounts.service import Identity
from app.cohorts.moderation_new_flaw import NoPlace, Wording, with_flaw
from app.cohorts.moderation_schemas import NewFlaw
from app.core.clock import now
from app.core.errors import ErrorItem, Problem, conflict
from app.exercises.catalogue import publish_version
from app.exercises.files import content_hash
from app.exercises.lint import lint
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, Origin
from app.exercises.schema import Exercise
from app.grading.submission import Annotation


def may_author(session: Session, me: Identity, exercise_id: str) -> bool:
    """Whether the caller writes the exercise, and it can be written over the API."""
    entry = session.get(CatalogueEntry, exercise_id)
    if entry is None or entry.origin != Origin.API or not me.may_author:
        return False
    return me.is_admin or session.get(ExerciseAuthor, (exercise_id, me.person_id)) is not None


def plant_flaw(
    session: Session, me: Identity, exercise_id: str, mark: Annotation, new: NewFlaw, language: str
) -> str:
    """Publish a version in which the mark is a flaw, the last one, and give its hash. Raises a 409 problem
    where the draft has changes that are not published, or the flaw has no place in it; a 422 problem with
    what the linter says."""
    entry, draft = session.get(CatalogueEntry, exercise_id), session.get(ExerciseDraft, exercise_id)
    if entry is None or draft is None:
        raise conflict("catalogue-file", "This exercise is written as files; change it there.")
    exercise = Exercise.model_validate_json(draft.document)
    if content_hash(exercise) != entry.version_hash or entry.withdrawn:
        detail = "The exercise has changes that are not published, or is archived. Publish it, then accept."
        raise conflict("draft-changed", detail)
    try:
        changed = with_flaw(exercise, mark, Wording(**new.model_dump()))
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
