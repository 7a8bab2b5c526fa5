"""The authors' pages for the gallery: exercises in every state, made up where the catalogue has none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.authoring.checked import checked
from app.authoring.documents import AuthorOut, FindingOut, Imported, ImportReport, Status, VersionOut
from app.authoring.shelf import Draft, Shelf
from app.authoring.subject import Subject
from app.authoring.trial import Trials
from app.authoring.views.answers import answers_page
from app.authoring.views.head import Tab, head_of
from app.authoring.views.imported import ImportPage, Refused
from app.authoring.views.shelf import PAGE, ShelfFilters, shelf_page
from app.authoring.views.trainee import trainee_page
from app.authoring.views.versions import Choice, versions_page
from app.exercises.files import content_hash
from app.exercises.origin import Origin
from app.exercises.prepared import prepare
from app.exercises.public import card_of
from app.exercises.schema import Exercise
from app.web.texts import Language
from tests.mini import mini_document

NOON: Final = datetime(2026, 11, 20, 11, 5, tzinfo=UTC)
Context = Callable[[Language], dict[str, object]]


class AuthorsPage(NamedTuple):
    template: str
    context: Context
    path: str = "/authoring"


AUTHORS: Final = [
    AuthorOut(id=UUID(int=1), name="Inès Kermarrec", owner=True),
    AuthorOut(id=UUID(int=2), name="Ivan Le Goff", owner=False),
]


@cache
def mini() -> dict[str, Any]:
    return mini_document()


def document(**changes: Any) -> str:
    return Exercise.model_validate({**mini(), **changes}).model_dump_json()


def revised() -> str:
    """Another state of the exercise: in its texts, in a plain value, with a criterion more and one fewer."""
    new = {"id": "ton", "dimension": "nuance", "applies_to": "rewrite", "statement": "Le ton est chaleureux."}
    draft = mini()["draft"].replace("{~~65~>75~~}", "{~~64~>78~~}")
    return document(minutes=20, draft=draft, criteria=[mini()["criteria"][0], new], title="Une terrasse")


def unreadable() -> str:
    return document(draft=mini()["draft"].replace("{>>prix<<}", ""))


def erroneous() -> str:
    """Wrong in every part that a finding can be about."""
    wrong = json.loads(document(keep=[["12 avril 2026"]], decoys=[{"id": "autre", "why": "Il est juste."}]))
    wrong["flaws"][0]["evidence"]["quote"] = "66 €"
    wrong["sources"][1]["id"] = "brief"
    wrong["brief"]["requirements"] *= 2
    wrong["criteria"][0]["rule"] = {}
    wrong["twist"]["criteria"][0]["rule"] = {}
    return Exercise.model_validate(wrong).model_dump_json()


def bare() -> str:
    """As little as an exercise can be: no flaw, no criterion, no twist, a review only."""
    draft = prepare(Exercise.model_validate(mini())).reference
    return document(
        draft=draft, flaws=[], decoys=[], criteria=[], twist=None, tasks=["review"], keep=[], weights={}
    )


def version(number: int, text: str, current: bool = True) -> VersionOut:
    digest = content_hash(Exercise.model_validate_json(text))
    return VersionOut(
        hash=digest, number=number, created_at=NOON - timedelta(days=9 - number), current=current
    )


def subject(text: str, **changes: Any) -> Subject:
    given = {
        "status": Status.DRAFT,
        "origin": Origin.API,
        "published": None,
        "revision": 3,
        "updated_at": NOON,
        "authors": AUTHORS,
        "trials": Trials(),
    }
    return Subject(id="mini", document=text, **{**given, **changes})


def of_files(text: str) -> Subject:
    nobody: dict[str, Any] = {"revision": None, "updated_at": None, "authors": []}
    return subject(text, status=Status.PUBLISHED, origin=Origin.FILES, published=version(2, text), **nobody)


def _trainee(shown: Subject, notice: str = "") -> Context:
    return lambda _: {
        "head": head_of(shown, checked(shown.document), "trainee", notice),
        "page": trainee_page(checked(shown.document)),
    }


def _answers(shown: Subject, notice: str = "") -> Context:
    found = checked(shown.document)
    return lambda language: {
        "head": head_of(shown, found, "answers", notice),
        "page": answers_page(found, language),
    }


def _versions(shown: Subject, known: list[VersionOut], *texts: str) -> Context:
    tab: Tab = "versions"
    head = head_of(shown, checked(shown.document), tab)
    two = [prepare(Exercise.model_validate_json(text)) for text in texts]
    choice = Choice(1, None) if two else Choice()
    page = versions_page(known, head.publishable, choice, (two[0], two[1]) if two else None)
    return lambda _: {"head": head, "page": page}


def draft(identifier: str, text: str, status: Status, **changes: Any) -> Draft:
    given = {"version": None, "version_hash": None, "authors": AUTHORS[:1], "mine": True}
    text = json.dumps({**json.loads(text), "id": identifier})
    kept = {"id": identifier, "status": status, "document": text, "revision": 2, "updated_at": NOON}
    return Draft(**{**kept, **given, **changes})


def _shelf(drafts: list[Draft], wanted: str = "", **filters: str) -> Context:
    catalogue = [card_of(Exercise.model_validate_json(revised()), "0" * 64)]
    page = shelf_page(Shelf(drafts, catalogue), ShelfFilters(**filters), wanted)
    return lambda _: {"page": page, "address": "https://vigie.example"}


DRAFTS: Final = [
    draft("terrasse", document(), Status.DRAFT),
    draft("a-corriger", erroneous(), Status.DRAFT, authors=AUTHORS),
    draft("publie", document(), Status.PUBLISHED, version=3, version_hash="0" * 64),
    draft("archive", document(), Status.ARCHIVED, version=1, version_hash="0" * 64, mine=False),
]
UNDER_WAY: Final = Trials(under_way=UUID(int=7), version="0" * 64, last=UUID(int=8), last_at=NOON)
VERSIONS: Final = [version(2, document()), version(1, revised(), current=False)]
REFUSED: Final = [
    Refused("mini/draft.md", "/draft", "cette marque n’est jamais fermée", 3, 12, "markup-unclosed"),
    Refused("mini/exercise.yaml", "/flaws/0/type", "type de défaut inconnu", None, None, "unknown-type"),
    Refused("", "", "ce n’est pas une archive zip", None, None, "archive-not-zip"),
]


def _imported() -> Context:
    finding = checked(erroneous()).findings[0]
    found = [FindingOut.of(finding, "fr")]
    created = Imported(id="mini", what="created", revision=1, lint=found)
    updated = Imported(id="autre", what="updated", revision=4, lint=[])
    same = Imported(id="pareil", what="unchanged", revision=2, lint=[])
    return _import(ImportPage(report=ImportReport(imported=[created, updated, same])))


def _import(page: ImportPage) -> Context:
    return lambda _: {"page": page, "megabytes": 8}


PUBLISHED: Final = {"status": Status.PUBLISHED, "published": VERSIONS[0]}
_TRAINEE, _ANSWERS = "authoring/trainee.html", "authoring/answers.html"
_VERSIONS_PAGE, _SHELF, _IMPORT = "authoring/versions.html", "authoring/shelf.html", "authoring/import.html"

AUTHORING_PAGES: Final[dict[str, AuthorsPage]] = {
    "authoring-empty": AuthorsPage(_SHELF, _shelf([])),
    "authoring-shelf": AuthorsPage(_SHELF, _shelf(DRAFTS)),
    "authoring-pages": AuthorsPage(_SHELF, _shelf(DRAFTS[:1] * (2 * PAGE + 1), "2", language="fr")),
    "authoring-no-match": AuthorsPage(_SHELF, _shelf(DRAFTS, q="nothing like it")),
    "authoring-draft": AuthorsPage(_TRAINEE, _trainee(subject(document()))),
    "authoring-draft-unreadable": AuthorsPage(_TRAINEE, _trainee(subject(unreadable()))),
    "authoring-published": AuthorsPage(
        _TRAINEE, _trainee(subject(revised(), trials=UNDER_WAY, **PUBLISHED), "published")
    ),
    "authoring-archived": AuthorsPage(
        _TRAINEE, _trainee(subject(document(), **{**PUBLISHED, "status": Status.ARCHIVED}), "archived")
    ),
    "authoring-of-files": AuthorsPage(_TRAINEE, _trainee(of_files(document()))),
    "authoring-answers": AuthorsPage(_ANSWERS, _answers(subject(document()))),
    "authoring-answers-given-rules": AuthorsPage(_ANSWERS, _answers(of_files(revised()))),
    "authoring-answers-errors": AuthorsPage(_ANSWERS, _answers(subject(erroneous()), "no-publish")),
    "authoring-answers-unreadable": AuthorsPage(_ANSWERS, _answers(subject(unreadable()), "no-trial")),
    "authoring-answers-bare": AuthorsPage(_ANSWERS, _answers(subject(bare()))),
    "authoring-versions": AuthorsPage(
        _VERSIONS_PAGE, _versions(subject(revised(), **PUBLISHED), VERSIONS, document(), revised())
    ),
    "authoring-versions-same": AuthorsPage(
        _VERSIONS_PAGE, _versions(subject(document(), **PUBLISHED), VERSIONS, document(), document())
    ),
    "authoring-versions-none": AuthorsPage(_VERSIONS_PAGE, _versions(subject(document()), [])),
    "authoring-import": AuthorsPage(_IMPORT, _import(ImportPage()), "/authoring/import"),
    "authoring-import-nothing": AuthorsPage(_IMPORT, _import(ImportPage(nothing_chosen=True))),
    "authoring-import-refused": AuthorsPage(_IMPORT, _import(ImportPage(refused=REFUSED))),
    "authoring-imported": AuthorsPage(_IMPORT, _imported()),
}
