"""Ids made from words. Pure."""

from __future__ import annotations

import re
from typing import Final

from app.text.folding import fold

_LONGEST: Final = 64
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")


def slug_of(words: str) -> str:
    """Lower-case letters, digits and single hyphens, 64 characters at most and cut between words; "" where no
    letter or digit of ours is in the words."""
    slug = _BETWEEN.sub("-", fold(words)).strip("-")
    if len(slug) <= _LONGEST:
        return slug
    return slug[: slug.rfind("-", 0, _LONGEST + 1)] if "-" in slug[: _LONGEST + 1] else slug[:_LONGEST]
