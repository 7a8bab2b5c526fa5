"""What the workspace page shows: an attempt cut into the pieces that its template lays out.

Pure: it is given what a trainee may see before submission, and knows nothing else of the exercise. Every text
in which a passage can be selected is cut into runs that say where they start, in code points, so that the
page's script finds positions in the whole text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase
from typing import Any, Final

from markupsafe import Markup

from app.exercises.schema import (
    BRIEF_SOURCE,
    Brief,
    Dimension,
    FlawType,
    Reliability,
    Severity,
    Task,
)
from app.practice.schemas import AttemptOut
from app.web.markdown import render_source

_PARAGRAPH_BREAK: Final = re.compile(r"\n[^\S\n]*\n\s*")
_STEP_OF_TASK: Final = {Task.REVIEW: "review", Task.REWRITE: "rewrite", Task.CLIENT_NOTE: "explain"}
CONFIDENCES: Final = (50, 60, 70, 80, 90, 100)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a longer text; `at` is the code point of that text at which it starts."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class BriefRuns:
    """The brief, each line of `Brief.text` in its own run."""

    name: Run
    business: Run
    audience: Run
    context: Run
    prompt: Run
    requirements: list[Run]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One document of the dossier; `html` is its text with every run placed (see app.web.markdown)."""

    id: str
    title: str
    publisher: str
    date: date
    reliability: Reliability
    html: Markup


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """A flaw type in the form; `key` chooses it from the keyboard."""

    slug: FlawType
    key: str


@dataclass(frozen=True, slots=True)
class WorkspacePage:
    """Everything that `practice/workspace.html` shows. `steps`: review, rewrite, explain, twist, submit,
    as far as the exercise has them. `document` is the attempt as GET /api/v1/attempts/{id} answers it."""

    attempt: AttemptOut
    steps: list[str]
    brief: BriefRuns
    sources: list[SourceCard]
    draft: list[Run]
    types: dict[Dimension, list[TypeChoice]]
    document: dict[str, Any]
    severities: tuple[Severity, ...] = tuple(Severity)
    confidences: tuple[int, ...] = CONFIDENCES
    brief_id: str = BRIEF_SOURCE

    @property
    def rewrites(self) -> bool:
        """Whether the draft is rewritten at all, so that there is something to compare with it."""
        return not {"rewrite", "twist"}.isdisjoint(self.steps)


def workspace_page(attempt: AttemptOut) -> WorkspacePage:
    """The page of an open attempt."""
    exercise = attempt.exercise
    return WorkspacePage(
        attempt=attempt,
        steps=steps_of(exercise.tasks, exercise.has_twist),
        brief=brief_runs(exercise.brief),
        sources=[
            SourceCard(s.id, s.title, s.publisher, s.date, s.reliability, render_source(s.text))
            for s in exercise.sources
        ],
        draft=list(paragraphs(exercise.draft)),
        types=type_choices(),
        document=attempt.model_dump(mode="json"),
    )


def steps_of(tasks: list[Task], has_twist: bool) -> list[str]:
    """The steps of the page, in the order in which they are usually taken."""
    steps = [step for task, step in _STEP_OF_TASK.items() if task in tasks]
    return [*steps, *(["twist"] if has_twist else []), "submit"]


def brief_runs(brief: Brief) -> BriefRuns:
    """The lines of the brief, placed in `Brief.text`: evidence can be quoted from it."""
    client = brief.client
    lines = [client.name, client.business, client.audience, brief.context, brief.prompt]
    wishes = [requirement.text for requirement in brief.requirements]
    name, business, audience, context, prompt, *requirements = _placed([*lines, *wishes])
    return BriefRuns(name, business, audience, context, prompt, requirements)


def _placed(lines: list[str]) -> Iterator[Run]:
    at = 0
    for line in lines:
        yield Run(at, line)
        at += len(line) + 1


def paragraphs(text: str) -> Iterator[Run]:
    """The paragraphs of a plain text, which stand apart by blank lines; none of them is empty."""
    at = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        if gap.start() > at:
            yield Run(at, text[at : gap.start()])
        at = gap.end()
    if text[at:].strip():
        yield Run(at, text[at:].rstrip())


def type_choices() -> dict[Dimension, list[TypeChoice]]:
    """The flaw types by dimension, each with its letter: a, b, c and so on over all of them."""
    choices: dict[Dimension, list[TypeChoice]] = {dimension: [] for dimension in Dimension}
    for letter, kind in zip(ascii_lowercase, FlawType, strict=False):
        choices[kind.dimension].append(TypeChoice(kind, letter))
    return choices
