"""The rubric checks that code decides: DESIGN.md section 4, *Repair*. Pure.

What the design leaves open, and how it is read here:

- *Invents nothing* knows what `app.exercises.known` tells. Names are not looked at. Let through: what claims
  nothing (`app.text.excuses`): ways of speaking (`trois raisons`, `près de neuf sur dix`; not durations such
  as `sous deux jours`), the date at the head of a letter, a time of day that opens a story. Sums of known
  figures are not.
- A rewrite *hands the draft back* when nearly all of the draft's sentences stand in it untouched, every
  flawed passage among them: what is written around them (missing facts, words that a criterion asks for)
  repairs nothing of what is wrong. Where all flaws are omissions, only the draft itself is handed back.
- A criterion that reads an empty text fails, whatever it asks.
- Where a rule asks for words (`any`, `keep`), another spelling of the same fact will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from app.exercises.known import known_facts
from app.exercises.prepared import Prepared
from app.exercises.repair import repaired, texts_of
from app.exercises.schema import AppliesTo, Criterion, CriterionRule, Dimension, Language, Task
from app.grading.assessment import Check
from app.grading.submission import Submission, texts_asked_for
from app.text.address import addresses_as
from app.text.excuses import claims_nothing
from app.text.facts import Fact
from app.text.folding import fold
from app.text.reading import Reading, read
from app.text.spans import Span

INVENTION_WEIGHT: Final = 5
FURTHER_INVENTION_WEIGHT: Final = 3
MOST_INVENTION_WEIGHT: Final = 14
LOSS_WEIGHT: Final = 3
ENOUGH_SUBSTANCE: Final = 0.6
FEWEST_FACTS: Final = 4
NEARLY_ALL: Final = 0.8
"""The share of the draft's sentences from which a rewrite that mends no passage is the draft handed back."""


def repair_checks(prepared: Prepared, submission: Submission) -> list[Check]:
    """Every check of the texts that the exercise asks for, in the order: flaws, criteria, inventions,
    losses."""
    rewritten = Task.REWRITE in prepared.exercise.tasks
    handed_in = rewritten and not hands_nothing_in(prepared, submission.rewrite)
    checks = [
        *(_flaw_checks(prepared, submission.rewrite) if rewritten else ()),
        *_criterion_checks(prepared, submission),
        *(_fact_checks(prepared, submission.rewrite) if rewritten else ()),
    ]
    return [_of_nothing(check) if not handed_in and _is_of_rewrite(check) else check for check in checks]


def repair_scale(prepared: Prepared, rewrite: str) -> float:
    """By how much repair counts, 0 to 1: nothing for a rewrite that is empty or hands the draft back, and
    less than all for one that throws the content away (DESIGN.md section 4: min(1, substance/0.6))."""
    if Task.REWRITE not in prepared.exercise.tasks:
        return 1.0
    if hands_nothing_in(prepared, rewrite):
        return 0.0
    return min(1.0, substance(prepared, rewrite) / ENOUGH_SUBSTANCE)


def substance(prepared: Prepared, rewrite: str) -> float:
    """The share of the reference's facts that the rewrite still holds, each counted once; of the length in
    words where there are fewer than four."""
    facts, reading = _substantial_facts(prepared), read(rewrite, prepared.exercise.language)
    if len(facts) < FEWEST_FACTS:
        return min(1.0, reading.word_count / max(1, texts_of(prepared).reference.word_count))
    return sum(map(reading.holds, facts)) / len(facts)


@lru_cache(maxsize=128)
def hands_nothing_in(prepared: Prepared, rewrite: str) -> bool:
    """Whether the rewrite is empty or hands back a draft that has flaws."""
    reading, draft = read(rewrite, prepared.exercise.language), texts_of(prepared).draft
    if not reading.words:
        return True
    if not prepared.exercise.flaws:
        return False
    return reading.words == draft.words or _keeps_what_is_wrong(prepared, reading.folded.text)


def _keeps_what_is_wrong(prepared: Prepared, rewrite: str) -> bool:
    """Whether a folded rewrite has nearly every sentence of the draft as it was, and every flawed passage:
    the draft with words around it, however well those are chosen."""
    passages, sentences = _folded_draft(prepared)
    if not passages or not all(passage in rewrite for passage in passages):
        return False
    return sum(sentence in rewrite for sentence in sentences) >= NEARLY_ALL * len(sentences)


@lru_cache(maxsize=128)
def _folded_draft(prepared: Prepared) -> tuple[list[str], list[str]]:
    """The flawed passages and the sentences of the draft, folded."""
    passages = [span for spans in prepared.passages.values() for span in spans]
    return _folded(prepared, passages), _folded(prepared, prepared.sentences)


def _folded(prepared: Prepared, spans: list[Span]) -> list[str]:
    return [fold(span.of(prepared.draft)) for span in spans]


def _is_of_rewrite(check: Check) -> bool:
    return check.applies_to is AppliesTo.REWRITE


def _of_nothing(check: Check) -> Check:
    """The check of a rewrite that is empty or hands the draft back: it fails, and proves nothing."""
    return check.model_copy(update={"passed": False, "decided_by": "rule"})


def _flaw_checks(prepared: Prepared, rewrite: str) -> Iterator[Check]:
    for flaw in prepared.exercise.flaws:
        outcome = repaired(prepared, flaw, rewrite)
        yield Check(
            id=flaw.id,
            kind="repaired",
            dimension=flaw.dimension,
            applies_to=AppliesTo.REWRITE,
            weight=flaw.severity.weight,
            passed=outcome.passed,
            decided_by="rule",
            quote=outcome.quote,
            detail=outcome.detail,
        )


def _criterion_checks(prepared: Prepared, submission: Submission) -> Iterator[Check]:
    """The criteria of the texts that the exercise asks for; those of a twist where it has one."""
    texts = texts_asked_for(prepared.exercise, submission)
    for criterion in prepared.exercise.all_criteria():
        if criterion.applies_to in texts:
            yield _criterion(prepared, criterion, texts[criterion.applies_to])


def _criterion(prepared: Prepared, criterion: Criterion, text: str) -> Check:
    reading = read(text, prepared.exercise.language)
    decided, passed, detail, quote = _decide(criterion, reading)
    return Check(
        id=criterion.id,
        kind="criterion",
        dimension=criterion.dimension,
        applies_to=criterion.applies_to,
        weight=criterion.weight,
        passed=passed if decided else None,
        decided_by="rule" if decided else None,
        quote=quote,
        detail=detail,
    )


def _decide(criterion: Criterion, reading: Reading) -> tuple[bool, bool, list[str], str | None]:
    """Whether a rule decides, what it says, the count of words where that is wrong, and the words that must
    not stand. An empty text fails without any rule."""
    if not reading.words:
        return True, False, [], None
    rule = criterion.rule
    if rule is None or not _decides(rule, reading.language):
        return False, False, [], None
    found = reading.find_group(rule.none)
    fits = _fits(rule, reading)
    address = rule.address is None or addresses_as(reading.text, rule.address)
    passed = found is None and fits and address and (not rule.any or reading.satisfies(rule.any))
    return True, passed, [] if fits else [str(reading.word_count)], found


def _decides(rule: CriterionRule, language: str) -> bool:
    """Whether the rule says anything that code can tell; *vous* and *tu* are told apart in French only."""
    if rule.address is not None and language != Language.FR:
        return False
    return rule != CriterionRule()


def _fits(rule: CriterionRule, reading: Reading) -> bool:
    if rule.min_words is not None and reading.word_count < rule.min_words:
        return False
    return rule.max_words is None or reading.word_count <= rule.max_words


def _fact_checks(prepared: Prepared, rewrite: str) -> Iterator[Check]:
    invented = inventions(prepared, rewrite)
    further = FURTHER_INVENTION_WEIGHT * (len(invented) - 1)
    weight = min(MOST_INVENTION_WEIGHT, INVENTION_WEIGHT + max(0, further))
    yield _fact_check("invents-nothing", weight, invented)
    if prepared.exercise.keep:
        yield _fact_check("loses-nothing", LOSS_WEIGHT, _lost(prepared, rewrite))


def _fact_check(kind: Literal["invents-nothing", "loses-nothing"], weight: int, detail: list[str]) -> Check:
    return Check(
        id=kind,
        kind=kind,
        dimension=Dimension.FACT_CHECKING,
        applies_to=AppliesTo.REWRITE,
        weight=weight,
        passed=not detail,
        decided_by="rule",
        detail=detail,
    )


def inventions(prepared: Prepared, rewrite: str) -> list[str]:
    """What the rewrite states and nothing backs, as the trainee wrote it, each value once."""
    reading, known = read(rewrite, prepared.exercise.language), known_facts(prepared)
    invented: dict[tuple[str, str], str] = {}
    for fact in reading.facts:
        if not known.backs(fact) and not claims_nothing(fact, reading.text):
            invented.setdefault((fact.kind, fact.value), fact.text)
    return list(invented.values())


def _lost(prepared: Prepared, rewrite: str) -> list[str]:
    """The facts to keep that the rewrite has lost: a group is one fact, all of its words must stand."""
    reading = read(rewrite, prepared.exercise.language)
    return [" ".join(group) for group in prepared.exercise.keep if not all(map(reading.has_phrase, group))]


@lru_cache(maxsize=128)
def _substantial_facts(prepared: Prepared) -> list[Fact]:
    """The reference's facts, each once; not `a month` or `un mois`, which say little."""
    facts = {
        (fact.kind, fact.value): fact
        for fact in texts_of(prepared).reference.named_facts
        if not (fact.loose and fact.number == "1")
    }
    return list(facts.values())
