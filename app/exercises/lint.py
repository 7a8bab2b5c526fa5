"""The linter of DESIGN.md section 3: what would make an exercise unfair, ungradable or confusing. Pure.

`lint` judges an exercise whose shape is right already; `app.exercises.document` judges the shape and
`app.exercises.files` the files. Positions in the draft count in its markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from app.exercises import criticmarkup
from app.exercises.criticmarkup import Change, ChangeKind, Markup, MarkupError, line_and_column
from app.exercises.findings import Finding, errors_first, has_errors
from app.exercises.known import asked_of_rewrite, bare_number, given_facts
from app.exercises.lint_document import lint_document
from app.exercises.prepared import Prepared, prepare
from app.exercises.repair import repaired
from app.exercises.schema import Exercise, Flaw, WordGroups
from app.text.reading import read
from app.text.spans import Span

__all__ = ["Finding", "has_errors", "lint"]

LEAST_SOUND_SENTENCES: Final = 6
LEAST_SOUND_SHARE: Final = 0.40
LONGEST_SENTENCE: Final = 600
"""In code points: about a screen of a phone."""


def lint(exercise: Exercise) -> list[Finding]:
    """Every finding, errors first, otherwise in the order of the rules.

    Where the draft's markup cannot be read, the rules about the draft wait until it can.
    """
    return errors_first([*lint_document(exercise), *_lint_draft(exercise)])


def markup_finding(error: MarkupError) -> Finding:
    return Finding(error.code, "/draft", error.piece, line=error.line, column=error.column)


def _lint_draft(exercise: Exercise) -> Iterator[Finding]:
    markup, errors = criticmarkup.read(exercise.draft)
    if errors:
        yield from map(markup_finding, errors)
        return
    prepared = prepare(exercise)
    yield from _ids(exercise, markup)
    yield from _repairs(prepared)
    yield from _kept(prepared)
    yield from _bare_numbers(prepared)
    yield from _balance(prepared)
    yield from _long_sentences(prepared, markup)
    yield from _omissions(prepared)


class _Draft:
    """The normalised markup of a draft, to say where a finding in it stands."""

    def __init__(self, exercise: Exercise) -> None:
        self.text = criticmarkup.normalise(exercise.draft)

    def finding(self, code: str, span: Span, **values: str) -> Finding:
        line, column = line_and_column(self.text, span.start)
        return Finding(code, "/draft", span.of(self.text), tuple(values.items()), line=line, column=column)


def _ids(exercise: Exercise, markup: Markup) -> Iterator[Finding]:
    """Ids that the draft uses without the document knowing them, or the other way round, or wrongly."""
    draft = _Draft(exercise)
    flaws = {flaw.id for flaw in exercise.flaws}
    decoys = {decoy.id for decoy in exercise.decoys}
    for change in markup.changes:
        if change.id not in flaws | decoys:
            yield draft.finding("unknown-id", change.id_span)
        elif code := _wrong_mark(change, flaws):
            yield draft.finding(code, change.markup_span, id=change.id)
    used = {change.id for change in markup.changes}
    known = [(f"/flaws/{index}/id", flaw.id) for index, flaw in enumerate(exercise.flaws)]
    known += [(f"/decoys/{index}/id", decoy.id) for index, decoy in enumerate(exercise.decoys)]
    for pointer, identifier in known:
        if identifier not in used:
            yield Finding("unused-id", pointer, identifier)


def _wrong_mark(change: Change, flaws: set[str]) -> str | None:
    highlighted = change.kind is ChangeKind.HIGHLIGHT
    if change.id in flaws:
        return "flaw-highlighted" if highlighted else None
    return None if highlighted else "decoy-changed"


def _repairs(prepared: Prepared) -> Iterator[Finding]:
    """A repaired rule must tell the reference from the draft."""
    for index, flaw in enumerate(prepared.exercise.flaws):
        if prepared.changes_of(flaw.id):
            yield from _repair(prepared, flaw, f"/flaws/{index}" + ("/repaired" if flaw.repaired else ""))


def _repair(prepared: Prepared, flaw: Flaw, pointer: str) -> Iterator[Finding]:
    of_reference = repaired(prepared, flaw, prepared.reference)
    if not of_reference.passed:
        trouble = [*of_reference.detail, *([of_reference.quote] if of_reference.quote else [])]
        detail = f" ({'; '.join(trouble)})" if trouble else ""
        yield Finding("repaired-reference", pointer, flaw.id, (("detail", detail),))
    if repaired(prepared, flaw, prepared.draft).passed:
        yield Finding("repaired-draft", pointer, flaw.id)


def _kept(prepared: Prepared) -> Iterator[Finding]:
    """A group to keep is one fact: all of its words stand in the reference, in any spelling of that fact."""
    reference = read(prepared.reference, prepared.exercise.language)
    for index, group in enumerate(prepared.exercise.keep):
        if group and not reference.satisfies([group]):
            yield Finding("keep-reference", f"/keep/{index}", ", ".join(group))


def _bare_numbers(prepared: Prepared) -> Iterator[Finding]:
    """Numbers that only a rule knows, and without a unit: what it asks for would count as invented."""
    given = given_facts(prepared)
    for pointer, groups in asked_of_rewrite(prepared.exercise):
        alone = [
            (f"{pointer}/{at}/{index}", phrase, number)
            for at, group in enumerate(groups)
            for index, phrase in enumerate(group)
            if (number := bare_number(phrase, prepared.exercise.language)) and not given.has_number(number)
        ]
        with_unit = _numbers_with_unit(prepared, groups) if alone else frozenset()
        yield from (Finding("bare-number", at, phrase) for at, phrase, n in alone if n not in with_unit)


def _numbers_with_unit(prepared: Prepared, groups: WordGroups) -> frozenset[str]:
    phrases = "\n\n".join(phrase for group in groups for phrase in group)
    return frozenset(fact.number for fact in read(phrases, prepared.exercise.language).facts if fact.unit)


def _balance(prepared: Prepared) -> Iterator[Finding]:
    """Enough sound text for `spared` to mean something (DESIGN.md section 4)."""
    if not prepared.exercise.flaws:
        return
    sound, total = len(prepared.sound_sentences), len(prepared.sentences)
    if sound < LEAST_SOUND_SENTENCES:
        values = (("sound", str(sound)), ("least", str(LEAST_SOUND_SENTENCES)))
        yield Finding("few-sound-sentences", "/draft", "", values, line=1, column=1)
    if sound < LEAST_SOUND_SHARE * total:
        values = (("share", f"{100 * sound / total:.0f}"), ("least", f"{100 * LEAST_SOUND_SHARE:.0f}"))
        yield Finding("low-sound-share", "/draft", "", values, line=1, column=1)


def _long_sentences(prepared: Prepared, markup: Markup) -> Iterator[Finding]:
    text = criticmarkup.normalise(prepared.exercise.draft)
    for sentence in prepared.sentences:
        if sentence.length > LONGEST_SENTENCE:
            line, column = line_and_column(text, markup.draft_sources[sentence.start])
            values = (("length", str(sentence.length)), ("most", str(LONGEST_SENTENCE)))
            piece = sentence.of(prepared.draft)
            yield Finding("long-sentence", "/draft", piece, values, line=line, column=column)


def _omissions(prepared: Prepared) -> Iterable[Finding]:
    """An omission leaves nothing to mark: it is found by what the comment says."""
    return [
        Finding("omission-no-accept", f"/flaws/{index}", flaw.id)
        for index, flaw in enumerate(prepared.exercise.flaws)
        if prepared.changes_of(flaw.id) and not prepared.passages[flaw.id] and not flaw.accept
    ]
