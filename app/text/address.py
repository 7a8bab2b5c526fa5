"""Whether a French text says *vous* or *tu*. Pure.

Read outside quotations (`« … »`, `“ … ”`), which report how somebody else speaks. *Vous* shows in `vous`,
`votre`, `vos`, `vôtre` and in verbs such as `contactez`; *tu* in `tu`, `toi`, `te`, `t'`, `ton`, `ta`, `tes`.
A text has one address when it shows it at least once and the other never. `Rendez-vous` and `garde-à-vous`
show neither, nor does the noun (`le ton`), nor the verb (`s'est tu`).
"""

from __future__ import annotations

import re
from typing import Final, Literal

_QUOTATION: Final = re.compile(r"«[^»]*»|“[^”]*”")
_VOUS: Final = re.compile(r"\b(?:vous|votre|vos|vôtres?)\b")
_VERB: Final = re.compile(r"\b(?!(?:chez|assez|rendez-vous)\b)[a-zàâçéèêëîïôûù]{2,}ez\b")
_TU: Final = re.compile(r"\b(?:tu|toi|te|tes|ta|ton)\b|\bt'")
_NOT_BEFORE: Final = {
    "vous": re.compile(r"(?:rendez|garde-à)-$"),
    "tu": re.compile(r"\b(?:est|sont|suis|était) $"),
    "ton": re.compile(r"\b(?:le|un|du|ce|au|bon|son|mon|quel|même|votre|notre|leur|autre|seul|double) $"),
}
_REACH: Final = 10


def addresses_as(text: str, address: Literal["vous", "tu"]) -> bool:
    """Whether the NFC text addresses its reader so, from beginning to end."""
    plain = _QUOTATION.sub(" ", text.lower().replace("’", "'"))
    says_vous, says_tu = _says(_VOUS, plain), _says(_TU, plain)
    if address == "tu":
        return says_tu and not says_vous
    return (says_vous or _VERB.search(plain) is not None) and not says_tu


def _says(pattern: re.Pattern[str], plain: str) -> bool:
    return any(not _means_another_thing(word, plain) for word in pattern.finditer(plain))


def _means_another_thing(word: re.Match[str], plain: str) -> bool:
    other = _NOT_BEFORE.get(word.group())
    return other is not None and other.search(plain[max(0, word.start() - _REACH) : word.start()]) is not None
