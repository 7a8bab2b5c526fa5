"""Planting for the server: one client of the model for all, its calls in the log, failures as problems."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from app.authoring.documents import FindingOut
from app.authoring.planting.engine import Planting, Refusal, TextError, plant
from app.authoring.planting.problems import BUSY, NO_MODEL, problem, problem_of, unfit_text
from app.authoring.planting.proposals import FlawProposal
from app.authoring.planting.request import PlantRequest
from app.authoring.planting.schemas import (
    PlantedExercise,
    PlantedFlaw,
    Rejected,
    SoundSentence,
)
from app.core.config import Settings
from app.core.db import Database
from app.grading.bounds import bounded_client
from app.grading.call_log import CallLog
from app.llm.calls import record_decision
from app.llm.client import ModelClient
from app.llm.protocol import ModelError
from app.llm.shared import Crowded

_WAITING: Final = 2
"""How many requests may wait or be under way for each that the model takes at a time."""


class Planter:
    """Plants flaws with the model of the settings. Thread-safe; the client of the model is made when first
    needed, since that takes a while, and kept, so that all callers share its patience."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db, self._settings = db, settings
        self._lock = threading.Lock()
        self._client: ModelClient | None = None
        self._places = threading.BoundedSemaphore(_WAITING * settings.llm_concurrency)

    def plant(self, request: PlantRequest, language: str, person_id: UUID | None) -> PlantedExercise:
        """The draft document that comes of the request of a person, its messages in `language` (fr or en).

        Blocks while the model is asked, outside any transaction. Raises a `Problem` that says what happened.
        """
        if not self._settings.has_model:
            raise problem(NO_MODEL)
        log = CallLog(self._db, self._settings.llm_model, self._settings.llm_prices, person_id=person_id)
        with self._place():
            try:
                planting = plant(request, self._made_client(), log)
            except TextError as error:
                raise unfit_text(str(error), error.place) from None
            except ModelError as error:
                raise problem_of(error) from None
            except Crowded:
                raise problem(BUSY) from None
        self._db.write(lambda session: record_decision(session, planting.key, planting.decision))
        return answer_of(planting, language)

    def close(self) -> None:
        with self._lock:
            if self._client:
                self._client.close()

    def _made_client(self) -> ModelClient:
        with self._lock:
            if self._client is None:
                self._client = bounded_client(self._db, self._settings, longest=self._settings.llm_seconds)
            return self._client

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise problem(BUSY)
        try:
            yield
        finally:
            self._places.release()


def answer_of(planting: Planting, language: str) -> PlantedExercise:
    """What is answered; messages in `language` (fr or en)."""
    return PlantedExercise(
        document=planting.exercise,
        lint=[FindingOut.of(finding, language) for finding in planting.findings],
        sound=[
            SoundSentence(text=span.of(planting.draft), start=span.start, end=span.end)
            for span in planting.sound
        ],
        planted=[
            PlantedFlaw(id=flaw.id, type=flaw.type, accept_left_out=planting.left_out.get(flaw.id, []))
            for flaw in planting.exercise.flaws
        ],
        missing=list(planting.missing),
        rejected=[_rejected(refusal, language) for refusal in planting.refusals],
    )


def _rejected(refusal: Refusal, language: str) -> Rejected:
    return Rejected(
        kind="flaw" if isinstance(refusal.proposal, FlawProposal) else "decoy",
        proposal=refusal.proposal,
        reason=refusal.why.reason,
        message=refusal.why.message(language),
    )
