"""Nothing that a trainee can get tells of a certifying grade before a trainer has confirmed it: whatever the
grade is, and whatever was decided of it by then, every address answers the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import Session, col

from app.cohorts.models import Mode
from app.core.config import Settings
from app.core.db import Database
from app.grading.assessment import Assessment
from app.grading.models import AssessmentRecord, Coaching, CoachState
from app.grading.service import newest_assessment
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.insights_world import EVERYTHING
from tests.cohorts.reviewed import Group, decide

NOBODYS = str(UUID(int=4))
TOLD = "Le jury a relu la note."
COACHED = "Vous avez vu juste sur le prix."
SUBJECTS = (
    ("check", "criterion:note"),
    ("check", "repaired:prix"),
    ("outcome", "prix"),
    ("outcome", "acompte"),
)
CALLERS = ("tara", "tara by a token", "tom")
Told = dict[tuple[str, str], tuple[int, str]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nobody asks too often."""
    return settings.model_copy(update={"limit_sign_ins": 10_000, "limit_api": 100_000})


@pytest.fixture
def group(cast: Cast, db: Database) -> Group:
    """Tara and Tom learn together, and may try once."""
    made = Group(cast, db)
    made.world.member(made.cohort, "Tom", cast.id("tom"))
    made.certifying = made.world.assign(made.cohort, mode=Mode.CERTIFYING, attempts_allowed=1)
    return made


@pytest.fixture
def attempt(group: Group) -> Attempt:
    """Handed in, with some of it found, and with a coach's paragraph."""
    made = group.hand_in(group.certifying)
    assert made.submission_id
    coached = Coaching(
        submission_id=made.submission_id, language="fr", state=CoachState.WRITTEN, paragraph=COACHED
    )
    group.world.add(coached)
    return made


@pytest.fixture
def callers(group: Group, cast: Cast) -> dict[str, TestClient]:
    """Who have looked in before; Tom has begun."""
    clients = cast.browser("tara"), cast.tool("tara"), cast.browser("tom")
    assert [client.get("/api/v1/me/cohorts").status_code for client in clients] == [200, 200, 200]
    begun = clients[2].post(f"/api/v1/assignments/{group.certifying}/attempts")
    assert begun.status_code == 201
    return dict(zip(CALLERS, clients, strict=True))


def addresses(app: FastAPI, things: dict[str, str]) -> Iterator[str]:
    """Every address that can be read, with these things in it; a grade by its number, a file by its type."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and "GET" in (route.methods or set()):
            yield re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: things[found[1]], route.path)
    mine = f"/attempts/{things['attempt_id']}/feedback"
    yield from (
        f"{mine}?assessment=1",
        f"{mine}?assessment=2",
        "/?status=done",
        "/api/v1/reviews?kind=certifying",
    )


def sendings(things: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a trainee could try to send: each is refused, or says nothing new."""
    mine = f"/api/v1/attempts/{things['attempt_id']}"
    yield f"{mine}/submit", {}
    for kind, subject in SUBJECTS:
        yield f"{mine}/appeals", {"kind": kind, "subject": subject, "text": "Pourquoi ?"}
    for at in range(4):
        yield f"{mine}/proposals", {"annotation": at, "text": "C’est faux."}
    yield f"/api/v1/assignments/{things['assignment_id']}/attempts", {}
    yield f"/api/v1/exercises/{things['exercise_id']}/attempts", {}
    yield f"/api/v1/reviews/{things['review_id']}/decision", {"verdict": "confirmed", "reason": "Oui."}


def things_of(group: Group, attempt: Attempt) -> dict[str, str]:
    """What stands for each place in an address: the things of whose attempt it is, or none."""
    nothing = dict.fromkeys(("submission_id", "invitation_id", "session_id", "token_id"), NOBODYS)
    return {
        **nothing,
        "attempt_id": str(attempt.id),
        "submission_id": str(attempt.submission_id),
        "assignment_id": str(group.certifying),
        "cohort_id": str(group.cohort),
        "person_id": str(attempt.person_id),
        "exercise_id": "mini",
        "review_id": f"certifying.{attempt.id}",
        "number": "1",
        "code": "ABCDEFGH",
        "token": "none",
    }


def told(group: Group, attempt: Attempt, callers: dict[str, TestClient]) -> Told:
    """All that is answered, without what differs from one request to the next."""
    app, things, found = group.cast.app, things_of(group, attempt), {}
    assert isinstance(app, FastAPI)
    for name, client in callers.items():
        for address in addresses(app, things):
            if "token" not in name or address.startswith("/api/"):
                found[name, address] = plain(client.get(address))
        for address, body in sendings(things):
            found[name, f"POST {address} {body}"] = plain(client.post(address, json=body))
    return found


def plain(answer: Any) -> tuple[int, str]:
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    text = re.sub(r"urn:vigie:request:\w+|x-request-id: \w+", "", f"{headers}\n{answer.text}")
    return answer.status_code, re.sub(r"content-length: \d+", "", MOMENT.sub("", text))


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|\+00:00)|retry-after: \d+")


def differing(before: Told, after: Told) -> list[tuple[str, str]]:
    assert before.keys() == after.keys()
    return [key for key, answer in before.items() if after[key] != answer]


def regrade(db: Database, attempt: Attempt, better: Assessment) -> None:
    """Put a grade of other work in the place of each of the attempt's, one that a model's runs differ on and
    that waits for it as well."""
    submission = col(AssessmentRecord.submission_id) == attempt.submission_id
    others = {"document": better.model_dump_json(), "provisional": True, "split": True}

    def work(session: Session) -> None:
        session.connection().execute(update(AssessmentRecord).where(submission).values(**others))
        other = "Votre note oublie la garantie."
        session.connection().execute(update(Coaching).values(paragraph=other))

    db.write(work)


def grade_of(db: Database, attempt: Attempt) -> Assessment:
    submission = attempt.submission_id or UUID(int=0)
    return db.read(lambda session: newest_assessment(session, submission))


def test_no_address_tells_of_a_grade_that_waits(
    group: Group, attempt: Attempt, callers: dict[str, TestClient]
) -> None:
    before = told(group, attempt, callers)
    assert {status for (_, address), (status, _) in before.items() if "/assessment" in address} <= {404, 200}
    best = grade_of(group.db, group.hand_in(None, *EVERYTHING, who="ines"))
    regrade(group.db, attempt, best)
    assert differing(before, told(group, attempt, callers)) == []
    for secret in ("Le devis dit 65", "Rien ne garantit", COACHED):
        assert [key for key, (_, text) in before.items() if secret in text] == [], secret


def test_nor_to_a_trainer_who_learns_in_a_group_of_theirs(group: Group, cast: Cast) -> None:
    """The figures, the queue and the agreement with the model leave their own work out."""
    group.world.member(group.cohort, "Ines", cast.id("ines"))
    attempt = group.hand_in(group.certifying, who="ines")
    callers = {"ines": cast.browser("ines"), "ines by a token": cast.tool("ines")}
    told(group, attempt, callers)
    before = told(group, attempt, callers)
    regrade(group.db, attempt, grade_of(group.db, group.hand_in(None, *EVERYTHING, who="ivan")))
    assert differing(before, told(group, attempt, callers)) == []
    assert before["ines", f"/api/v1/insights/cohorts/{group.cohort}"][0] == 200


def test_nor_of_what_was_decided_of_it(
    group: Group, attempt: Attempt, callers: dict[str, TestClient], cast: Cast
) -> None:
    before, review, ines = told(group, attempt, callers), f"certifying.{attempt.id}", cast.browser("ines")
    for verdict, (kind, subject) in zip(("passed", "failed"), SUBJECTS[:2], strict=True):
        answer = decide(ines, review, verdict, kind=kind, subject=subject, reason=TOLD, seconds=7)
        assert answer.status_code == 200, answer.text
    assert differing(before, told(group, attempt, callers)) == []
    assert decide(ines, review, "confirmed", reason=TOLD).status_code == 200
    after = told(group, attempt, callers)
    changed = {address for name, address in differing(before, after) if name == "tara"}
    mine = f"/attempts/{attempt.id}"
    assert changed >= {f"/api/v1{mine}/assessment", f"{mine}/feedback", "/account/data"}
    assert {name for (name, _), (_, text) in after.items() if TOLD in text} == {"tara"}
