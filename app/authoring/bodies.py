"""Reading a document out of a request, with errors that name the place."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any, NoReturn

from fastapi import Depends, Request

from app.core.errors import ErrorItem, Problem
from app.exercises.document import read_document
from app.exercises.findings import Finding
from app.exercises.schema import Exercise
from app.web.language import language_of

DOCUMENT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The exercise document, as in the files of `exercises/`: `draft` as a string, each "
        "source with its `text`. At most 1 MB.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Exercise"}}},
    }
}
"""For `openapi_extra`: the body is read by hand, for errors that name the place in it."""
ANY_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The exercise document, right or wrong: the answer says what is wrong with it. At "
        "most 1 MB.",
        "content": {
            "application/json": {"schema": {"anyOf": [{"$ref": "#/components/schemas/Exercise"}, {}]}}
        },
    }
}
"""The same where any JSON is taken."""


async def json_body(request: Request) -> object:
    """The body as plain JSON data. Raises 400 problems for what is not UTF-8 or not JSON."""
    body = await request.body()
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        byte = body[error.start]
        raise _malformed(f"The body is not UTF-8: byte 0x{byte:02X} at offset {error.start}.") from None
    except json.JSONDecodeError as error:
        raise _malformed(f"Not JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise _malformed("The JSON is nested too deeply.") from None
    except ValueError as error:
        raise _malformed(f"Not JSON: {error}.") from None


async def exercise_body(request: Request, data: Annotated[object, Depends(json_body)]) -> Exercise:
    """The exercise in the body. Raises a 422 problem with a pointer to each wrong place."""
    exercise, findings = read_document(data)
    if exercise is None:
        raise unfit(
            "invalid-document",
            "The document does not have the shape of an exercise.",
            findings,
            api_language(request),
        )
    return exercise


JsonBody = Annotated[object, Depends(json_body)]
ExerciseBody = Annotated[Exercise, Depends(exercise_body)]


def api_language(request: Request) -> str:
    """The language of messages: that of the request, English where it asks for none."""
    return language_of(request) if request.headers.get("accept-language") else "en"


def unfit(slug: str, detail: str, findings: list[Finding], language: str) -> Problem:
    """A 422 problem that lists findings."""
    items = [
        ErrorItem(
            finding.pointer,
            finding.message(language),
            {
                "code": finding.code,
                **{
                    name: value
                    for name, value in (
                        ("line", finding.line),
                        ("column", finding.column),
                        ("piece", finding.piece[:300]),
                    )
                    if value
                },
            },
        )
        for finding in findings
    ]
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, slug, detail, items)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _malformed(detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "malformed-body", detail, [ErrorItem("", detail)])
