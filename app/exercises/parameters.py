"""What stands in the addresses of the API, as its description explains it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from app.exercises.schema import SLUG

ExerciseId = Annotated[
    str,
    Path(
        description="The id of the exercise, as in its document.",
        pattern=SLUG,
        max_length=64,
        examples=["a-quote-for-a-terrace"],
    ),
]
