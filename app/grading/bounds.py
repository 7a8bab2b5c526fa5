"""The client of the model within the bounds of the settings. On PostgreSQL all processes share them: web
processes, which plant, and workers, which grade and coach. On SQLite one process does all of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from app.core.config import Settings
from app.core.db import Database
from app.core.process_locks import ProcessLocks
from app.llm.calls import tokens_spent
from app.llm.client import ModelClient
from app.llm.protocol import ModelSettings
from app.llm.shared import SharedBudget, SharedSlots


def bounded_client(
    db: Database, settings: Settings, wait: Callable[[float], None] = time.sleep, longest: float = math.inf
) -> ModelClient:
    """`wait` sleeps between attempts and while other calls leave no place; what it raises ends the asking, as
    does `Crowded` after `longest` seconds without a place. Raises `ModelError` (misconfigured)."""
    may_spend = budget(db, settings)
    if db.engine.dialect.name != "postgresql":
        return ModelClient(model_settings(settings), may_spend, sleep=wait)
    locks = ProcessLocks(db)
    return ModelClient(
        model_settings(settings),
        may_spend,
        slots=SharedSlots(locks, settings.llm_concurrency, wait, longest),
        budget=SharedBudget(locks, may_spend) if settings.llm_daily_tokens else None,
        sleep=wait,
    )


def model_settings(settings: Settings) -> ModelSettings:
    """What the client needs to know of the settings."""
    return ModelSettings(
        base_url=settings.llm_base_url,
        model=settings.llm_model,
        api_key=settings.llm_api_key.get_secret_value(),
        temperature=settings.llm_temperature,
        seconds=settings.llm_seconds,
        retries=settings.llm_retries,
        concurrency=settings.llm_concurrency,
    )


def budget(db: Database, settings: Settings) -> Callable[[int], bool]:
    """Whether the day's budget has so many tokens left, beside those in the call log."""

    def may_spend(tokens: int) -> bool:
        if not settings.llm_daily_tokens:
            return True
        return db.read(tokens_spent) + tokens <= settings.llm_daily_tokens

    return may_spend
