"""How a model is asked to plant flaws, and how its answer comes to the code."""

from __future__ import annotations

from collections import Counter
from typing import Final, Protocol

from app.authoring.planting.proposals import Proposals
from app.authoring.planting.request import PlantRequest
from app.exercises.schema import Exercise
from app.grading.judge import Client
from app.llm.calls import call_key
from app.llm.faults import Fault
from app.llm.prompts import load, quote_all
from app.llm.protocol import Answer, ModelError, ModelSettings, Prompt
from app.llm.reading import parse_answer

PURPOSE: Final = "plant"
PROMPT_VERSION: Final = 1


class Log(Protocol):
    """Where calls are kept: `recorded` gives the answer's text of an earlier call with this key, if one was
    answered; `keep` is called once for each call made, at once, answered or not."""

    def recorded(self, key: str) -> str | None: ...

    def keep(
        self, purpose: str, key: str, prompt: Prompt, outcome: Answer[Proposals] | ModelError
    ) -> None: ...


class NoLog:
    """Where there is no database."""

    def recorded(self, _key: str) -> str | None:
        return None

    def keep(
        self, purpose: str, key: str, prompt: Prompt, outcome: Answer[Proposals] | ModelError
    ) -> None: ...


def ask(request: PlantRequest, clean: Exercise, client: Client, log: Log) -> tuple[str, Proposals]:
    """The key of the call and what the model proposes: the recorded answer, or that of a call made now.

    Raises `ModelError` where the model gives no usable answer.
    """
    prompt = plant_prompt(request, clean)
    key = plant_key(request, prompt, client.settings)
    recorded = _recorded(log, key)
    if recorded is not None:
        return key, recorded
    try:
        answer = client.ask(prompt, Proposals)
    except ModelError as error:
        log.keep(PURPOSE, key, prompt, error)
        raise
    log.keep(PURPOSE, key, prompt, answer)
    return key, answer.parsed


def _recorded(log: Log, key: str) -> Proposals | None:
    """The answer of an earlier call, unless it was of a shape that is no longer ours."""
    text = log.recorded(key)
    try:
        return None if text is None else parse_answer(text, Proposals)
    except Fault:
        return None


def plant_prompt(request: PlantRequest, clean: Exercise) -> Prompt:
    """What is asked, in the language of the exercise. Every text of the author is data in it."""
    template = load(PURPOSE, PROMPT_VERSION, clean.language)
    names, texts = zip(*_fields(clean), strict=True)
    delimiter, shown = quote_all(texts)
    dynamic = {
        "asked": [{"type": kind, "count": count} for kind, count in Counter(request.types).items()],
        "decoys": request.decoys,
        "variant": request.variant,
        "delimiter": delimiter,
        "fields": [{"name": name, "text": text} for name, text in zip(names, shown, strict=True)],
    }
    return template.render({}, dynamic)


def plant_key(request: PlantRequest, prompt: Prompt, model: ModelSettings) -> str:
    """Of all that the answer depends on: not of the rendered text, whose delimiters are drawn anew."""
    asked = request.model_dump_json(exclude={"id", "title", "difficulty", "minutes"})
    return call_key(PURPOSE, asked, prompt.hash, model.model, model.temperature)


def _fields(clean: Exercise) -> list[tuple[str, str]]:
    """What the model reads: the brief, the list of the sources, each source, the text."""
    listed = "\n".join(
        f"{source.id} ({source.date}, {source.reliability}): {source.title}, {source.publisher}"
        for source in clean.sources
    )
    return [
        ("brief", clean.brief.text),
        ("sources", listed),
        *((f"source {source.id}", source.text) for source in clean.sources),
        ("text", clean.draft.removesuffix("\n")),
    ]
