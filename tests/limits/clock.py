"""How long hostile texts take, in processor time of this process: other processes do not count."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

SIZE: Final = 100_000
"""Code points that a draft or a source may have."""


def seconds(work: Callable[[], object]) -> float:
    """The processor time that the work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def filled(unit: str, size: int = SIZE) -> str:
    """The unit again and again, up to `size` code points."""
    return unit * (size // len(unit))
