"""Grading one submission by rules, beside nervaluate scoring the same spans, taken in turns in one run.

The submission: a draft of about 2,500 characters, 10 flaws, 12 annotations, a rewrite and a note. Ours does
the whole grade (places, evidence, matching, reasons, repairs, trust), nervaluate the comparison of spans
alone. The exercise is prepared once, as on a server, but every round hands in other texts, so that nothing
read for an earlier one can be used again. Goal (issue 2): at most 5 ms.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import quantiles
from typing import Any, Final

from nervaluate import Evaluator

from app.exercises.prepared import prepare
from app.exercises.schema import Exercise, FlawType
from app.grading.assess import assess
from app.grading.resolve import resolve
from app.grading.submission import Submission

ROUNDS: Final = 400
WARM_UP: Final = 20
GOAL_MS: Final = 5.0

SOUND: Final = (
    "In room {n}, visitors are welcome on weekday mornings, and somebody greets them at the gate.",
    "Orders placed before noon on 12 March 2026 are packed on the same day and sent by rail.",
    "In room {n}, every order is checked twice before it leaves, once at the bench and once at the door.",
)
RIGHT, WRONG = "Item {n} costs {n}5 euros a piece", "Item {n} costs {n}9 euros a piece"
TYPES: Final = list(FlawType)


def exercise() -> Exercise:
    """Ten flaws, each in a sentence before a sound one or two; a source that tells every price."""
    sentences, numbers = [], range(1, 11)
    for n in numbers:
        sentences.append(f"{{~~{RIGHT.format(n=n)}~>{WRONG.format(n=n)}~~}}{{>>item-{n}<<}}.")
        sentences += [sound.format(n=n) for sound in SOUND[: 2 if n % 3 else 3]]
    prices = ". ".join(RIGHT.format(n=n) for n in numbers)
    return Exercise.model_validate(
        {
            "id": "bench",
            "title": "A price list",
            "language": "en",
            "domain": "admin",
            "difficulty": 2,
            "minutes": 20,
            "brief": {
                "client": {"name": "Ada Quill", "business": "workshop", "audience": "shops"},
                "context": "Ada sends her prices.",
                "prompt": "Write the letter.",
                "requirements": [{"id": "length", "text": "500 words at most"}],
            },
            "sources": [
                {
                    "id": "prices",
                    "title": "Prices",
                    "publisher": "Ada Quill",
                    "date": "2026-01-01",
                    "reliability": "primary",
                    "text": prices + ". " + SOUND[1],
                }
            ],
            "draft": "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)),
            "flaws": [
                {
                    "id": f"item-{n}",
                    "type": TYPES[n],
                    "severity": ("minor", "major", "critical")[n % 3],
                    "why": "The price list says otherwise.",
                    "evidence": {"source": "prices", "quote": RIGHT.format(n=n)},
                    "accept": [[f"{n}5 euros"], ["price", "list"]],
                }
                for n in numbers
            ],
            "tasks": ["review", "rewrite", "client_note"],
            "keep": [["12 March 2026"]],
            "criteria": [
                {
                    "id": "length",
                    "dimension": "client_adaptation",
                    "applies_to": "rewrite",
                    "statement": "At most 500 words.",
                    "rule": {"max_words": 500},
                }
            ],
        }
    )


def submission(document: Exercise) -> Submission:
    """Nine flaws found, one of them in two marks, two false alarms; a rewrite that repairs half."""
    prepared = prepare(document)
    draft = prepared.draft
    marks: list[dict[str, Any]] = [
        {
            "quote": WRONG.format(n=n),
            "type": TYPES[n if n % 2 else n + 1],
            "severity": "major",
            "confidence": 80,
            "comment": f"The list says {n}5 euros.",
            "evidence": {"source": "prices", "quote": RIGHT.format(n=n)},
        }
        for n in range(1, 10)
    ]
    marks.append({"quote": "9 costs 99 euros", "type": TYPES[9], "severity": "minor"})
    marks += [
        {"quote": f"In room {n}, visitors are", "type": "overclaim", "severity": "minor"} for n in (2, 5)
    ]
    rewrite = draft
    for n in range(1, 6):
        rewrite = rewrite.replace(WRONG.format(n=n), RIGHT.format(n=n))
    return Submission.model_validate(
        {"annotations": marks, "rewrite": rewrite, "client_note": "I put five prices right."}
    )


def told_otherwise(handed_in: Submission, turn: int) -> Submission:
    """The submission with texts that no other turn has."""
    texts = {
        "rewrite": f"{handed_in.rewrite} Signed, turn {turn}.",
        "client_note": f"{handed_in.client_note} {turn}",
    }
    return handed_in.model_copy(update=texts)


def spans_for_nervaluate(document: Exercise, handed_in: Submission) -> Callable[[], object]:
    """The same spans and types in nervaluate's format (its `end` is inclusive), ready to be scored."""
    prepared = prepare(document)
    true = [
        {"label": flaw.type.value, "start": span.start, "end": span.end - 1}
        for flaw in document.flaws
        for span in prepared.passages[flaw.id]
    ]
    marks = resolve(prepared, handed_in).annotations
    found = [
        {"label": str(mark.type), "start": mark.start, "end": mark.end - 1} for mark in marks if mark.end
    ]
    tags = [str(kind) for kind in FlawType]
    return lambda: Evaluator(true=[true], pred=[found], tags=tags, loader="dict").evaluate()


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def p50_p95(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[94]


def main() -> None:
    document = exercise()
    handed_in = submission(document)
    result = assess(document, handed_in)
    nervaluate = spans_for_nervaluate(document, handed_in)
    rounds = [
        (milliseconds(partial(assess, document, other)), milliseconds(nervaluate))
        for other in map(partial(told_otherwise, handed_in), range(WARM_UP + ROUNDS))
    ][WARM_UP:]
    ours, theirs = (p50_p95(list(times)) for times in zip(*rounds, strict=True))
    draft = prepare(document).draft
    print(
        f"Grading: {len(draft)} characters, {len(document.flaws)} flaws, {len(handed_in.annotations)} marks, "
        f"{ROUNDS} rounds in turns (score {result.scores.overall:.1f})"
    )
    for name, (p50, p95) in (("Vigie, the whole grade", ours), ("nervaluate, spans alone", theirs)):
        print(f"  {name:<24} p50 {p50:7.3f} ms   p95 {p95:7.3f} ms")
    print(f"  ratio to nervaluate      p50 {ours[0] / theirs[0]:7.2f}      p95 {ours[1] / theirs[1]:7.2f}")
    print(f"  goal: p95 at most {GOAL_MS:g} ms: {'met' if ours[1] <= GOAL_MS else 'MISSED'}")


if __name__ == "__main__":
    main()
