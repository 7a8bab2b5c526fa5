"""What is missing, in the whole grader: reported on a passage, on none, or on every sentence."""

from __future__ import annotations

import pytest

from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.grading.assess import assess
from app.grading.submission import Annotation
from tests.grading.cases import (
    ALWAYS,
    DEPOSIT,
    DOCUMENT,
    DRAFT,
    HEY,
    PRICE,
    exercise,
    mark,
    submission,
)
from tests.grading.scored import (
    SOUND,
    reasons,
    same_score,
    scores_of,
    sure,
)


def stamped(kind: str) -> list[Annotation]:
    comment = "40 euros, often, not all, deposit"
    return [mark(s.of(DRAFT), kind, "major", comment=comment) for s in prepare(exercise()).sentences]


def test_keywords_on_every_sentence_earn_nothing() -> None:
    result = assess(exercise(), submission(*stamped("outdated"), DEPOSIT))
    assert [(part.review, part.reason) for _, part in result.parts] == [(0, 0), (0, 0), (0, None)]


@pytest.mark.parametrize("more", [[], [DEPOSIT]])
def test_an_omission_reported_on_every_sentence_spares_one_of_them(more: list[Annotation]) -> None:
    """As much as leaving one sound sentence unmarked would."""
    result = assess(exercise(), submission(*stamped("material-omission"), *more))
    assert result.review.whole.spared == pytest.approx(1 / SOUND)


# Omissions


def test_an_omission_is_found_by_a_comment_that_says_what_is_missing() -> None:
    found = assess(exercise(), submission(DEPOSIT))
    assert [o.found for o in found.outcomes] == [False, False, True, False]
    vague = DEPOSIT.model_copy(update={"comment": "Something is missing."})
    missed = assess(exercise(), submission(vague))
    assert not any(o.found for o in missed.outcomes)
    assert [(a.annotation, a.sentences, a.count) for a in missed.false_alarms] == [(0, [], 1)]


ON_A_PASSAGE: Annotation = mark(
    "by tram", "material-omission", "major", comment="The deposit is missing here."
)


def test_an_omission_is_found_on_the_passage_where_it_lacks_too() -> None:
    result = assess(exercise(), submission(ON_A_PASSAGE))
    assert [(o.found, o.credit, o.reason) for o in result.outcomes if o.flaw == "deposit"] == [
        (True, 1, True)
    ]
    assert (result.false_alarms, result.trust.hits) == ([], 1)
    assert result.scores == assess(exercise(), submission(DEPOSIT)).scores


@pytest.mark.parametrize(
    "annotation",
    [
        mark("by tram", "material-omission", "major", comment="Something is missing."),
        mark("by tram", "overclaim", "major", comment="The deposit is missing here."),
        mark("by tram", "brief-ignored", "major", comment="The deposit is missing here."),
    ],
)
def test_a_passage_that_reports_no_omission_or_names_none_is_a_false_alarm(annotation: Annotation) -> None:
    result = assess(exercise(), submission(annotation))
    assert not any(o.found for o in result.outcomes)
    assert [(len(a.sentences), a.count) for a in result.false_alarms] == [(1, 1)]


def test_an_omission_reported_with_and_without_a_passage_is_found_once_and_costs_nothing() -> None:
    both = assess(exercise(), submission(DEPOSIT, ON_A_PASSAGE))
    assert (both.false_alarms, both.scores) == ([], assess(exercise(), submission(DEPOSIT)).scores)


def test_a_passage_of_the_type_still_touches_its_own_flaw() -> None:
    flaws = [{**f, "type": "material-omission"} if f["id"] == "hey" else f for f in DOCUMENT["flaws"]]
    on_hey = mark("Hey, just ping me", "material-omission", "minor", comment="The deposit is missing here.")
    alone = assess(exercise(flaws=flaws), submission(on_hey))
    assert [o.flaw for o in alone.outcomes if o.found] == ["deposit"]  # it weighs more than the greeting
    both = assess(exercise(flaws=flaws), submission(on_hey, DEPOSIT))
    assert [(o.flaw, o.annotation) for o in both.outcomes if o.found] == [("deposit", 1), ("hey", 0)]
    assert both.false_alarms == []


def without_accept() -> Exercise:
    """The exercise with an omission that no rule can find."""
    flaws = [{**flaw, "accept": []} if flaw["id"] == "deposit" else flaw for flaw in DOCUMENT["flaws"]]
    return exercise(flaws=flaws)


def test_an_omission_that_only_a_model_could_find_is_left_out() -> None:
    report = sure(DEPOSIT, 50)
    missed, told = (assess(without_accept(), submission(*marks)) for marks in ([], [report]))
    assert reasons(missed)["deposit"] is None
    assert (missed.trust.flaws, told.trust.brier) == (3, None)
    assert (told.false_alarms, told.scores) == ([], missed.scores)
    others = assess(without_accept(), submission(PRICE, ALWAYS, HEY))
    assert scores_of(others) == same_score(100)
    wrong = assess(without_accept(), submission(mark("by tram", "material-omission")))
    assert len(wrong.false_alarms) == 1
