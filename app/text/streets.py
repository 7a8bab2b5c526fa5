"""Whether a number is that of a house: `3, place des Coudriers`. Pure.

French only: it puts a comma where the text could go on otherwise, and a day of the month stands so too.
"""

from __future__ import annotations

import re
from typing import Final

_WAYS: Final = (
    r"rue|ruelle|place(?! aux?\b)|placette|avenue|boulevard|bd|quai|impasse|chemin|allees?|square|cours"
    "|passage|route|faubourg|esplanade|promenade|venelle|sentier|traverse|montee|parvis|mail|residence|villa"
    "|hameau|lotissement|rond-point|lieu-dit"
)
_AND_NEXT: Final = r"(?: (?:et|ou)(?: au)? [0-9]{1,4})?"
_STREET: Final = re.compile(rf"(?: ?(?:bis|ter|quater)\b)?{_AND_NEXT},[ \n](?:{_WAYS})\b")


def street_follows(plain: str, end: int) -> bool:
    """Whether a number that ends at `end` of a plain text (`Sheet.plain`) has its street behind it."""
    return _STREET.match(plain, end) is not None
