"""The rows of cohorts and of what is set for them: `cohort` is run by Inès with Cora, who does not own it,
and Tara learns in it; `elsewhere` is run by Ivan, and Tom learns in it: what is there ends in `-there`."""

from __future__ import annotations

from typing import Final

from tests.estate import OF_FILES
from tests.matrix_row import AUTHORS, Row

_API: Final = "/api/v1/cohorts"
_ONE: Final = _API + "/{cohort_id}"
_SET: Final = "/api/v1/assignments/{assignment_id}"
_PAGE: Final = "/cohorts/{cohort_id}"
_FORM: Final = "/assignments/{assignment_id}"
_NAMED: Final = {"json": {"name": "Automne 2026"}}
_RENAMED: Final = {**_NAMED, "headers": {"If-Match": '"1"'}}
_TERMS: Final = {"json": {"exercise_id": OF_FILES, "position": 2}}
_CHANGED: Final = {**_TERMS, "headers": {"If-Match": '"1"'}}
_OWNER: Final = "ines ada"
_RUNS: Final = {"ines": 409, "cora": 409}
"""Who runs a cohort does not join it."""
_THERE: Final = "ivan ada"

_TOOLS: Final = [
    Row(f"GET {_API}", ok=200),
    Row(f"POST {_API}", ok=201, sends=_NAMED),
    Row(f"POST {_API}/join", ok=200, but=_RUNS, sends={"json": {"code": "{code}"}}),
    Row(f"POST {_API}/join", ok=404, sends={"json": {"code": "nobody's"}}),
    Row(f"GET {_ONE}", "cohort", 200, only=AUTHORS),
    Row(f"GET {_ONE}", "elsewhere", 200, only=_THERE),
    Row(f"PUT {_ONE}", "cohort", 200, only=AUTHORS, sends=_RENAMED),
    Row(f"PUT {_ONE}", "elsewhere", 200, only=_THERE, sends=_RENAMED),
    Row(f"POST {_ONE}/archive", "cohort", 200, only=AUTHORS),
    Row(f"POST {_ONE}/archive", "elsewhere", 200, only=_THERE),
    Row(f"POST {_ONE}/restore", "cohort", 200, only=AUTHORS),
    Row(f"POST {_ONE}/code", "cohort", 200, only=AUTHORS),
    Row(f"DELETE {_ONE}/code", "cohort", 204, only=AUTHORS),
    Row(f"PUT {_ONE}/trainers/{{person_id}}", "cohort ivan", 200, only=_OWNER, but={"cora": 403}),
    Row(f"DELETE {_ONE}/trainers/{{person_id}}", "cohort cora", 204, only=_OWNER, but={"cora": 403}),
    Row(f"GET {_ONE}/members", "cohort", 200, only=AUTHORS),
    Row(f"GET {_ONE}/members", "elsewhere", 200, only=_THERE),
    Row(f"DELETE {_ONE}/members/{{person_id}}", "cohort tara", 204, only=f"tara {AUTHORS}"),
    Row(f"DELETE {_ONE}/members/{{person_id}}", "elsewhere tom", 204, only="tom ivan ada"),
    Row("GET /api/v1/me/cohorts", ok=200),
    Row(f"GET {_ONE}/assignments", "cohort", 200, only=AUTHORS),
    Row(f"GET {_ONE}/assignments", "elsewhere", 200, only=_THERE),
    Row(f"POST {_ONE}/assignments", "cohort", 201, only=AUTHORS, sends=_TERMS),
    Row(f"POST {_ONE}/assignments", "elsewhere", 201, only=_THERE, sends=_TERMS),
    Row(f"GET {_SET}", "set", 200, only=AUTHORS),
    Row(f"GET {_SET}", "set-there", 200, only=_THERE),
    Row(f"PUT {_SET}", "set", 200, only=AUTHORS, sends=_CHANGED),
    Row(f"PUT {_SET}", "certifying", 409, only=AUTHORS, sends=_CHANGED),  # somebody has begun it
    Row(f"PUT {_SET}", "set-there", 200, only=_THERE, sends=_CHANGED),
    Row(f"DELETE {_SET}", "set", 204, only=AUTHORS),
    Row(f"DELETE {_SET}", "certifying-there", 204, only=_THERE),
    Row(f"POST {_SET}/attempts", "set", 201, only="tara"),
    Row(f"POST {_SET}/attempts", "set-there", 201, only="tom"),
    Row("GET /api/v1/me/assignments", ok=200),
]

_PAGES: Final = [
    Row("GET /cohorts", ok=200),
    Row("GET /cohorts/new", ok=200),
    Row("POST /cohorts/new", ok=303, sends={"data": {"name": "Automne 2026"}}),
    Row("POST /cohorts/new", ok=422, sends={"data": {"name": ""}}),
    Row(f"GET {_PAGE}", "cohort", 200, only=AUTHORS),
    Row(f"GET {_PAGE}", "elsewhere", 200, only=_THERE),
    Row(f"GET {_PAGE}/settings", "cohort", 200, only=AUTHORS),
    Row(f"GET {_PAGE}/settings", "elsewhere", 200, only=_THERE),
    Row(
        f"POST {_PAGE}/settings", "cohort", 303, only=AUTHORS, sends={"data": {"name": "B", "revision": "1"}}
    ),
    Row(f"POST {_PAGE}/settings", "cohort", 422, only=AUTHORS, sends={"data": {"name": ""}}),
    Row(f"POST {_PAGE}/archive", "cohort", 303, only=AUTHORS),
    Row(f"POST {_PAGE}/restore", "cohort", 303, only=AUTHORS),
    Row(f"POST {_PAGE}/code", "cohort", 303, only=AUTHORS),
    Row(f"POST {_PAGE}/code/off", "cohort", 303, only=AUTHORS),
    Row(f"POST {_PAGE}/members/{{person_id}}/remove", "cohort tara", 303, only=AUTHORS),
    Row(
        f"POST {_PAGE}/trainers",
        "cohort",
        303,
        only=AUTHORS,
        sends={"data": {"email": "ivan@people.example"}},
    ),
    Row(f"POST {_PAGE}/trainers/{{person_id}}/remove", "cohort cora", 303, only=_OWNER, but={"cora": 403}),
    Row(f"GET {_PAGE}/assignments/new", "cohort", 200, only=AUTHORS),
    Row(
        f"POST {_PAGE}/assignments/new",
        "cohort",
        303,
        only=AUTHORS,
        sends={"data": {"exercise_id": OF_FILES}},
    ),
    Row(
        f"POST {_PAGE}/assignments/new",
        "cohort",
        422,
        only=AUTHORS,
        sends={"data": {"exercise_id": "nothing"}},
    ),
    Row(f"GET {_FORM}", "set", 200, only=AUTHORS),
    Row(f"GET {_FORM}", "set-there", 200, only=_THERE),
    Row(
        f"POST {_FORM}", "set", 303, only=AUTHORS, sends={"data": {"exercise_id": OF_FILES, "revision": "1"}}
    ),
    Row(
        f"POST {_FORM}", "set", 422, only=AUTHORS, sends={"data": {"exercise_id": "nothing", "revision": "1"}}
    ),
    Row(f"POST {_FORM}/remove", "set", 303, only=AUTHORS),
    Row(f"POST {_FORM}/start", "set", 303, only="tara"),
    Row(f"POST {_FORM}/start", "set-there", 303, only="tom"),
    Row("GET /join", ok=200),
    Row("POST /join", ok=303, but=_RUNS, sends={"data": {"code": "{code}"}}),
    Row("GET /join/{code}", "code", 200),
    Row("GET /join/{code}", "nobodys", 404),
]

COHORTS: Final = [*_TOOLS, *_PAGES]
