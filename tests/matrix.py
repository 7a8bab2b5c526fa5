"""The table of `test_matrix.py`: for each route, what its call needs and who is let through.

The rows of cohorts, of reviews and of figures stand in `matrix_cohorts.py` and `matrix_reviews.py`."""

from __future__ import annotations

from typing import Any, Final

from app.authoring.planting.examples import REQUEST
from app.exercises.archive import pack
from app.exercises.schema import Exercise
from tests.estate import DRAFT, METRICS_TOKEN, OF_FILES, OFFERED, PASSWORD, document
from tests.matrix_cohorts import COHORTS
from tests.matrix_reviews import FIGURES, REVIEWS
from tests.matrix_row import AUTHORS, SIGN_IN, Row
from tests.mini import mark


def _archive(exercise_id: str) -> dict[str, Any]:
    return {"content": pack([Exercise.model_validate(document(exercise_id))])}


def _upload(exercise_id: str) -> dict[str, Any]:
    return {"files": {"archive": ("exercises.zip", _archive(exercise_id)["content"])}}


_TEXT: Final = {"json": {"text": "Voici un autre texte."}}
_AS_AUTHOR: Final = {"params": {"view": "author"}}
_TWO: Final = {"params": {"from": 1, "to": 2}}
_CHANGED: Final = {"json": document(DRAFT, minutes=30), "headers": {"If-Match": '"1"'}}
_NEWCOMER: Final = {"name": "Zoé", "email": "zoe@people.example", "password": "platane-ardoise-17"}
_A = "/api/v1/attempts/{attempt_id}"
_E = "/api/v1/exercises"
_ONE = _E + "/{exercise_id}"
_PAGE = "/authoring/{exercise_id}"
_LINKED = "/invitations/{token}"

PRACTICE: Final = [
    Row(f"GET {_E}", ok=200),
    Row(f"GET {_ONE}", OFFERED, 200),
    Row(f"GET {_ONE}", DRAFT, 404),
    Row(f"POST {_ONE}/attempts", OF_FILES, 201),
    Row(f"POST {_ONE}/attempts", OFFERED, 201, but={"tara": 200, "tom": 409}),  # Ivan's keeps it back
    Row(f"POST {_ONE}/attempts", DRAFT, 404),
    Row(f"GET {_A}", "opened", 200, only="tara"),
    Row(f"GET {_A}", "trial", 200, only="ines"),
    Row(
        f"PUT {_A}/annotations/{{annotation_id}}",
        "opened marked",
        200,
        only="tara",
        sends={"json": mark("huit")},
    ),
    Row(f"DELETE {_A}/annotations/{{annotation_id}}", "opened marked", 204, only="tara"),
    Row(f"PUT {_A}/rewrite", "opened", 200, only="tara", sends=_TEXT),
    Row(f"PUT {_A}/rewrite", "handed-in", 409, only="tara", sends=_TEXT),
    Row(f"PUT {_A}/client_note", "opened", 200, only="tara", sends=_TEXT),
    Row(f"PUT {_A}/twist", "opened", 200, only="tara", sends=_TEXT),
    Row(f"POST {_A}/twist", "opened", 200, only="tara"),
    Row(f"POST {_A}/submit", "opened", 202, only="tara"),  # certifying work of hers keeps its grade back
    Row(f"POST {_A}/submit", "trial", 200, only="ines"),
    Row(f"POST {_A}/submit", "awaiting", 202, only="tara"),
    Row(f"GET {_A}/assessment", "handed-in", 200, only="tara"),
    Row(f"GET {_A}/assessment", "awaiting", 404),  # until a trainer has confirmed it
    Row("GET /", ok=200),
    Row("GET /exercises/{exercise_id}", OFFERED, 200),
    Row("GET /exercises/{exercise_id}", DRAFT, 404),
    Row("POST /exercises/{exercise_id}/start", OFFERED, 303),
    Row("POST /exercises/{exercise_id}/start", DRAFT, 404),
    Row("GET /attempts/{attempt_id}", "opened", 200, only="tara"),
    Row("GET /attempts/{attempt_id}", "trial", 200, only="ines"),
    Row("GET /attempts/{attempt_id}/feedback", "handed-in", 200, only="tara"),
    Row("GET /attempts/{attempt_id}/feedback", "awaiting", 200, only="tara"),
    Row("GET /attempts/{attempt_id}/grading", "handed-in", 200, only="tara"),
    Row("GET /attempts/{attempt_id}/grading", "awaiting", 404),
    Row(
        "POST /attempts/{attempt_id}/compare",
        "opened",
        200,
        only="tara",
        sends={"data": {"kind": "rewrite", "text": "x"}},
    ),
]

AUTHORING: Final = [
    Row(f"GET {_E}", ok=200, sends={"params": {"status": "draft"}}),
    Row(f"POST {_E}", ok=201, sends={"json": document("nouveau")}),
    Row(f"POST {_E}", ok=409, sends={"json": document(DRAFT)}),
    Row(f"POST {_E}/lint", ok=200, sends={"json": {}}),
    Row(f"POST {_E}/plant", ok=503, sends={"json": REQUEST}),  # there is no model
    Row(f"GET {_ONE}", DRAFT, 200, only=AUTHORS, sends=_AS_AUTHOR),
    Row(f"GET {_ONE}", OFFERED, 200, only=AUTHORS, sends=_AS_AUTHOR),
    Row(f"PUT {_ONE}", DRAFT, 200, only=AUTHORS, sends=_CHANGED),
    Row(f"POST {_ONE}/publish", DRAFT, 200, only=AUTHORS),
    Row(f"POST {_ONE}/publish", OFFERED, 200, only=AUTHORS),
    Row(f"POST {_ONE}/publish", OF_FILES, 409),
    Row(f"POST {_ONE}/archive", OFFERED, 200, only=AUTHORS),
    Row(f"POST {_ONE}/restore", OFFERED, 200, only=AUTHORS),
    Row(f"PUT {_ONE}/authors/{{person_id}}", f"{DRAFT} ivan", 200, only="ines ada", but={"cora": 403}),
    Row(f"DELETE {_ONE}/authors/{{person_id}}", f"{DRAFT} cora", 204, only="ines ada", but={"cora": 403}),
    Row(f"GET {_ONE}/versions", OFFERED, 200),
    Row(f"GET {_ONE}/versions", DRAFT, 404),
    Row(f"GET {_ONE}/versions/compare", OFFERED, 200, sends=_TWO),
    Row(f"GET {_ONE}/versions/{{number}}", f"{OFFERED} 1", 200),
    Row(f"GET {_ONE}/export", OFFERED, 200),
    Row(f"GET {_ONE}/export", DRAFT, 200, only=AUTHORS),
    Row(f"GET {_E}/export", ok=200),
    Row(f"POST {_E}/import", ok=200, sends=_archive("nouveau")),
    Row(f"POST {_E}/import", ok=200, only=AUTHORS, others=422, sends=_archive(DRAFT)),
    Row(f"POST {_ONE}/trial", DRAFT, 201, only=AUTHORS, but={"ines": 200}),
    Row(f"POST {_ONE}/trial", OFFERED, 201),
    Row("GET /authoring", ok=200),
    Row("GET /authoring/import", ok=200),
    Row("POST /authoring/import", ok=200, sends=_upload("nouveau")),
    Row("POST /authoring/import", ok=200, only=AUTHORS, others=422, sends=_upload(DRAFT)),
    Row(f"GET {_PAGE}", DRAFT, 200, only=AUTHORS),
    Row(f"GET {_PAGE}", OFFERED, 200),
    Row(f"GET {_PAGE}/answers", DRAFT, 200, only=AUTHORS),
    Row(f"GET {_PAGE}/answers", OFFERED, 200),
    Row(f"GET {_PAGE}/versions", DRAFT, 200, only=AUTHORS),
    Row(f"GET {_PAGE}/versions", OFFERED, 200, sends=_TWO),
    Row(f"GET {_PAGE}/versions", OFFERED, 200, only=AUTHORS, sends={"params": {"from": 1, "to": "draft"}}),
    Row(f"POST {_PAGE}/publish", DRAFT, 303, only=AUTHORS),
    Row(f"POST {_PAGE}/archive", OFFERED, 303, only=AUTHORS),
    Row(f"POST {_PAGE}/restore", OFFERED, 303, only=AUTHORS),
    Row(f"POST {_PAGE}/try", DRAFT, 303, only=AUTHORS),
]

PEOPLE: Final = [
    Row("GET /api/v1/people", ok=200),
    Row("POST /api/v1/invitations", ok=201, sends={"json": {}}),
    Row("POST /api/v1/invitations", ok=201, only="ada", others=403, sends={"json": {"role": "trainer"}}),
    Row("GET /api/v1/invitations", ok=200),
    Row("GET /api/v1/invitations/{invitation_id}", "invitation", 200, only="ines ada"),
    Row("DELETE /api/v1/invitations/{invitation_id}", "invitation", 204, only="ines ada"),
    Row("GET /people/invitations", ok=200),
    Row("POST /people/invitations", ok=200),
    Row("POST /people/invitations", ok=200, only="ada", others=403, sends={"data": {"role": "admin"}}),
    Row("POST /people/invitations/{invitation_id}/renew", "invitation", 200, only="ines ada"),
    Row("POST /people/invitations/{invitation_id}/revoke", "invitation", 303, only="ines ada"),
    Row("GET /people", ok=200),
    Row("GET /people/{person_id}", "tom", 200),
    Row("GET /people/{person_id}", "ines", 200, only="ada"),
    Row("POST /people/{person_id}/role", "tom", 303, sends={"data": {"role": "trainer"}}),
    Row("POST /people/{person_id}/block", "ines", 303),
    Row("POST /people/{person_id}/unblock", "ines", 303),
    Row("POST /people/{person_id}/reset", "tom", 200),
    Row("POST /people/{person_id}/reset", "ines", 200, only="ada"),
    Row("POST /people/{person_id}/reset", "ada", 200, only="ada"),
    Row("GET /audit", ok=200),
    Row("GET /api/v1/audit", ok=200),
]

ACCOUNT: Final = [
    Row("GET /account", ok=200),
    Row("GET /account/name", ok=303),
    Row("GET /account/email", ok=303),
    Row("GET /account/tokens", ok=303),
    Row("POST /account/name", ok=303, sends={"data": {"name": "Camille"}}),
    Row("POST /account/email", ok=303, sends={"data": {"email": "neu@people.example", "password": PASSWORD}}),
    Row("POST /account/email", ok=403, sends={"data": {"email": "neu@people.example"}}),
    Row("POST /account/tokens", ok=200, sends={"data": {"name": "outil", "scope": "read", "days": "3"}}),
    Row("POST /account/tokens/{token_id}/revoke", "token", 303, only="tara"),
    Row("POST /account/sessions/end-others", ok=303),
    Row("POST /account/sessions/{session_id}/end", "browser", 303, only="tara"),
    Row("POST /account/sessions/{session_id}/end", "token", 404),  # a token is revoked, not signed out
    Row("POST /account/password", ok=303, sends={"data": {"old": PASSWORD, "new": "platane-ardoise-17"}}),
    Row("GET /account/data", ok=200),
    Row("GET /account/erase", ok=200),
    Row("POST /account/erase", ok=200, but={"ada": 409}, sends={"data": {"password": PASSWORD}}),
    Row("POST /account/erase", ok=403, sends={"data": {"password": "another one"}}),
    Row("GET /api/v1/me/tokens", ok=200),
    Row("POST /api/v1/me/tokens", ok=201, sends={"json": {"name": "outil", "scope": "author"}}),
    Row(
        "POST /api/v1/me/tokens",
        ok=201,
        only="ada",
        others=422,
        sends={"json": {"name": "o", "scope": "admin"}},
    ),
    Row("DELETE /api/v1/me/tokens/{token_id}", "token", 204, only="tara"),
]

OPEN: Final = [
    Row("GET /sign-in", ok=200),
    Row("POST /sign-in", ok=303, sends={"data": {"email": "tom@people.example", "password": PASSWORD}}),
    Row("POST /sign-in", ok=403, sends={"data": {"email": "tom@people.example", "password": "another one"}}),
    Row("POST /sign-out", ok=SIGN_IN),
    Row("POST /language", ok=303, sends={"data": {"language": "en"}}),
    Row(f"GET {_LINKED}", "invitation-link", 200),
    Row(f"POST {_LINKED}", "invitation-link", 303, sends={"data": _NEWCOMER}),
    Row("GET /reset/{token}", "reset-link", 200),
    Row("POST /reset/{token}", "reset-link", 303, sends={"data": {"password": "platane-ardoise-17"}}),
    Row("GET /reset/{token}", "invitation-link", 404),
    Row("GET /sign-in/oidc", ok=303),
    Row("GET /sign-in/oidc/callback", ok=303),
    Row("GET /sign-in/oidc/refused", ok=403, sends={"params": {"reason": "declined"}}),
    Row("GET /docs", ok=200),
    Row("GET /openapi.json", ok=200),
]

OPERATIONS: Final = [
    Row("GET /api/v1/grading/jobs", ok=200),
    Row("POST /api/v1/grading/jobs/{submission_id}/retry", "submission", 204),
    Row("GET /grading", ok=200),
    Row("POST /grading/{submission_id}/retry", "submission", 303),
    Row("GET /health/live", ok=200),
    Row("GET /health/ready", ok=200),
    Row("GET /metrics", ok=404),  # to anybody but who has the token, or sits at the machine
    Row("GET /metrics", ok=200, sends={"headers": {"Authorization": f"Bearer {METRICS_TOKEN}"}}),
]

ROWS: Final = [*PRACTICE, *AUTHORING, *PEOPLE, *ACCOUNT, *OPEN, *COHORTS, *REVIEWS, *FIGURES, *OPERATIONS]
