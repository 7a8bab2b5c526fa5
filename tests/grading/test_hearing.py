"""A model's verdicts in a grade: what they decide, what they cannot, and how far they reach."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.exercises.prepared import prepare
from app.grading.assess import assess
from app.grading.assessment import Assessment, Check, Outcome
from app.grading.questions import open_questions
from app.grading.resolve import resolve
from app.grading.submission import Annotation, Submission
from app.grading.testimony import PENDING, Testimony, Verdict
from tests.grading.cases import ALL, PRICE, REFERENCE, exercise, mark, submission
from tests.grading.test_questions import VAGUE_PRICE, VAGUE_REPORT

STALE = REFERENCE.replace("often come back", "always come back, without a single exception")
MIXED = (VAGUE_PRICE, VAGUE_REPORT)


def says(**verdicts: bool | None) -> Testimony:
    """Verdicts by `kind__subject`, each proved by the first comment or the rewrite."""
    return Testimony(tuple(_verdict(name, answer) for name, answer in verdicts.items()))


def _verdict(name: str, answer: bool | None) -> Verdict:
    kind, _, subject = name.partition("__")
    field = {"cause_identified": "comment_1", "omission_reported": "comment_2"}.get(kind, "rewrite")
    if answer is None:
        return Verdict(f"{kind}:{subject}", None, split=True)
    return Verdict(f"{kind}:{subject}", answer, field, "the proof")


def graded(handed_in: Submission, testimony: Testimony | None = None, **changes: Any) -> Assessment:
    return assess(exercise(**changes), handed_in, testimony=testimony)


def outcome(result: Assessment, flaw: str) -> Outcome:
    return next(one for one in result.outcomes if one.flaw == flaw)


def check(result: Assessment, name: str) -> Check:
    return next(one for one in result.checks if one.id == name)


HANDED_IN = submission(*MIXED, rewrite=STALE)


def test_without_testimony_the_json_has_nothing_of_it() -> None:
    written = json.loads(graded(HANDED_IN).model_dump_json())
    assert set(written["outcomes"][0]) == {
        "flaw", "found", "annotation", "credit", "type_credit", "severity_credit", "reason",
    }  # fmt: skip
    assert "split" not in written["checks"][0]
    assert written["provisional"] is False


def test_pending_testimony_leaves_the_grade_by_rules_provisional() -> None:
    by_rules = graded(HANDED_IN)
    assert graded(HANDED_IN, PENDING) == by_rules.model_copy(update={"provisional": True})


def test_a_testimony_that_decides_nothing_changes_nothing() -> None:
    assert graded(HANDED_IN, Testimony()) == graded(HANDED_IN)


def test_an_assessment_with_testimony_reads_back_as_it_was_written() -> None:
    result = graded(HANDED_IN, says(cause_identified__price=True, flaw_still_present__always=None))
    assert Assessment.model_validate_json(result.model_dump_json()) == result


def test_a_cause_confirmed() -> None:
    before, after = graded(HANDED_IN), graded(HANDED_IN, says(cause_identified__price=True))
    told = outcome(after, "price")
    assert (told.reason, told.reason_by, told.quote) == (True, "model", "the proof")
    assert outcome(before, "price").reason is False
    assert after.parts.fact_checking.reason == after.review.whole.spared
    assert (after.scores.overall or 0) > (before.scores.overall or 0)


def test_a_cause_denied_costs_nothing_where_the_rules_denied_it() -> None:
    before, after = graded(HANDED_IN), graded(HANDED_IN, says(cause_identified__price=False))
    assert after.scores == before.scores
    assert outcome(after, "price").reason_by == "model"


def test_a_cause_without_a_rule_is_decided_both_ways() -> None:
    told = mark("Hey, just ping me", "tone-mismatch", "minor", comment="Far too chummy for him.")
    handed_in = submission(told)
    assert graded(handed_in).parts.client_adaptation.reason is None
    assert graded(handed_in, says(cause_identified__hey=True)).parts.client_adaptation.reason == 1
    assert graded(handed_in, says(cause_identified__hey=False)).parts.client_adaptation.reason == 0


def test_an_omission_read_by_the_model_is_found_and_understood_and_no_false_alarm() -> None:
    before, after = graded(HANDED_IN), graded(HANDED_IN, says(omission_reported__deposit=True))
    assert [alarm.annotation for alarm in before.false_alarms] == [1]
    assert after.false_alarms == []
    told = outcome(after, "deposit")
    assert (told.found, told.found_by, told.annotation, told.credit) == (True, "model", 1, 1.0)
    assert (told.reason, told.reason_by, told.quote) == (True, "model", "the proof")


def test_an_omission_denied_changes_nothing() -> None:
    assert graded(HANDED_IN, says(omission_reported__deposit=False)) == graded(HANDED_IN)


def test_a_repair_in_other_words_is_confirmed_by_a_no() -> None:
    before, after = graded(HANDED_IN), graded(HANDED_IN, says(flaw_still_present__always=False))
    assert (check(before, "always").passed, check(before, "always").decided_by) == (False, "rule")
    repaired = check(after, "always")
    assert (repaired.passed, repaired.decided_by, repaired.quote) == (True, "model", "the proof")
    assert repaired.detail == []


def test_a_flaw_still_present_costs_nothing_more() -> None:
    before, after = graded(HANDED_IN), graded(HANDED_IN, says(flaw_still_present__always=True))
    assert after.scores == before.scores
    assert (check(after, "always").passed, check(after, "always").decided_by) == (False, "model")


@pytest.mark.parametrize("answer", [True, False])
def test_a_criterion_without_a_rule_is_decided_both_ways(answer: bool) -> None:
    after = graded(HANDED_IN, says(criterion__voice=answer))
    voice = check(after, "voice")
    assert (voice.passed, voice.decided_by, voice.quote) == (answer, "model", "the proof")
    assert check(graded(HANDED_IN), "voice").passed is None


def test_split_verdicts_leave_what_the_rules_say_and_are_marked() -> None:
    split = says(
        cause_identified__price=None,
        omission_reported__deposit=None,
        flaw_still_present__always=None,
        criterion__voice=None,
    )
    before, after = graded(HANDED_IN), graded(HANDED_IN, split)
    assert after.scores == before.scores
    assert [one.flaw for one in after.outcomes if one.split] == ["price", "deposit"]
    assert [one.id for one in after.checks if one.split] == ["always", "voice"]
    assert (check(after, "always").decided_by, check(after, "voice").decided_by) == ("rule", None)


def test_what_the_rules_decided_is_not_the_models_to_say() -> None:
    handed_in = submission(*ALL)
    lies = says(
        cause_identified__price=False,
        omission_reported__deposit=False,
        flaw_still_present__price=True,
        criterion__formal=False,
        criterion__unknown=True,
    )
    assert graded(handed_in, lies) == graded(handed_in)


def test_a_wrong_fact_that_still_stands_cannot_be_talked_away() -> None:
    handed_in = submission(PRICE, rewrite=REFERENCE.replace("40 euros", "55 euros"))
    assert graded(handed_in, says(flaw_still_present__price=False)) == graded(handed_in)


def heavy(*weights: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"heavy-{at}",
            "dimension": dimension,
            "applies_to": "rewrite",
            "statement": "It is well said.",
            "weight": weight,
        }
        for at, weight in enumerate(weights)
        for dimension in [["fact_checking", "nuance", "client_adaptation"][at % 3]]
    ]


VAGUE: list[Annotation] = [
    mark("55", "contradicts-dossier", "critical", comment="This looks odd to me."),
    mark("always come back", "over-generalisation", "major", comment="I would not say so."),
    VAGUE_REPORT,
    mark("Hey, just ping me", "tone-mismatch", "minor", comment="I do not like this."),
]


def at_stake(handed_in: Submission, **changes: Any) -> tuple[Assessment, Assessment, Assessment]:
    """By rules, and with the best and the worst that a model can say on all that is open."""
    document = exercise(**changes)
    prepared = prepare(document)
    asked = open_questions(prepared, resolve(prepared, handed_in), assess(document, handed_in))
    best, worst = (
        Testimony(tuple(Verdict(q.id, q.good is good, q.fields[0], "the proof") for q in asked))
        for good in (True, False)
    )
    by_rules, up, down = (assess(document, handed_in, testimony=t) for t in (None, best, worst))
    return by_rules, up, down


@pytest.mark.parametrize("criteria", [[], heavy(2), heavy(10, 10, 10), heavy(10, 10, 10, 10, 10, 10)])
@pytest.mark.parametrize("rewrite", [REFERENCE, STALE, STALE.replace("deposit", "payment")])
def test_no_more_than_forty_points_hang_on_the_model(criteria: list[dict[str, Any]], rewrite: str) -> None:
    handed_in = submission(*VAGUE, rewrite=rewrite)
    by_rules, up, down = (result.scores.overall or 0.0 for result in at_stake(handed_in, criteria=criteria))
    assert up - down <= 40 + 1e-6
    assert up - by_rules <= 40 + 1e-6
    assert down <= by_rules <= up


def test_beyond_forty_points_answers_count_in_a_fixed_order_as_long_as_they_fit() -> None:
    """The criteria carry 35 points here: the omission no longer fits, the three causes do, the repair does
    not."""
    handed_in = submission(*VAGUE, rewrite=STALE)
    _, up, down = at_stake(handed_in, criteria=heavy(10, 10, 10, 10))
    assert [one.id for one in up.checks if one.decided_by == "model"] == [f"heavy-{at}" for at in range(4)]
    assert (check(up, "always").passed, check(up, "always").decided_by) == (False, "rule")
    assert [one.flaw for one in up.outcomes if one.reason_by == "model"] == ["price", "always", "hey"]
    assert not outcome(up, "deposit").found
    assert not any(one.split for one in up.outcomes)
    assert not any(one.split for one in up.checks)
    for best, worst in zip((*up.checks, *up.outcomes), (*down.checks, *down.outcomes), strict=True):
        decided = ["decided_by"] if isinstance(best, Check) else ["found_by", "reason_by"]
        assert [getattr(best, name) for name in decided] == [getattr(worst, name) for name in decided]


def test_up_to_forty_points_every_answer_counts() -> None:
    _, up, _ = at_stake(submission(VAGUE_PRICE, rewrite=STALE))
    assert outcome(up, "price").reason_by == "model"
    assert (check(up, "always").decided_by, check(up, "voice").decided_by) == ("model", "model")
