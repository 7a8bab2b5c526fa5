"""What an evaluation has paid for, kept in a file of JSON lines, so that it can be stopped and taken up again
without paying for an answer twice."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from app.grading.judge import Call
from app.grading.testimony import Replies
from app.llm.protocol import Answer, ModelError, Usage

_NAME: Final = "answers.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer and what it cost, in tokens and seconds."""

    raw: str
    usage: Usage
    seconds: float


class Ledger:
    """The answers by key. Thread-safe. A line that a crash cut off is left aside."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / _NAME
        self._lock = threading.Lock()
        self._entries = dict(self._read())

    def get(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def add(self, key: str, entry: Entry) -> None:
        line = json.dumps({"key": key, **asdict(entry)}, ensure_ascii=False)
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            self._entries[key] = entry

    def _read(self) -> list[tuple[str, Entry]]:
        if not self._path.exists():
            return []
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return [pair for pair in map(_entry, lines) if pair]


class Meter:
    """The log of one submission's calls (`app.grading.judge.Log`) and what they cost, whether they were paid
    now or in an earlier evaluation."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.usage, self.seconds, self.calls = Usage(), 0.0, 0

    def recorded(self, key: str) -> str | None:
        entry = self._ledger.get(key)
        if entry is None:
            return None
        self._count(entry.usage, entry.seconds)
        return entry.raw

    def record(self, call: Call, outcome: Answer[Replies] | ModelError) -> None:
        if isinstance(outcome, Answer):
            self._ledger.add(call.key, Entry(outcome.raw, outcome.usage, outcome.seconds))
        self._count(outcome.usage, outcome.seconds)

    def _count(self, usage: Usage, seconds: float) -> None:
        self.usage += usage
        self.seconds += seconds
        self.calls += 1


def _entry(line: str) -> tuple[str, Entry] | None:
    try:
        data: dict[str, Any] = json.loads(line)
        return data["key"], Entry(data["raw"], Usage(**data["usage"]), data["seconds"])
    except (ValueError, KeyError, TypeError):
        return None
