"""The application with a scripted model behind it, and a trainee who hands something in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import openai  # noqa: F401 - in time: imported in the thread of the grader, it disturbs FastAPI's warnings
from fastapi.testclient import TestClient

from app.accounts.service import make_link
from app.core.config import Settings, load_settings
from app.core.db import Database
from app.grading.completion import background_grader
from app.grading.jobs import Patience
from app.llm.scripted import Asked, Behaviour, ScriptedModel
from app.main import create_app
from tests.attacks.judges import AskedQuestion, fields_in, honest, questions_in
from tests.mini import mark

BASE = "http://127.0.0.1"
MODEL = "small-and-local"
REWRITE = "Bonjour Madame, voici votre devis : 65 € le mètre carré, un arrhe du tiers à la commande."
COMMENT = "Ce montant-là me paraît étrange."
PARAGRAPH = (
    "Vous écrivez « un arrhe du tiers à la commande » : gardez ce souci du concret, et dites pourquoi."
)
QUICK = Patience(tries=2, poor_tries=2, first=0.05, longest=0.05, breather=0.05, budget=0.05)
"""Failures are tried again at once, and not often."""

SLOW = Patience()


def is_coach(asked: Asked) -> bool:
    return bool(asked.body["response_format"]["json_schema"]["name"] == "CoachReply")


def coach(asked: Asked) -> dict[str, Any]:
    return {"paragraph": PARAGRAPH, "field": "rewrite", "quote": "un arrhe du tiers à la commande"}


def answers(asked: Asked, decide: Callable[[AskedQuestion], bool]) -> dict[str, Any]:
    """To each question what `decide` says, with the beginning of its first field as the quote."""
    texts = fields_in(asked)
    given = [(one, one.fields[0]) for one in questions_in(asked)]
    return {
        "answers": [
            {"number": one.number, "answer": decide(one), "field": field, "quote": texts[field][:40]}
            for one, field in given
        ]
    }


def generous(asked: Asked) -> dict[str, Any]:
    """Answers every question in the trainee's favour, and coaches."""
    return coach(asked) if is_coach(asked) else answers(asked, lambda one: one.good)


def strict(asked: Asked) -> dict[str, Any]:
    """An honest judge that finds nothing to confirm; coaches as well."""
    return coach(asked) if is_coach(asked) else honest(asked)


def judging_only(behaviour: Behaviour) -> Behaviour:
    """The behaviour for the judge's questions; the coach is as ever."""
    return lambda asked: coach(asked) if is_coach(asked) else behaviour(asked)


def with_model(settings: Settings, model: ScriptedModel, **changed: str) -> Settings:
    """The settings with the scripted model as the one to ask; `changed` by the names of the fields."""
    given = {
        "database_url": settings.database_url,
        "exercises": str(settings.exercises),
        "llm_base_url": model.base_url,
        "llm_model": MODEL,
        "llm_retries": "0",
        "llm_seconds": "10",
        **changed,
    }
    return load_settings({f"VIGIE_{name.upper()}": value for name, value in given.items()})


@contextmanager
def serving(
    settings: Settings, db: Database, patience: Patience = SLOW, by_workers: bool = False
) -> Iterator[TestClient]:
    """A signed-in browser of a running server: with a background thread that grades, on PostgreSQL too,
    except where it is left to workers."""
    app = create_app(settings, db, patience)
    if not by_workers:
        app.state.grader = background_grader(db, settings, patience)
    with TestClient(app, BASE, follow_redirects=False, raise_server_exceptions=False) as client:
        answer = client.get("/sign-in", params={"token": db.write(make_link)})
        assert answer.status_code == 303, answer.text
        yield client


class Work:
    """An attempt at the small exercise that leaves questions open: a vague comment on a flaw, an omission
    mended in words that no rule knows."""

    def __init__(self, client: TestClient, comment: str = COMMENT, rewrite: str = REWRITE) -> None:
        self.client = client
        self.id = client.post("/api/v1/exercises/mini/attempts").json()["id"]
        self.url = f"/api/v1/attempts/{self.id}"
        saved = client.put(f"{self.url}/annotations/{uuid4()}", json=mark("75 €", comment=comment))
        assert saved.status_code == 201, saved.text
        assert client.put(f"{self.url}/rewrite", json={"text": rewrite}).status_code == 200

    def submit(self) -> dict[str, Any]:
        answer = self.client.post(f"{self.url}/submit")
        assert answer.status_code == 200, answer.text
        assessment: dict[str, Any] = answer.json()
        return assessment

    def assessment(self) -> dict[str, Any]:
        assessment: dict[str, Any] = self.client.get(f"{self.url}/assessment").json()
        return assessment

    def page(self) -> str:
        return self.client.get(f"/attempts/{self.id}/feedback").text

    def ask(self, shown: str = "") -> Any:
        """What the page's own question is answered."""
        return self.client.get(f"/attempts/{self.id}/grading", params={"shown": shown})

    def is_complete(self) -> bool:
        return not self.assessment()["provisional"]


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until it holds. Fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)
