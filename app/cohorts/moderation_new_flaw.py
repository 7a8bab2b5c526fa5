"""A passage that turned out to be a flaw, planted in the exercise that it was found in. Pure."""

from __future__ import annotations

from app.exercises.criticmarkup import normalise, parse
from app.exercises.schema import Evidence, Exercise, Flaw, FlawType, Severity
from app.grading.submission import SOUND, Annotation
from app.text.anchors import AnchorError, locate
from app.text.spans import Span

_BRACES = ("{~~", "~>", "~~}", "{>>", "<<}", "{++", "++}", "{--", "--}", "{==", "==}")


class NoPlace(ValueError):
    """The passage cannot be planted; the message says why."""


def with_flaw(exercise: Exercise, mark: Annotation, good: str, why: str) -> Exercise:
    """The exercise with the passage of `mark` as a flaw: a tracked change to the right wording `good`, of the
    type and severity that the trainee named (minor where none). Raises `NoPlace`."""
    if mark.quote is None or mark.type == SOUND or not isinstance(mark.type, FlawType):
        raise NoPlace("only a marked passage can become a flaw of the exercise")
    if any(brace in text for text in (good, mark.quote) for brace in _BRACES):
        raise NoPlace("the wording holds signs of the markup")
    identifier = _free_id(exercise)
    flaw = Flaw(
        id=identifier,
        type=mark.type,
        severity=mark.severity or Severity.MINOR,
        why=why,
        evidence=Evidence(**mark.evidence.model_dump()) if mark.evidence else None,
    )
    return exercise.model_copy(
        update={"draft": _changed(exercise, mark, good, identifier), "flaws": [*exercise.flaws, flaw]}
    )


def _changed(exercise: Exercise, mark: Annotation, good: str, identifier: str) -> str:
    text, markup = normalise(exercise.draft), parse(exercise.draft)
    try:
        place = locate(markup.draft, mark.quote or "", mark.prefix, mark.suffix, mark.start, mark.end)
    except AnchorError as error:
        raise NoPlace(f"the passage does not stand in the draft as it is now: {error}") from None
    start, last = markup.draft_sources[place.start], markup.draft_sources[place.end - 1]
    span = Span(start, last + 1)
    if span.length != place.length or any(span.overlap(change.markup_span) for change in markup.changes):
        raise NoPlace("the passage holds a flaw or a decoy already; change the exercise by hand")
    change = f"{{~~{good}~>{span.of(text)}~~}}{{>>{identifier}<<}}"
    return text[: span.start] + change + text[span.end :]


def _free_id(exercise: Exercise) -> str:
    taken = {flaw.id for flaw in exercise.flaws} | {decoy.id for decoy in exercise.decoys}
    return next(name for number in range(1, len(taken) + 2) if (name := f"found-{number}") not in taken)
