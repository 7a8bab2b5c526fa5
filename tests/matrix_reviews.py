"""The rows of the last word, and of the trainer's figures: Tara contests and proposes, in Inès's cohort; Tom
does, in Ivan's (`-there`)."""

from __future__ import annotations

from typing import Any, Final

from tests.estate import CONTESTED, DRAFT, OF_FILES, OFFERED, PROPOSED
from tests.matrix_row import AUTHORS, Row

_ONE: Final = "/api/v1/reviews/{review_id}"
_PAGE: Final = "/reviews/{review_id}"
_A: Final = "/api/v1/attempts/{attempt_id}"
_ATTEMPT: Final = "/attempts/{attempt_id}"
_COHORT: Final = "/api/v1/insights/cohorts/{cohort_id}"
_EXERCISE: Final = "/api/v1/insights/exercises/{exercise_id}"
_OTHER_CHECK: Final = {**CONTESTED, "subject": "criterion:vous"}
_OTHER_MARK: Final = {**PROPOSED, "annotation": 2}
_IN_COHORT: Final = {"params": {"cohort": "{cohort}"}}


def _decides(verdict: str, **more: str) -> dict[str, Any]:
    return {"json": {"verdict": verdict, "reason": "Je l’ai lu.", **more}, "headers": {"If-Match": "*"}}


def _form(verdict: str) -> dict[str, Any]:
    return {"data": {"number": "1", "verdict": verdict, "reason": "Je l’ai lu."}}


_FAILS: Final = {"kind": "check", "subject": "criterion:vous"}
_DECISION: Final = _ONE + "/decision"
_THERE: Final = "ivan ada"

REVIEWS: Final = [
    Row("GET /api/v1/reviews", ok=200),
    Row("GET /api/v1/reviews", ok=200, sends=_IN_COHORT),
    Row(f"GET {_ONE}", "appeal", 200, only=AUTHORS),
    Row(f"GET {_ONE}", "proposal", 200, only=AUTHORS),
    Row(f"GET {_ONE}", "confirmation", 200, only=AUTHORS),
    Row(f"GET {_ONE}", "appeal-there", 200, only=_THERE),
    Row(f"GET {_ONE}", "proposal-there", 200, only=_THERE),
    Row(f"GET {_ONE}", "confirmation-there", 200, only=_THERE),
    Row(f"POST {_DECISION}", "appeal-there", 200, only=_THERE, sends=_decides("passed")),
    Row(f"POST {_DECISION}", "proposal-there", 200, only=_THERE, sends=_decides("accepted")),
    Row(f"POST {_DECISION}", "confirmation-there", 200, only=_THERE, sends=_decides("confirmed")),
    Row(f"POST {_DECISION}", "appeal", 200, only=AUTHORS, sends=_decides("passed")),
    Row(f"POST {_DECISION}", "proposal", 200, only=AUTHORS, sends=_decides("accepted")),
    Row(f"POST {_DECISION}", "confirmation", 200, only=AUTHORS, sends=_decides("confirmed")),
    Row(f"POST {_DECISION}", "confirmation", 200, only=AUTHORS, sends=_decides("passed", **_FAILS)),
    Row(f"POST {_DECISION}", "appeal", 428, sends={"json": _decides("passed")["json"]}),
    Row(f"GET {_A}/appeals", "graded", 200, only="tara"),
    Row(f"GET {_A}/appeals", "graded-there", 200, only="tom"),
    Row(f"GET {_A}/appeals", "awaiting", 404),
    Row(f"POST {_A}/appeals", "graded", 201, only="tara", sends={"json": _OTHER_CHECK}),
    Row(f"POST {_A}/appeals", "graded-there", 201, only="tom", sends={"json": _OTHER_CHECK}),
    Row(f"POST {_A}/appeals", "graded", 409, only="tara", sends={"json": CONTESTED}),
    Row(f"POST {_A}/appeals", "awaiting", 404, sends={"json": CONTESTED}),
    Row(f"POST {_A}/proposals", "graded", 201, only="tara", sends={"json": _OTHER_MARK}),
    Row(f"POST {_A}/proposals", "awaiting", 404, sends={"json": PROPOSED}),
    Row("GET /reviews", ok=200),
    Row("GET /reviews/agreement", ok=200),
    Row(f"GET {_PAGE}", "appeal", 200, only=AUTHORS),
    Row(f"GET {_PAGE}", "proposal", 200, only=AUTHORS),
    Row(f"GET {_PAGE}", "confirmation", 200, only=AUTHORS),
    Row(f"GET {_PAGE}", "appeal-there", 200, only=_THERE),
    Row(f"GET {_PAGE}", "confirmation-there", 200, only=_THERE),
    Row(f"POST {_PAGE}", "confirmation-there", 303, only=_THERE, sends=_form("confirmed")),
    Row(f"POST {_PAGE}", "appeal", 303, only=AUTHORS, sends=_form("passed")),
    Row(f"POST {_PAGE}", "confirmation", 303, only=AUTHORS, sends=_form("confirmed")),
    Row(f"POST {_PAGE}", "appeal", 422, only=AUTHORS, sends=_form("accepted")),
    Row(f"POST {_ATTEMPT}/appeals", "graded", 303, only="tara", sends={"data": _OTHER_CHECK}),
    Row(f"POST {_ATTEMPT}/appeals", "awaiting", 404, sends={"data": CONTESTED}),
    Row(f"POST {_ATTEMPT}/proposals", "graded", 303, only="tara", sends={"data": _OTHER_MARK}),
    Row(f"POST {_ATTEMPT}/proposals", "awaiting", 404, sends={"data": PROPOSED}),
]

FIGURES: Final = [
    Row(f"GET {_COHORT}", "cohort", 200, only=AUTHORS),
    Row(f"GET {_COHORT}", "elsewhere", 200, only=_THERE),
    Row(f"GET {_COHORT}.csv", "cohort", 200, only=AUTHORS),
    Row(f"GET {_COHORT}.csv", "elsewhere", 200, only=_THERE),
    Row(f"GET {_COHORT}/people/{{person_id}}", "cohort tara", 200, only=AUTHORS),
    Row(f"GET {_COHORT}/people/{{person_id}}", "elsewhere tom", 200, only=_THERE),
    Row(f"GET {_COHORT}/people/{{person_id}}", "elsewhere tara", 404),
    Row(f"GET {_COHORT}/people/{{person_id}}.csv", "cohort tara", 200, only=AUTHORS),
    Row(f"GET {_EXERCISE}", OF_FILES, 200, only=f"ivan {AUTHORS}"),
    Row(f"GET {_EXERCISE}", OF_FILES, 200, only=AUTHORS, sends=_IN_COHORT),
    Row(f"GET {_EXERCISE}", OFFERED, 200, only=f"ivan {AUTHORS}"),
    Row(f"GET {_EXERCISE}", DRAFT, 404),
    Row(f"GET {_EXERCISE}", OF_FILES, 200, only=_THERE, sends={"params": {"cohort": "{elsewhere}"}}),
    Row(f"GET {_EXERCISE}.csv", OF_FILES, 200, only=f"ivan {AUTHORS}"),
    Row(f"GET {_EXERCISE}.csv", OFFERED, 200, only=AUTHORS, sends=_IN_COHORT),
    Row("GET /api/v1/insights/agreement", ok=200),
    Row("GET /api/v1/insights/agreement", ok=200, sends=_IN_COHORT),
    Row("GET /cohorts/{cohort_id}/overview", "cohort", 200, only=AUTHORS),
    Row("GET /cohorts/{cohort_id}/overview", "elsewhere", 200, only=_THERE),
    Row("GET /cohorts/{cohort_id}/people/{person_id}", "elsewhere tom", 200, only=_THERE),
    Row("GET /cohorts/{cohort_id}/people/{person_id}", "cohort tara", 200, only=AUTHORS),
    Row("GET /cohorts/{cohort_id}/people/{person_id}", "elsewhere tara", 404),
    Row("GET /cohorts/{cohort_id}/exercises/{exercise_id}", f"cohort {OF_FILES}", 200, only=AUTHORS),
    Row("GET /cohorts/{cohort_id}/exercises/{exercise_id}", f"elsewhere {OF_FILES}", 200, only=_THERE),
    Row("GET /cohorts/{cohort_id}/exercises/{exercise_id}", f"elsewhere {DRAFT}", 404),
]
