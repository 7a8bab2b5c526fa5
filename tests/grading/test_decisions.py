"""What people decide in a grade: it stands whatever rules and a model say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grading.assess import assess
from app.grading.assessment import Assessment, Check, Outcome
from app.grading.decisions import (
    NO_DECISIONS,
    DecisionError,
    Decisions,
    Ruling,
    check_key,
    read_decisions,
)
from app.grading.submission import SOUND, Annotation, Submission
from app.grading.testimony import PENDING, Testimony, Verdict
from tests.grading.cases import ALL, ALWAYS, DEPOSIT, HEY, PRICE, REFERENCE, exercise, mark, submission
from tests.grading.test_questions import VAGUE_PRICE, VAGUE_REPORT

STALE = REFERENCE.replace("often come back", "always come back, without a single exception")
EXTRA = mark("by tram", "overclaim", "minor", confidence=90)
FLAWS = [flaw.id for flaw in exercise().flaws]
CHECKS = [
    *(f"repaired:{flaw}" for flaw in FLAWS),
    *(f"criterion:{name}" for name in ("formal", "voice", "note-deposit")),
    "invents-nothing",
    "loses-nothing",
]


def graded(
    handed_in: Submission,
    *rulings: tuple[str, str, str],
    testimony: Testimony | None = None,
    **changes: Any,
) -> Assessment:
    decisions = read_decisions(Ruling(*ruling) for ruling in rulings)
    return assess(exercise(**changes), handed_in, testimony=testimony, decisions=decisions)


def outcome(result: Assessment, flaw: str) -> Outcome:
    return next(one for one in result.outcomes if one.flaw == flaw)


def check(result: Assessment, key: str) -> Check:
    return next(one for one in result.checks if check_key(one) == key)


def says(question: str, answer: bool | None, field: str = "comment_1") -> Testimony:
    if answer is None:
        return Testimony((Verdict(question, None, split=True),))
    return Testimony((Verdict(question, answer, field, "the proof"),))


# Checks


def test_a_check_is_passed_or_failed_by_a_person() -> None:
    handed_in = submission(*ALL, rewrite=STALE)
    before = graded(handed_in)
    assert check(before, "repaired:always").passed is False
    after = graded(handed_in, ("check", "repaired:always", "passed"), ("check", "criterion:formal", "failed"))
    passed, failed = check(after, "repaired:always"), check(after, "criterion:formal")
    assert (passed.passed, passed.decided_by, passed.quote, passed.detail) == (True, "person", None, [])
    assert (failed.passed, failed.decided_by) == (False, "person")
    assert (after.scores.nuance or 0) > (before.scores.nuance or 0)
    assert (after.scores.client_adaptation or 0) < (before.scores.client_adaptation or 0)


def test_what_was_split_is_so_no_more_once_a_person_decides() -> None:
    split = says("criterion:voice", None)
    assert check(graded(submission(*ALL), testimony=split), "criterion:voice").split
    decided = check(
        graded(submission(*ALL), ("check", "criterion:voice", "passed"), testimony=split), "criterion:voice"
    )
    assert (decided.passed, decided.decided_by, decided.split) == (True, "person", False)


def test_a_verdict_confirmed_keeps_its_proof() -> None:
    heard = says("criterion:voice", False, "rewrite")
    kept = check(
        graded(submission(*ALL), ("check", "criterion:voice", "failed"), testimony=heard), "criterion:voice"
    )
    assert (kept.passed, kept.decided_by, kept.quote) == (False, "person", "the proof")


def test_inventions_that_are_none_weigh_as_much_as_none() -> None:
    handed_in = submission(*ALL, rewrite=f"{REFERENCE} 77 euros, 88 euros, 99 euros.")
    assert check(graded(handed_in), "invents-nothing").weight == 11
    decided = check(graded(handed_in, ("check", "invents-nothing", "passed")), "invents-nothing")
    assert (decided.weight, decided.detail, decided.passed) == (5, [], True)


def test_a_rewrite_that_hands_the_draft_back_repairs_nothing_all_the_same() -> None:
    result = graded(submission(*ALL, rewrite=""), ("check", "repaired:price", "passed"))
    assert check(result, "repaired:price").passed is True
    assert result.parts.fact_checking.repair == 0


# Outcomes


def test_a_cause_is_understood_or_not_by_a_person() -> None:
    vague = submission(VAGUE_PRICE, ALWAYS)
    assert outcome(graded(vague), "price").reason is False
    after = graded(vague, ("outcome", "price", "understood"), ("outcome", "always", "not-understood"))
    assert (outcome(after, "price").reason, outcome(after, "price").reason_by) == (True, "person")
    assert (outcome(after, "always").reason, outcome(after, "always").reason_by) == (False, "person")
    assert outcome(after, "price").found_by is None


def test_a_mark_that_touches_nothing_finds_a_flaw_by_a_persons_word() -> None:
    handed_in = submission(mark("a day", "contradicts-dossier", "critical", comment="It is 40 euros."))
    before, after = graded(handed_in), graded(handed_in, ("outcome", "price", "found:0"))
    assert (outcome(before, "price").found, len(before.false_alarms)) == (False, 1)
    found = outcome(after, "price")
    assert (found.found, found.annotation, found.credit, found.found_by) == (True, 0, 1, "person")
    assert (found.reason, after.false_alarms, after.trust.hits) == (True, [], before.trust.hits + 1)


def test_a_flaw_that_was_not_found_after_all_leaves_a_false_alarm() -> None:
    result = graded(submission(*ALL), ("outcome", "price", "missed"))
    missed = outcome(result, "price")
    assert (missed.found, missed.annotation, missed.reason, missed.found_by) == (False, None, False, "person")
    assert [(alarm.annotation, alarm.count) for alarm in result.false_alarms] == [(0, 1)]
    assert outcome(result, "always").found


def test_an_omission_that_no_rule_knows_counts_once_a_person_decides() -> None:
    flaws = [{**f, "accept": []} if f["id"] == "deposit" else f for f in exercise().model_dump()["flaws"]]
    handed_in = submission(PRICE, DEPOSIT)
    open_ = graded(handed_in, flaws=flaws)
    assert (outcome(open_, "deposit").reason, open_.trust.flaws) == (None, 3)
    found = graded(handed_in, ("outcome", "deposit", "found:1"), flaws=flaws)
    assert (outcome(found, "deposit").found, found.trust.flaws, found.trust.hits) == (True, 4, 2)
    missed = graded(handed_in, ("outcome", "deposit", "missed"), flaws=flaws)
    assert (outcome(missed, "deposit").reason, missed.trust.flaws) == (False, 4)
    assert [alarm.annotation for alarm in missed.false_alarms] == [1]


def test_what_a_model_said_of_another_mark_does_not_count() -> None:
    other = mark("euros a day", "outdated", "minor")
    handed_in = submission(VAGUE_PRICE, other)
    heard = says("cause_identified:price", True)
    assert outcome(graded(handed_in, testimony=heard), "price").reason_by == "model"
    moved = outcome(graded(handed_in, ("outcome", "price", "found:1"), testimony=heard), "price")
    assert (moved.annotation, moved.reason, moved.reason_by) == (1, False, None)
    same = outcome(graded(handed_in, ("outcome", "price", "found:0"), testimony=heard), "price")
    assert (same.reason, same.reason_by, same.found_by) == (True, "model", "person")
    gone = graded(handed_in, ("outcome", "always", "found:0"), testimony=heard)
    assert outcome(gone, "always").annotation == 0
    assert outcome(gone, "price").reason_by is None


def test_a_split_report_is_decided_by_naming_the_mark_or_none() -> None:
    handed_in = submission(PRICE, VAGUE_REPORT)
    split = says("omission_reported:deposit", None)
    assert outcome(graded(handed_in, testimony=split), "deposit").split
    for verdict, found in (("found:1", True), ("missed", False)):
        decided = outcome(graded(handed_in, ("outcome", "deposit", verdict), testimony=split), "deposit")
        assert (decided.found, decided.found_by, decided.split) == (found, "person", False)


def test_a_cause_on_which_runs_differ_stays_split_until_it_is_decided_itself() -> None:
    split, handed_in = says("cause_identified:price", None), submission(VAGUE_PRICE)
    found = outcome(graded(handed_in, ("outcome", "price", "found:0"), testimony=split), "price")
    assert (found.found_by, found.split) == ("person", True)
    missed = outcome(graded(handed_in, ("outcome", "price", "missed"), testimony=split), "price")
    assert (missed.reason, missed.split) == (False, False)


# Marks


def test_an_accepted_mark_is_no_false_alarm_whatever_it_was_undecided_for() -> None:
    handed_in = submission(*ALL, EXTRA)
    before, after = graded(handed_in), graded(handed_in, ("annotation", "4", "accepted"))
    assert (len(before.false_alarms), after.false_alarms) == (1, [])
    assert after.trust.brier is not None
    assert after.trust.brier < (before.trust.brier or 0)


# What comes later stands


def test_the_later_decision_on_one_question_stands() -> None:
    assert read_decisions(
        [
            Ruling("check", "criterion:voice", "passed"),
            Ruling("check", "criterion:voice", "failed"),
            Ruling("annotation", "1", "accepted"),
            Ruling("annotation", "2", "accepted"),
            Ruling("annotation", "1", "rejected"),
            Ruling("outcome", "price", "found:0"),
            Ruling("outcome", "price", "understood"),
            Ruling("outcome", "hey", "understood"),
            Ruling("outcome", "price", "missed"),
            Ruling("confirmation", "", "confirmed"),
        ]
    ) == Decisions({"criterion:voice": False}, {"hey": True}, {"price": None}, frozenset({2}))
    assert read_decisions([]) == NO_DECISIONS


@pytest.mark.parametrize(
    ("ruling", "message"),
    [
        (("check", "criterion:voice", "maybe"), "“maybe” is no verdict on the check “criterion:voice”"),
        (("outcome", "price", "found:x"), "“found:x” is no verdict on the outcome “price”"),
        (("outcome", "nothing", "missed"), "the review has no flaw “nothing”"),
        (("outcome", "nothing", "understood"), "the review has no flaw “nothing”"),
        (("check", "criterion:price", "passed"), "the grade has no check “criterion:price”"),
        (("outcome", "price", "found:9"), "the submission has no mark 9"),
        (("annotation", "9", "accepted"), "the submission has no mark 9"),
        (("annotation", "x", "accepted"), "“accepted” is no verdict on the annotation “x”"),
        (("annotation", "2", "accepted"), "the mark 2 says that its passage is sound"),
        (("outcome", "price", "found:2"), "the mark 2 says that its passage is sound"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(ruling: tuple[str, str, str], message: str) -> None:
    with pytest.raises(DecisionError, match=f"^{message}$"):
        graded(submission(PRICE, ALWAYS, mark("1987", SOUND)), ruling)


def test_one_mark_finds_one_flaw() -> None:
    with pytest.raises(DecisionError, match="one mark finds one flaw"):
        graded(submission(PRICE), ("outcome", "price", "found:0"), ("outcome", "hey", "found:0"))


def test_nothing_is_decided_of_a_review_that_was_not_asked_for() -> None:
    for ruling in (("outcome", "price", "understood"), ("annotation", "0", "accepted")):
        with pytest.raises(DecisionError):
            graded(submission(PRICE), ruling, tasks=["rewrite"])


# For any submission, testimony and decisions

MARKS = st.lists(
    st.sampled_from(
        [*ALL, EXTRA, VAGUE_PRICE, VAGUE_REPORT, HEY, mark("1987", "sound"), mark("a day", "outdated")]
    ),
    max_size=6,
)
ANSWER = st.sampled_from([True, False, None])


@st.composite
def any_testimony(draw: st.DrawFn) -> Testimony | None:
    """None, one to come, or answers to any questions, each about some comment or the rewrite."""
    kind = draw(st.integers(0, 3))
    if kind < 2:
        return (None, PENDING)[kind]
    questions = [f"cause_identified:{flaw}" for flaw in FLAWS if flaw != "deposit"]
    questions += ["omission_reported:deposit", "criterion:voice"]
    questions += [f"flaw_still_present:{flaw}" for flaw in FLAWS]
    verdicts = []
    for question in draw(st.lists(st.sampled_from(questions), unique=True)):
        answer = draw(ANSWER)
        about_a_mark = question.startswith(("cause", "omission"))
        field = f"comment_{draw(st.integers(1, 6))}" if about_a_mark else "rewrite"
        if answer is None:
            verdicts.append(Verdict(question, None, split=draw(st.booleans())))
        else:
            verdicts.append(Verdict(question, answer, field, "the proof"))
    return Testimony(tuple(verdicts))


@st.composite
def decided(draw: st.DrawFn, marks: list[Annotation]) -> Decisions:
    """Any decisions that fit the marks."""
    usable = [at for at, one in enumerate(marks) if one.type != SOUND]
    finders = draw(st.permutations(usable))
    finds: dict[str, int | None] = {}
    for flaw in draw(st.lists(st.sampled_from(FLAWS), unique=True)):
        finds[flaw] = finders.pop() if len(finders) > 0 and draw(st.booleans()) else None
    return Decisions(
        checks=draw(st.dictionaries(st.sampled_from(CHECKS), st.booleans())),
        reasons=draw(st.dictionaries(st.sampled_from(FLAWS), st.booleans())),
        finds=finds,
        accepted=draw(st.frozensets(st.sampled_from(usable))) if usable else frozenset(),
    )


@given(MARKS, any_testimony(), st.sampled_from([REFERENCE, STALE, ""]), st.data())
def test_decisions_stand_whatever_the_testimony(
    marks: list[Annotation], testimony: Testimony | None, rewrite: str, data: st.DataObject
) -> None:
    decisions = data.draw(decided(marks))
    handed_in = submission(*marks, rewrite=rewrite)
    result = assess(exercise(), handed_in, testimony=testimony, decisions=decisions)
    checks = {check_key(one): one for one in result.checks}
    for key, passed in decisions.checks.items():
        assert (checks[key].passed, checks[key].decided_by, checks[key].split) == (passed, "person", False)
    for flaw, at in decisions.finds.items():
        found = outcome(result, flaw)
        assert (found.found, found.annotation, found.found_by) == (at is not None, at, "person")
    for flaw, reason in decisions.reasons.items():
        assert (outcome(result, flaw).reason, outcome(result, flaw).reason_by) == (reason, "person")
    alarms = {alarm.annotation for alarm in result.false_alarms}
    assert not alarms & (decisions.accepted | decisions.finders)
    for one in result.outcomes:
        if not one.found and one.flaw not in decisions.reasons:
            assert not one.reason
    for value in (result.scores.overall, result.scores.fact_checking, result.scores.nuance):
        assert value is None or 0 <= value <= 100
    assert result.provisional is (testimony is PENDING)


@given(MARKS, any_testimony(), st.sampled_from([REFERENCE, STALE, ""]))
def test_without_decisions_the_grade_is_as_it_was(
    marks: list[Annotation], testimony: Testimony | None, rewrite: str
) -> None:
    handed_in = submission(*marks, rewrite=rewrite)
    plain = assess(exercise(), handed_in, testimony=testimony)
    assert assess(exercise(), handed_in, testimony=testimony, decisions=NO_DECISIONS) == plain
    assert all("person" not in (one.found_by, one.reason_by) for one in plain.outcomes)


@given(MARKS, any_testimony(), st.sampled_from([REFERENCE, STALE]))
def test_to_decide_what_stands_already_changes_no_score(
    marks: list[Annotation], testimony: Testimony | None, rewrite: str
) -> None:
    handed_in = submission(*marks, rewrite=rewrite)
    before = assess(exercise(), handed_in, testimony=testimony)
    decisions = Decisions(
        checks={check_key(one): one.passed for one in before.checks if one.passed is not None},
        reasons={one.flaw: one.reason for one in before.outcomes if one.reason is not None},
        finds={one.flaw: one.annotation for one in before.outcomes},
    )
    after = assess(exercise(), handed_in, testimony=testimony, decisions=decisions)
    assert (after.scores, after.false_alarms) == (before.scores, before.false_alarms)
