"""What a model's answers are worth: DESIGN.md section 4, *The model's protocol*. Pure.

An answer, yes or no, is a vote only where its quote stands in a field of its question: a *no* without a quote
decides nothing either. A question is decided when every configured run has the same vote; where only some
runs have one, or they differ, it is split and goes to a trainer. With a run missing nothing is decided, and
the grade stays provisional.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import ClassVar, Final, Literal

from pydantic import BaseModel

from app.grading.evidence import occurrences
from app.grading.questions import Question, field_text
from app.grading.submission import Submission
from app.llm.quoting import neutralise
from app.text.folding import fold

SHORTEST_QUOTE: Final = 8
"""Folded code points; a shorter quote proves something only when it is the whole field."""

Reason = Literal[
    "accepted", "not-answered", "answered-twice", "wrong-field", "quote-too-short", "quote-not-found"
]


class Reply(BaseModel):
    """One answer of a model, under the number that the question had in its run."""

    number: int
    answer: bool
    field: str
    quote: str


class Replies(BaseModel):
    """What a model answers in one run: no word beside quotes, which code checks."""

    answers: list[Reply]


@dataclass(frozen=True, slots=True)
class Vote:
    """What one run says on one question. `answer` is None unless `reason` is `accepted`; `quote` is then the
    words as the trainee wrote them."""

    answer: bool | None
    reason: Reason
    field: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all runs say on one question; `answer` is None while it is undecided. `split`: some run had a
    vote, but not all of them the same."""

    question: str
    answer: bool | None
    field: str = ""
    quote: str = ""
    split: bool = False


@dataclass(frozen=True, slots=True)
class Testimony:
    """A model's part in a grade. Not `complete`: runs are missing, and the grade is provisional."""

    __test__: ClassVar[bool] = False  # no test class, whatever pytest makes of its name

    verdicts: tuple[Verdict, ...] = ()
    complete: bool = True

    def verdict(self, question: str) -> Verdict | None:
        return next((verdict for verdict in self.verdicts if verdict.question == question), None)

    def only(self, questions: Sequence[str]) -> Testimony:
        """The same of these questions alone, in their order."""
        verdicts = (self.verdict(question) for question in questions)
        return Testimony(tuple(verdict for verdict in verdicts if verdict), self.complete)


PENDING: Final = Testimony(complete=False)
"""The testimony of a model that has yet to be heard."""


def run_order(questions: Sequence[Question], submission: Submission, run: int) -> list[Question]:
    """The order in which a run asks: shuffled, but the same whenever this submission (resolved) is asked
    again."""
    seed = f"{sha256(submission.model_dump_json().encode()).hexdigest()}:{run}"
    return sorted(questions, key=lambda question: sha256(f"{seed}:{question.id}".encode()).digest())


def votes_of(replies: Replies, order: Sequence[Question], submission: Submission) -> dict[str, Vote]:
    """The vote of one run on each question; `order` is that of the run, whose first question is number 1."""
    given = Counter(reply.number for reply in replies.answers)
    by_number = {reply.number: reply for reply in replies.answers}
    votes = {}
    for number, question in enumerate(order, start=1):
        if given[number] == 1:
            votes[question.id] = verified(by_number[number], question, submission)
        else:
            votes[question.id] = Vote(None, "answered-twice" if given[number] else "not-answered")
    return votes


def verified(reply: Reply, question: Question, submission: Submission) -> Vote:
    """The reply as a vote, if its quote stands in the field that it names."""
    field = reply.field.strip()
    if field not in question.fields:
        return Vote(None, "wrong-field")
    text = field_text(submission, field)
    if not any(_is_long_enough(reply.quote, version) for version in _versions(text)):
        return Vote(None, "quote-too-short", field)
    quote = _place(text, reply.quote)
    if quote is None:
        return Vote(None, "quote-not-found", field)
    return Vote(reply.answer, "accepted", field, quote)


def _versions(text: str) -> tuple[str, str]:
    """The text as the trainee wrote it, and as the model was shown it: a `<` or a control character in it
    must not keep words from being quoted."""
    return text, neutralise(text)


def _is_long_enough(quote: str, text: str) -> bool:
    folded = fold(quote).strip()
    return len(folded) >= SHORTEST_QUOTE or (folded != "" and folded == fold(text).strip())


@lru_cache(maxsize=256)
def _place(text: str, quote: str) -> str | None:
    """The words of the text where a quote first stands, in the text's own characters if it stands there."""
    for version in _versions(text):
        places = occurrences(version, quote)
        if places:
            return places[0].of(unicodedata.normalize("NFC", version))
    return None


def combine(questions: Sequence[Question], votes: Sequence[Mapping[str, Vote]], runs: int) -> Testimony:
    """The votes of all runs together. Fewer of them than `runs`: pending, whatever they say."""
    if questions and len(votes) < runs:
        return PENDING
    return Testimony(tuple(_verdict(asked.id, [vote[asked.id] for vote in votes]) for asked in questions))


def _verdict(question: str, votes: Sequence[Vote]) -> Verdict:
    answers = {vote.answer for vote in votes}
    if len(answers) > 1:
        return Verdict(question, None, split=True)
    field, quote = Counter((vote.field, vote.quote) for vote in votes).most_common(1)[0][0]
    answer = answers.pop()
    return Verdict(question, answer, field, quote) if answer is not None else Verdict(question, None)
