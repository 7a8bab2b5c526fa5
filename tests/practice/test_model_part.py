"""What the page says of the model's part, for every state that it can be in."""

from __future__ import annotations

import pytest

from app.grading.jobs import QUEUED, Progress
from app.grading.provenance import Provenance
from app.practice.views.model_part import SLOWLY, SOON, Graded, Paragraph, Stage, model_part

STANDS_ON = Provenance(model="old", prompt="judge/v1", runs=3, calls=[], questions=2, decided=1)
ASKING = Progress("asking", answered=1, runs=3)
LATER = Progress("later", kind="timeout", failures=1)
STOPPED = Progress("stopped", kind="refused", failures=3)
PROVISIONAL = Graded(1, provisional=True, coaching=True)
COMPLETE = Graded(2, provisional=False, provenance=STANDS_ON, coaching=True)
BY_RULES = Graded(1, provisional=False)
COACHED = Graded(2, provisional=False, provenance=STANDS_ON, paragraph=Paragraph("Bien.", "fr", "old"))


@pytest.mark.parametrize(
    ("graded", "progress", "stage", "every"),
    [
        (PROVISIONAL, QUEUED, "queued", SOON),
        (PROVISIONAL, ASKING, "asking", SOON),
        (PROVISIONAL, LATER, "later", SLOWLY),
        (PROVISIONAL, STOPPED, "stopped", None),
        (PROVISIONAL, None, "no-model", None),
        (COMPLETE, QUEUED, "done", SOON),
        (COMPLETE, LATER, "done", SLOWLY),
        (COMPLETE, STOPPED, "done", None),
        (COMPLETE, None, "done", None),
        (COACHED, QUEUED, "done", None),
        (BY_RULES, QUEUED, "none", None),
        (BY_RULES, None, "none", None),
    ],
)
def test_each_state_has_its_stage_and_its_pace(
    graded: Graded, progress: Progress | None, stage: Stage, every: int | None
) -> None:
    part = model_part(graded, progress, "new")
    assert (part.stage, part.every) == (stage, every)


def test_the_coach_is_announced_only_once_the_grade_is_complete_and_somebody_is_at_it() -> None:
    assert model_part(PROVISIONAL, QUEUED, "new").coach == "none"
    assert model_part(COMPLETE, QUEUED, "new").coach == "coming"
    assert model_part(COMPLETE, STOPPED, "new").coach == "none"
    assert model_part(COMPLETE, None, "").coach == "none"
    assert model_part(COACHED, None, "").coach == "written"


def test_the_model_is_the_one_that_took_part_else_the_one_that_will() -> None:
    assert model_part(PROVISIONAL, QUEUED, "new").model == "new"
    assert model_part(COMPLETE, QUEUED, "new").model == "old"


def test_answers_are_counted_only_while_the_judge_is_asked() -> None:
    assert (model_part(PROVISIONAL, ASKING, "new").answered, model_part(PROVISIONAL, ASKING, "new").runs) == (
        1,
        3,
    )
    assert (model_part(COMPLETE, ASKING, "new").answered, model_part(COMPLETE, ASKING, "new").runs) == (0, 0)


def test_a_used_up_budget_is_told_apart() -> None:
    assert model_part(PROVISIONAL, Progress("later", kind="budget"), "new").budget
    assert not model_part(PROVISIONAL, LATER, "new").budget


def test_the_key_changes_with_all_that_is_shown() -> None:
    states = [
        (PROVISIONAL, QUEUED),
        (PROVISIONAL, ASKING),
        (PROVISIONAL, Progress("asking", 2, 3)),
        (PROVISIONAL, LATER),
        (PROVISIONAL, Progress("later", kind="budget")),
        (PROVISIONAL, STOPPED),
        (PROVISIONAL, None),
        (COMPLETE, QUEUED),
        (COMPLETE, STOPPED),
        (COACHED, None),
    ]
    keys = [model_part(graded, progress, "new").key for graded, progress in states]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith(f"{graded.number}-") for key, (graded, _) in zip(keys, states, strict=True))
