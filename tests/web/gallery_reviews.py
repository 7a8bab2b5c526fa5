"""The trainer's reviews and what the trainee reads of them, for the gallery: people who never were."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.accounts.models import Role
from app.cohorts.agreement_view import agreement_tables
from app.cohorts.moderation_agreed import (
    AgreementOut,
    ConfusionOut,
    CriterionAgreement,
    ModelAgreement,
    MonthAgreement,
    agreement_out,
)
from app.cohorts.moderation_agreement import agreement
from app.cohorts.moderation_found import FoundPassage
from app.cohorts.moderation_pages import QueuePage, ReviewPage
from app.cohorts.moderation_parts import mark_part, parts_of
from app.cohorts.moderation_schemas import (
    DecisionOut,
    HandedIn,
    Named,
    ReviewItem,
    ReviewKind,
    ReviewOut,
    ReviewPart,
    RunSaid,
    SubjectRef,
)
from app.exercises.files import read_folder
from app.exercises.prepared import Prepared, prepare
from app.exercises.schema import FlawType
from app.grading.assess import assess
from app.grading.decisions import DecisionKind
from app.grading.gold import read_gold
from app.grading.resolve import resolve
from app.grading.submission import Submission
from app.practice.appeal_models import AppealKind, AppealState, ProposalState
from app.practice.appeal_schemas import AppealOut, ProposalOut
from app.practice.last_word import Change, Grade, LastWord
from tests.web.gallery_accounts import DAY, Page
from tests.web.sources import APP

FOLDER: Final = APP.parent / "exercises" / "relance-facture"
TARA: Final = Named(id=UUID(int=1), name="Tara Ollier-Desrousseaux")
GROUP: Final = Named(id=UUID(int=2), name="Promotion d’automne, Nantes et Saint-Nazaire")
PASSAGE: Final = "sans qu’aucun autre rappel ne soit nécessaire"
WORDS: Final = "La date limite est bien dans ma version : « avant le 12 décembre »."
RUNS: Final = [
    RunSaid(run=1, answer=True, field="rewrite", quote="Je reste à votre disposition", reason="accepted"),
    RunSaid(run=2, answer=False, field="rewrite", quote="Merci de votre confiance", reason="accepted"),
    RunSaid(run=3, answer=None, field="rewrite", quote="", reason="quote-not-found"),
]


def _work() -> tuple[Prepared, Submission]:
    prepared = prepare(read_folder(FOLDER))
    gold = next(gold for gold in read_gold(FOLDER) if gold.kind == "average")
    return prepared, resolve(prepared, gold.submission)


def item(number: int, kind: ReviewKind, subject: SubjectRef, cohort: Named | None = GROUP) -> ReviewItem:
    return ReviewItem(
        id=f"{kind.value}.{UUID(int=number)}",
        kind=kind,
        created_at=DAY - timedelta(hours=number),
        person=TARA,
        cohort=cohort,
        exercise=Named(id="relance-facture", name="Relance d’une facture impayée"),
        attempt=UUID(int=number),
        subject=subject,
    )


def _items() -> list[ReviewItem]:
    check = SubjectRef(
        kind="check", key="criterion:ton", label="Le texte reste courtois d’un bout à l’autre."
    )
    whole = SubjectRef(kind="grade", key="", label="")
    return [
        item(4, ReviewKind.SPLIT, check),
        item(3, ReviewKind.APPEAL, SubjectRef(kind="check", key="invents-nothing", label="invents-nothing")),
        item(2, ReviewKind.CERTIFYING, whole),
        item(
            1, ReviewKind.PROPOSAL, SubjectRef(kind="annotation", key="0", label="dans les huit jours"), None
        ),
    ]


def _queue(items: list[ReviewItem], kind: ReviewKind | None = None, more: int = 0, said: str = "") -> Page:
    counts = {known: sum(one.kind is known for one in _items()) if items else 0 for known in ReviewKind}
    found = [
        FoundPassage("relance-facture", "Relance d’une facture impayée", "fr", PASSAGE, FlawType.OVERCLAIM, 3)
    ]
    page = QueuePage(items=items, kind=kind, counts=counts, more=more, found=found if more else [])
    return Page("reviews/list.html", {"page": page, "said": said}, "/reviews", Role.TRAINER)


def _review(kind: ReviewKind, *, open_: bool = True, trouble: str = "", said: str = "") -> Page:
    prepared, submission = _work()
    assessment = assess(prepared.exercise, submission)
    of_kind = next(one for one in _items() if one.kind is kind)
    review = ReviewOut(
        item=of_kind,
        open=open_,
        number=2,
        provisional=kind is ReviewKind.CERTIFYING,
        text=WORDS if kind in (ReviewKind.APPEAL, ReviewKind.PROPOSAL) else None,
        scores=assessment.scores,
        handed_in=HandedIn(
            draft=prepared.draft,
            annotations=submission.annotations,
            rewrite=submission.rewrite,
            client_note=submission.client_note,
            twist=submission.twist,
        ),
        parts=_parts(kind, prepared, submission),
        decisions=[] if open_ else [_decision()],
        may_author=kind is ReviewKind.PROPOSAL,
        practised=[DAY] if kind is ReviewKind.CERTIFYING else [],
    )
    page = ReviewPage(
        review=review,
        exercise=prepared.exercise,
        opened=DAY,
        following=_items()[0].id if open_ else None,
        waiting=3 if open_ else 0,
        trouble=trouble,
        detail="Say why." if trouble else "",
    )
    return Page("reviews/review.html", {"page": page, "said": said}, f"/reviews/{of_kind.id}", Role.TRAINER)


def _parts(kind: ReviewKind, prepared: Prepared, submission: Submission) -> list[ReviewPart]:
    parts = parts_of(prepared, submission, assess(prepared.exercise, submission), [])
    if kind is ReviewKind.PROPOSAL:
        return [mark_part(prepared, submission, 0)]
    if kind is ReviewKind.CERTIFYING:
        undecided = {"said": None, "by": None, "split": True, "runs": RUNS}
        return [parts[0].model_copy(update=undecided), *parts[1:]]
    if kind is ReviewKind.SPLIT:
        check = next(part for part in parts if part.key.startswith("repaired:"))
        return [check.model_copy(update={"said": None, "by": None, "split": True, "runs": RUNS})]
    return [next(part for part in parts if part.kind == "outcome" and part.said == "missed")]


def _decision() -> DecisionOut:
    return DecisionOut(
        number=2,
        kind="check",
        subject="invents-nothing",
        verdict="passed",
        reason="La somme se déduit du devis.",
        by="Inès Roux",
        changed=True,
        at=DAY,
    )


def last_word(attempt: UUID) -> LastWord:
    """What a trainee reads whose grade was changed, beside a feedback page of the same exercise."""
    answered = {"answered_by": "Inès Roux", "answered_at": DAY, "created_at": DAY - timedelta(days=1)}
    prepared, submission = _work()
    flaw = prepared.exercise.flaws[0].id
    alarms = assess(prepared.exercise, submission).false_alarms
    upheld = AppealOut(
        id=UUID(int=5),
        kind=AppealKind.OUTCOME,
        subject=flaw,
        text=WORDS,
        state=AppealState.UPHELD,
        answer="C’est juste, je ne l’avais pas vu.",
        **answered,
    )
    proposal = ProposalOut(
        id=UUID(int=6),
        annotation=alarms[0].annotation if alarms else 0,
        text="Rien ne le dit dans le dossier.",
        state=ProposalState.OPEN,
        answer=None,
        in_new_version=False,
        **{**answered, "answered_by": None, "answered_at": None},
    )
    return LastWord(
        attempt=attempt,
        open=True,
        appeals={("outcome", flaw): upheld},
        proposals={proposal.annotation: proposal},
        changes=_changes(),
        grades=[Grade(1, DAY - timedelta(days=2), 61.0), Grade(2, DAY, 68.4)],
        shown=1,
    )


def _changes() -> list[Change]:
    def change(kind: DecisionKind, verdict: str, **more: object) -> Change:
        given = {"by": "Inès Roux", "reason": "Le texte le dit autrement.", "changed": True, **more}
        return Change(number=2, at=DAY, kind=kind, verdict=verdict, **given)  # type: ignore[arg-type]  # names of its fields

    return [
        change(DecisionKind.CONFIRMATION, "confirmed"),
        change(DecisionKind.ANNOTATION, "accepted", by=""),
        change(DecisionKind.OUTCOME, "understood", flaw=FlawType.OUTDATED),
        change(DecisionKind.CHECK, "passed", check="criterion", statement="Le texte vouvoie."),
        change(DecisionKind.CHECK, "failed", check="repaired", flaw=FlawType.OVERCLAIM, changed=False),
        change(DecisionKind.CHECK, "passed", check="invents-nothing"),
    ]


TABLE: Final = ConfusionOut(
    count=1240, both=700, model_only=90, person_only=50, neither=400, agreed=0.887, kappa=0.763
)
AGREED: Final = AgreementOut(
    whole=TABLE,
    by_criterion=[
        CriterionAgreement(exercise="relance-facture", check=check, table=TABLE)
        for check in ("criterion:cordialite", "repaired:arret", "invents-nothing")
    ],
    by_model=[ModelAgreement(prompt="judge/v1", model="mistral-small-latest", table=TABLE)],
    by_month=[MonthAgreement(month="2026-11", table=TABLE)],
)
NOTHING: Final = agreement_out(agreement([]))


def _agreement(found: AgreementOut) -> Page:
    prepared, _ = _work()
    tables = agreement_tables(found, {prepared.exercise.id: prepared.exercise}, "fr")
    return Page("reviews/agreement.html", tables, "/reviews/agreement", Role.ADMIN)


REVIEW_PAGES: Final[dict[str, Page]] = {
    "agreement": _agreement(AGREED),
    "agreement-none": _agreement(NOTHING),
    "reviews": _queue(_items(), more=12),
    "reviews-kind": _queue(_items()[:1], ReviewKind.SPLIT),
    "reviews-none": _queue([], said="decided"),
    "reviews-none-of-kind": Page(
        "reviews/list.html",
        {"page": QueuePage([], ReviewKind.APPEAL, dict.fromkeys(ReviewKind, 1), 0), "said": ""},
        "/reviews",
        Role.TRAINER,
    ),
    "review-split": _review(ReviewKind.SPLIT),
    "review-appeal": _review(ReviewKind.APPEAL),
    "review-decided": _review(ReviewKind.APPEAL, open_=False),
    "review-certifying": _review(ReviewKind.CERTIFYING, said="changed"),
    "review-proposal": _review(ReviewKind.PROPOSAL),
    "review-stale": _review(ReviewKind.APPEAL, trouble="stale"),
    "review-refused": _review(ReviewKind.PROPOSAL, trouble="no-place"),
}
