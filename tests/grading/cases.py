"""A small exercise document, and what trainees hand in for it, for tests of the whole grader."""

from __future__ import annotations

from typing import Any, Final

from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.grading.submission import Annotation, Submission

MARKUP: Final = (
    "Dear Ms Amari, thank you for asking about the spring market. "
    "A stall costs {~~40~>55~~}{>>price<<} euros a day. "
    "The market opens on 3 May 2027. "
    "{==Setting up takes two hours==}{>>setup<<}.\n\n"
    "Our visitors {~~often come back~>always come back, without a single exception~~}{>>always<<}. "
    "The square is easy to reach by tram. "
    "You can park behind the town hall. "
    "{--A deposit of 15 euros is due when you book.--}{>>deposit<<} "
    "{==The first market was held in 1987==}{>>first<<}. "
    "{~~You can write to me at any time.~>Hey, just ping me whenever!~~}{>>hey<<}\n\n"
    "Yours sincerely, Paul Renn."
)
TERMS: Final = (
    "Terms for 2027. A stall costs 40 euros a day. The market opens on 3 May 2027. Setting up takes two "
    "hours. A deposit of 15 euros is due when you book. Held since 1987."
)
SURVEY: Final = (
    "A survey of 2026: most visitors had been to the market before, and often come back. "
    "Stall keepers recall 40 euros a day."
)

DOCUMENT: Final[dict[str, Any]] = {
    "id": "spring-market",
    "title": "A stall at the spring market",
    "language": "en",
    "domain": "admin",
    "difficulty": 1,
    "minutes": 10,
    "brief": {
        "client": {"name": "Paul Renn", "business": "market organiser", "audience": "stall keepers"},
        "context": "Paul answers somebody who asked for a stall.",
        "prompt": "Write the answer.",
        "requirements": [{"id": "length", "text": "120 words at most"}],
    },
    "sources": [
        {
            "id": "terms",
            "title": "Terms",
            "publisher": "Paul Renn",
            "date": "2027-01-10",
            "reliability": "primary",
            "text": TERMS,
        },
        {
            "id": "survey",
            "title": "Survey",
            "publisher": "Town hall",
            "date": "2026-09-01",
            "reliability": "secondary",
            "text": SURVEY,
        },
    ],
    "draft": MARKUP,
    "flaws": [
        {
            "id": "price",
            "type": "contradicts-dossier",
            "severity": "critical",
            "why": "The terms say 40.",
            "evidence": {"source": "terms", "quote": "costs 40 euros a day"},
            "accept": [["40 euros"]],
        },
        {
            "id": "always",
            "type": "over-generalisation",
            "severity": "major",
            "why": "Often is not always.",
            "accept": [["often"], ["some", "not all"]],
        },
        {
            "id": "deposit",
            "type": "material-omission",
            "severity": "major",
            "why": "The deposit is missing.",
            "evidence": {"source": "terms", "quote": "A deposit of 15 euros"},
            "accept": [["deposit"]],
        },
        {"id": "hey", "type": "tone-mismatch", "severity": "minor", "why": "Paul is formal."},
    ],
    "decoys": [
        {"id": "setup", "why": "Two hours, say the terms."},
        {"id": "first", "why": "Since 1987, say the terms."},
    ],
    "tasks": ["review", "rewrite", "client_note"],
    "keep": [["3 May 2027"]],
    "criteria": [
        {
            "id": "formal",
            "dimension": "client_adaptation",
            "applies_to": "rewrite",
            "statement": "The text stays formal.",
            "rule": {"none": [["hey"], ["ping"]]},
        },
        {
            "id": "voice",
            "dimension": "client_adaptation",
            "applies_to": "rewrite",
            "statement": "The text sounds like Paul.",
        },
        {
            "id": "note-deposit",
            "dimension": "nuance",
            "applies_to": "client_note",
            "statement": "The note names the deposit.",
            "rule": {"any": [["deposit"]]},
        },
    ],
}


def exercise(**changes: Any) -> Exercise:
    """The exercise with some keys of its document replaced."""
    return Exercise.model_validate({**DOCUMENT, **changes})


def sound_exercise(**changes: Any) -> Exercise:
    """The same draft without a flaw: its reference, with the decoys."""
    markup = MARKUP
    for planted, right in (
        ("{~~40~>55~~}{>>price<<}", "40"),
        (
            "{~~often come back~>always come back, without a single exception~~}{>>always<<}",
            "often come back",
        ),
        (
            "{--A deposit of 15 euros is due when you book.--}{>>deposit<<}",
            "A deposit of 15 euros is due when you book.",
        ),
        (
            "{~~You can write to me at any time.~>Hey, just ping me whenever!~~}{>>hey<<}",
            "You can write to me at any time.",
        ),
    ):
        markup = markup.replace(planted, right)
    return exercise(draft=markup, flaws=[], **changes)


def mark(quote: str, kind: str, severity: str | None = None, **more: Any) -> Annotation:
    return Annotation.model_validate({"quote": quote, "type": kind, "severity": severity, **more})


def proof(source: str, quote: str) -> dict[str, str]:
    return {"source": source, "quote": quote}


PRICE: Final = mark("55", "contradicts-dossier", "critical", evidence=proof("terms", "40 euros"))
ALWAYS: Final = mark("always come back", "over-generalisation", "major", comment="They often do, no more.")
DEPOSIT: Final = Annotation.model_validate(
    {
        "omission": True,
        "type": "material-omission",
        "severity": "major",
        "comment": "The deposit of 15 euros is not told.",
    }
)
HEY: Final = mark("Hey, just ping me", "tone-mismatch", "minor")
ALL: Final = (PRICE, ALWAYS, DEPOSIT, HEY)

REFERENCE: Final = prepare(exercise()).reference
DRAFT: Final = prepare(exercise()).draft
NOTE: Final = "I put the price right and added the deposit."


def submission(*annotations: Annotation, **texts: str) -> Submission:
    """What is handed in: by default with the reference as the rewrite and a right note."""
    return Submission(annotations=list(annotations), **{"rewrite": REFERENCE, "client_note": NOTE, **texts})
