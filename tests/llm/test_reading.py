"""A recorded answer is read again exactly as it was read when it came."""

from __future__ import annotations

import json

import pytest

from app.llm.faults import Fault
from app.llm.reading import parse_answer
from tests.llm.shapes import GOOD, Answers

TEXT = json.dumps(GOOD, ensure_ascii=False)


@pytest.mark.parametrize(
    "raw",
    [
        TEXT,
        f"```json\n{TEXT}\n```",
        f"<think>hm {{</think>{TEXT}",
        f"  <think>a\nb</think>\n```\n{TEXT}\n```",
    ],
)
def test_an_answer_is_read_from_the_log_as_from_the_wire(raw: str) -> None:
    assert parse_answer(raw, Answers).model_dump() == GOOD


def test_a_fence_within_a_text_is_no_wrapping() -> None:
    quoted = {"answers": [{"number": 1, "answer": False, "title": "```json\n{}\n```"}]}
    assert parse_answer(json.dumps(quoted), Answers).model_dump() == quoted


def test_escapes_that_no_text_can_hold_are_replaced() -> None:
    raw = '{"answers": [{"number": 1, "answer": true, "title": "a\\u0000b\\ud83dc \\ud83d\\ude00"}]}'
    assert parse_answer(raw, Answers).answers[0].title == "a\ufffdb\ufffdc 😀"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", "bad-json"),
        ("yes", "bad-json"),
        (TEXT + TEXT, "bad-json"),
        ("<think>never ends " + TEXT, "bad-json"),
        ("[" * 50_000 + "]" * 50_000, "bad-json"),
        ('{"answers": NaN}', "wrong-shape: 1 problem"),
        ('{"answers": [{"number": 1.5, "answer": true, "title": ""}]}', "first at answers.0.number: int_"),
        (
            '{"answers": [{"number": true, "answer": true, "title": ""}]}',
            "first at answers.0.number: int_type",
        ),
        (
            '{"answers": [{"number": 1, "answer": "true", "title": ""}]}',
            "first at answers.0.answer: bool_type",
        ),
        ('{"answers": [{"number": 1, "answer": null, "title": ""}]}', "first at answers.0.answer: bool_type"),
    ],
)
def test_what_is_no_answer_is_told_apart(raw: str, message: str) -> None:
    with pytest.raises(Fault, match=message):
        parse_answer(raw, Answers)
