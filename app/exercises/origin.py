"""Where exercises come from. Pure, for what travels."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Where an exercise is written: in the folder of the catalogue, or through the API."""

    FILES = "files"
    API = "api"
