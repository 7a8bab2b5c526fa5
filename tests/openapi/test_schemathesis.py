"""Whatever is sent to the API, and by whomever: it answers as its description says, and never breaks.

schemathesis makes the requests from the description: the bounds of each field, and things at random, of which
`API_EXAMPLES` sets the number. The things that their addresses name are real, see `tests.estate`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from random import Random
from typing import Any, Final, TypeAlias, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.python.asgi import ASGIClient
from schemathesis.specs.openapi import checks

from app.accounts.models import Scope
from app.accounts.policy import COOKIE
from app.core.config import load_settings
from app.core.db import Database
from app.exercises.archive import pack
from app.exercises.schema import Exercise
from app.main import create_app
from tests.cast import BASE, Cast
from tests.databases import Databases
from tests.estate import (
    CONTESTED,
    DRAFT,
    OF_FILES,
    OFFERED,
    PROPOSED,
    SetAside,
    build,
    document,
    served,
)
from tests.snapshot import Snapshot, snapshot_of

EXAMPLES: Final = int(os.environ.get("API_EXAMPLES", "8"))
CALLERS: Final = ("nobody", "tara", "ines", "ada", "token")
"""`token`: one of Inès's that only reads."""
Case: TypeAlias = Any
"""`schemathesis.Case`, which cannot say of what kind its body is."""
REFUSALS: Final = ["400", "401", "403", "404", "405", "409", "413", "422", "428"]
"""What may be answered to a request that the description does not allow."""
NO_MODEL: Final = "POST /api/v1/exercises/plant", 503
"""The only answer of its kind that is meant: this server has no model."""
SHADOWED: Final = ("/api/v1/cohorts/join",)
"""Another method on it is one on `/cohorts/{cohort_id}`, of an id that is none: 422, not 405."""
THINGS: Final = {
    "exercise_id": (DRAFT, OFFERED, OF_FILES),
    "attempt_id": ("opened", "opened", "handed-in", "trial", "graded", "awaiting"),
    "annotation_id": ("marked",),
    "person_id": ("cora", "ivan", "tara"),
    "invitation_id": ("invitation",),
    "token_id": ("token",),
    "number": ("1", "2"),
    "cohort_id": ("cohort", "cohort", "elsewhere"),
    "assignment_id": ("set", "certifying", "set-there"),
    "review_id": ("appeal", "proposal", "confirmation"),
    "submission_id": ("submission",),
}
_PART: Final = {"kind": "check", "subject": "criterion:vous"}
RIGHT: Final[dict[str, list[dict[str, Any]]]] = {
    "/cohorts/join": [{"code": "code"}],
    "/assignments": [{"exercise_id": OF_FILES}, {"exercise_id": OFFERED}],
    "/assignments/{assignment_id}": [{"exercise_id": OF_FILES}, {"exercise_id": OFFERED}],
    "/appeals": [_PART, {"kind": "outcome", "subject": "garantie"}, CONTESTED],
    "/proposals": [{"annotation": 2}, PROPOSED],
    "/decision": [
        {"verdict": "passed"},
        {"verdict": "failed", **_PART},
        {"verdict": "accepted"},
        {"verdict": "confirmed"},
    ],
}
"""Of each address, by its end, what takes a request further than a body made up."""
_ARCHIVES: Final = [pack([Exercise.model_validate(document(id_))]) for id_ in ("nouveau", DRAFT, OF_FILES)]
_DESCRIPTION: Final = create_app(load_settings({}), Database("sqlite:///:memory:")).openapi()
schemathesis.openapi.media_type("application/zip", st.sampled_from(_ARCHIVES) | st.binary(max_size=100))


def described(*kinds: str) -> schemathesis.BaseSchema:
    """The description, to make requests from in these ways alone. Who calls is told by the test."""
    phases = {name: {"enabled": name in kinds} for name in ("examples", "coverage", "fuzzing", "stateful")}
    config = {
        "phases": phases,
        "generation": {"with-security-parameters": False},
        "checks": {
            "negative_data_rejection": {"expected-statuses": REFUSALS},
            "missing_required_header": {"expected-statuses": REFUSALS},
        },
    }
    return schemathesis.openapi.from_dict(_DESCRIPTION, config=schemathesis.Config.from_dict(config))


each, anything = described("examples", "coverage"), described("fuzzing")
calmly = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Stage:
    things: dict[str, str]
    clients: dict[str, ASGIClient]
    snapshot: Snapshot


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Stage]:
    with served(tmp_path_factory.mktemp("fuzz"), databases) as (app, db):
        people = Cast(app, db)
        things = build(people)
        app.state.grader = SetAside()
        clients = {caller: ASGIClient(cast("Any", app), BASE) for caller in CALLERS}
        for name in ("tara", "ines", "ada"):
            clients[name].headers["Cookie"] = f"{COOKIE}={people.browser(name).cookies[COOKIE]}"
        clients["token"].headers["Authorization"] = f"Bearer {people.token('ines', Scope.READ)}"
        with closing(snapshot_of(db)) as snapshot:
            yield Stage(things, clients, snapshot)


@each.parametrize()
@calmly
def test_the_examples_and_the_bounds_of_each_field(case: Case, stage: Stage) -> None:
    """Thousands of them, hence by one caller: who gets furthest."""
    call(case, furthest(case.path), stage)


@anything.parametrize()
@pytest.mark.parametrize("caller", CALLERS)
@calmly
def test_anything(case: Case, caller: str, stage: Stage) -> None:
    call(case, caller, stage)


def furthest(path: str) -> str:
    """Who owns what stands in the address, or may see the most."""
    if path.endswith(("/assignments/{assignment_id}/attempts", "/join")):
        return "tara"
    if "/attempts/" in path or "/me/" in path:
        return "tara"
    return "ada" if any(word in path for word in ("/audit", "/v1/people", "/grading/")) else "ines"


def call(case: Case, caller: str, stage: Stage) -> None:
    """Always on the same data: what was found is found again."""
    stage.snapshot.restore()
    aim(case, stage.things)
    response = case.call(base_url=BASE, session=stage.clients[caller])
    passed = [checks.unsupported_method] if case.path in SHADOWED else []
    case.validate_response(response, checks=CHECKS, excluded_checks=passed)


def aim(case: Case, things: dict[str, str]) -> None:
    """Have most requests find what they ask for, so that they get past the 404."""
    chance = Random(repr((case.path_parameters, case.query, case.body)))  # noqa: S311 - no secret
    for place in case.path_parameters if is_sound(case, "path") else ():
        if chance.random() < 0.8:
            thing = chance.choice(THINGS[place])
            case.path_parameters[place] = things.get(thing, thing)
    if "If-Match" in case.headers and is_sound(case, "header") and chance.random() < 0.8:
        case.headers["If-Match"] = chance.choice(['"1"', '"1"', '"2"', "*"])
    if "cohort" in case.query and is_sound(case, "query") and chance.random() < 0.8:
        case.query["cohort"] = things["cohort"]
    if case.method in {"PUT", "POST"} and is_sound(case, "body"):
        aim_body(case, things, chance)


def aim_body(case: Case, things: dict[str, str], chance: Random) -> None:
    """The document under the id of its address; a mark on words that stand in the draft; of the last word,
    what there is to contest and to decide."""
    if case.path.endswith("/exercises/{exercise_id}"):
        case.body["id"] = case.path_parameters["exercise_id"]
    if case.path.endswith("/{annotation_id}") and case.body.get("target"):
        case.body["target"] = {"selector": [{"type": "TextQuoteSelector", "exact": "75 €"}]}
        case.body.pop("evidence", None)
    for end, right in RIGHT.items():
        if case.path.endswith(end) and chance.random() < 0.8:
            wanted = chance.choice(right)
            case.body |= {key: things.get(value, value) for key, value in wanted.items()}


def is_sound(case: Case, location: str) -> bool:
    """Whether that part of the request is meant to be right."""
    parts = {place.value: part.mode.is_positive for place, part in case.meta.components.items()}
    return location in parts and bool(parts[location])


@schemathesis.check
def it_does_not_break(_: schemathesis.CheckContext, response: schemathesis.Response, case: Case) -> None:
    answered = case.operation.label, response.status_code
    assert response.status_code < 500 or answered == NO_MODEL


CHECKS: Final = [
    it_does_not_break,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
]
