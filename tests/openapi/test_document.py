"""The description of the API teaches: every operation, parameter, error and schema says what it is, with an
example that holds, and says what the policy of its route implies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import jsonschema_rs
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from app.accounts.policy import SAFE_METHODS, Policy
from app.exercises.lint import lint
from app.openapi.document import openapi_document, policies
from app.openapi.story import EXERCISE
from app.web.problems import MEDIA_TYPE

PROBLEM: Final = {"$ref": "#/components/schemas/ProblemDocument"}
METHODS: Final = ("get", "put", "post", "delete", "patch")
Document = dict[str, Any]
Operation = dict[str, Any]


@pytest.fixture
def document(app: FastAPI) -> Document:
    return openapi_document(app)


def operations(document: Document) -> Iterator[tuple[str, Operation]]:
    for path, item in document["paths"].items():
        yield from ((f"{m.upper()} {path}", item[m]) for m in METHODS if m in item)


def test_it_is_openapi_for_anyone(stranger: TestClient, app: FastAPI) -> None:
    answer = stranger.get("/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == openapi_document(app)
    assert not list(OPENAPI_31_VALIDATOR.iter_errors(answer.json()))


def test_it_describes_the_api_and_no_page(document: Document, app: FastAPI) -> None:
    described = {name for name, _ in operations(document)}
    routes = {f"{m} {p}" for p, m, _ in policies(app) if p.startswith("/api/")}
    assert described == routes
    assert len(described) >= 35


def test_the_whole_says_how_to_begin(document: Document) -> None:
    text = document["info"]["description"]
    for word in ("Authorization: Bearer vigie_", "problem+json", "If-Match", "Idempotency-Key", "cursor"):
        assert word in text
    assert "at most 1 MB" in text
    assert "8 MiB" in text
    assert "{megabytes}" not in text
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    assert all(tags.values())
    assert {tag for _, operation in operations(document) for tag in operation["tags"]} == set(tags)


def test_every_operation_says_what_it_does(document: Document) -> None:
    found = [f"{name}: {what}" for name, operation in operations(document) for what in _unsaid(operation)]
    assert not found, "\n".join(found)
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(ids)) == len(ids)


def _unsaid(operation: Operation) -> Iterator[str]:
    summary, description = operation["summary"], operation["description"].split("**Who may:**")[0]
    if not 8 <= len(summary) <= 60 or summary.endswith("."):
        yield f"the summary has from 8 to 60 characters, no full stop: {summary!r}"
    if len(description.strip()) < 20:
        yield "write a docstring that says what it does"
    for parameter in operation.get("parameters", ()):
        if not parameter.get("description"):
            yield f"describe the parameter {parameter['name']}"
    if "Successful Response" in str(operation["responses"]):
        yield "say what it answers"


def test_every_error_is_a_problem_with_an_example(document: Document) -> None:
    check = _validator(document, PROBLEM)
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) < 400:
                continue
            place = f"{name} {status}"
            assert list(response["content"]) == [MEDIA_TYPE], place
            content = response["content"][MEDIA_TYPE]
            assert content["schema"] == PROBLEM, place
            for example in content["examples"].values():
                assert example["value"]["status"] == int(status), place
                assert check.is_valid(example["value"]), place


def implied(path: str, method: str, policy: Policy, operation: Operation) -> set[str]:
    """The errors that follow from what is declared."""
    changes = method not in SAFE_METHODS
    parameters = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
    wanted = set() if policy is Policy.ANYONE else {"401", "429"}
    if changes or policy not in {Policy.ANYONE, Policy.SIGNED_IN}:
        wanted.add("403")
    if parameters:
        wanted.add("422")
    if "{" in path:
        wanted.add("404")
    if "if-match" in parameters:
        wanted |= {"400", "412"}
    if "requestBody" in operation:
        wanted.add("413")
    if "application/json" in operation.get("requestBody", {}).get("content", {}):
        wanted.add("400")
    return wanted


def test_what_a_policy_implies_is_documented(document: Document, app: FastAPI) -> None:
    found = []
    for path, method, policy in policies(app):
        operation = document["paths"].get(path, {}).get(method.lower())
        if operation is not None:
            missing = implied(path, method, policy, operation) - set(operation["responses"])
            found += [f"{method} {path}: add problems({', '.join(sorted(missing))})"] if missing else []
    assert not found, "\n".join(found)


def test_security_says_what_the_policy_does(document: Document, app: FastAPI) -> None:
    for path, method, policy in policies(app):
        operation = document["paths"].get(path, {}).get(method.lower())
        if operation is None:
            continue
        scopes = [scheme["token"] for scheme in operation["security"] if "token" in scheme]
        expected = {
            Policy.SIGNED_IN: [["read"] if method in SAFE_METHODS else ["author"]],
            Policy.AUTHOR: [["author"]],
            Policy.ADMIN: [["admin"]],
        }
        assert scopes == expected.get(policy, []), f"{method} {path}"
        cookie = {"session": []} in operation["security"]
        assert cookie is (policy is not Policy.ANYONE), f"{method} {path}"


def test_every_schema_is_explained_by_an_example_that_holds(document: Document) -> None:
    schemas = document["components"]["schemas"]
    assert not {"HTTPValidationError", "ValidationError"} & set(schemas), "declare problems(422)"
    found = [f"{name}: {what}" for name, schema in schemas.items() for what in _wrong(document, name, schema)]
    assert not found, "\n".join(found)


def _wrong(document: Document, name: str, schema: Document) -> Iterator[str]:
    description = schema.get("description", "")
    if len(description) < 12:
        yield "write a docstring"
    if "DESIGN.md" in description:
        yield "readers of the API have no DESIGN.md"
    if not schema.get("examples"):
        yield "add an example, its own or in app/openapi/story.py"
    check = _validator(document, {"$ref": f"#/components/schemas/{name}"})
    for example in schema.get("examples", ()):
        yield from (f"{error.instance_path}: {error.message}" for error in check.iter_errors(example))


def test_every_text_that_is_taken_has_a_longest_length(document: Document) -> None:
    unbounded = {
        f"{name}: {place}"
        for name, operation in operations(document)
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for place in _unbounded(document, content["schema"], ())
    }
    assert unbounded == set()


def _unbounded(document: Document, schema: Document, path: tuple[str, ...]) -> Iterator[str]:
    """Places of texts without a bound. Texts of a known form are bounded by it."""
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference:
        if reference not in path:
            yield from _unbounded(document, document["components"]["schemas"][reference], (*path, reference))
        return
    if schema.get("type") == "string" and not schema.keys() & {"maxLength", "format", "enum", "const"}:
        yield "/".join(path)
    inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    for part in inner:
        yield from _unbounded(document, part, path)
    for key, part in schema.get("properties", {}).items():
        yield from _unbounded(document, part, (*path, key))


def _validator(document: Document, schema: Document) -> jsonschema_rs.Draft202012Validator:
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def test_the_story_of_the_examples_is_a_right_exercise(document: Document) -> None:
    assert lint(EXERCISE) == []
    schemas = document["components"]["schemas"]
    graded = schemas["Assessment"]["examples"][0]
    assert [outcome["found"] for outcome in graded["outcomes"]] == [True, True, False]
    assert graded["false_alarms"][0]["decoy"] == "decoy-2"
    finding = schemas["FindingOut"]["examples"][0]
    assert (finding["code"], finding["pointer"]) == ("evidence-quote", "/flaws/0/evidence/quote")
