"""A mark that turned out to be right, planted as a flaw in the exercise that it was made in. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.exercises.criticmarkup import normalise, parse, read
from app.exercises.schema import Evidence, Exercise, Flaw, FlawType, Severity, WordGroups
from app.grading.submission import SOUND, Annotation
from app.text.anchors import AnchorError, locate
from app.text.spans import Span

_BRACES = ("{~~", "~>", "~~}", "{>>", "<<}", "{++", "++}", "{--", "--}", "{==", "==}")


@dataclass(frozen=True, slots=True)
class Wording:
    """What the trainer says of the flaw (`app.cohorts.moderation_schemas.NewFlaw`)."""

    good: str
    why: str
    after: str = ""
    accept: WordGroups = field(default_factory=list)


class NoPlace(ValueError):
    """The flaw cannot be planted; the message says why."""


def with_flaw(exercise: Exercise, mark: Annotation, new: Wording) -> Exercise:
    """The exercise with a last flaw more, by a tracked change to the right wording, of the type and severity
    that the trainee named (minor where none); the draft reads as before. Raises `NoPlace`."""
    if mark.type == SOUND or not isinstance(mark.type, FlawType):
        raise NoPlace("a passage that is marked as sound is no flaw")
    if any(brace in text for text in (new.good, mark.quote or "") for brace in _BRACES):
        raise NoPlace("the wording holds signs of the markup")
    identifier = _free_id(exercise)
    flaw = Flaw(
        id=identifier,
        type=mark.type,
        severity=mark.severity or Severity.MINOR,
        why=new.why,
        evidence=Evidence(**mark.evidence.model_dump()) if mark.evidence else None,
        accept=new.accept,
    )
    draft = _changed(exercise, mark, new, identifier) if mark.quote else _lacking(exercise, new, identifier)
    return exercise.model_copy(update={"draft": _unread(exercise, draft), "flaws": [*exercise.flaws, flaw]})


def _changed(exercise: Exercise, mark: Annotation, new: Wording, identifier: str) -> str:
    """The draft whose passage should be `good`, or should not be there."""
    text, markup = normalise(exercise.draft), parse(exercise.draft)
    place = _find(markup.draft, mark)
    start, last = markup.draft_sources[place.start], markup.draft_sources[place.end - 1]
    span = Span(start, last + 1)
    if span.length != place.length or any(span.overlap(change.markup_span) for change in markup.changes):
        raise NoPlace("the passage holds a flaw or a decoy already; change the exercise by hand")
    passage, good = span.of(text), new.good.strip()
    change = f"{{~~{good}~>{passage}~~}}" if good else f"{{++{passage}++}}"
    return f"{text[: span.start]}{change}{{>>{identifier}<<}}{text[span.end :]}"


def _lacking(exercise: Exercise, new: Wording, identifier: str) -> str:
    """The draft from which `good` was dropped."""
    if not new.good.strip() or not any(new.accept):
        raise NoPlace("of an omission, give what is missing and the words of a comment that name it")
    text, markup = normalise(exercise.draft), parse(exercise.draft)
    at = len(text.rstrip())
    if new.after.strip():
        place = _find(markup.draft, Annotation(quote=new.after.strip(), type=FlawType.MATERIAL_OMISSION))
        at = markup.draft_sources[place.end - 1] + 1
        inside = (c.markup_span.end for c in markup.changes if c.markup_span.start < at < c.markup_span.end)
        at = max(inside, default=at)
    return f"{text[:at]} {{--{new.good.strip()}--}}{{>>{identifier}<<}}{text[at:]}"


def _find(draft: str, mark: Annotation) -> Span:
    try:
        return locate(draft, mark.quote or "", mark.prefix, mark.suffix, mark.start, mark.end)
    except AnchorError as error:
        raise NoPlace(f"the passage does not stand in the draft as it is now: {error}") from None


def _unread(exercise: Exercise, changed: str) -> str:
    """The changed markup, whose draft trainees must not be able to tell from the one before. What cannot be
    read of it the linter says."""
    after, errors = read(changed)
    if not errors and after.draft != parse(exercise.draft).draft:
        raise NoPlace("the draft would not read as before; change the exercise by hand")
    return changed


def _free_id(exercise: Exercise) -> str:
    taken = {flaw.id for flaw in exercise.flaws} | {decoy.id for decoy in exercise.decoys}
    return next(name for number in range(1, len(taken) + 2) if (name := f"found-{number}") not in taken)
