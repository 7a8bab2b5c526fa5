"""What flaws and decoys do with a group, on grades of the real grader."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.insights_items import (
    Solved,
    decoy_figures,
    flaw_figures,
    rest_without_decoy,
    rest_without_flaw,
)
from app.cohorts.statistics import Portion, point_biserial
from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.grading.assess import assess
from app.grading.submission import Annotation, Submission
from tests.mini import mini_document

PRICE: dict[str, Any] = {"quote": "75", "type": "contradicts-dossier", "severity": "critical"}
FOR_EVER: dict[str, Any] = {"quote": "à vie", "type": "overclaim", "severity": "major"}
DEPOSIT: dict[str, Any] = {
    "omission": True,
    "type": "material-omission",
    "severity": "minor",
    "comment": "l’acompte",
}
WORK: dict[str, Any] = {"quote": "La pose prend huit jours", "type": "outdated", "severity": "minor"}
PINE: dict[str, Any] = {"quote": "Le pin vient de France", "type": "unsupported-claim", "severity": "minor"}
MINI = Exercise.model_validate(mini_document())
marks = st.lists(st.sampled_from([PRICE, FOR_EVER, DEPOSIT, WORK, PINE]), max_size=5)


def solved(*values: dict[str, Any], exercise: Exercise = MINI) -> Solved:
    submission = Submission(annotations=[Annotation.model_validate(value) for value in values])
    sound = len(prepare(exercise).sound_sentences)
    return Solved(exercise, sound, assess(exercise, submission))


def test_the_share_that_found_a_flaw_and_the_share_that_a_decoy_misled() -> None:
    group = [solved(PRICE, FOR_EVER, DEPOSIT), solved(PRICE, WORK), solved(PRICE, FOR_EVER), solved(WORK)]
    flaws = {figures.id: figures for figures in flaw_figures(group)}
    assert list(flaws) == ["prix", "garantie", "acompte"]
    assert [one.found for one in flaws.values()] == [Portion(3, 4), Portion(2, 4), Portion(1, 4)]
    decoys = {figures.id: figures.misled for figures in decoy_figures(group)}
    assert decoys == {"delai": Portion(2, 4), "bois": Portion(0, 4)}


def test_understanding_a_cause_is_apart_from_finding_the_flaw() -> None:
    knowing = {**PRICE, "comment": "Le devis dit 65 €."}
    price = flaw_figures([solved(knowing), solved(PRICE), solved()])[0]
    assert (price.found, price.understood) == (Portion(2, 3), Portion(1, 3))


def test_the_rest_of_the_review_leaves_the_flaw_out() -> None:
    """Weights 5, 3, 1; without the price: 3 of 4 found, nothing suspected."""
    one = solved(PRICE, FOR_EVER)
    assert rest_without_flaw(one, "prix") == pytest.approx(3 / 4)
    assert rest_without_flaw(one, "garantie") == pytest.approx(5 / 6)
    assert rest_without_flaw(one, "acompte") == pytest.approx(1)


def test_the_rest_of_the_review_leaves_the_decoy_out() -> None:
    """Eight sound sentences. Found 8 of 9 by weight, with two false alarms on decoys, or one without one."""
    one = solved(PRICE, FOR_EVER, WORK, PINE)
    assert one.sound_sentences == 8
    assert one.assessment.review.whole.spared == pytest.approx(6 / 8)
    assert rest_without_decoy(one, "delai") == pytest.approx(8 / 9 * 7 / 8)
    assert rest_without_decoy(one, "unknown") == pytest.approx(8 / 9 * 6 / 8)


def test_a_flaw_that_the_better_find_discriminates() -> None:
    group = [solved(PRICE, FOR_EVER, DEPOSIT), solved(PRICE, FOR_EVER), solved(DEPOSIT), solved(WORK)]
    by_id = {figures.id: figures.discrimination for figures in flaw_figures(group)}
    price, deposit = by_id["prix"], by_id["acompte"]
    assert price is not None
    assert deposit is not None
    assert price.value > 0.8
    assert deposit.value == pytest.approx(0, abs=0.05)
    decoy = {figures.id: figures.discrimination for figures in decoy_figures(group)}
    assert decoy["delai"] is not None
    assert decoy["delai"].value > 0.5
    assert decoy["bois"] is None, "nobody was misled: nothing to say"


def test_it_is_the_correlation_of_the_item_with_the_rest_by_the_book() -> None:
    """Five people, by hand: r = (mean of those who found it - mean of the others) / s * sqrt(p * q), with the
    standard deviation s over all of them, on the rest that leaves the item out.

    Without the price, the rest is 4/4, 3/4 and 1/4, then 3/4 and 0 less a false alarm among eight sentences.
    """
    group = [
        solved(PRICE, FOR_EVER, DEPOSIT),
        solved(PRICE, FOR_EVER),
        solved(PRICE, DEPOSIT),
        solved(FOR_EVER),
        solved(WORK),
    ]
    assert [rest_without_flaw(one, "prix") for one in group] == pytest.approx([1, 3 / 4, 1 / 4, 3 / 4, 0])
    price = flaw_figures(group)[0].discrimination
    assert price is not None
    # Means 2/3 and 3/8; s² = (1 + 9/16 + 1/16 + 9/16) / 5 - (11/20)² = 0.135; p·q = 3/5 · 2/5.
    assert price.value == pytest.approx((2 / 3 - 3 / 8) / 0.135**0.5 * 0.24**0.5)
    assert price.value == pytest.approx(0.388889, abs=1e-6)
    # With the item in it, the score would flatter it.
    whole = [one.assessment.review.whole.score or 0 for one in group]
    uncorrected = point_biserial([True, True, True, False, False], whole)
    assert uncorrected is not None
    assert uncorrected.value > price.value + 0.2


def test_what_nothing_can_tell_is_no_miss() -> None:
    """An omission that no rule knows, and no model has read."""
    flaws = [flaw.model_copy(update={"accept": []}) for flaw in MINI.flaws]
    unknown = MINI.model_copy(update={"flaws": flaws})
    figures = flaw_figures([solved(PRICE, exercise=unknown), solved(exercise=unknown)])
    assert [one.found for one in figures] == [Portion(1, 2), Portion(0, 2), Portion(0, 0)]
    assert rest_without_flaw(solved(PRICE, exercise=unknown), "garantie") == pytest.approx(1)


def test_a_flaw_counts_only_where_the_version_has_it() -> None:
    shorter = MINI.model_copy(update={"flaws": MINI.flaws[:1], "decoys": MINI.decoys[:1]})
    shorter = shorter.model_copy(update={"draft": _without(MINI.draft)})
    group = [solved(PRICE, FOR_EVER), solved(PRICE, exercise=shorter)]
    assert [one.found for one in flaw_figures(group)] == [Portion(2, 2), Portion(1, 1), Portion(0, 1)]
    assert [one.misled.whole for one in decoy_figures(group)] == [2, 1]
    assert rest_without_flaw(group[1], "prix") == 1, "the only flaw: what was spared"


def test_an_exercise_without_review_has_no_such_figures() -> None:
    rewriting = MINI.model_copy(update={"tasks": ["rewrite"]})
    assert flaw_figures([solved(exercise=rewriting)]) == []
    assert decoy_figures([solved(exercise=rewriting)]) == []


def test_nobody_gives_no_figures() -> None:
    assert (flaw_figures([]), decoy_figures([])) == ([], [])


def test_a_draft_without_flaws_spares_three_alarms() -> None:
    flawless = MINI.model_copy(update={"flaws": [], "draft": _flawless(MINI.draft)})
    assert rest_without_decoy(solved(WORK, PINE, exercise=flawless), "bois") == pytest.approx(2 / 3)


@given(st.lists(marks, max_size=6))
def test_no_rest_leaves_its_range_and_all_are_counted(group: list[list[dict[str, Any]]]) -> None:
    people = [solved(*values) for values in group]
    for one in people:
        rests = [rest_without_flaw(one, flaw.id) for flaw in MINI.flaws]
        rests += [rest_without_decoy(one, decoy.id) for decoy in MINI.decoys]
        assert all(0 <= rest <= 1 for rest in rests)
    assert all(figures.found.whole == len(people) for figures in flaw_figures(people))
    assert all(figures.misled.whole == len(people) for figures in decoy_figures(people))


def _without(draft: str) -> str:
    """The draft with the price as its only flaw and the delay as its only decoy."""
    for change, kept in (
        ("{~~dix ans~>à vie, sans aucun entretien~~}{>>garantie<<}", "dix ans"),
        ("{--Un acompte de 30 % est demandé à la commande.--}{>>acompte<<}", ""),
        ("{==Le pin vient de France==}{>>bois<<}", "Le pin vient de France"),
    ):
        assert change in draft
        draft = draft.replace(change, kept)
    return draft


def _flawless(draft: str) -> str:
    return (
        draft.replace("{~~65~>75~~}{>>prix<<}", "65")
        .replace("{~~dix ans~>à vie, sans aucun entretien~~}{>>garantie<<}", "dix ans")
        .replace("{--Un acompte de 30 % est demandé à la commande.--}{>>acompte<<}", "")
    )
