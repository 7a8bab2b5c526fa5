"""From the bytes that a server answered to a checked answer, or to the fault in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic

from pydantic import BaseModel, Field, ValidationError

from app.llm.faults import Fault
from app.llm.protocol import Kind, Parsed, Usage, estimate_tokens, storable

_THOUGHTS: Final = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
_FENCED: Final = re.compile(r"\s*```[a-z]*\n(.*)\n\s*```\s*", re.DOTALL)
_PLAIN_NAME: Final = re.compile(r"[a-z_]{1,40}")
_STOPPED: Final[dict[str, tuple[Kind, str]]] = {
    "content_filter": ("filtered", "the provider's filter stopped the answer"),
    "length": ("truncated", "the answer ran into the token limit"),
}

Count = Annotated[int, Field(ge=0, le=100_000_000)]


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Details(BaseModel):
    cached_tokens: Count | None = None


class _Tokens(BaseModel):
    prompt_tokens: Count
    completion_tokens: Count
    prompt_tokens_details: _Details | None = None


class _Completion(BaseModel):
    model: str | None = None
    choices: list[_Choice] | None = None
    usage: Any = None


@dataclass(frozen=True, slots=True)
class Reading(Generic[Parsed]):
    """A checked answer of one attempt; `model` is "" where the server does not name it."""

    parsed: Parsed
    raw: str
    usage: Usage
    model: str


def read_completion(body: bytes, shape: type[Parsed], asked: str) -> Reading[Parsed]:
    """The answer in a chat completion; `asked` is what was sent, for servers that do not count tokens.

    Raises `Fault`: bad-json, wrong-shape, truncated, refused, filtered or empty; with the tokens it cost.
    """
    completion = _completion(body)
    choice = completion.choices[0] if completion.choices else None
    raw = (choice.message.content if choice else None) or ""
    usage = _usage(completion.usage, asked, raw)
    try:
        _stopped_well(choice, raw)
        return Reading(parse_answer(raw, shape), raw, usage, (completion.model or "")[:200])
    except Fault as fault:
        fault.usage, fault.raw = usage, raw
        raise


def _completion(body: bytes) -> _Completion:
    """Python's own parser, since pydantic's refuses the whole for one lone surrogate."""
    try:
        data = _mended(json.loads(body))
    except (ValueError, RecursionError):
        raise Fault("bad-json", "the server's answer is no JSON") from None
    try:
        return _Completion.model_validate(data)
    except ValidationError:
        raise Fault("wrong-shape", "the server's answer is no chat completion") from None


def _stopped_well(choice: _Choice | None, raw: str) -> None:
    if choice is None:
        raise Fault("empty", "the server's answer has no choice")
    if choice.finish_reason in _STOPPED:
        raise Fault(*_STOPPED[choice.finish_reason])
    if choice.message.refusal:
        raise Fault("refused", "the model refused to answer")
    if not raw.strip():
        raise Fault("empty", "the model answered nothing")


def parse_answer(raw: str, shape: type[Parsed]) -> Parsed:
    """The answer checked against its shape, just now or as the log kept it. Thoughts before it and a Markdown
    fence around it, habits of models that are not held to a schema, are taken off. Raises `Fault`."""
    text = _THOUGHTS.sub("", raw, count=1) if raw.lstrip().startswith("<think>") else raw
    fenced = _FENCED.fullmatch(text)
    try:
        data = _mended(json.loads(fenced.group(1) if fenced else text))
    except (ValueError, RecursionError):
        raise Fault("bad-json", "the model's answer is no JSON") from None
    try:
        return shape.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise Fault("wrong-shape", _where(error)) from None


def _mended(data: Any) -> Any:
    """The JSON value with every text in it storable."""
    if isinstance(data, str):
        return storable(data)
    if isinstance(data, list):
        return [_mended(item) for item in data]
    if isinstance(data, dict):
        return {storable(key): _mended(value) for key, value in data.items()}
    return data


def _where(error: ValidationError) -> str:
    """Number of problems and the place and type of the first, without any of the model's own words."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(p) if isinstance(p, int) or _PLAIN_NAME.fullmatch(p) else "?" for p in first["loc"])
    return f"{error.error_count()} problem(s), the first at {place or 'the root'}: {first['type']}"


def _usage(reported: Any, asked: str, raw: str) -> Usage:
    try:
        tokens = _Tokens.model_validate(reported)
    except ValidationError:
        return Usage(estimate_tokens(asked), estimate_tokens(raw), estimated=True)
    details = tokens.prompt_tokens_details or _Details()
    cached = min(details.cached_tokens or 0, tokens.prompt_tokens)
    return Usage(tokens.prompt_tokens, tokens.completion_tokens, cached)
