"""What stands above each page about one exercise: its state, and what an author can do with it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.authoring.checked import Checked
from app.authoring.documents import Status
from app.authoring.subject import Subject
from app.exercises.schema import Exercise

Tab = Literal["trainee", "answers", "versions"]
NOTICES = ("published", "already", "archived", "restored", "changed", "no-publish", "no-trial")


@dataclass(frozen=True, slots=True)
class Head:
    """`changed`: the draft is not what is published. `trial_behind`: the trial under way stands on an older
    state of the draft. `notice`: what the last click came to, one of NOTICES, or ""."""

    subject: Subject
    exercise: Exercise
    changed: bool
    errors: int
    warnings: int
    trial_behind: bool
    tab: Tab
    notice: str

    @property
    def archived(self) -> bool:
        return self.subject.status is Status.ARCHIVED

    @property
    def publishable(self) -> bool:
        """Whether the draft as it stands is not what is published."""
        return self.subject.editable and self.changed

    @property
    def may_publish(self) -> bool:
        return self.publishable and not self.archived

    @property
    def may_archive(self) -> bool:
        return self.subject.editable and not self.archived


def head_of(subject: Subject, found: Checked, tab: Tab, notice: str = "") -> Head:
    published, trials = subject.published, subject.trials
    return Head(
        subject=subject,
        exercise=found.exercise,
        changed=published is None or published.hash != found.hash,
        errors=len(found.errors),
        warnings=len(found.warnings),
        trial_behind=trials.version is not None and trials.version != found.hash,
        tab=tab,
        notice=notice if notice in NOTICES else "",
    )
