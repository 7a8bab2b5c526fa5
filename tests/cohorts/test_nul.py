"""NUL, which PostgreSQL cannot store, breaks nothing of cohorts and of the last word."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from app.core.db import Database
from tests.cast import Cast
from tests.cohorts.groups import API, cohort, ines, settings
from tests.cohorts.reviewed import Group, decide

__all__ = ["cohort", "ines", "settings"]


def test_an_exercise_of_no_such_name(ines: TestClient, cohort: dict[str, Any]) -> None:
    body = {"exercise_id": "mini\x00"}
    assert ines.post(f"{API}/cohorts/{cohort['id']}/assignments", json=body).status_code == 422
    page = f"/cohorts/{cohort['id']}/assignments/new"
    assert ines.post(page, data=body).status_code == 422


def test_words_are_kept_without_it(cast: Cast, db: Database) -> None:
    group = Group(cast, db)
    attempt = group.hand_in(group.formative)
    appeal = group.appeal(attempt, text="La note\x00 en parle.")
    assert appeal["text"] == "La note en parle."
    decided = decide(cast.browser("ines"), f"appeal.{appeal['id']}", "failed", reason="Non\x00.")
    assert (decided.status_code, decided.json()["decisions"][0]["reason"]) == (200, "Non.")


def test_nothing_but_it_is_no_word(cast: Cast, db: Database) -> None:
    group = Group(cast, db)
    attempt, tara = group.hand_in(group.formative), cast.browser("tara")
    data = {"kind": "check", "subject": "criterion:note", "text": "\x00"}
    assert tara.post(f"{API}/attempts/{attempt.id}/appeals", json=data).status_code == 422
    assert tara.post(f"/attempts/{attempt.id}/appeals", data=data).status_code == 422
