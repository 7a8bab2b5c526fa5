"""What the description of the API says beside its operations."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from app.accounts.models import Scope
from app.accounts.policy import COOKIE, Policy
from app.exercises.archive import ARCHIVE_BYTES
from app.web.security import MAX_BODY_BYTES

TITLE: Final = "Vigie"
SUMMARY: Final = "Write exercises that train people to review what an AI wrote, and practise with them."


def description() -> str:
    """The page before the operations, in Markdown."""
    text = (Path(__file__).parent / "description.md").read_text(encoding="utf-8")
    text = text.replace("{megabytes}", str(MAX_BODY_BYTES // 1_000_000))
    return text.replace("{archive_megabytes}", str(ARCHIVE_BYTES // 2**20))


TAGS: Final = [
    {
        "name": "exercises",
        "description": "Read what is on offer; write, check, publish, compare, import and export exercises.",
    },
    {
        "name": "practice",
        "description": "Work on an exercise: start an attempt, mark, rewrite, submit, and read the grade.",
    },
    {
        "name": "cohorts",
        "description": "Groups of trainees, the exercises set for them, and what is set for you.",
    },
    {
        "name": "insights",
        "description": "For trainers: a cohort at a glance, one trainee over time, the items of an exercise.",
    },
    {
        "name": "reviews",
        "description": "The last word: what waits for a trainer, decisions with a reason, appeals.",
    },
    {"name": "people", "description": "People with an account on this server, and invitations for more."},
    {"name": "account", "description": "Your own account: its data and its API tokens."},
    {
        "name": "administration",
        "description": "For administrators: who did what, and what the model failed to grade.",
    },
]

SCHEMES: Final[dict[str, dict[str, Any]]] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "vigie_…",
        "description": "An API token; the scope that an operation asks for is the least that it needs.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The cookie of a browser that is signed in, which sends it by itself.",
    },
}

WHO: Final = {
    Policy.ANYONE: "anyone, signed in or not.",
    Policy.SIGNED_IN: "anyone who is signed in.",
    Policy.BROWSER: "anyone who is signed in with a browser; an API token is refused.",
    Policy.AUTHOR: "trainers and administrators.",
    Policy.ADMIN: "administrators.",
}


def scope_for(policy: Policy, changes: bool) -> Scope | None:
    """The least scope of a token that an operation takes; None where it takes none, or needs none."""
    if policy in {Policy.ANYONE, Policy.BROWSER}:
        return None
    if policy is Policy.ADMIN:
        return Scope.ADMIN
    return Scope.AUTHOR if changes or policy is Policy.AUTHOR else Scope.READ
