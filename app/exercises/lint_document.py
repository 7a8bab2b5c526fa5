"""The linter's rules about the document itself; those about the draft are in `app.exercises.lint`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from app.exercises.findings import Finding
from app.exercises.model_share import model_share
from app.exercises.schema import (
    BRIEF_SOURCE,
    AppliesTo,
    Criterion,
    CriterionRule,
    Dimension,
    Evidence,
    Exercise,
    Language,
    Task,
    WordGroups,
)
from app.text.folding import fold

FEWEST_DECOYS: Final = 2
MOST_MODEL_POINTS: Final = 0.40


def lint_document(exercise: Exercise) -> Iterator[Finding]:
    """Every finding that needs no look at the draft."""
    yield from _ids(exercise)
    yield from _evidence(exercise)
    yield from _word_groups(exercise)
    yield from _whole(exercise)
    for pointer, criterion in _criteria(exercise):
        yield from _criterion(exercise, criterion, pointer)
    yield from _advice(exercise)


def _ids(exercise: Exercise) -> Iterator[Finding]:
    flaws = [(f"/flaws/{i}/id", flaw.id) for i, flaw in enumerate(exercise.flaws)]
    decoys = [(f"/decoys/{i}/id", decoy.id) for i, decoy in enumerate(exercise.decoys)]
    sources = [(f"/sources/{i}/id", source.id) for i, source in enumerate(exercise.sources)]
    asked = enumerate(exercise.brief.requirements)
    yield from _twice([*flaws, *decoys])
    yield from _twice(sources)
    yield from _twice((f"/brief/requirements/{i}/id", requirement.id) for i, requirement in asked)
    yield from _twice((f"{pointer}/id", criterion.id) for pointer, criterion in _criteria(exercise))
    for pointer, identifier in sources:
        if identifier == BRIEF_SOURCE:
            yield Finding("reserved-id", pointer, identifier)


def _twice(ids: Iterable[tuple[str, str]], code: str = "duplicate-id") -> Iterator[Finding]:
    """A finding for every id that stood before, at its later place."""
    seen = set[str]()
    for pointer, identifier in ids:
        if identifier in seen:
            yield Finding(code, pointer, identifier)
        seen.add(identifier)


def _evidence(exercise: Exercise) -> Iterator[Finding]:
    given = [(f"/flaws/{i}/evidence", flaw.evidence) for i, flaw in enumerate(exercise.flaws)]
    given += [(f"/decoys/{i}/evidence", decoy.evidence) for i, decoy in enumerate(exercise.decoys)]
    for pointer, evidence in given:
        if evidence is not None:
            yield from _one_evidence(exercise, evidence, pointer)


def _one_evidence(exercise: Exercise, evidence: Evidence, pointer: str) -> Iterator[Finding]:
    text = exercise.source_text(evidence.source)
    quote = fold(evidence.quote).strip()
    if text is None:
        yield Finding("evidence-source", f"{pointer}/source", evidence.source)
    elif not quote or quote not in fold(text):
        yield Finding("evidence-quote", f"{pointer}/quote", evidence.quote, (("source", evidence.source),))


def _word_groups(exercise: Exercise) -> Iterator[Finding]:
    for pointer, groups in _all_groups(exercise):
        for index, group in enumerate(groups):
            if not group or not all(fold(phrase).strip() for phrase in group):
                yield Finding("empty-group", f"{pointer}/{index}")


def _all_groups(exercise: Exercise) -> Iterator[tuple[str, WordGroups]]:
    yield "/keep", exercise.keep
    for index, flaw in enumerate(exercise.flaws):
        yield f"/flaws/{index}/accept", flaw.accept
        if flaw.repaired:
            yield f"/flaws/{index}/repaired/any", flaw.repaired.any
            yield f"/flaws/{index}/repaired/none", flaw.repaired.none
    for pointer, criterion in _criteria(exercise):
        if criterion.rule:
            yield f"{pointer}/rule/any", criterion.rule.any
            yield f"{pointer}/rule/none", criterion.rule.none


def _criteria(exercise: Exercise) -> Iterator[tuple[str, Criterion]]:
    """Every criterion with its pointer."""
    for index, criterion in enumerate(exercise.criteria):
        yield f"/criteria/{index}", criterion
    for index, criterion in enumerate(exercise.twist.criteria if exercise.twist else []):
        yield f"/twist/criteria/{index}", criterion


def _whole(exercise: Exercise) -> Iterator[Finding]:
    """Tasks, twist, weights, and whether there is anything to find."""
    yield from _twice(((f"/tasks/{i}", task) for i, task in enumerate(exercise.tasks)), "duplicate-task")
    if exercise.twist and Task.CLIENT_NOTE not in exercise.tasks:
        yield Finding("twist-task", "/twist")
    if not exercise.flaws and not exercise.decoys:
        yield Finding("nothing-planted", "/flaws")
    if not any(getattr(exercise.weights, dimension) for dimension in Dimension):
        yield Finding("zero-weights", "/weights")


def _criterion(exercise: Exercise, criterion: Criterion, pointer: str) -> Iterator[Finding]:
    applies_to = criterion.applies_to
    if pointer.startswith("/twist") and applies_to is not AppliesTo.TWIST:
        yield Finding("twist-criterion", f"{pointer}/applies_to", applies_to)
    elif not _is_asked(exercise, applies_to):
        yield Finding("criterion-task", f"{pointer}/applies_to", applies_to)
    if criterion.rule is None:
        yield Finding("criterion-no-rule", pointer, criterion.id)
    else:
        yield from _rule(exercise, criterion.rule, f"{pointer}/rule")


def _is_asked(exercise: Exercise, applies_to: AppliesTo) -> bool:
    if applies_to is AppliesTo.TWIST:
        return exercise.twist is not None
    return Task(applies_to) in exercise.tasks


def _rule(exercise: Exercise, rule: CriterionRule, pointer: str) -> Iterator[Finding]:
    if rule == CriterionRule():
        yield Finding("empty-rule", pointer)
    if rule.min_words and rule.max_words and rule.min_words > rule.max_words:
        values = (("minimum", str(rule.min_words)), ("maximum", str(rule.max_words)))
        yield Finding("word-limits", f"{pointer}/min_words", "", values)
    if rule.address and exercise.language is not Language.FR:
        yield Finding("address-language", f"{pointer}/address", rule.address)


def _advice(exercise: Exercise) -> Iterator[Finding]:
    """What the exercise can do without, but had better not."""
    if len(exercise.decoys) < FEWEST_DECOYS:
        yield Finding("few-decoys", "/decoys", values=(("count", str(len(exercise.decoys))),))
    share = model_share(exercise)
    if share > MOST_MODEL_POINTS:
        values = (("share", f"{100 * share:.0f}"), ("most", f"{100 * MOST_MODEL_POINTS:.0f}"))
        yield Finding("model-points", "/criteria", values=values)
    yield from _bare_dimensions(exercise)
    for index, flaw in enumerate(exercise.flaws):
        if flaw.evidence is None and not flaw.accept:
            yield Finding("flaw-no-reason", f"/flaws/{index}", flaw.id)


def _bare_dimensions(exercise: Exercise) -> Iterator[Finding]:
    """Dimensions without flaws, in an exercise that has flaws and counts the dimension."""
    planted = {flaw.dimension for flaw in exercise.flaws}
    for dimension in Dimension:
        if planted and dimension not in planted and getattr(exercise.weights, dimension):
            yield Finding("dimension-without-flaws", "/flaws", dimension)
