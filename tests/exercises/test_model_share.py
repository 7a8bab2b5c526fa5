from __future__ import annotations

from typing import Any

import pytest

from app.exercises import model_share as shares
from app.exercises.model_share import model_share
from app.grading import checks, score
from tests.exercises.sample import exercise

BARE: dict[str, Any] = {"decoys": [], "keep": [], "twist": None, "criteria": []}


def criterion(**changed: Any) -> dict[str, Any]:
    return {
        "id": "c",
        "dimension": "nuance",
        "applies_to": "rewrite",
        "statement": "Vrai.",
        "rule": {"any": [["x"]]},
        **changed,
    }


def flaw(**changed: Any) -> dict[str, Any]:
    return {"id": "f", "type": "overclaim", "severity": "major", "why": "Non.", **changed}


def test_the_weights_are_those_of_the_grader() -> None:
    assert (shares.REVIEW, shares.REASON, shares.REPAIR) == (score.REVIEW, score.REASON, score.REPAIR)
    assert (checks.INVENTION_WEIGHT, checks.LOSS_WEIGHT) == (shares.INVENTS_NOTHING, shares.LOSES_NOTHING)


def test_with_a_rule_for_everything_the_model_decides_nothing() -> None:
    assert model_share(exercise()) == 0


def test_a_criterion_without_a_rule_weighs_among_the_checks_of_its_dimension() -> None:
    # Nuance: review 0.45, reason 0.20, repair 0.35, of which the flaw has 3 and the criterion 2 of 5; nothing
    # but the rewrite's own check (5) is measured in fact checking, and nothing in client adaptation.
    document = exercise(**{**BARE, "flaws": [flaw()], "criteria": [criterion(weight=2, rule=None)]})
    assert model_share(document) == pytest.approx((0.35 * 2 / 5 + 0) / 2)


def test_dimensions_weigh_as_the_exercise_says() -> None:
    document = exercise(
        **{**BARE, "flaws": [flaw()], "criteria": [criterion(weight=2, rule=None)]},
        weights={"nuance": 3, "fact_checking": 1},
    )
    assert model_share(document) == pytest.approx(3 * 0.35 * 2 / 5 / 4)


def test_without_a_review_repair_is_all_there_is() -> None:
    document = exercise(
        **{**BARE, "flaws": [flaw()], "tasks": ["rewrite"]}, weights={"nuance": 1, "fact_checking": 0}
    ).model_copy(update={"criteria": exercise(criteria=[criterion(weight=2, rule=None)]).criteria})
    assert model_share(document) == pytest.approx(2 / 5)


def test_a_dimension_with_a_note_alone_is_all_the_model_s() -> None:
    document = exercise(
        **{**BARE, "flaws": [flaw()], "tasks": ["review", "client_note"]},
        weights={"nuance": 1, "client_adaptation": 1, "fact_checking": 1},
    ).model_copy(
        update={
            "criteria": exercise(
                criteria=[criterion(dimension="client_adaptation", applies_to="client_note", rule=None)]
            ).criteria
        }
    )
    # Nuance is measured by review and reason (share 0), client adaptation by the note alone (share 1).
    assert model_share(document) == pytest.approx(1 / 2)


def test_facts_to_keep_weigh_in_fact_checking() -> None:
    rule_less = criterion(dimension="fact_checking", weight=2, rule=None)
    base = {**BARE, "flaws": [flaw(type="outdated")], "criteria": [rule_less]}
    weights = {"nuance": 0, "client_adaptation": 0}
    assert model_share(exercise(**base, weights=weights)) == pytest.approx(0.35 * 2 / (3 + 5 + 2))
    assert model_share(exercise(**{**base, "keep": [["65"]]}, weights=weights)) == pytest.approx(
        0.35 * 2 / (3 + 5 + 3 + 2)
    )


def test_a_sound_draft_is_reviewed_in_every_dimension() -> None:
    document = exercise(**{**BARE, "flaws": [], "criteria": [criterion(weight=2, rule=None)]})
    # Review 0.45 everywhere; reason nowhere. Nuance: repair is the model's alone.
    assert model_share(document) == pytest.approx((0.35 / 0.80) / 3)


def test_the_twist_counts_where_there_is_one() -> None:
    twist = {"message": "Encore.", "criteria": [{"id": "t", "statement": "Vrai."}]}
    document = exercise(
        **{**BARE, "flaws": [flaw()], "twist": twist}, weights={"nuance": 0, "fact_checking": 0}
    )
    assert model_share(document) == 1


def test_without_any_weight_there_is_no_share() -> None:
    nothing = {"nuance": 0, "fact_checking": 0, "client_adaptation": 0}
    assert model_share(exercise(weights=nothing)) == 0
