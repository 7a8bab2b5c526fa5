"""Every page of the gallery in both languages: it renders, is well formed, and runs nothing of a trainee."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, get_args

import pytest

from app.exercises.prepared import prepare
from app.exercises.schema import BRIEF_SOURCE, FlawType, Severity
from app.grading.submission import Annotation, LinkedEvidence, Submission
from app.practice.views.home import Filters
from app.web.render import render_text
from app.web.texts import Language
from tests.web.gallery import ENGLISH, ERRORS, FRENCH, PAGES, UNDER_WAY, Shown, exercise, feedback, html_of
from tests.web.sources import Page

LANGUAGES: Final = get_args(Language)
EVERY: Final = [(name, language) for name in PAGES for language in LANGUAGES]
HOSTILE: Final = '<img src=x onerror=alert(1)>"><script>alert(2)</script>{{ 7*7 }}'


def shown(name: str, language: Language) -> Page:
    return Page(html_of(name, language))


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_it_is_one_page_with_a_title_and_a_heading(name: str, language: Language) -> None:
    page = shown(name, language)
    assert page.all("html") == [{"lang": language}]
    assert len(page.all("h1")) == 1
    title = next(text for around, text in page.texts if "title" in around)
    assert title.endswith(" · Vigie")
    assert [main["id"] for main in page.all("main")] == ["main"]
    assert {"class": "skip", "href": "#main"} in page.all("a")


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_headings_never_skip_a_level(name: str, language: Language) -> None:
    html = re.sub(r"<blockquote.*?</blockquote>", "", html_of(name, language), flags=re.DOTALL)
    levels = [int(tag[1]) for tag, _ in Page(html).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_ids_are_unique_and_links_within_the_page_lead_somewhere(name: str, language: Language) -> None:
    page = shown(name, language)
    ids = page.attributes("id")
    assert sorted(set(ids)) == sorted(ids)
    within = {link["href"][1:] for link in page.all("a") if link.get("href", "").startswith("#")}
    labels = {part for value in page.attributes("aria-labelledby") for part in value.split()}
    assert within | labels | set(page.attributes("for")) <= set(ids)


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith(("feedback", "exercise"))])
def test_the_exercise_s_own_words_say_their_language(name: str) -> None:
    heading = shown(name, "en").all("h1")[0]
    assert heading["lang"] in LANGUAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_languages_differ(name: str) -> None:
    assert shown(name, "fr").words != shown(name, "en").words


def test_a_stranger_is_offered_no_way_out() -> None:
    assert "/sign-out" not in shown("sign-in", "fr").attributes("action")
    assert "/sign-out" in shown("home-new", "fr").attributes("action")


def test_the_sign_in_page_says_where_the_link_is() -> None:
    words = shown("sign-in", "en").words
    assert "make run" in words
    assert "a new link is printed" in words
    assert "has been used" not in words.split("Where to find it")[0]
    assert "This link has been used" in shown("sign-in-refused", "en").words


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_says_its_number_and_what_to_do(status: int) -> None:
    page = shown(f"error-{status}", "en")
    assert f"Error {status}" in page.words
    assert "/" in page.attributes("href")
    assert "What the API would say." not in page.words


def test_an_empty_catalogue_says_where_to_look() -> None:
    assert "vigie lint exercises/" in shown("home-empty", "fr").words
    assert not any(
        "filter-language" in field.get("id", "") for field in shown("home-empty", "fr").all("select")
    )


def test_no_match_offers_to_clear_the_filters() -> None:
    page = shown("home-no-match", "en")
    assert "No exercise matches these filters" in page.words
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == ["en", "1", "done"]


def test_filters_are_a_plain_form_that_htmx_takes_over() -> None:
    form = next(f for f in shown("home-new", "fr").all("form") if f.get("class") == "filters")
    assert (form["method"], form["action"], form["hx-get"], form["hx-push-url"]) == ("get", "/", "/", "true")
    assert form["hx-target"] == form["hx-select"] == "#catalogue"
    assert form["hx-select-oob"] == "#count:innerHTML,#language-next"


def test_who_is_signed_in_is_not_told_where_the_link_is() -> None:
    page = shown("sign-in-already", "en")
    assert "make run" not in page.words
    assert "/" in page.attributes("href")


def test_the_language_switch_comes_back_to_the_page() -> None:
    html = Shown("errors/error.html", PAGES["error-404"].context, None, '/a?b="><script>').html("fr")
    page = Page(html)
    assert [field["value"] for field in page.all("input") if field["name"] == "next"] == ['/a?b="><script>']


def hostile_submission() -> Submission:
    draft = prepare(exercise(FRENCH)).draft
    quote = draft.split("\n\n")[3][:40]
    marked = Annotation(
        quote=quote,
        type=FlawType.OVERCLAIM,
        severity=Severity.MINOR,
        confidence=90,
        comment=HOSTILE,
        evidence=LinkedEvidence(source=BRIEF_SOURCE, quote=exercise(FRENCH).brief.client.name),
    )
    missing = Annotation(
        omission=True, type=FlawType.MATERIAL_OMISSION, severity=Severity.MAJOR, comment=HOSTILE
    )
    return Submission(annotations=[marked, missing], rewrite=HOSTILE, client_note=HOSTILE, twist=HOSTILE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trainee_s_words_are_shown_and_never_run(language: Language) -> None:
    context = feedback(exercise(FRENCH), hostile_submission(), language)
    page = Page(render_text(language, "practice/feedback.html", person=None, path="/", **context))
    assert page.all("img") == []
    assert [script for script in page.all("script") if "src" not in script] == []
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]
    assert page.words.count(HOSTILE) >= 4


def test_a_context_that_lacks_a_name_raises() -> None:
    with pytest.raises(Exception, match="'page' is undefined"):
        render_text("fr", "practice/home.html", person=None, path="/")


def test_the_feedback_shows_every_flaw_with_its_reason_and_evidence() -> None:
    page = shown("feedback-average", "en")
    folded = " ".join(page.words.split())
    for flaw in exercise(ENGLISH).flaws:
        assert " ".join(flaw.why.split()) in folded
        if flaw.evidence:
            assert flaw.evidence.quote.split(".")[0][:30] in folded


def test_every_attempt_under_way_can_be_taken_up_again() -> None:
    links = [link["href"] for link in shown("home-several", "fr").all("a")]
    assert [link for link in links if link.startswith("/attempts/")] == [
        f"/attempts/{a.id}" for a in UNDER_WAY
    ]


def test_the_feedback_leads_to_each_of_its_parts() -> None:
    parts = ["reviewed", "checks", "self-checks", "compared", "trust", "attempts", "onward"]
    links = [link["href"] for link in shown("feedback-average", "en").all("a")]
    assert [link for link in links if link in {f"#{part}" for part in parts}] == [
        f"#{part}" for part in parts
    ]
    bare = [link["href"] for link in shown("feedback-flawless-empty", "en").all("a")]
    assert "#trust" not in bare
    assert {"#reviewed", "#attempts"} <= set(bare)


def test_filters_ignore_what_means_nothing() -> None:
    assert Filters.of({"language": "xx", "domain": "admin", "difficulty": "9", "page": "2"}) == Filters(
        domain="admin"
    )
