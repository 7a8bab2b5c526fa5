from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.exercises.public import ExerciseView, SourceView
from app.exercises.schema import (
    Brief,
    Client,
    Dimension,
    Domain,
    FlawType,
    Language,
    Reliability,
    Requirement,
    Task,
)
from app.practice.schemas import AttemptOut, TextOut, Texts
from app.practice.views.workspace import (
    WorkspacePage,
    brief_runs,
    paragraphs,
    steps_of,
    type_choices,
    workspace_page,
)

ALL_TASKS = [Task.REVIEW, Task.REWRITE, Task.CLIENT_NOTE]
BRIEF = Brief(
    client=Client(name="Léa 🌿", business="Fleuriste", audience="Ses clientes"),
    context="Une carte à refaire.",
    prompt="Écris la carte.",
    requirements=[
        Requirement(id="long", text="80 mots au maximum"),
        Requirement(id="ton", text="Vouvoiement"),
    ],
)


def attempt(draft: str = "Un.\n\nDeux.", source: str = "# Tarif\n\nLe bouquet : **65 €**.") -> AttemptOut:
    empty = TextOut(text=None, revision=0)
    return AttemptOut(
        id=UUID(int=7),
        exercise=ExerciseView(
            id="carte",
            version="abc",
            title="La carte",
            language=Language.FR,
            domain=Domain.MARKETING,
            difficulty=1,
            minutes=10,
            client="Léa",
            tasks=ALL_TASKS,
            has_twist=False,
            brief=BRIEF,
            sources=[
                SourceView(
                    id="tarif",
                    title="Tarif",
                    publisher="Léa",
                    date=date(2026, 9, 1),
                    reliability=Reliability.PRIMARY,
                    text=source,
                )
            ],
            draft=draft,
        ),
        status="open",
        annotations=[],
        texts=Texts(rewrite=empty, client_note=empty, twist=empty),
        twist=None,
        started_at=datetime(2026, 11, 23, tzinfo=UTC),
        submitted_at=None,
    )


@pytest.mark.parametrize(
    "draft",
    [
        "Un.\n\nDeux.",
        "Objet : 😀\n\nBonjour,\nligne deux\n \n\n\nFin.\n",
        "\n\nAprès un vide.",
        "Un seul paragraphe",
    ],
)
def test_paragraphs_are_the_draft_without_its_blank_lines(draft: str) -> None:
    runs = list(paragraphs(draft))
    assert all(draft[run.at : run.at + len(run.text)] == run.text for run in runs)
    assert all(run.text.strip() and "\n\n" not in run.text for run in runs)
    assert "".join("".join(run.text.split()) for run in runs) == "".join(draft.split())


def test_a_line_break_does_not_end_a_paragraph() -> None:
    assert [run.text for run in paragraphs("Cordialement,\nInès\n\nP.-S.")] == [
        "Cordialement,\nInès",
        "P.-S.",
    ]


def test_the_brief_is_placed_in_the_text_that_evidence_is_quoted_from() -> None:
    runs = brief_runs(BRIEF)
    every = [runs.name, runs.business, runs.audience, runs.context, runs.prompt, *runs.requirements]
    assert [BRIEF.text[run.at : run.at + len(run.text)] for run in every] == [run.text for run in every]
    assert "\n".join(run.text for run in every) == BRIEF.text


def test_steps_follow_the_tasks_and_the_twist_comes_before_submitting() -> None:
    assert steps_of(ALL_TASKS, has_twist=True) == ["review", "rewrite", "explain", "twist", "submit"]
    assert steps_of([Task.CLIENT_NOTE, Task.REVIEW], has_twist=False) == ["review", "explain", "submit"]
    assert steps_of([Task.REVIEW], has_twist=False) == ["review", "submit"]


def test_there_is_something_to_compare_only_where_the_draft_is_rewritten() -> None:
    def page(tasks: list[Task], has_twist: bool = False) -> WorkspacePage:
        shown = attempt()
        changed = shown.exercise.model_copy(update={"tasks": tasks, "has_twist": has_twist})
        return workspace_page(shown.model_copy(update={"exercise": changed}))

    assert page(ALL_TASKS).rewrites
    assert page([Task.REVIEW, Task.CLIENT_NOTE], has_twist=True).rewrites
    assert not page([Task.REVIEW, Task.CLIENT_NOTE]).rewrites


def test_every_flaw_type_has_a_letter_of_its_own_under_its_dimension() -> None:
    choices = type_choices()
    assert list(choices) == list(Dimension)
    flat = [choice for group in choices.values() for choice in group]
    assert [choice.slug for choice in flat] == list(FlawType)
    assert "".join(choice.key for choice in flat) == "abcdefghijklmnopq"
    assert all(choice.slug.dimension is dimension for dimension, group in choices.items() for choice in group)


def test_the_page_holds_the_attempt_as_the_api_answers_it() -> None:
    shown = attempt()
    page = workspace_page(shown)
    assert page.document == shown.model_dump(mode="json")
    assert page.document["texts"]["rewrite"] == {"text": None, "revision": 0}
    assert [run.text for run in page.draft] == ["Un.", "Deux."]
    assert page.steps == ["review", "rewrite", "explain", "submit"]


def test_sources_are_shown_with_their_runs_placed_and_their_markup_escaped() -> None:
    page = workspace_page(attempt(source="Le bouquet : **65 €** <script>"))
    html = page.sources[0].html
    assert '<strong><span data-at="15">65 €</span></strong>' in html
    assert "<script>" not in html
    assert page.sources[0].reliability is Reliability.PRIMARY
