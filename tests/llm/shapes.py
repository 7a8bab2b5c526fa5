"""The shape of answer that most tests ask for."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.llm.scripted import Asked, Reply, completion


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int
    answer: bool
    title: Annotated[str, Field(max_length=400)]


class Answers(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answers: list[Item]


GOOD: dict[str, Any] = {"answers": [{"number": 1, "answer": True, "title": "la dernière échéance"}]}


def says_good(asked: Asked) -> Reply:
    return completion(asked, GOOD)
