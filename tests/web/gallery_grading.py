"""The administrators' page of what the model could not grade, for the gallery."""

from __future__ import annotations

from typing import Final, get_args
from uuid import UUID

from app.accounts.models import Role
from app.grading.queue_pages import JobsPage
from app.grading.queue_schemas import GradingJobOut
from app.llm.protocol import Kind
from tests.web.gallery_accounts import DAY, Page

NEVER_SET_ASIDE: Final = {"budget", "circuit-open"}
KINDS: Final = [*(kind for kind in get_args(Kind) if kind not in NEVER_SET_ASIDE), "crash"]


def _page(kinds: list[str], waiting: int, model: str = "mistral-small", more: bool = False) -> Page:
    failed = [
        GradingJobOut(submission_id=UUID(int=at), state="stopped", kind=kind, tries=at, at=DAY)
        for at, kind in enumerate(kinds, start=1)
    ]
    page = JobsPage(failed, more, waiting, model)
    return Page("grading/jobs.html", {"page": page}, "/grading", Role.ADMIN)


GRADING: Final = {
    "grading": _page(KINDS, 12, more=True),
    "grading-one": _page(["refused"], 1),
    "grading-none": _page([], 0),
    "grading-no-model": _page([], 3, model=""),
}
