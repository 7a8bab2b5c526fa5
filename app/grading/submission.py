"""What a trainee hands in. Pure: the same model reads `submission.yaml` and a frozen attempt."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.exercises.schema import AppliesTo, Exercise, FlawType, Severity, Task
from app.text.folding import word_count

SOUND = "sound"
MarkType = FlawType | Literal["sound"]
Comment = Annotated[str, StringConstraints(max_length=4_000)]
Passage = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Text = Annotated[str, StringConstraints(max_length=50_000)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LinkedEvidence(Part):
    """The passage of the dossier (or of the `brief`) by which the trainee proves a mark."""

    source: str
    quote: Passage


class Annotation(Part):
    """One mark. A passage is named by its `quote` (with `prefix`/`suffix` where it stands twice) or, once
    resolved, by `start`/`end`: code points of the NFC draft, end exclusive. An omission has neither."""

    id: UUID | None = None
    quote: Passage | None = None
    prefix: str = ""
    suffix: str = ""
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=0)] | None = None
    omission: bool = False
    type: MarkType
    severity: Severity | None = None
    confidence: Annotated[int, Field(ge=50, le=100)] | None = None
    comment: Comment = ""
    evidence: LinkedEvidence | None = None

    @property
    def reports_omission(self) -> bool:
        """Whether it says that something is missing: without a passage, or on the passage where it lacks."""
        return self.omission or self.type == FlawType.MATERIAL_OMISSION

    @model_validator(mode="after")
    def _names_a_passage_or_an_omission(self) -> Self:
        if self.omission == (self.quote is not None):
            raise ValueError("give either a quote or omission: true")
        if self.omission and self.type == SOUND:
            raise ValueError("an omission cannot be sound")
        return self


class Submission(Part):
    annotations: list[Annotation] = []
    rewrite: Text = ""
    client_note: Text = ""
    twist: Text | None = None


def texts_asked_for(exercise: Exercise, submission: Submission) -> dict[AppliesTo, str]:
    """The trainee's texts that the exercise asks for, as they were handed in; that of a twist where it has
    one."""
    texts = {
        AppliesTo.REWRITE: submission.rewrite if Task.REWRITE in exercise.tasks else None,
        AppliesTo.CLIENT_NOTE: submission.client_note if Task.CLIENT_NOTE in exercise.tasks else None,
        AppliesTo.TWIST: (submission.twist or "") if exercise.twist else None,
    }
    return {applies_to: text for applies_to, text in texts.items() if text is not None}


def shows_work(exercise: Exercise, submission: Submission) -> bool:
    """Whether anything was handed in that the exercise asks for: a mark (`sound` is one), or a text with a
    word in it."""
    if submission.annotations and Task.REVIEW in exercise.tasks:
        return True
    return any(map(word_count, texts_asked_for(exercise, submission).values()))
