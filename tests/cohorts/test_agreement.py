"""How far the model and people agree: the figures, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.moderation_agreement import Pair, agreement, confusion
from app.core.config import Settings
from app.core.db import Database
from app.grading.agreement import quadratic_kappa
from app.llm.scripted import Asked, ScriptedModel
from tests.cast import Cast
from tests.cohorts.reviewed import decide
from tests.practice.modelled import MODEL, Work, generous, judging_only, serving, until, with_model


def pair(by_model: bool, by_person: bool, **more: str) -> Pair:
    named = {"exercise": "mini", "key": "criterion:a", "prompt": "judge/v1", "model": "small"}
    return Pair(**{**named, "month": "2026-11", **more}, by_model=by_model, by_person=by_person)


def pairs(both: int, model_only: int, person_only: int, neither: int) -> list[Pair]:
    counts = ((True, True, both), (True, False, model_only), (False, True, person_only))
    found = [pair(by_model, by_person) for by_model, by_person, count in counts for _ in range(count)]
    return found + [pair(False, False)] * neither


def test_kappa_is_cohens() -> None:
    # Cohen's own example of two raters on 50 cases: agreement 0.70, chance 0.50.
    table = confusion(pairs(20, 5, 10, 15))
    assert (table.count, table.agreed) == (50, 0.7)
    assert table.kappa == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("counts", "kappa"), [((45, 15, 25, 15), (0.60 - 0.54) / 0.46), ((25, 35, 5, 35), (0.60 - 0.46) / 0.54)]
)
def test_kappa_tells_the_same_agreement_apart_by_what_chance_gives(
    counts: tuple[int, int, int, int], kappa: float
) -> None:
    """A textbook's pair: 60 of 100 agreed in both, the raters' habits differ in the second."""
    table = confusion(pairs(*counts))
    assert (table.count, table.agreed) == (100, 0.6)
    assert table.kappa == pytest.approx(kappa)


@pytest.mark.parametrize(
    ("counts", "agreed", "kappa"),
    [
        ((0, 0, 0, 0), None, None),
        ((7, 0, 0, 0), 1.0, None),
        ((4, 0, 0, 4), 1.0, 1.0),
        ((0, 3, 3, 0), 0.0, -1.0),
    ],
)
def test_kappa_at_its_edges(
    counts: tuple[int, int, int, int], agreed: float | None, kappa: float | None
) -> None:
    table = confusion(pairs(*counts))
    assert (table.agreed, table.kappa) == (agreed, kappa)


def test_it_is_told_by_criterion_model_and_month() -> None:
    found = agreement(
        [
            pair(True, True),
            pair(True, False, key="criterion:b", month="2026-10"),
            pair(False, False, key="criterion:b", model="large"),
            pair(True, True, prompt="judge/v2", model="large"),
        ]
    )
    assert [(name, table.count) for name, table in found.by_criterion] == [
        (("mini", "criterion:b"), 2),
        (("mini", "criterion:a"), 2),
    ]
    assert [name for name, _ in found.by_model] == [
        ("judge/v1", "large"),
        ("judge/v1", "small"),
        ("judge/v2", "large"),
    ]
    assert [(month, table.agreed) for month, table in found.by_month] == [("2026-10", 0.0), ("2026-11", 1.0)]


def test_each_table_has_its_own_kappa() -> None:
    """By hand, of the whole: agreed 43/58, by chance 1/2, so 14/29."""
    first = [replace(one, month="2026-10") for one in pairs(20, 5, 10, 15)]
    second = [replace(one, key="criterion:b", prompt="judge/v2", model="large") for one in pairs(4, 0, 0, 4)]
    found = agreement([*first, *second])
    tables = [(20, 5, 10, 15), (4, 0, 0, 4)]
    kappas = [pytest.approx(0.4), pytest.approx(1.0)]
    for named in (found.by_criterion, found.by_model, found.by_month):
        parts = [table for _, table in named]
        assert [(one.both, one.model_only, one.person_only, one.neither) for one in parts] == tables
        assert [one.kappa for one in parts] == kappas
    assert [name for name, _ in found.by_model] == [("judge/v1", "small"), ("judge/v2", "large")]
    assert [name for name, _ in found.by_month] == ["2026-10", "2026-11"]
    assert found.whole.kappa == pytest.approx(14 / 29)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from("ab"), st.sampled_from("xy"))))
def test_each_way_of_telling_counts_the_same_checks(said: list[tuple[bool, bool, str, str]]) -> None:
    found = agreement([pair(m, p, key=key, month=month) for m, p, key, month in said])
    for parts in (found.by_criterion, found.by_model, found.by_month):
        assert sum(table.count for _, table in parts) == found.whole.count == len(said)
    expected = quadratic_kappa([(int(m), int(p)) for m, p, _, _ in said], 2)
    assert found.whole.kappa == (None if expected is None else pytest.approx(expected))


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(judging_only(generous)) as server:
        yield server


def test_what_a_person_overrules_of_a_model_is_counted_once(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    changed = {"llm_model": MODEL, "mode": "server"}
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        until(work.is_complete)
        app = client.app
        app.state.settings = app.state.settings.model_copy(update=changed)  # type: ignore[attr-defined]  # a FastAPI
        cast = Cast(app, db)
        ada = cast.browser("ada")
        url = f"/api/v1/attempts/{work.id}/appeals"
        for subject in ("repaired:acompte", "criterion:note"):
            made = client.post(url, json={"kind": "check", "subject": subject, "text": "Non."}).json()
            assert decide(ada, f"appeal.{made['id']}", "failed").status_code == 200
        found = ada.get("/api/v1/insights/agreement").json()
        page = ada.get("/reviews/agreement").text
        elsewhere = cast.browser("ines").get("/api/v1/insights/agreement").json()
        assert cast.browser("tara").get("/api/v1/insights/agreement").status_code == 403
    assert (found["whole"]["count"], found["whole"]["model_only"], found["whole"]["agreed"]) == (1, 1, 0.0)
    assert [(one["exercise"], one["check"]) for one in found["by_criterion"]] == [
        ("mini", "repaired:acompte")
    ]
    assert [(one["prompt"], one["model"]) for one in found["by_model"]] == [("judge/v1", MODEL)]
    for words in ("Un devis de terrasse", "est corrigé. (acompte)", "judge/v1"):
        assert words in page
    assert elsewhere["whole"] == {**dict.fromkeys(found["whole"], 0), "agreed": None, "kappa": None}


def test_a_person_may_be_before_the_model(settings: Settings, db: Database, model: ScriptedModel) -> None:
    """Decided while the model is asked; what it then says on the check is read from its answers."""
    decided = Event()

    def late(asked: Asked) -> dict[str, Any]:
        assert decided.wait(10)
        return generous(asked)

    model.behaviour = judging_only(late)
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        app = client.app
        changed = {"llm_model": MODEL, "mode": "server"}
        app.state.settings = app.state.settings.model_copy(update=changed)  # type: ignore[attr-defined]  # a FastAPI
        ada = Cast(app, db).browser("ada")
        contested = {"kind": "check", "subject": "repaired:acompte", "text": "Non."}
        made = client.post(f"/api/v1/attempts/{work.id}/appeals", json=contested).json()
        assert decide(ada, f"appeal.{made['id']}", "failed", 1).status_code == 200
        assert ada.get("/api/v1/insights/agreement").json()["whole"]["count"] == 0
        decided.set()
        until(work.is_complete)
        found = ada.get("/api/v1/insights/agreement").json()
    assert (found["whole"]["count"], found["whole"]["model_only"]) == (1, 1)
    assert [(one["prompt"], one["model"]) for one in found["by_model"]] == [("judge/v1", MODEL)]
