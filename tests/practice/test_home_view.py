"""What the home page suggests and shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.exercises.public import ExerciseCard
from app.exercises.schema import Domain, Language, Task
from app.grading.assessment import Scores
from app.practice.history import AttemptSummary
from app.practice.views.home import Assigned, Filters, home_page, next_exercise

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def card(name: str, language: Language = Language.FR, difficulty: int = 2, minutes: int = 20) -> ExerciseCard:
    return ExerciseCard(
        id=name,
        version="0" * 64,
        title=name.title(),
        language=language,
        domain=Domain.ADMIN,
        difficulty=difficulty,
        minutes=minutes,
        client="Nadia Roux",
        tasks=[Task.REVIEW],
        has_twist=False,
    )


def attempt(name: str, hours: int, overall: float | None = None, graded: bool = True) -> AttemptSummary:
    """Submitted so many hours after noon where it has a score; `graded` False: its assessment is pending."""
    when = NOON + timedelta(hours=hours)
    scores = Scores(overall=overall, fact_checking=None, nuance=None, client_adaptation=None)
    return AttemptSummary(
        id=uuid4(),
        exercise_id=name,
        title=name.title(),
        started_at=NOON,
        touched_at=when,
        submitted_at=None if overall is None else when,
        scores=scores if overall is not None and graded else None,
    )


EASY, HARD = card("easy", difficulty=1), card("hard", difficulty=3)
ENGLISH = card("english", Language.EN, difficulty=1)
CARDS = [HARD, ENGLISH, EASY]


def suggested(*attempts: AttemptSummary, language: str = "fr") -> tuple[str, str] | None:
    suggestion = home_page(CARDS, attempts, Filters(), language).suggestion
    return (suggestion.entry.card.id, suggestion.reason) if suggestion else None


def test_the_first_suggestion_is_the_easiest_in_the_page_s_language() -> None:
    assert suggested() == ("easy", "first")
    assert suggested(language="en") == ("english", "first")


def test_of_two_as_easy_the_shorter_comes_first() -> None:
    short = card("short", difficulty=1, minutes=5)
    assert next_exercise([EASY, short], [], "fr", "") is not None
    suggestion = home_page([EASY, short], [], Filters(), "fr").suggestion
    assert suggestion is not None
    assert suggestion.entry.card == short


def test_then_something_new_and_never_what_is_under_way() -> None:
    assert suggested(attempt("easy", 1, 90)) == ("hard", "new")
    assert suggested(attempt("easy", 1)) == ("hard", "new")


def test_once_all_are_tried_the_lowest_last_score() -> None:
    done = [attempt("easy", 3, 80), attempt("hard", 2, 70), attempt("english", 1, 75), attempt("hard", 4, 95)]
    assert suggested(*done) == ("english", "again")


def test_nothing_to_suggest_is_none() -> None:
    assert suggested(attempt("easy", 1), attempt("hard", 2), attempt("english", 3)) is None
    assert suggested(*(attempt(c.id, 1, 50, graded=False) for c in CARDS)) is None


def test_what_is_assigned_has_a_place_of_its_own() -> None:
    theirs, free, other = attempt("easy", 3), attempt("easy", 2), attempt("hard", 1)
    assigned = Assigned(frozenset({"easy", "english"}), frozenset({theirs.id}))
    page = home_page(CARDS, [theirs, free, other], Filters(), "fr", assigned)
    assert page.under_way == [free, other]
    assert page.assigned == {"easy", "english"}
    assert len(page.entries) == 3


def test_what_is_assigned_is_not_suggested() -> None:
    def suggestion(*exercises: str) -> str | None:
        page = home_page(CARDS, [], Filters(), "fr", Assigned(frozenset(exercises)))
        return page.suggestion.entry.card.id if page.suggestion else None

    assert [suggestion("easy"), suggestion("easy", "hard")] == ["hard", "english"]
    assert suggestion("easy", "hard", "english") is None


def test_after_an_exercise_another_one_is_next() -> None:
    following = next_exercise(CARDS, [attempt("easy", 1, 20)], "fr", leave_out="hard")
    assert following is not None
    assert following.entry.card == ENGLISH
    assert next_exercise([EASY], [attempt("easy", 1, 20)], "fr", leave_out="easy") is None


def test_a_card_shows_its_state_and_the_score_of_the_last_attempt() -> None:
    attempts = [attempt("easy", 5, 42), attempt("easy", 2, 80), attempt("hard", 1)]
    page = home_page(CARDS, attempts, Filters(), "fr")
    assert [(e.card.id, e.state, e.last_score) for e in page.entries] == [
        ("hard", "open", None),
        ("easy", "done", 42),
        ("english", "todo", None),
    ]
    assert page.under_way == [attempts[2]]
    assert page.languages == {"hard": "fr", "english": "en", "easy": "fr"}


def test_exercises_in_the_page_s_language_come_first_in_the_order_of_the_catalogue() -> None:
    listed = {page: home_page(CARDS, [], Filters(), page).entries for page in ("fr", "en")}
    assert [entry.card.id for entry in listed["fr"]] == ["hard", "easy", "english"]
    assert [entry.card.id for entry in listed["en"]] == ["english", "hard", "easy"]


def test_an_exercise_taken_up_again_is_under_way_and_keeps_its_score() -> None:
    entry = home_page([EASY], [attempt("easy", 6), attempt("easy", 2, 80)], Filters(), "fr").entries[0]
    assert (entry.state, entry.last_score) == ("open", 80)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({}, ["hard", "easy", "english"]),
        ({"language": "fr"}, ["hard", "easy"]),
        ({"difficulty": "1"}, ["easy", "english"]),
        ({"difficulty": "1", "language": "fr"}, ["easy"]),
        ({"domain": "marketing"}, []),
        ({"state": "done"}, ["easy"]),
        ({"state": "open"}, ["hard"]),
        ({"state": "todo"}, ["english"]),
        ({"state": "nonsense", "language": "de"}, ["hard", "easy", "english"]),
    ],
)
def test_filters_narrow_the_catalogue(query: dict[str, str], left: list[str]) -> None:
    page = home_page(CARDS, [attempt("easy", 1, 60), attempt("hard", 2)], Filters.of(query), "fr")
    assert [entry.card.id for entry in page.entries] == left
    assert page.total == 3
    assert page.filters.any_set == (len(left) < 3)
