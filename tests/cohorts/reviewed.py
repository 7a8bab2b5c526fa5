"""A group whose trainer has the last word: Ines runs it, Tara learns in it; Ivan runs another one."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from app.cohorts.models import Mode
from app.core.db import Database
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.insights_world import FOR_EVER, PRICE, REWRITE, WORK, World

GARDEN: dict[str, Any] = {"quote": "Votre jardin reste libre", "type": "overclaim", "severity": "major"}


class Group:
    """Who is in it and what they handed in; by default Tara finds the price and suspects a decoy."""

    def __init__(self, cast: Cast, db: Database) -> None:
        self.cast, self.db, self.world = cast, db, World(db)
        set_mode(cast.app, "server")
        self.cohort = self.world.cohort(cast.id("ines"))
        self.elsewhere = self.world.cohort(cast.id("ivan"), name="Ailleurs")
        self.world.member(self.cohort, "Tara", cast.id("tara"))
        self.formative = self.world.assign(self.cohort)

    @cached_property
    def certifying(self) -> UUID:
        """Set once a test asks for it: from then on it keeps the grades of other attempts back."""
        return self.world.assign(self.cohort, mode=Mode.CERTIFYING)

    def hand_in(
        self, assignment: UUID | None = None, *marks: dict[str, Any], who: str = "tara", **values: Any
    ) -> Attempt:
        rewrite = values.pop("rewrite", REWRITE)
        work = marks or (PRICE, FOR_EVER, WORK, GARDEN)
        return self.world.hand_in(self.cast.id(who), assignment, *work, rewrite=rewrite, **values)

    def appeal(self, attempt: Attempt, who: str = "tara", **body: Any) -> dict[str, Any]:
        """Contest a check that failed."""
        given = {"kind": "check", "subject": "criterion:note", "text": "La note en parle.", **body}
        answer = self.cast.browser(who).post(f"/api/v1/attempts/{attempt.id}/appeals", json=given)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def propose(self, attempt: Attempt, annotation: int = 3, who: str = "tara") -> dict[str, Any]:
        given = {"annotation": annotation, "text": "Rien ne dit que le jardin reste libre."}
        answer = self.cast.browser(who).post(f"/api/v1/attempts/{attempt.id}/proposals", json=given)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def assessment(self, attempt: Attempt, who: str = "tara") -> dict[str, Any]:
        answer = self.cast.browser(who).get(f"/api/v1/attempts/{attempt.id}/assessment")
        found: dict[str, Any] = answer.json()
        return found


def set_mode(app: ASGIApp, mode: str) -> None:
    assert isinstance(app, FastAPI)
    app.state.settings = app.state.settings.model_copy(update={"mode": mode})


def waiting(browser: TestClient, **params: Any) -> list[dict[str, Any]]:
    answer = browser.get("/api/v1/reviews", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def decide(browser: TestClient, review: str, verdict: str, number: int | str = "*", **more: Any) -> Any:
    """The answer to a decision; `number`: the assessment that was seen."""
    tag = "*" if number == "*" else f'"{number}"'
    body = {"verdict": verdict, "reason": "Je l’ai lu.", **more}
    url = f"/api/v1/reviews/{review}/decision"
    return browser.post(url, json=body, headers={"If-Match": tag})


def check(assessment: dict[str, Any], kind: str, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in assessment["checks"] if (c["kind"], c["id"]) == (kind, id_))
    return found
