"""Every page with realistic contexts: what the tests of templates, accessibility and weight look at.

The exercises are those of the catalogue; attempts and submissions are made up for two people who never were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from app.cohorts.schemas import DutyState
from app.core.errors import Problem
from app.exercises.files import read_folder
from app.exercises.prepared import prepare
from app.exercises.public import ExerciseCard, card_of, view_of
from app.exercises.schema import Exercise, FlawType, Task
from app.grading.assess import assess
from app.grading.assessment import Scores
from app.grading.gold import read_gold
from app.grading.submission import Annotation, Submission
from app.practice.history import AttemptSummary
from app.practice.schemas import AttemptOut, TextOut, Texts
from app.practice.views.exercise import exercise_overview
from app.practice.views.feedback import feedback_page
from app.practice.views.home import Filters, home_page, next_exercise
from app.practice.views.workspace import workspace_page
from app.web.render import render_text
from app.web.texts import Language
from tests.web.gallery_accounts import ACCOUNT_PAGES, Page
from tests.web.gallery_authoring import AUTHORING_PAGES
from tests.web.gallery_cohorts import COHORT_PAGES, given
from tests.web.gallery_grading import GRADING
from tests.web.gallery_insights import INSIGHTS_PAGES
from tests.web.gallery_oidc import OIDC_PAGES
from tests.web.gallery_own import OWN_PAGES
from tests.web.gallery_reviews import REVIEW_PAGES, last_word

CATALOGUE: Final = Path(__file__).parents[2] / "exercises"
FRENCH, ENGLISH, MARKETING = "relance-facture", "summer-party-proposal", "soft-skills-et-ia"
NAMESPACE: Final = UUID("6f0d1f52-7a3e-4f43-9a39-8f3f6f0c2b11")
MORNING: Final = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
SOMEONE: Final = object()
"""A person signed in: pages only ask whether there is one."""


@dataclass(frozen=True)
class Shown:
    """One page of the gallery, as `render` would be called for it."""

    template: str
    context: Callable[[Language], dict[str, object]]
    person: object | None = SOMEONE
    path: str = "/"

    def html(self, language: Language) -> str:
        common = {"person": self.person, "path": self.path}
        return render_text(language, self.template, **common, **self.context(language))


@cache
def exercise(identifier: str) -> Exercise:
    return read_folder(CATALOGUE / identifier)


def cards() -> list[ExerciseCard]:
    return [card_of(exercise(name), "0" * 64) for name in (FRENCH, MARKETING, ENGLISH)]


def scores(overall: float | None, *dimensions: float | None) -> Scores:
    fact_checking, nuance, client_adaptation = dimensions
    return Scores(
        overall=overall, fact_checking=fact_checking, nuance=nuance, client_adaptation=client_adaptation
    )


def attempt(identifier: str, days_ago: int, result: Scores | None = None) -> AttemptSummary:
    """An attempt begun so many days ago; submitted an hour later where it has scores."""
    started = MORNING - timedelta(days=days_ago)
    later = started + timedelta(minutes=52)
    return AttemptSummary(
        id=uuid5(NAMESPACE, f"{identifier}/{days_ago}"),
        exercise_id=identifier,
        title=exercise(identifier).title,
        started_at=started,
        touched_at=later,
        submitted_at=later if result else None,
        scores=result,
    )


HISTORY: Final = [
    ("a week ago", 7, (48.2, 55.0, 31.4, 58.1)),
    ("yesterday", 1, (71.6, 82.3, 60.2, 72.4)),
]


def history(identifier: str) -> list[AttemptSummary]:
    return [attempt(identifier, days, scores(*values)) for _, days, values in reversed(HISTORY)]


UNDER_WAY: Final = [attempt(FRENCH, 0), attempt(MARKETING, 3), attempt(ENGLISH, 9)]


def _home(page_language: Language, attempts: list[AttemptSummary], **filters: str) -> dict[str, object]:
    return {"page": home_page(cards(), attempts, Filters(**filters), page_language)}


def _exercise(identifier: str, attempts: list[AttemptSummary]) -> dict[str, object]:
    return {"page": exercise_overview(view_of(exercise(identifier), "0" * 64), attempts)}


def _problem(status: HTTPStatus) -> dict[str, object]:
    return {"problem": Problem(status, "some-slug", "What the API would say.")}


def _error(status: HTTPStatus) -> Shown:
    return Shown("errors/error.html", lambda _: _problem(status), path="/attempts/unknown")


def handed_in(identifier: str, kind: str) -> Submission:
    """One of the gold submissions of an exercise."""
    golds = read_gold(CATALOGUE / identifier)
    return next(gold.submission for gold in golds if gold.kind == kind)


def feedback(
    shown: Exercise, submission: Submission, language: Language, trial: bool = False
) -> dict[str, object]:
    """The feedback on a submission, the third attempt of its person; or on a trial of its author."""
    assessment = assess(shown, submission)
    current = replace(attempt(shown.id, 0, assessment.scores), trial=trial)
    attempts = [current, *history(shown.id)]
    following = next_exercise(cards(), attempts, language, shown.id)
    return {"page": feedback_page(prepare(shown), submission, assessment, attempts, current.id, following)}


def _decided(language: Language) -> dict[str, object]:
    """The feedback on work of which people decided something since, an older grade of it."""
    shown = feedback(exercise(FRENCH), handed_in(FRENCH, "average"), language)
    return {**shown, "word": last_word(uuid5(NAMESPACE, FRENCH))}


def workspace(shown: Exercise) -> dict[str, object]:
    """The workspace of an attempt that has just begun."""
    unwritten = TextOut(text=None, revision=0)
    attempt = AttemptOut(
        id=uuid5(NAMESPACE, shown.id),
        exercise=view_of(shown, "0" * 64),
        status="open",
        annotations=[],
        texts=Texts(rewrite=unwritten, client_note=unwritten, twist=unwritten),
        twist=None,
        started_at=MORNING,
        submitted_at=None,
    )
    return {"page": workspace_page(attempt)}


def flawless() -> Exercise:
    """An exercise whose draft is its reference: the point is to invent no flaw."""
    shown = exercise(FRENCH)
    return shown.model_copy(update={"draft": prepare(shown).reference, "flaws": [], "decoys": []})


def _only(*tasks: Task) -> Exercise:
    return exercise(ENGLISH).model_copy(update={"tasks": list(tasks), "twist": None})


SUSPICION: Final = Annotation(
    quote="2 016 €", prefix="il reste ", type=FlawType.ARITHMETIC_INCONSISTENCY, confidence=70, comment="?"
)


def _feedback(identifier: str, kind: str) -> Shown:
    return Shown(
        "practice/feedback.html",
        lambda language: feedback(exercise(identifier), handed_in(identifier, kind), language),
        path=f"/attempts/{identifier}/feedback",
    )


def _of_accounts(page: Page) -> Shown:
    return Shown(page.template, lambda _: page.seen, SOMEONE if page.role else None, page.path)


ERRORS: Final = (403, 404, 405, 409, 412, 413, 418, 422, 429, 500, 502, 503)

PAGES: Final[dict[str, Shown]] = {
    "home-new": Shown("practice/home.html", lambda lang: _home(lang, [])),
    "home-busy": Shown(
        "practice/home.html", lambda lang: _home(lang, [attempt(MARKETING, 0), *history(FRENCH)])
    ),
    "home-several": Shown("practice/home.html", lambda lang: _home(lang, UNDER_WAY)),
    "home-no-match": Shown(
        "practice/home.html", lambda lang: _home(lang, [], language="en", difficulty="1", state="done")
    ),
    "home-empty": Shown("practice/home.html", lambda lang: {"page": home_page([], [], Filters(), lang)}),
    "exercise-new": Shown("exercises/exercise.html", lambda _: _exercise(MARKETING, []), path="/exercises/x"),
    "exercise-open": Shown(
        "exercises/exercise.html",
        lambda _: _exercise(FRENCH, [attempt(FRENCH, 0), *history(FRENCH)]),
        path="/exercises/x",
    ),
    "exercise-done": Shown(
        "exercises/exercise.html", lambda _: _exercise(ENGLISH, history(ENGLISH)), path="/exercises/x"
    ),
    "exercise-given": Shown(
        "exercises/exercise.html",
        lambda lang: _exercise(FRENCH, history(FRENCH)) | given(lang, DutyState.OPEN, DutyState.DONE),
        path="/exercises/x",
    ),
    "exercise-given-open": Shown(
        "exercises/exercise.html",
        lambda lang: _exercise(FRENCH, [attempt(FRENCH, 0)]) | given(lang, DutyState.UNDER_WAY),
        path="/exercises/x",
    ),
    "exercise-given-alone": Shown(
        "exercises/exercise.html",
        lambda lang: _exercise(FRENCH, []) | given(lang, DutyState.UPCOMING, may_free=False),
        path="/exercises/x",
    ),
    "sign-in": Shown(
        "accounts/sign_in.html", lambda _: {"refused": False, "signed_in": False}, None, "/sign-in"
    ),
    "sign-in-refused": Shown(
        "accounts/sign_in.html", lambda _: {"refused": True, "signed_in": False}, None, "/sign-in"
    ),
    "sign-in-already": Shown("accounts/sign_in.html", lambda _: {"refused": True, "signed_in": True}),
    "feedback-excellent": _feedback(FRENCH, "excellent"),
    "feedback-good": _feedback(MARKETING, "good"),
    "feedback-average": _feedback(ENGLISH, "average"),
    "feedback-weak": _feedback(FRENCH, "weak"),
    "feedback-gaming": _feedback(MARKETING, "gaming"),
    "feedback-empty": Shown(
        "practice/feedback.html", lambda lang: feedback(exercise(FRENCH), Submission(), lang)
    ),
    "feedback-flawless": Shown(
        "practice/feedback.html", lambda lang: feedback(flawless(), Submission(annotations=[SUSPICION]), lang)
    ),
    "feedback-flawless-empty": Shown(
        "practice/feedback.html", lambda lang: feedback(flawless(), Submission(), lang)
    ),
    "feedback-trial": Shown(
        "practice/feedback.html",
        lambda lang: feedback(exercise(FRENCH), handed_in(FRENCH, "good"), lang, trial=True),
    ),
    "feedback-last-word": Shown("practice/feedback.html", _decided),
    "feedback-review-only": Shown(
        "practice/feedback.html",
        lambda lang: feedback(_only(Task.REVIEW), handed_in(ENGLISH, "good"), lang),
    ),
    "feedback-rewrite-only": Shown(
        "practice/feedback.html",
        lambda lang: feedback(_only(Task.REWRITE), handed_in(ENGLISH, "good"), lang),
    ),
    "docs": Shown("openapi/docs.html", lambda _: {}, None, "/docs"),
    **{f"error-{status}": _error(HTTPStatus(status)) for status in ERRORS},
    **{
        name: _of_accounts(page)
        for name, page in (ACCOUNT_PAGES | OIDC_PAGES | OWN_PAGES | REVIEW_PAGES | GRADING).items()
    },
    **{name: Shown(page.template, page.context, path=page.path) for name, page in AUTHORING_PAGES.items()},
    **{name: Shown(page.template, page.context, path=page.path) for name, page in COHORT_PAGES.items()},
    **{name: Shown(page.template, page.context, path=page.path) for name, page in INSIGHTS_PAGES.items()},
}


@cache
def html_of(name: str, language: Language) -> str:
    """A page of the gallery as HTML."""
    return PAGES[name].html(language)
