"""What the feedback page says of the model's part in a grade, and of the coach. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from app.grading.jobs import Progress
from app.grading.provenance import Provenance

Stage = Literal["none", "queued", "asking", "later", "stopped", "no-model", "done"]
"""`none`: no model took part or will. `no-model`: the grade waits for one, and none is set up any more."""

CoachStage = Literal["none", "coming", "written"]
SOON: Final = 2
SLOWLY: Final = 15


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What the coach wrote, in which language, by which model."""

    text: str
    language: str
    model: str


@dataclass(frozen=True, slots=True)
class ModelPart:
    """`number` is that of the assessment in force, `model` the one that took part or will; `budget`: it waits
    because the day's budget is used up. `answered` and `runs` count while it is asked. `every`: after how
    many seconds the page should ask again; None when there is nothing more to come."""

    stage: Stage = "none"
    number: int = 1
    model: str = ""
    answered: int = 0
    runs: int = 0
    budget: bool = False
    provenance: Provenance | None = None
    coach: CoachStage = "none"
    paragraph: Paragraph | None = None
    every: int | None = None

    @property
    def key(self) -> str:
        """Changes with everything that the page shows of it."""
        budget = "-budget" if self.budget else ""
        return f"{self.number}-{self.stage}-{self.answered}-{self.runs}-{self.coach}{budget}"


NO_MODEL: Final = ModelPart()


@dataclass(frozen=True, slots=True)
class Graded:
    """What is kept of the grade in force. `coaching`: a paragraph of the coach is still to come."""

    number: int
    provisional: bool
    provenance: Provenance | None = None
    coaching: bool = False
    paragraph: Paragraph | None = None


def model_part(graded: Graded, progress: Progress | None, model: str) -> ModelPart:
    """`progress` and `model` are those of the model that is set up now; None and "" where there is none."""
    stage = _stage(graded, progress)
    shown = progress if graded.provisional and progress else None
    return ModelPart(
        stage=stage,
        number=graded.number,
        model=graded.provenance.model if graded.provenance else model,
        answered=shown.answered if shown else 0,
        runs=shown.runs if shown else 0,
        budget=shown is not None and shown.kind == "budget",
        provenance=graded.provenance,
        coach=_coach(graded, progress),
        paragraph=graded.paragraph,
        every=_every(graded, progress),
    )


def _stage(graded: Graded, progress: Progress | None) -> Stage:
    if graded.provisional:
        return progress.state if progress else "no-model"
    return "done" if graded.provenance else "none"


def _coach(graded: Graded, progress: Progress | None) -> CoachStage:
    if graded.paragraph:
        return "written"
    awaited = graded.coaching and not graded.provisional and progress is not None
    return "coming" if awaited and progress and progress.state != "stopped" else "none"


def _every(graded: Graded, progress: Progress | None) -> int | None:
    if not (graded.provisional or graded.coaching) or progress is None or progress.state == "stopped":
        return None
    return SLOWLY if progress.state == "later" else SOON
