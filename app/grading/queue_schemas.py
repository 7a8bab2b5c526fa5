"""What administrators read of the jobs that ask the model."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Wanted = Literal["failed", "waiting"]
_ID: Final = "8d0f6c1e-6a54-4a52-a7c7-6a1f0f5b8f11"
_EXAMPLE: Final[dict[str, Any]] = {
    "submission_id": _ID,
    "state": "stopped",
    "kind": "wrong-shape",
    "tries": 3,
    "at": "2026-11-23T09:12:00Z",
}


class GradingJobOut(BaseModel):
    """The model's part of one submission, which waits for it; its grade by rules stands meanwhile."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    submission_id: UUID
    state: Literal["queued", "asking", "later", "stopped"] = Field(
        description="`later`: it failed and is tried again. `stopped`: it failed too often and is set aside."
    )
    kind: str | None = Field(
        description="What went wrong last, as in `timeout`, `refused` or `wrong-shape`; `crash` where it was "
        "the server, or its worker died; null where nothing has."
    )
    tries: int = Field(description="Failures in a row so far.")
    at: datetime | None = Field(description="When that changed last; null for one that was never tried.")


class GradingJobPage(BaseModel):
    """Jobs; `next` is the cursor of what follows, null at the end."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_EXAMPLE], "next": None}})

    items: list[GradingJobOut]
    next: UUID | None
