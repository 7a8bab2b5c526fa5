"""How one server wants to be asked: found out from its errors, then remembered by the client."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import BaseModel

from app.llm.faults import ErrorBody
from app.llm.protocol import ModelSettings, Prompt, storable
from app.llm.schema import strict_schema

_NOT_KNOWN: Final = frozenset({400, 415, 422, 501})
_SCHEMA_TEXT: Final = "Answer with one JSON object, and nothing else, that follows this JSON schema:"


@dataclass(frozen=True, slots=True)
class Dialect:
    """`json_schema` structured output or `json_object` and a schema in words; the name of the limit on the
    answer's tokens; whether a temperature may be sent."""

    structured: bool = True
    limit: str = "max_tokens"
    temperature: bool = True

    def adapted(self, status: int | None, error: ErrorBody) -> Dialect | None:
        """The dialect to try next after an error answer; None when there is nothing left to change.

        A server that does not know `json_schema` says so in its own words, so any refusal of the request
        is worth one try with `json_object`.
        """
        if status not in _NOT_KNOWN:
            return None
        if error.param == "max_tokens" and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if error.param == "temperature" and self.temperature:
            return replace(self, temperature=False)
        return replace(self, structured=False) if self.structured else None


def request_body(
    prompt: Prompt, shape: type[BaseModel], settings: ModelSettings, dialect: Dialect
) -> dict[str, Any]:
    """The body of POST …/chat/completions. What is static comes first."""
    schema = strict_schema(shape)
    system = prompt.system
    if not dialect.structured:
        system += f"\n\n{_SCHEMA_TEXT}\n{json.dumps(schema, ensure_ascii=False)}"
    body: dict[str, Any] = {
        "model": settings.model,
        "messages": [
            {"role": "system", "content": storable(system)},
            {"role": "user", "content": storable(prompt.user)},
        ],
        "response_format": _response_format(shape.__name__, schema, dialect),
        dialect.limit: settings.max_output_tokens,
    }
    if dialect.temperature and settings.temperature is not None:
        body["temperature"] = settings.temperature
    return body


def _response_format(name: str, schema: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    if not dialect.structured:
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": name, "schema": schema, "strict": True}}
