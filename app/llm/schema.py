"""JSON schemas of answers, as strict structured output wants them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel

# Strict mode refuses lengths and has no use for the others; pydantic checks all of them on the answer.
_LEFT_OUT: Final = frozenset({"title", "default", "minLength", "maxLength"})
_OF_NAMED_SCHEMAS: Final = frozenset({"properties", "$defs"})


@lru_cache(maxsize=32)
def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The schema of `shape` in which every property is required and no other is allowed."""
    schema: dict[str, Any] = _strict(shape.model_json_schema())
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: {name: _strict(inner) for name, inner in value.items()}
        if key in _OF_NAMED_SCHEMAS
        else _strict(value)
        for key, value in node.items()
        if key not in _LEFT_OUT
    }
    if kept.get("type") == "object":
        kept |= {"additionalProperties": False, "required": list(kept.get("properties", {}))}
    return kept
