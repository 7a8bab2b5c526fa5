"""The OpenAPI document: FastAPI's, with who may call, our problems, and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final, Literal

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from app.accounts.policy import SAFE_METHODS, Allow, Policy
from app.openapi.examples import add_examples
from app.openapi.story import told
from app.openapi.words import SCHEMES, SUMMARY, TAGS, TITLE, WHO, description, scope_for
from app.web.problems import ProblemDocument

_REFERENCE: Final = "#/components/schemas/{model}"
_NOTHING_SAID: Final = "Successful Response"


def describe_with_care(api: FastAPI) -> None:
    """Have `api.openapi()` make our document, the first time that it is asked for."""
    api.openapi = partial(_kept, api)  # type: ignore[method-assign]  # FastAPI's documented way


def _kept(api: FastAPI) -> dict[str, Any]:
    if api.openapi_schema is None:
        api.openapi_schema = openapi_document(api)
    return api.openapi_schema


def openapi_document(api: FastAPI) -> dict[str, Any]:
    """The description of the routes of `api` that are not pages."""
    document = get_openapi(
        title=TITLE,
        version=api.version,
        summary=SUMMARY,
        description=description(),
        routes=api.routes,
        tags=TAGS,
        separate_input_output_schemas=False,
    )
    components = document["components"]
    components["securitySchemes"] = SCHEMES
    components["schemas"] |= _problem_schemas()
    for path, method, policy in policies(api):
        operation = document["paths"].get(path, {}).get(method.lower())
        if operation is not None:
            _say_who(operation, policy, changes=method not in SAFE_METHODS)
    for item in document["paths"].values():
        for operation in item.values():
            _say_what(operation, components["schemas"])
    examples = {type(value).__name__: value.model_dump(mode="json") for value in told()}
    add_examples(components["schemas"], examples | _own_examples(api))
    return document


def policies(api: FastAPI) -> Iterator[tuple[str, str, Policy]]:
    """(path, method, policy) of each route."""
    for context in iter_route_contexts(api.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            for method in sorted(route.methods or ()):
                for policy in declared(route.dependant):
                    yield route.path, method, policy


def declared(dependant: Dependant) -> Iterator[Policy]:
    """The policies that a route declares: one, as a test sees to."""
    if isinstance(dependant.call, Allow):
        yield dependant.call.policy
    for child in dependant.dependencies:
        yield from declared(child)


def _say_who(operation: dict[str, Any], policy: Policy, *, changes: bool) -> None:
    scope = scope_for(policy, changes)
    token = [] if scope is None else [{"token": [scope.value]}]
    operation["security"] = [] if policy is Policy.ANYONE else [*token, {"session": []}]
    needed = f" A token needs the scope `{scope.value}`." if scope else ""
    who = f"**Who may:** {WHO[policy]}{needed}"
    operation["description"] = "\n\n".join(filter(None, [operation.get("description"), who]))


def _own_examples(api: FastAPI) -> dict[str, Any]:
    """The examples that models state themselves, once more: FastAPI leaves the nulls in them out."""
    mode: Literal["validation"] = "validation"
    inputs = [(index, mode, TypeAdapter(kind)) for index, kind in enumerate(_spoken(api))]
    _, schemas = TypeAdapter.json_schemas(inputs, ref_template=_REFERENCE)
    stated = (
        (name, schema.get("examples", [schema.get("example")])) for name, schema in schemas["$defs"].items()
    )
    return {name: examples[0] for name, examples in stated if examples[0] is not None}


def _spoken(api: FastAPI) -> Iterator[Any]:
    """The types that routes take and answer."""
    for context in iter_route_contexts(api.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema:
            if route.body_field:
                yield route.body_field.field_info.annotation
            if route.response_model:
                yield route.response_model


def _say_what(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Where a route says nothing of its answer, the first sentence about its schema does."""
    for response in operation["responses"].values():
        if response["description"] == _NOTHING_SAID:
            content = response.get("content", {}).get("application/json", {})
            name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            explained = schemas.get(name, {}).get("description", "Done.")
            response["description"] = re.split(r"(?<=[.;]) ", explained)[0].rstrip(";.") + "."


def _problem_schemas() -> dict[str, Any]:
    schema = ProblemDocument.model_json_schema(ref_template=_REFERENCE)
    parts: dict[str, Any] = schema.pop("$defs")
    return {**parts, ProblemDocument.__name__: schema}
