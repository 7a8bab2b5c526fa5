"""The whole grader on a small exercise: each sentence of DESIGN.md section 4 that a rule can decide."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exercises.prepared import prepare
from app.grading.assess import SCORER_VERSION, assess, plant
from app.grading.assessment import Assessment, Components
from app.grading.submission import Annotation, Submission
from tests.grading.cases import (
    ALL,
    ALWAYS,
    DEPOSIT,
    DRAFT,
    HEY,
    PRICE,
    REFERENCE,
    exercise,
    mark,
    proof,
    sound_exercise,
    submission,
)
from tests.grading.scored import (
    SENTENCES,
    SOUND,
    reason_of,
    reasons,
    same_score,
    scores_of,
    sure,
)


def test_the_exercise_is_what_the_tests_take_it_for() -> None:
    prepared = prepare(exercise())
    assert [prepared.draft[s.start : s.end] for s in prepared.passages["hey"]] == [
        "Hey, just ping me whenever!"
    ]
    assert prepared.passages["deposit"] == []
    assert SOUND == SENTENCES - 3
    assert tuple(prepared.sound_sentences) == plant(prepared).sound_sentences


def test_all_found_proved_and_repaired_is_a_hundred_everywhere() -> None:
    result = assess(exercise(), submission(*ALL))
    assert scores_of(result) == same_score(100)
    assert [o.annotation for o in result.outcomes] == [0, 1, 2, 3]
    assert {o.credit for o in result.outcomes} == {1.0}
    assert result.false_alarms == []
    assert (result.provisional, result.scorer_version) == (False, SCORER_VERSION)


def test_nothing_handed_in_is_nothing() -> None:
    result = assess(exercise(), Submission())
    assert scores_of(result) == same_score(0)
    assert reasons(result) == dict.fromkeys(("price", "always", "deposit", "hey"), False)
    assert not any(outcome.found for outcome in result.outcomes)


NOTE_ONLY: Submission = Submission(client_note="All of it holds.")
SOUND_MARK: Annotation = mark("Setting up takes two hours", "sound")


@pytest.mark.parametrize("texts", [{}, {"rewrite": " \n", "client_note": "…", "twist": "Not asked for."}])
def test_nothing_handed_in_is_nothing_on_a_draft_without_flaws_too(texts: dict[str, str]) -> None:
    result = assess(sound_exercise(), Submission(**texts))
    assert scores_of(result) == same_score(0)
    assert {(part.found, part.spared, part.score) for _, part in result.review} == {(None, 1.0, 0.0)}


@pytest.mark.parametrize(
    "handed_in",
    [
        Submission(annotations=[SOUND_MARK]),
        Submission(annotations=[SOUND_MARK], client_note=" "),
        NOTE_ONLY,
        Submission(rewrite=REFERENCE),
    ],
)
def test_a_mark_or_a_word_shows_that_a_draft_without_flaws_was_reviewed(handed_in: Submission) -> None:
    review = assess(sound_exercise(), handed_in).review
    assert {part.score for _, part in review} == {1.0}


def test_a_false_alarm_on_a_draft_without_flaws_still_costs_a_third() -> None:
    alarm = Submission(annotations=[mark("Setting up takes two hours", "overclaim")])
    assert assess(sound_exercise(), alarm).review.whole.score == pytest.approx(2 / 3)


def test_only_what_the_exercise_asks_for_shows_work() -> None:
    reviewed = sound_exercise(tasks=["review"], criteria=[], keep=[])
    assert assess(reviewed, NOTE_ONLY).review.whole.score == 0
    assert assess(reviewed, Submission(annotations=[SOUND_MARK])).review.whole.score == 1
    written = sound_exercise(tasks=["rewrite", "client_note"])
    assert assess(written, Submission(annotations=[SOUND_MARK])).scores.overall == 0


def test_a_draft_with_flaws_is_graded_as_before_by_what_was_found() -> None:
    assert assess(exercise(), NOTE_ONLY).review.whole.score == 0


@pytest.mark.parametrize(
    "rewrite", ["", "  \n", DRAFT, f"\n{DRAFT}\n"], ids=["empty", "blank", "draft", "draft spaced"]
)
def test_an_empty_rewrite_or_the_draft_handed_back_repairs_nothing_in_any_dimension(rewrite: str) -> None:
    result = assess(exercise(), submission(*ALL, rewrite=rewrite))
    assert [part.repair for _, part in result.parts] == [0, 0, 0]
    # Facts and nuance: 100 (0.45 + 0.20); client adaptation has no decided reason: 100 * 0.45 / 0.80.
    assert result.scores.fact_checking == pytest.approx(65)
    assert result.scores.nuance == pytest.approx(65)
    assert result.scores.client_adaptation == pytest.approx(56.25)


def test_a_perfect_rewrite_without_a_review() -> None:
    result = assess(exercise(), submission())
    assert result.scores.fact_checking == pytest.approx(35)
    assert result.scores.client_adaptation == pytest.approx(35)


def test_a_rewrite_that_throws_the_content_away_repairs_little() -> None:
    # It keeps two of the reference's seven facts: both names, and neither amounts, dates, hours nor years.
    bare = assess(exercise(), submission(*ALL, rewrite="Dear Ms Amari, yes. Paul Renn.")).parts
    assert bare.client_adaptation.repair == pytest.approx(2 / 7 / 0.6)


def test_what_only_a_model_could_decide_is_undecided_and_left_out() -> None:
    result = assess(exercise(), submission(*ALL))
    voice = next(check for check in result.checks if check.id == "voice")
    assert (voice.passed, voice.decided_by) == (None, None)
    assert result.parts.client_adaptation.repair == 1


def test_overall_is_the_mean_by_the_exercises_weights() -> None:
    weights = {"fact_checking": 2, "nuance": 1, "client_adaptation": 0}
    result = assess(exercise(weights=weights), submission(PRICE, HEY, rewrite=""))
    assert result.scores.fact_checking == pytest.approx(65)
    assert result.scores.nuance == 0
    assert result.scores.overall == pytest.approx(130 / 3)


# Reason


def test_linked_evidence_that_overlaps_the_flaws_shows_the_cause() -> None:
    assert reason_of("price", PRICE) is True
    assert (
        reason_of("price", mark("55", "outdated", evidence=proof("terms", "a day. The market opens"))) is True
    )


def test_a_comment_that_satisfies_accept_shows_the_cause() -> None:
    assert reason_of("price", mark("55", "outdated", comment="It is 40 EUROS.")) is True
    assert reason_of("always", mark("always", "overclaim", comment="Some do, not all.")) is True
    assert reason_of("always", mark("always", "overclaim", comment="Some do.")) is False


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"comment": "This is wrong."},
        {"evidence": proof("terms", "Setting up takes two hours")},
        {"evidence": proof("survey", "A survey of 2026")},
        {"evidence": proof("survey", "40 euros a day")},  # right, but not the source that settles it
        {"evidence": proof("brief", "Write the answer.")},
    ],
)
def test_a_found_flaw_whose_cause_is_not_shown(more: dict[str, Any]) -> None:
    assert reason_of("price", mark("55", "contradicts-dossier", "critical", **more)) is False


def test_a_missed_flaw_has_no_reason_even_where_other_marks_name_it() -> None:
    sound = mark("The square is easy", "overclaim", comment="40 euros, often, deposit")
    assert set(reasons(assess(exercise(), submission(sound))).values()) == {False}


def test_without_evidence_or_accept_the_cause_of_a_found_flaw_is_undecided() -> None:
    result = assess(exercise(), submission(HEY))
    assert reasons(result)["hey"] is None
    assert result.parts.client_adaptation.reason is None
    assert assess(exercise(), submission()).parts.client_adaptation.reason == 0


def test_the_words_of_a_fragment_count_too() -> None:
    first = mark("always come", "over-generalisation", "major")
    second = mark("without a single exception", "over-generalisation", "major", comment="Often, not always.")
    result = assess(exercise(), submission(first, second))
    assert reasons(result)["always"] is True
    assert result.false_alarms == []


def test_the_words_of_a_false_alarm_on_the_flaw_do_not() -> None:
    first = mark("always come back", "over-generalisation", "major")
    other = mark("without a single exception", "outdated", "major", comment="Often, not always.")
    result = assess(exercise(), submission(first, other))
    assert reasons(result)["always"] is False
    assert [alarm.annotation for alarm in result.false_alarms] == [1]


def test_reason_is_spared_like_the_review() -> None:
    result = assess(exercise(), submission(*ALL, mark("by tram", "overclaim", "minor")))
    spared = 1 - 1 / SOUND
    assert result.parts.fact_checking == Components(review=spared, reason=spared, repair=1)
    assert result.review.whole.spared == spared


# Drafts without flaws, and without some tasks


def test_a_draft_without_flaws() -> None:
    clean = assess(sound_exercise(), submission())
    assert [part.review for _, part in clean.parts] == [1, 1, 1]
    assert [part.reason for _, part in clean.parts] == [None, None, None]
    assert scores_of(clean) == same_score(100)
    one = assess(sound_exercise(), submission(mark("by tram", "overclaim", "minor")))
    assert one.review.nuance.score == pytest.approx(2 / 3)
    assert one.review.whole.found is None


def test_a_draft_without_flaws_handed_back_is_right() -> None:
    assert scores_of(assess(sound_exercise(), submission(rewrite=REFERENCE))) == same_score(100)


def test_only_a_review_is_scored_by_review_and_reason() -> None:
    result = assess(exercise(tasks=["review"], criteria=[], keep=[]), submission(PRICE, rewrite=""))
    assert result.checks == []
    assert result.parts.fact_checking == Components(review=1, reason=1, repair=None)
    assert result.scores.fact_checking == pytest.approx(100)
    assert result.parts.nuance == Components(review=0, reason=0, repair=None)


def test_without_a_rewrite_among_the_tasks_an_empty_one_takes_nothing_away() -> None:
    result = assess(exercise(tasks=["review", "client_note"]), submission(*ALL, rewrite=""))
    assert [check.id for check in result.checks] == ["note-deposit"]
    assert result.parts.nuance.repair == 1
    assert result.parts.fact_checking.repair is None


def test_without_the_task_review_annotations_are_left_aside() -> None:
    result = assess(exercise(tasks=["rewrite"]), submission(PRICE, mark("by tram", "overclaim")))
    assert [(part.review, part.reason) for _, part in result.parts] == [(None, None)] * 3
    assert result.scores.fact_checking == pytest.approx(100)
    assert (result.false_alarms, result.review.whole.score) == ([], None)
    assert (result.trust.flaws, result.trust.decoys, result.trust.leaning) == (0, 0, "balanced")
    assert set(reasons(result).values()) == {None}


def test_the_twist_counts_in_client_adaptation() -> None:
    criterion = {"id": "tram", "statement": "The tram is named.", "rule": {"any": [["tram line 2"]]}}
    twisted = exercise(twist={"message": "Which tram, please?", "criteria": [criterion]})
    done = assess(twisted, submission(*ALL, twist=f"{REFERENCE} Take tram line 2."))
    missing = assess(twisted, submission(*ALL))
    assert done.scores.client_adaptation == pytest.approx(100)
    assert missing.scores.client_adaptation is not None
    assert missing.scores.client_adaptation < 100
    assert missing.scores.fact_checking == pytest.approx(100)


# Trust


def test_trust_counts_flaws_found_and_decoys_fallen_for() -> None:
    twice = [mark("Setting up takes", "outdated"), mark("two hours", "outdated")]
    trust = assess(exercise(), submission(PRICE, ALWAYS, *twice)).trust
    assert (trust.hits, trust.flaws, trust.false_alarms, trust.decoys) == (2, 4, 1, 2)
    # H = A = 1/2, so that both z are 0.
    assert (trust.d_prime, trust.criterion, trust.leaning) == (0, 0, "balanced")


def test_a_false_alarm_names_its_decoy() -> None:
    result = assess(exercise(), submission(mark("held in 1987", "outdated"), mark("by tram", "outdated")))
    assert [alarm.decoy for alarm in result.false_alarms] == ["first", None]


@pytest.mark.parametrize(
    ("annotation", "brier"),
    [
        (sure(PRICE, 90), 0.01),
        (sure(mark("by tram", "overclaim"), 90), 0.81),
        (sure(mark("by tram", "sound"), 100), 0),  # checked, and it holds
        (sure(mark("costs 55 euros", "sound"), 100), 1),  # a miss made with confidence
        (sure(mark(DRAFT.split("\n\n")[0], "sound"), 100), 1),  # a flaw lies within
        (sure(DEPOSIT, 70), 0.09),
        (PRICE, None),
    ],
)
def test_confidence_is_right_when_the_mark_is(annotation: Annotation, brier: float | None) -> None:
    result = assess(exercise(), submission(annotation)).trust.brier
    assert result == (None if brier is None else pytest.approx(brier))


def test_a_fragment_is_right_and_another_type_on_the_flaw_is_not() -> None:
    same = mark("without a single exception", "over-generalisation", "major", confidence=100)
    assert assess(exercise(), submission(ALWAYS, same)).trust.brier == 0
    other = mark("without a single exception", "outdated", "major", confidence=100)
    assert assess(exercise(), submission(ALWAYS, other)).trust.brier == 1


def test_sound_on_a_flaw_is_a_miss_and_no_false_alarm() -> None:
    result = assess(exercise(), submission(mark("55", "sound"), mark("by tram", "sound")))
    assert result.false_alarms == []
    assert not any(o.found for o in result.outcomes)
    assert result.review.whole.spared == 1


def test_a_mark_that_a_trainer_accepted_is_no_false_alarm() -> None:
    extra = mark("by tram", "overclaim", "minor", confidence=100)
    plain, kept = (assess(exercise(), submission(*ALL, extra), accepted) for accepted in ((), {4}))
    assert (len(plain.false_alarms), kept.false_alarms) == (1, [])
    assert (plain.trust.brier, kept.trust.brier) == (1, 0)
    assert scores_of(kept) == same_score(100)


# Pure, deterministic, stable


def test_the_same_submission_gets_the_same_json() -> None:
    handed_in = submission(*ALL, mark("by tram", "overclaim", "minor", confidence=65))
    before = handed_in.model_dump_json()
    first = assess(exercise(), handed_in).model_dump_json()
    assert assess(exercise(), Submission.model_validate_json(before)).model_dump_json() == first
    assert handed_in.model_dump_json() == before
    assert Assessment.model_validate_json(first).model_dump_json() == first


def test_of_marks_alike_but_for_their_words_the_same_one_finds_whatever_their_order() -> None:
    alike = [mark("55", "outdated", "minor", comment=comment) for comment in ("Why 55?", "It is 40 euros.")]
    for marks in (alike, alike[::-1]):
        outcome = assess(exercise(), submission(*marks)).outcomes[0]
        assert outcome.annotation is not None
        assert (marks[outcome.annotation].comment, outcome.reason) == ("It is 40 euros.", True)


POOL = (
    *ALL,
    mark("55 euros", "outdated", "minor", comment="40 euros"),
    mark("always", "overclaim", "critical", evidence=proof("survey", "often come back")),
    mark("without a single exception", "over-generalisation", "major"),
    mark("Setting up takes two hours", "unsupported-claim", "minor"),
    mark("takes two hours", "legal-claim", "minor"),
    mark("by tram. You can park", "generic-voice", None),
    mark("1987", "sound"),
    DEPOSIT.model_copy(update={"comment": "No idea."}),
    mark(DRAFT, "brief-ignored", "critical"),
)


@given(st.lists(st.sampled_from(POOL), max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_annotations_never_matters_and_scores_stay_within_bounds(
    annotations: list[Annotation], random: Random
) -> None:
    shuffled = random.sample(annotations, len(annotations))
    first, second = (assess(exercise(), submission(*marks)) for marks in (annotations, shuffled))
    assert (first.scores, first.parts, first.review) == (second.scores, second.parts, second.review)
    assert (first.trust, reasons(first)) == (second.trust, reasons(second))
    assert told(first, annotations) == told(second, shuffled)
    assert all(score is None or 0 <= score <= 100 for _, score in first.scores)


def told(result: Assessment, annotations: list[Annotation]) -> object:
    """Outcomes and false alarms, told by the marks themselves instead of their indexes."""
    return (
        [None if o.annotation is None else (annotations[o.annotation], o.credit) for o in result.outcomes],
        sorted(
            (annotations[alarm.annotation].model_dump_json(), alarm.count, alarm.sentences)
            for alarm in result.false_alarms
        ),
    )
