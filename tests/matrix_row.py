"""What a row of the table of `test_matrix.py` says.

A row reads: the route, the things in its address (of `tests.estate`), and what is answered to those whom its
policy lets through. `only` names whose things they are; the others get `others`, `but` lists what is neither.
Who is refused by the policy itself stands in no row: `test_matrix.py` says what they get.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

SIGN_IN: Final = "sign-in"
"""Led to the sign-in page."""
Outcome = int | str


@dataclass(frozen=True)
class Row:
    """`only` None: everybody's. A person stands for their browser and their tokens; but an administrator with
    a token of less than the scope `admin` is nobody special. What is sent names a thing as
    `"{cohort}"`."""

    route: str
    things: str = ""
    ok: Outcome = 200
    only: str | None = None
    others: Outcome = 404
    but: Mapping[str, Outcome] = field(default_factory=dict)
    sends: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        query = "&".join(f"{key}={value}" for key, value in self.sends.get("params", {}).items())
        return " ".join(filter(None, (self.route, self.things, query)))


AUTHORS: Final = "ines cora ada"
"""Who write the exercises of the estate, and run its cohort."""
