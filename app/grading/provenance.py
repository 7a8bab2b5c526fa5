"""How a model took part in a grade: enough to say so, and to compute the grade again. Pure."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Provenance(BaseModel):
    """`model` as the settings name it, `prompt` as in `judge/v1`, `calls` the keys of the entries of the call
    log that the grade stands on, in the order of the runs; `questions` and `decided` count what was asked and
    what all runs agreed on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    prompt: str
    runs: int
    calls: list[str]
    questions: int
    decided: int
