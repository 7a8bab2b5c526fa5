"""The page of one exercise before an attempt: what awaits, for whom, and the attempts so far. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.exercises.public import ExerciseView
from app.practice.history import AttemptSummary


@dataclass(frozen=True, slots=True)
class ExerciseOverview:
    """`steps` are the tasks in order (`review`, `rewrite`, `client_note`, `twist`); `open` is the attempt
    under way, if any; `past` the submitted ones, the newest first."""

    exercise: ExerciseView
    steps: list[str]
    open: AttemptSummary | None
    past: list[AttemptSummary]

    @property
    def best(self) -> float | None:
        """The highest overall score so far, 0 to 100."""
        scores = [a.scores.overall for a in self.past if a.scores and a.scores.overall is not None]
        return max(scores, default=None)


def exercise_overview(exercise: ExerciseView, attempts: Sequence[AttemptSummary]) -> ExerciseOverview:
    """`attempts`: the person's attempts of this exercise, in any order."""
    past = [attempt for attempt in attempts if not attempt.is_open]
    return ExerciseOverview(
        exercise=exercise,
        steps=[str(task) for task in exercise.tasks] + (["twist"] if exercise.has_twist else []),
        open=next((attempt for attempt in attempts if attempt.is_open), None),
        past=sorted(past, key=lambda a: a.submitted_at or a.started_at, reverse=True),
    )
