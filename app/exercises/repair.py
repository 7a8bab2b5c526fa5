"""Whether a rewrite has repaired a flaw: DESIGN.md section 4, *Repair*. Pure.

The exercise may give the rule. Otherwise it is derived from the tracked changes, and every one of them must
hold:

- What only the flawed wording says is gone. Its own facts (those that the right wording lacks) stand no more
  often than in the reference; a figure that counts something only matters before the same noun. Where it has
  no fact of its own, or much to say beside them, its words are gone too, as `app.text.wording` tells.
- The facts that only the right wording has are there, in any spelling. Small numbers in words (`ces deux
  points`) are asked for only where the flaw put another number in their place.
- What was dropped is back: all of its facts that the draft lacks, or one of the flaw's `accept` groups; where
  it has neither, its words. Among other changes under one id, a dropped text without facts asks for nothing.

A fact is taken whole, as it stands in its text: for `{~~65~>55~~} €` the facts are `65 €` and `55 €`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from app.exercises.criticmarkup import Change
from app.exercises.prepared import Prepared
from app.exercises.schema import Flaw, RepairedRule, WordGroups
from app.text.dates import said_by
from app.text.factbook import is_same, keys_of
from app.text.facts import Fact
from app.text.reading import Reading, read, words_of
from app.text.spans import Span
from app.text.wording import LONG, NEAR, Wording, is_content, stands_more_often, stretches, wording

_SHORT: Final = 3
_MANY_CONTENT_WORDS: Final = 3
_COUNTED_WITHIN: Final = 3
_STEM: Final = 4
_AROUND: Final = 120
"""Code points read on each side of a change for the words around it; enough for NEAR words."""


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """`rephrasable`: the rule says no, but words that it does not know could do (a model may be asked).
    `detail`: the facts that are missing, as the reference writes them. `quote`: what still stands of the
    flaw, as the trainee writes it."""

    passed: bool
    rephrasable: bool = False
    detail: list[str] = field(default_factory=list)
    quote: str | None = None


class Texts(NamedTuple):
    """The two texts of an exercise, read."""

    draft: Reading
    reference: Reading


@lru_cache(maxsize=128)
def texts_of(prepared: Prepared) -> Texts:
    """Read once for an exercise."""
    language = prepared.exercise.language
    return Texts(Reading(prepared.draft, language), Reading(prepared.reference, language))


@dataclass(frozen=True, slots=True)
class _Target:
    """What a rewrite must do about one tracked change: `wrong` facts and the wording gone, `right` facts
    there. `dropped`: the change is a deletion, and these are its words."""

    wrong: tuple[Fact, ...] = ()
    right: tuple[Fact, ...] = ()
    wording: Wording | None = None
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """What the derived rule asks of a rewrite about one tracked change, for its authors to read: these facts
    gone, these there, and, where `wording` is set, these words gone. `dropped`: the change is a deletion."""

    gone: tuple[str, ...]
    there: tuple[str, ...]
    wording: str
    dropped: str


def demands(prepared: Prepared, flaw: Flaw) -> list[Demand]:
    """The derived rule of a flaw, change by change; only a flaw without a rule of its own is held to it."""
    return [
        Demand(
            gone=tuple(_texts(target.wrong)),
            there=tuple(_texts(target.right)),
            wording=change.flawed if target.wording and target.wording.core else "",
            dropped=change.good if target.dropped else "",
        )
        for change, target in zip(prepared.changes_of(flaw.id), _targets(prepared)[flaw.id], strict=True)
    ]


def repaired(prepared: Prepared, flaw: Flaw, rewrite: str) -> RepairOutcome:
    """Whether the rewrite repairs the flaw, by its own rule or by the one derived from its changes."""
    language = prepared.exercise.language
    reading = read(rewrite, language)
    if not reading.words:
        return RepairOutcome(passed=False)
    if flaw.repaired:
        return _explicit(flaw.repaired, reading)
    targets = _targets(prepared)[flaw.id]
    if targets and all(target.dropped for target in targets):
        return _restored(targets, _new_groups(prepared, flaw), reading)
    return _derived(prepared, flaw, reading)


def _new_groups(prepared: Prepared, flaw: Flaw) -> WordGroups:
    """The `accept` groups that the draft does not satisfy as it is."""
    draft = texts_of(prepared).draft
    return [group for group in flaw.accept if not draft.satisfies([group])]


def _explicit(rule: RepairedRule, reading: Reading) -> RepairOutcome:
    wrong = reading.find_group(rule.none)
    if wrong:
        return RepairOutcome(passed=False, quote=wrong)
    passed = not rule.any or reading.satisfies(rule.any)
    return RepairOutcome(passed, rephrasable=not passed)


def _restored(targets: Sequence[_Target], accept: WordGroups, reading: Reading) -> RepairOutcome:
    """An omission: its facts, or an `accept` group; its words where the exercise gives neither."""
    facts = [fact for target in targets for fact in target.right]
    missing = [fact for fact in facts if not reading.holds(fact)]
    if (facts and not missing) or reading.satisfies(accept):
        return RepairOutcome(passed=True)
    if not facts and not accept:
        passed = all(_has_words(target, reading) for target in targets)
        return RepairOutcome(passed, rephrasable=not passed)
    return RepairOutcome(passed=False, rephrasable=bool(accept), detail=_texts(missing))


def _has_words(target: _Target, reading: Reading) -> bool:
    sought = Wording(target.dropped, target.dropped, frozenset())
    return any(True for _ in stretches(sought, reading))


def _derived(prepared: Prepared, flaw: Flaw, reading: Reading) -> RepairOutcome:
    targets = _targets(prepared)[flaw.id]
    draft, reference = texts_of(prepared)
    dropped = any(target.dropped for target in targets)
    accepted = dropped and reading.satisfies(_new_groups(prepared, flaw))
    missing = [
        fact
        for target in targets
        for fact in target.right
        if not (target.dropped and accepted) and not reading.holds(fact)
    ]
    false = _first(targets, lambda target: _wrong_fact(target, reading, reference, draft))
    stale = _first(targets, lambda target: _stale_wording(target, reading, reference))
    return RepairOutcome(
        passed=not missing and false is None and stale is None,
        rephrasable=false is None
        and all(fact.loose or fact.kind == "name" for fact in missing)
        and bool(missing or stale),
        detail=_texts(missing),
        quote=false or stale,
    )


def _first(targets: Iterable[_Target], find: Callable[[_Target], str | None]) -> str | None:
    return next((found for found in map(find, targets) if found is not None), None)


def _texts(facts: Iterable[Fact]) -> list[str]:
    return list(dict.fromkeys(fact.text for fact in facts))


def _wrong_fact(target: _Target, reading: Reading, reference: Reading, draft: Reading) -> str | None:
    """A fact of the flawed wording that still stands, as it is written."""
    for fact in target.wrong:
        if fact.kind == "name":
            if reading.holds(fact) and not reference.holds(fact):
                return reading.find(fact.value) or fact.text
            continue
        noun = _counted(draft, fact)
        still = _sayings(fact, noun, reading)
        if still and len(still) > len(_sayings(fact, noun, reference)):
            return still[0].text
    return None


def _stale_wording(target: _Target, reading: Reading, reference: Reading) -> str | None:
    if target.wording is None:
        return None
    stretch = stands_more_often(target.wording, reading, reference)
    return reading.quote(*stretch) if stretch else None


def _sayings(fact: Fact, noun: str, reading: Reading) -> list[Fact]:
    """The facts of the text that say the wrong one again."""
    alike = (other for key in keys_of(fact) for other in reading.facts_by_number.get(key, ()))
    return [other for other in alike if _says(other, fact) and _counts(other, noun, reading)]


def _says(other: Fact, fact: Fact) -> bool:
    """Whether `other` says the wrong fact again: the same, or as much of it as tells it (a day without its
    year, a number without its unit)."""
    if is_same(other, fact):
        return True
    if fact.kind == "date":
        return other.kind == "date" and (
            _is_day_of(other.value, fact.value) or _is_day_of(fact.value, other.value)
        )
    return other.bare and other.number == fact.number and fact.kind in ("figure", "amount", "percentage")


def _is_day_of(day: str, date: str) -> bool:
    return day.startswith("--") and day in said_by(date) and day[4:5] == "-"


def _counted(reading: Reading, fact: Fact) -> str:
    """The stem of what a figure counts (`plac` for `huit places`); "" for what has a unit or counts
    nothing."""
    if fact.kind != "figure" or fact.unit or fact.bare:
        return ""
    return next((word[:_STEM] for word in _next_words(reading, fact) if is_content(word)), "")


def _counts(other: Fact, noun: str, reading: Reading) -> bool:
    return not noun or other.bare or any(word.startswith(noun) for word in _next_words(reading, other))


def _next_words(reading: Reading, fact: Fact) -> list[str]:
    return words_of(reading.text[fact.span.end : fact.span.end + _AROUND])[:_COUNTED_WITHIN]


@lru_cache(maxsize=128)
def _targets(prepared: Prepared) -> dict[str, list[_Target]]:
    """For each flaw, what its changes ask of a rewrite. Worked out once for an exercise."""
    draft, reference = texts_of(prepared)
    return {
        flaw.id: [_target(change, draft, reference) for change in prepared.changes_of(flaw.id)]
        for flaw in prepared.exercise.flaws
    }


def _target(change: Change, draft: Reading, reference: Reading) -> _Target:
    in_draft = [fact for fact in draft.named_facts if _touches(fact, change.draft_span)]
    in_reference = [fact for fact in reference.named_facts if _touches(fact, change.reference_span)]
    own = [fact for fact in in_draft if not any(is_same(fact, other) for other in in_reference)]
    right = [fact for fact in in_reference if not any(is_same(fact, other) for other in in_draft)]
    if not change.flawed:
        return _dropped(change, right, own, draft)
    wrong = tuple(fact for fact in own if not fact.loose or len(words_of(change.flawed)) <= _SHORT)
    asked = tuple(fact for fact in right if not fact.loose or any(_is_alike(fact, other) for other in own))
    return _Target(wrong, asked, _wording(change, wrong, draft))


def _is_alike(fact: Fact, other: Fact) -> bool:
    return (fact.kind, fact.unit) == (other.kind, other.unit)


def _touches(fact: Fact, span: Span) -> bool:
    """Whether the fact lies in the change, even in part; an empty span must stand inside the fact."""
    if span.length == 0:
        return fact.span.start < span.start < fact.span.end
    return fact.span.overlap(span) > 0


def _dropped(change: Change, right: list[Fact], own: list[Fact], draft: Reading) -> _Target:
    lacking = [fact for fact in right if not draft.holds(fact)]
    firm = tuple(fact for fact in lacking if not fact.loose)
    words = tuple(words_of(change.good))
    return _Target(wrong=tuple(own), right=firm or tuple(lacking), dropped=words)


def _wording(change: Change, wrong: Sequence[Fact], draft: Reading) -> Wording | None:
    """The words of the flaw that must be gone; None where its own facts say it all."""
    start, end = change.draft_span
    before = words_of(draft.text[max(0, start - _AROUND) : start])[-NEAR:]
    after = words_of(draft.text[end : end + _AROUND])[:NEAR]
    sought = wording(words_of(_without(wrong, change, draft)), words_of(change.good), before, after)
    says_more = len(sought.core) >= LONG and len(sought.content) >= _MANY_CONTENT_WORDS
    return sought if says_more or not wrong else None


def _without(facts: Iterable[Fact], change: Change, draft: Reading) -> str:
    """The flawed wording with the facts blanked out."""
    text = list(draft.text)
    for fact in facts:
        text[fact.span.start : fact.span.end] = " " * fact.span.length
    return "".join(text)[change.draft_span.start : change.draft_span.end]
