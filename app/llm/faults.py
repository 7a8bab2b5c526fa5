"""What went wrong with one attempt, and what it says about trying again and about the endpoint."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from app.llm.protocol import Kind, Usage

_OVER_CONTEXT: Final = re.compile(
    r"context.{0,20}(length|size|window)|maximum context|too many tokens", re.IGNORECASE
)
_FILTERED: Final = re.compile(r"content_filter|content_policy", re.IGNORECASE)
_LONGEST: Final = 2_000
_CODE: Final = re.compile(r"[\w.-]{1,60}")
_POOR_ANSWERS: Final[frozenset[Kind]] = frozenset(
    {"bad-json", "wrong-shape", "truncated", "refused", "filtered", "empty", "too-large"}
)
_PASSING: Final[frozenset[Kind]] = frozenset({"timeout", "connection", "rate-limited", "server"})
_AGAIN_LATER: Final = frozenset({408, 409, 425})  # and every 5xx
_SETTINGS_AT_FAULT: Final = {
    401: "check VIGIE_LLM_API_KEY",
    403: "check VIGIE_LLM_API_KEY",
    404: "check VIGIE_LLM_BASE_URL and VIGIE_LLM_MODEL",
    405: "check VIGIE_LLM_BASE_URL",
}


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """What an error answer says: the fields that OpenAI's API defines, "" where they are missing."""

    code: str = ""
    param: str = ""
    message: str = ""

    @classmethod
    def read(cls, text: str) -> ErrorBody:
        """Of whatever a server may answer with beside an HTTP status."""
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            return cls(message=text[:_LONGEST])
        fields = body.get("error", body) if isinstance(body, dict) else body
        if not isinstance(fields, dict):
            return cls(message=_text(fields))
        code = _text(fields.get("code")) or _text(fields.get("type"))
        return cls(code, _text(fields.get("param")), _text(fields.get("message")))

    @property
    def shown(self) -> str:
        """The code, if it looks like one; the message stays out, since servers echo the request in it."""
        return f" ({self.code})" if _CODE.fullmatch(self.code) else ""


@dataclass(eq=False)
class Fault(Exception):
    """One failed attempt. `status` and `error` are the HTTP status and what came with it, where one came;
    `blames_request` when another request might well be answered, so that it says nothing of the endpoint."""

    kind: Kind
    detail: str
    usage: Usage = field(default_factory=Usage)
    raw: str = ""
    retry_after: float | None = None
    status: int | None = None
    error: ErrorBody = ErrorBody()
    blames_request: bool = False

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"

    @property
    def endpoint_is_down(self) -> bool:
        """Whether the circuit breaker counts it. A trainee's text must not be able to cause it at will."""
        return self.kind in _PASSING or (self.kind == "misconfigured" and not self.blames_request)

    def may_retry(self, failures: int, retries: int) -> bool:
        """Whether to try again after this failure, the `failures`-th of the call (from 1).

        A poor answer is worth one more try, since each is paid for; an endpoint in trouble all of them.
        """
        if self.kind in _POOR_ANSWERS and not self.blames_request:
            return failures <= min(retries, 1)
        return self.kind in _PASSING and failures <= retries


def fault_of_status(status: int, error: ErrorBody, retry_after: float | None) -> Fault:
    """The fault behind an HTTP status other than 200."""
    fault = _fault_of(status, error)
    fault.status, fault.error, fault.retry_after = status, error, retry_after
    return fault


def _fault_of(status: int, error: ErrorBody) -> Fault:
    said = f"HTTP {status}{error.shown}"
    if error.code == "insufficient_quota":
        return Fault("misconfigured", f"{said}: the account at the provider is exhausted")
    if status == 429:
        return Fault("rate-limited", said)
    if status >= 500 or status in _AGAIN_LATER:
        return Fault("server", said)
    if status in _SETTINGS_AT_FAULT or status < 400:
        hint = _SETTINGS_AT_FAULT.get(status, "check VIGIE_LLM_BASE_URL")
        return Fault("misconfigured", f"{said}: {hint}")
    return Fault(_kind_of_bad_request(status, error), said, blames_request=True)


def _kind_of_bad_request(status: int, error: ErrorBody) -> Kind:
    words = f"{error.code} {error.message}"
    if status == 413 or _OVER_CONTEXT.search(words):
        return "too-large"
    return "filtered" if _FILTERED.search(error.code) else "misconfigured"


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
