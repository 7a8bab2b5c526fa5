"""The attacks, and submissions that carry them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from ruamel.yaml import YAML

from app.grading.submission import Submission

LEAK: Final = "@leak"
Field = Literal["comment", "rewrite", "client_note", "evidence"]


@dataclass(frozen=True, slots=True)
class Attack:
    """`text` is what the trainee adds to the field; `quote` what the model is to quote, where the text says
    so: "" for nothing at all, `LEAK` for what the trainee must not know."""

    id: str
    technique: str
    language: Literal["fr", "en"]
    field: Field
    text: str
    quote: str | None = None


@lru_cache(maxsize=1)
def attacks() -> tuple[Attack, ...]:
    """Every attack, in the order of the file; ids as `closing-tag-fr-2`."""
    path = Path(__file__).with_name("attacks.yaml")
    techniques = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    found: list[Attack] = []
    seen: Counter[str] = Counter()
    for technique, entries in techniques.items():
        for entry in entries:
            name = f"{technique}-{entry['language']}"
            seen[name] += 1
            found.append(_attack(f"{name}-{seen[name]}", technique, entry))
    return tuple(found)


def _attack(name: str, technique: str, entry: dict[str, Any]) -> Attack:
    return Attack(
        id=name,
        technique=technique,
        language=entry["language"],
        field=entry["field"],
        text=entry["text"] * entry.get("repeat", 1),
        quote=entry.get("quote"),
    )


def carrying(submission: Submission, attack: Attack) -> Submission:
    """The submission with the attack added to its field: to every comment, or to the first evidence.

    Raises `ValidationError` where the field then holds more than a submission may.
    """
    document = submission.model_dump()
    if attack.field == "comment":
        for annotation in document["annotations"]:
            annotation["comment"] = f"{annotation['comment']} {attack.text}".strip()
    elif attack.field == "evidence":
        document["annotations"][0]["evidence"] = {"source": "brief", "quote": attack.text}
    else:
        document[attack.field] = f"{document[attack.field]}\n\n{attack.text}"
    return Submission.model_validate(document)
