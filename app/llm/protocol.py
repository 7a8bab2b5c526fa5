"""What is asked of a model and what comes back: shapes without any library behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, TypeVar

from pydantic import BaseModel

Parsed = TypeVar("Parsed", bound=BaseModel)

Kind = Literal[
    "timeout",
    "connection",
    "rate-limited",
    "server",
    "bad-json",
    "wrong-shape",
    "truncated",
    "refused",
    "filtered",
    "empty",
    "too-large",
    "budget",
    "circuit-open",
    "misconfigured",
]
"""Why a model gave no usable answer. `too-large`: the answer, or the request for the model's context."""

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is and how patiently it is asked. Times in seconds, sizes in bytes or tokens.

    `temperature` None is not sent at all. `retries` are further attempts after the first. A Retry-After
    above `longest_delay` is not waited for: the call fails and the circuit stays open that long.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    temperature: float | None = 0.0
    seconds: float = 60.0
    retries: int = 3
    concurrency: int = 4
    max_output_tokens: int = 8_000
    max_answer_bytes: int = 1_000_000
    first_delay: float = 0.5
    longest_delay: float = 30.0
    breaker_failures: int = 5
    breaker_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rendered prompt. `system` and `static` are the same for all submissions of an exercise version;
    `hash` is that of the template it comes from (sha256, hexadecimal)."""

    system: str
    static: str
    dynamic: str
    name: str
    version: int
    hash: str

    @property
    def user(self) -> str:
        return f"{self.static}\n\n{self.dynamic}"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as the server reports them. `cached_tokens` are those of the input that it had at hand already;
    `estimated` when the server reported nothing and the figures are ours (`estimate_tokens`)."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    estimated: bool = False

    @property
    def total(self) -> int:
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class Answer(Generic[Parsed]):
    """A usable answer. `raw` is its text, which `app.llm.reading.parse_answer` reads again; `request` is the
    body that was sent (no key), `usage` the tokens of all attempts, `seconds` the time from the question to
    here, `model` as the server names it."""

    parsed: Parsed
    raw: str
    usage: Usage
    model: str
    seconds: float
    attempts: int
    request: dict[str, Any]


@dataclass(eq=False)
class ModelError(Exception):
    """No usable answer after all attempts. `detail` is for the log: never a trainee's text, never a key.

    `raw` is the last answer's text where there was one (it may quote the trainee), `retry_after` the seconds
    that the server asked for, where it did.
    """

    kind: Kind
    detail: str
    attempts: int = 0
    usage: Usage = field(default_factory=Usage)
    raw: str = ""
    request: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    retry_after: float | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"


def estimate_tokens(text: str) -> int:
    """A cautious count without a tokenizer: one token for three bytes of UTF-8. French and English texts
    have fewer in the tokenizers of today's models."""
    return -(-len(text.encode(errors="replace")) // 3)


def storable(text: str) -> str:
    """The text with what UTF-8 or PostgreSQL cannot hold (lone surrogates, NUL) replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)
