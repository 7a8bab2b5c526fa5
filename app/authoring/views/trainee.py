"""An exercise as its trainees get it, for its authors to look at. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.authoring.checked import Checked
from app.exercises.criticmarkup import MarkupError
from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.practice.views.workspace import paragraphs


@dataclass(frozen=True, slots=True)
class TraineePage:
    """`paragraphs` are those of the draft, None where its markup cannot be read; `steps` the tasks in order
    (`review`, `rewrite`, `client_note`, `twist`)."""

    exercise: Exercise
    paragraphs: list[str] | None
    steps: list[str]


def trainee_page(found: Checked) -> TraineePage:
    exercise = found.exercise
    steps = [str(task) for task in exercise.tasks] + (["twist"] if exercise.twist else [])
    return TraineePage(exercise, _paragraphs(exercise), steps)


def _paragraphs(exercise: Exercise) -> list[str] | None:
    try:
        return [run.text for run in paragraphs(prepare(exercise).draft)]
    except MarkupError:
        return None
