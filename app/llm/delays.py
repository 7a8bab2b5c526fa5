"""How long to wait before trying again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import isfinite

from app.core.clock import now


def delay_before(
    failures: int, first: float, longest: float, retry_after: float | None, random: Callable[[], float]
) -> float:
    """Seconds to wait after `failures` failed attempts: exponential with full jitter (`random` gives 0..1),
    and never less than what the server asked for, spread by up to `first` so that callers part."""
    backoff = min(longest, first * 2.0 ** (failures - 1)) * random()
    return max(backoff, retry_after + first * random()) if retry_after is not None else backoff


def read_retry_after(headers: Mapping[str, str], today: Callable[[], datetime] = now) -> float | None:
    """Seconds that the server asks to wait (`retry-after-ms`, or Retry-After in seconds or as a date); None
    where it asks nothing that can be understood."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    given = headers.get("retry-after")
    seconds = _number(given)
    return _until(given, today) if seconds is None and given else seconds


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


def _until(text: str, today: Callable[[], datetime]) -> float | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (date - today()).total_seconds()) if date.tzinfo else None
