"""The sign of life of one worker: a file that it touches as often as its heart beats, for what watches over
it on the same machine."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from app.core.config import SettingsError

MISSED: Final = 3
"""Beats that a worker may miss before it counts as dead."""


def dead_after(heartbeat: float) -> float:
    """Seconds without a beat after which a worker is dead."""
    return MISSED * heartbeat


class Pulse:
    """The beats of one worker; none where nobody watches."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def begin(self) -> None:
        """Raises SettingsError for a file that cannot be written."""
        try:
            self.beat()
        except OSError as error:
            raise SettingsError(f"--pulse {self._file}: cannot be written: {error.strerror}") from error

    def beat(self) -> None:
        if self._file:
            self._file.touch()


def seconds_since(file: Path) -> float | None:
    """Since the last beat; None where there was none."""
    try:
        return max(0.0, time.time() - file.stat().st_mtime)
    except OSError:
        return None
