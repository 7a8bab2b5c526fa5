"""One exercise, written and solved: what the examples of the API's documentation tell.

They are values of the very types that the API speaks, and the grade is a real one: they cannot be wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from app.authoring.documents import (
    AuthoredExercise,
    AuthorOut,
    Comparison,
    DocumentChange,
    DraftPiece,
    FindingOut,
    Imported,
    ImportReport,
    LintReport,
    Published,
    Status,
    VersionOut,
    VersionPage,
)
from app.authoring.planting.examples import RESPONSE
from app.authoring.planting.proposals import DecoyProposal
from app.exercises.files import content_hash
from app.exercises.findings import Finding
from app.exercises.lint import lint
from app.exercises.origin import Origin
from app.exercises.prepared import prepare
from app.exercises.public import ExercisePage, card_of, view_of
from app.exercises.schema import Exercise, FlawType, Severity
from app.grading.assess import assess
from app.grading.submission import Annotation, LinkedEvidence, Submission
from app.practice.schemas import (
    AnnotationIn,
    AnnotationOut,
    AttemptOut,
    EvidenceIn,
    Target,
    TextIn,
    TextOut,
    TextPositionSelector,
    TextQuoteSelector,
    Texts,
    TwistOut,
)

_DOCUMENT: Final[dict[str, Any]] = {
    **RESPONSE["document"],
    "twist": {
        "message": "Could you also say that we take the old paving away free of charge?",
        "criteria": [
            {
                "id": "paving",
                "statement": "The text says that the old paving is taken away.",
                "rule": {"any": [["old paving"]]},
            }
        ],
    },
    "keep": [["ten-year guarantee"]],
    "criteria": [
        {
            "id": "length",
            "dimension": "client_adaptation",
            "applies_to": "rewrite",
            "statement": "The e-mail has at most 160 words.",
            "weight": 1,
            "rule": {"max_words": 160},
        }
    ],
}
_REPAIRED: Final = {"any": [["deposit"], ["in advance"]], "none": []}
_NOTE: Final = "Dear Nora, your quote says £65, not £75: I have put that right. The deposit was missing, too."
_MORNING: Final = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
_INES: Final = AuthorOut(id=UUID("0d5be1c4-9a2f-4d1c-8f4e-2f8a51a7c9b0"), name="Inès Roux", owner=True)
_EVIDENCE: Final = {"source": "quote", "quote": "£65 per square metre"}
_WRONG_PRICE: Final = "£75 per square metre"


def _exercise() -> Exercise:
    flaws = [dict(flaw) for flaw in _DOCUMENT["flaws"]]
    next(flaw for flaw in flaws if flaw["id"] == "material-omission")["repaired"] = _REPAIRED
    return Exercise.model_validate({**_DOCUMENT, "flaws": flaws})


EXERCISE: Final = _exercise()
_HASH: Final = content_hash(EXERCISE)
_VERSION: Final = VersionOut(hash=_HASH, number=1, created_at=_MORNING, current=True)


def _mark() -> AnnotationIn:
    start = prepare(EXERCISE).draft.index(_WRONG_PRICE)
    position = TextPositionSelector(start=start, end=start + len(_WRONG_PRICE))
    return AnnotationIn(
        target=Target(selector=[TextQuoteSelector(exact=_WRONG_PRICE), position]),
        type=FlawType.CONTRADICTS_DOSSIER,
        severity=Severity.CRITICAL,
        confidence=90,
        comment="The quote says £65, fitting included.",
        evidence=EvidenceIn(**_EVIDENCE),
    )


MARK: Final = _mark()


def _authored() -> AuthoredExercise:
    return AuthoredExercise(
        id=EXERCISE.id,
        status=Status.PUBLISHED,
        origin=Origin.API,
        revision=3,
        published=_VERSION,
        changed=False,
        document=EXERCISE,
        lint=[],
        authors=[_INES],
        created_at=_MORNING - timedelta(days=2),
        updated_at=_MORNING,
    )


def _lint_report() -> LintReport:
    """What the linter says of the exercise with a quote that is not in its source."""
    document = EXERCISE.model_dump(mode="json")
    document["flaws"][0]["evidence"]["quote"] = "£66 per square metre"
    findings: list[Finding] = lint(Exercise.model_validate(document))
    return LintReport(ok=False, findings=[FindingOut.of(finding, "en") for finding in findings])


def _comparison() -> Comparison:
    before, after, rest = (
        DraftPiece(op="delete", text="£75"),
        DraftPiece(op="insert", text="£85"),
        DraftPiece(op="equal", text=" per square metre, fitting included."),
    )
    change = DocumentChange(pointer="/minutes", kind="changed", before=20, after=25)
    return Comparison(changes=[change], draft=[[before, after, rest]])


def _attempt() -> AttemptOut:
    mark = AnnotationOut(
        **MARK.model_dump(exclude={"evidence"}),
        evidence=LinkedEvidence(**_EVIDENCE),
        id=UUID("5f8a7c52-3b62-4a0b-9a51-6f6a3f0f5b0e"),
        revision=1,
    )
    nothing = TextOut(text=None, revision=0)
    return AttemptOut(
        id=UUID("b3b1c9d2-54ac-4c1f-a7f3-0c3a4f9a7e55"),
        trial=False,
        exercise=view_of(EXERCISE, _HASH),
        status="open",
        annotations=[mark],
        texts=Texts(rewrite=nothing, client_note=TextOut(text=_NOTE, revision=2), twist=nothing),
        twist=None,
        started_at=_MORNING + timedelta(hours=1),
        submitted_at=None,
    )


def _submission() -> Submission:
    """One flaw found and proved, one omission seen, and a decoy taken for a flaw."""
    price = Annotation(
        quote=_WRONG_PRICE,
        type=FlawType.CONTRADICTS_DOSSIER,
        severity=Severity.CRITICAL,
        confidence=90,
        evidence=LinkedEvidence(**_EVIDENCE),
    )
    omission = Annotation(
        omission=True,
        type=FlawType.MATERIAL_OMISSION,
        severity=Severity.MAJOR,
        comment="Nothing is said of the deposit.",
    )
    alarm = Annotation(quote="eight days", type=FlawType.FALSE_PRECISION, severity=Severity.MINOR)
    rewrite = f"{prepare(EXERCISE).reference}\nPayment by transfer, please: 3 % off."
    return Submission(annotations=[price, omission, alarm], rewrite=rewrite, client_note=_NOTE)


_DECOY: Final = DecoyProposal(
    passage="The work takes eight days",
    why="The quote gives the same time.",
    source="quote",
    quote="Fitting takes eight days",
)


def told() -> list[BaseModel]:
    """A value of each type that no other one holds."""
    return [
        EXERCISE,
        ExercisePage(items=[card_of(EXERCISE, _HASH)], next=None),
        view_of(EXERCISE, _HASH),
        _authored(),
        _lint_report(),
        VersionPage(items=[_VERSION], next=None),
        Published(version=_VERSION, already=False),
        _comparison(),
        ImportReport(imported=[Imported(id=EXERCISE.id, what="created", revision=1, lint=[])]),
        _DECOY,
        MARK,
        _attempt(),
        TextIn(text=_NOTE),
        TwistOut(message=EXERCISE.twist.message if EXERCISE.twist else ""),
        assess(EXERCISE, _submission()),
    ]
