"""A request and its answer, as the documentation of the API shows them; a test plays them."""

from __future__ import annotations

from typing import Any, Final

_TEXT: Final = """\
Dear Mr Okafor,

Thank you for showing me your garden on 3 March. As agreed, here is my quote for the new terrace. The \
price is £65 per square metre, fitting included. The boards are made of Welsh larch. The work takes eight \
days, weather permitting. The terrace comes with a ten-year guarantee on the boards. A deposit of 30% is \
due when you order. You can keep using the rest of the garden while we work. My team clears the site every \
evening. I look forward to your reply.

Kind regards,
Nora Whitfield"""

_BRIEF: Final = {
    "client": {
        "name": "Nora Whitfield",
        "business": "garden designer in Bristol",
        "audience": "private householders",
    },
    "context": "Nora has visited a garden and sends her quote by e-mail.",
    "prompt": "Write the e-mail that goes with the quote.",
    "requirements": [{"id": "tone", "text": "Courteous and plain, no sales talk"}],
}
_SOURCES: Final = [
    {
        "id": "quote",
        "title": "Quote for a terrace",
        "publisher": "Nora Whitfield",
        "date": "2026-03-05",
        "reliability": "primary",
        "text": "Terrace of Welsh larch: £65 per square metre, fitting included. Fitting takes eight days if "
        "the weather allows. Guarantee: ten years on the boards. A deposit of 30% is due with the order.",
    },
    {
        "id": "forum",
        "title": "Terraces: your questions",
        "publisher": "A forum",
        "date": "2024-05-01",
        "reliability": "unverified",
        "text": "A well-built terrace lasts for ever, everybody knows that.",
    },
]
REQUEST: Final[dict[str, Any]] = {
    "text": _TEXT,
    "brief": _BRIEF,
    "sources": _SOURCES,
    "language": "en",
    "domain": "admin",
    "types": ["contradicts-dossier", "overclaim", "material-omission", "tone-mismatch"],
    "decoys": 2,
    "title": "A quote for a terrace",
}

_DRAFT: Final = (
    _TEXT.replace("£65", "{~~£65~>£75~~}{>>contradicts-dossier<<}")
    .replace(" A deposit", " {--A deposit")
    .replace("you order.", "you order.--}{>>material-omission<<}")
    .replace("I look forward to your reply.", "{~~I look forward to your reply.~>Hurry, such an offer "
             "does not wait!~~}{>>tone-mismatch<<}")
    .replace("The boards are made of Welsh larch", "{==The boards are made of Welsh larch==}{>>decoy<<}")
    .replace("The work takes eight days", "{==The work takes eight days==}{>>decoy-2<<}")
)  # fmt: skip
_FLAWS: Final = [
    {
        "id": "contradicts-dossier",
        "type": "contradicts-dossier",
        "severity": "critical",
        "why": "The quote says £65 per square metre, not £75.",
        "evidence": {"source": "quote", "quote": "£65 per square metre"},
        "accept": [["65"]],
        "repaired": None,
    },
    {
        "id": "material-omission",
        "type": "material-omission",
        "severity": "major",
        "why": "The reader must know that a deposit is due with the order.",
        "evidence": {"source": "quote", "quote": "A deposit of 30% is due with the order."},
        "accept": [["deposit"]],
        "repaired": None,
    },
    {
        "id": "tone-mismatch",
        "type": "tone-mismatch",
        "severity": "minor",
        "why": "Nora wants no sales talk, and this presses the client.",
        "evidence": {"source": "brief", "quote": "Courteous and plain, no sales talk"},
        "accept": [["sales talk"], ["courteous"]],
        "repaired": None,
    },
]
_DECOYS: Final = [
    {
        "id": "decoy",
        "why": "The quote names the wood.",
        "evidence": {"source": "quote", "quote": "Terrace of Welsh larch"},
    },
    {
        "id": "decoy-2",
        "why": "The quote gives the same time.",
        "evidence": {"source": "quote", "quote": "Fitting takes eight days"},
    },
]
_SOUND: Final = [
    ("Dear Mr Okafor,", 0),
    ("Thank you for showing me your garden on 3 March.", 17),
    ("As agreed, here is my quote for the new terrace.", 66),
    ("The boards are made of Welsh larch.", 168),
    ("The work takes eight days, weather permitting.", 204),
    ("The terrace comes with a ten-year guarantee on the boards.", 251),
    ("You can keep using the rest of the garden while we work.", 310),
    ("My team clears the site every evening.", 367),
    ("Kind regards,", 443),
    ("Nora Whitfield", 457),
]
RESPONSE: Final[dict[str, Any]] = {
    "document": {
        "id": "a-quote-for-a-terrace",
        "title": "A quote for a terrace",
        "language": "en",
        "domain": "admin",
        "difficulty": 2,
        "minutes": 20,
        "brief": _BRIEF,
        "sources": [source | {"text": f"{source['text']}\n"} for source in _SOURCES],
        "draft": f"{_DRAFT}\n",
        "flaws": _FLAWS,
        "decoys": _DECOYS,
        "tasks": ["review", "rewrite", "client_note"],
        "twist": None,
        "weights": {"fact_checking": 1.0, "nuance": 1.0, "client_adaptation": 1.0},
        "keep": [],
        "criteria": [],
    },
    "lint": [],
    "sound": [{"text": text, "start": start, "end": start + len(text)} for text, start in _SOUND],
    "planted": [
        {"id": "contradicts-dossier", "type": "contradicts-dossier", "accept_left_out": []},
        {"id": "material-omission", "type": "material-omission", "accept_left_out": [["advance payment"]]},
        {"id": "tone-mismatch", "type": "tone-mismatch", "accept_left_out": []},
    ],
    "missing": ["overclaim"],
    "rejected": [
        {
            "kind": "flaw",
            "proposal": {
                "type": "overclaim",
                "kind": "replace",
                "passage": "comes with a ten-year guarantee on the boards",
                "before": "",
                "after": "",
                "text": "is guaranteed for life",
                "why": "The guarantee lasts ten years, and only for the boards.",
                "severity": "major",
                "source": "quote",
                "quote": "The boards are guaranteed for ten years",
                "accept": [["ten years"]],
            },
            "reason": "quote-not-found",
            "message": "the quote does not stand in “quote” in whole words",
        }
    ],
}
