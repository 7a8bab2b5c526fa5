"""The call log as the judge and the coach use it: each call is written down at once, in a transaction of its
own, so that what was paid is never paid again, whatever happens afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.core.config import Price
from app.core.db import Database
from app.grading import judge
from app.grading.testimony import Replies
from app.llm.calls import CallAbout, find_answer, record_answer, record_failure
from app.llm.faults import Fault
from app.llm.protocol import Answer, ModelError, Parsed, Prompt
from app.llm.reading import parse_answer


@dataclass(frozen=True)
class CallLog:
    """The log of the calls of the model `model` about one submission, or for a person who asks themselves."""

    db: Database
    model: str
    prices: Mapping[str, Price]
    submission_id: UUID | None = None
    person_id: UUID | None = None

    def recorded(self, key: str) -> str | None:
        """The answer of an earlier call with this key."""
        found = self.db.read(lambda session: find_answer(session, key))
        return found.answer if found else None

    def record(self, call: judge.Call, outcome: Answer[Replies] | ModelError) -> None:
        """Write a run of the judge down."""
        self.keep(judge.PURPOSE, call.key, call.prompt, outcome)

    def keep(self, purpose: str, key: str, prompt: Prompt, outcome: Answer[Parsed] | ModelError) -> None:
        """Write a call down, answered or not."""
        about = CallAbout(purpose, key, prompt, self.model, self.submission_id, self.person_id)
        if isinstance(outcome, ModelError):
            self.db.write(lambda session: record_failure(session, about, outcome, self.prices))
        else:
            self.db.write(lambda session: record_answer(session, about, outcome, self.prices))

    def ask(
        self, client: judge.Client, purpose: str, key: str, prompt: Prompt, shape: type[Parsed]
    ) -> Parsed:
        """The recorded answer, or that of a call made and written down now. Raises `ModelError`."""
        known = self._read(key, shape)
        if known is not None:
            return known
        try:
            answer = client.ask(prompt, shape)
        except ModelError as error:
            self.keep(purpose, key, prompt, error)
            raise
        self.keep(purpose, key, prompt, answer)
        return answer.parsed

    def _read(self, key: str, shape: type[Parsed]) -> Parsed | None:
        """The recorded answer, read as it was when it came; None for one of a shape that is no longer
        ours."""
        known = self.recorded(key)
        try:
            return None if known is None else parse_answer(known, shape)
        except Fault:
            return None
