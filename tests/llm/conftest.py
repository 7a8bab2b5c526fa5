"""A prompt, a shape, and clients whose waiting and time are in the test's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.llm.client import ModelClient, ModelSettings
from app.llm.protocol import Prompt
from app.llm.scripted import ScriptedModel
from tests.llm.shapes import says_good


@dataclass
class Time:
    """A clock that only moves when somebody sleeps or a test turns it."""

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Bench:
    """A scripted model, and clients of it that never really sleep."""

    model: ScriptedModel
    time: Time = field(default_factory=Time)
    clients: list[ModelClient] = field(default_factory=list)

    def client(self, may_spend: Callable[[int], bool] | None = None, **settings: Any) -> ModelClient:
        """On the real clock, never waiting between attempts."""
        return self._made({"may_spend": may_spend} if may_spend else {}, settings)

    def frozen_client(self, **settings: Any) -> ModelClient:
        """On the clock of `time`."""
        return self._made({"clock": self.time.clock}, settings)

    def _made(self, by: dict[str, Any], settings: dict[str, Any]) -> ModelClient:
        values: dict[str, Any] = {"base_url": self.model.base_url, "model": "scripted", "seconds": 10.0}
        client = ModelClient(
            ModelSettings(**values | settings), sleep=self.time.sleep, random=lambda: 0.5, **by
        )
        self.clients.append(client)
        return client


@pytest.fixture
def bench() -> Iterator[Bench]:
    with ScriptedModel(says_good) as model:
        made = Bench(model)
        yield made
        for client in made.clients:
            client.close()


@pytest.fixture
def prompt() -> Prompt:
    return Prompt("Answer in JSON.", "The exercise.", "The trainee’s text.", "judge", 1, "0" * 64)
