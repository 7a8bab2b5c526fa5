"""Whether the coach's paragraph is fit to be shown. Pure.

It is when it is short, quotes what the trainee really wrote, quotes nothing else that is not before the
trainee's eyes, and says nothing of a grade. Anything else is dropped: the grade stands without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel

from app.grading.testimony import SHORTEST_QUOTE
from app.text.folding import fold, word_count

MOST_WORDS: Final = 120

Fault = Literal[
    "empty",
    "too-long",
    "markup",
    "flaw-number",
    "names-a-grade",
    "quote-too-short",
    "quote-not-found",
    "quote-not-in-paragraph",
    "invented-quote",
]

_MARKUP: Final = re.compile(r"https?://|www\.|@|[<>`|]|\*\*|^\s*(?:[-*•#]|\d+[.)])\s", re.MULTILINE)
_FLAW_NUMBER: Final = re.compile(r"\b[FC]\d{1,3}\b")
_GRADE: Final = re.compile(
    r"\d\s*/\s*(?:5|10|20|100)\b|\b(?:sur|out of)\s+(?:10|20|100)\b|\d\s*points?\b"
    r"|\b(?:votre|your) (?:note|score|grade)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"")


class CoachReply(BaseModel):
    """What the model answers: the paragraph, and the words of the trainee that it quotes."""

    paragraph: str
    field: str
    quote: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The paragraph to show, or why there is none."""

    text: str | None
    fault: Fault | None = None


def judge_paragraph(reply: CoachReply, own: Mapping[str, str], shown: Sequence[str]) -> Judged:
    """`own`: the trainee's texts by field; `shown`: what else the feedback has before the trainee's eyes."""
    text = " ".join(reply.paragraph.split())
    fault = _fault(reply, text, own, shown)
    return Judged(None, fault) if fault else Judged(text)


def _fault(reply: CoachReply, text: str, own: Mapping[str, str], shown: Sequence[str]) -> Fault | None:
    if not text:
        return "empty"
    if word_count(text) > MOST_WORDS:
        return "too-long"
    if _MARKUP.search(reply.paragraph):
        return "markup"
    if _FLAW_NUMBER.search(text):
        return "flaw-number"
    if _GRADE.search(text):
        return "names-a-grade"
    return _fault_of_quotes(reply, text, own, shown)


def _fault_of_quotes(
    reply: CoachReply, text: str, own: Mapping[str, str], shown: Sequence[str]
) -> Fault | None:
    quote = _plain(reply.quote)
    if len(quote) < SHORTEST_QUOTE:
        return "quote-too-short"
    if quote not in _plain(own.get(reply.field.strip(), "")):
        return "quote-not-found"
    if quote not in _plain(text):
        return "quote-not-in-paragraph"
    known = [_plain(known) for known in (*own.values(), *shown)]
    return None if all(_stands(said, known) for said in _quotations(text)) else "invented-quote"


def _quotations(text: str) -> list[str]:
    """What stands between quotation marks, and is more than a word or two."""
    said = (_plain("".join(filter(None, found.groups()))) for found in _QUOTED.finditer(text))
    return [words for words in said if len(words) >= SHORTEST_QUOTE]


def _stands(quotation: str, known: Sequence[str]) -> bool:
    """Whether a quotation stands in one of the texts, its full stop and the like left aside."""
    return any(quotation.strip(" .,;:!?…") in text for text in known)


def _plain(text: str) -> str:
    """Folded, with every run of white space one space: a paragraph does not keep the lines of a text."""
    return " ".join(fold(text).split())
