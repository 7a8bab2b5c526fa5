"""The pages of cohorts, and of grades that wait for a trainer, for the gallery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.exercises.schema import Language as Of
from app.practice.history import AttemptSummary
from app.practice.pages import Awaiting
from app.web.texts import Language
from tests.web.gallery_accounts import DAY


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A page with what it shows, by the language that it is in."""

    template: str
    context: Callable[[Language], dict[str, Any]]
    path: str = "/"


def _awaiting(_: Language) -> dict[str, Any]:
    begun = DAY - timedelta(hours=1)
    one = AttemptSummary(
        UUID(int=7), "relance-facture", "Relance d’une facture impayée", begun, DAY, DAY, None, awaiting=True
    )
    return {"page": Awaiting(Of.FR, one, [one])}


COHORT_PAGES: Final[dict[str, CohortPage]] = {
    "feedback-awaiting": CohortPage("practice/feedback_awaiting.html", _awaiting, "/attempts/7/feedback"),
}
