"""What a model's part left behind."""

from __future__ import annotations

import re
from typing import Any

from sqlmodel import col, select

from app.core.db import Database
from app.grading.models import AssessmentRecord, Coaching, CoachState
from app.llm.models import ModelCall


def calls(db: Database) -> list[ModelCall]:
    return db.read(lambda session: list(session.exec(select(ModelCall).order_by(col(ModelCall.created_at)))))


def records(db: Database) -> list[AssessmentRecord]:
    query = select(AssessmentRecord).order_by(col(AssessmentRecord.number))
    return db.read(lambda session: list(session.exec(query)))


def coaching(db: Database) -> Coaching:
    return db.read(lambda session: session.exec(select(Coaching)).one())


def check(assessment: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(check for check in assessment["checks"] if check["id"] == name)
    return found


def is_coached(db: Database) -> bool:
    return coaching(db).state != CoachState.WAITING


def fragment_address(page: str) -> tuple[str, str]:
    """What the page asks next, and after how long; fails when it asks nothing."""
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every (\d+)s"', page)
    assert found, page
    return found[1], found[2]
