"""Every schema with an example: those of wholes are told, those of their parts are taken out of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
Schema: TypeAlias = dict[str, Any]
_COMPONENT: Final = "#/components/schemas/"
_TYPES: Final = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    type(None): "null",
}


def add_examples(schemas: dict[str, Schema], told: dict[str, Json]) -> None:
    """Give each component an `examples` list: what is told under its name, else its own, else what stands in
    the example of another component, else, for an enumeration, its first value."""
    for name, schema in schemas.items():
        own = schema.pop("example", None)
        if name in told or own is not None:
            schema["examples"] = [told.get(name, own)]
    for name, example in list(_stated(schemas)):
        _Parts(schemas).take(schemas[name], example)
    for schema in schemas.values():
        if "enum" in schema:
            schema.setdefault("examples", schema["enum"][:1])


def _stated(schemas: dict[str, Schema]) -> Iterator[tuple[str, Json]]:
    for name, schema in schemas.items():
        for example in schema.get("examples", ()):
            yield name, example


class _Parts:
    """Walks a value along its schema and keeps what it finds there for components without an example."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self.schemas = schemas

    def take(self, schema: Schema, value: Json) -> None:
        """Note the parts of `value`, which is of `schema`."""
        target = self._resolved(schema)
        if target is not schema and value not in ("", [], {}, None):
            target.setdefault("examples", [value])
        for part, inner in self._within(target, value):
            self.take(part, inner)

    def _within(self, schema: Schema, value: Json) -> Iterator[tuple[Schema, Json]]:
        """The parts of a value, each with its schema; for a choice, the value itself with its branch."""
        choices = (*schema.get("anyOf", ()), *schema.get("oneOf", ()))
        yield from [(choice, value) for choice in choices if self._fits(choice, value)][:1]
        if isinstance(value, dict):
            properties = schema.get("properties", {})
            yield from ((properties[key], inner) for key, inner in value.items() if key in properties)
        elif isinstance(value, list):
            yield from ((schema.get("items", {}), item) for item in value)

    def _resolved(self, schema: Schema) -> Schema:
        reference = schema.get("$ref")
        return self.schemas[reference.removeprefix(_COMPONENT)] if reference else schema

    def _fits(self, schema: Schema, value: Json) -> bool:
        """Whether a value is of one branch of a choice, as far as is needed to tell our branches apart."""
        target = self._resolved(schema)
        if isinstance(value, dict):
            known = target.get("properties", {})
            fixed = {key: part["const"] for key, part in known.items() if "const" in part}
            names = set(target.get("required", ())) <= set(value) <= set(known)
            return names and all(value.get(key, const) == const for key, const in fixed.items())
        if "enum" in target:
            return value in target["enum"]
        return target.get("type") == _TYPES.get(type(value))
