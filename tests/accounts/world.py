"""A person with something in every table, among others who must keep what is theirs.

Each text, label and address of hers holds a word that stands nowhere else, so that a test can find it or find
it gone. What she practised is made through the API, the rest as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlmodel import Session, select

from app.accounts.audit import record
from app.accounts.models import (
    IdempotentAnswer,
    Invitation,
    OidcIdentity,
    PasswordReset,
    Person,
    Scope,
    SignInLink,
)
from app.accounts.service import Identity
from app.core.clock import now
from app.exercises.models import ExerciseAuthor
from app.grading.models import Coaching, CoachState
from app.llm.models import ModelCall
from app.practice.models import Attempt
from tests.cast import Cast
from tests.mini import mark, mini_document

HERSELF: Final = "ines"
SECRETS: Final = {
    "link": "a1" * 32,
    "reset": "b2" * 32,
    "reset-made": "c3" * 32,
    "invitation": "d4" * 32,
    "invitation-used": "e5" * 32,
    "password": "$argon2id$f6",
    "request": "a7" * 32,
    "call": "b8" * 32,
    "prompt": "c9" * 32,
}


@dataclass(frozen=True)
class World:
    """Ids of what there is. `attempts` by what they are."""

    herself: UUID
    attempts: dict[str, UUID]

    @property
    def me(self) -> Identity:
        return Identity(self.herself)


def build(cast: Cast) -> World:
    """Inès, a trainer: she practised exercises of files (`file`), of Ivan (`ivans`) and her own (`own`), left
    one open (`open`) and tried one of hers (`trial`); wrote exercises alone (`alone`), with Ivan (`shared`),
    one that Tara attempted (`attempted`)."""
    attempts = {
        "tara": _practise(cast, "tara", _publish(cast, HERSELF, "attempted"), "tara"),
        "ivans": _practise(cast, HERSELF, _publish(cast, "ivan", "ivans"), "ivans"),
        "own": _practise(cast, HERSELF, _publish(cast, HERSELF, "alone"), "own"),
        "file": _practise(cast, HERSELF, "mini", "file"),
        "open": _practise(cast, HERSELF, "mini", "open", submit=False),
    }
    _publish(cast, HERSELF, "shared")
    herself = cast.id(HERSELF)
    attempts["trial"] = cast.db.write(lambda session: _rows(session, cast, attempts))
    browser = cast.browser(HERSELF)
    browser.post("/account/name", data={"name": "Inès Motnomade"})
    browser.post("/api/v1/me/tokens", json={"name": "motjeton", "scope": "read", "days": 3})
    return World(herself, attempts)


def _publish(cast: Cast, name: str, exercise_id: str) -> str:
    tool = cast.tool(name, Scope.AUTHOR)
    document = {**mini_document(), "id": exercise_id, "title": f"mot{exercise_id} de {name}"}
    created = tool.post("/api/v1/exercises", json=document, headers={"Idempotency-Key": f"mot-{exercise_id}"})
    assert created.status_code == 201, created.text
    published = tool.post(f"/api/v1/exercises/{exercise_id}/publish")
    assert published.status_code == 200, published.text
    return exercise_id


def _practise(cast: Cast, name: str, exercise_id: str, word: str, *, submit: bool = True) -> UUID:
    browser = cast.browser(name)
    started = browser.post(f"/api/v1/exercises/{exercise_id}/attempts").json()
    address = f"/api/v1/attempts/{started['id']}"
    answers = [
        browser.put(f"{address}/annotations/{uuid4()}", json=mark("75 €", comment=f"motmarque{word}")),
        browser.put(f"{address}/rewrite", json={"text": f"motréécrit{word}"}),
        browser.put(f"{address}/client_note", json={"text": f"motnote{word}"}),
    ]
    answers += [browser.post(f"{address}/submit")] if submit else []
    assert all(answer.is_success for answer in answers), [answer.text for answer in answers]
    return UUID(started["id"])


def _rows(session: Session, cast: Cast, attempts: dict[str, UUID]) -> UUID:
    """What has no route here, or a slow one. Gives the trial."""
    herself, ivan, tara = cast.ids[HERSELF], cast.id("ivan"), cast.ids["tara"]
    session.get_one(Person, herself).password_hash = SECRETS["password"]
    session.add(ExerciseAuthor(exercise_id="shared", person_id=ivan))
    tomorrow, moment = now() + timedelta(days=1), now()
    session.add_all(
        [
            SignInLink(token_hash=SECRETS["link"], person_id=herself, used_at=moment),
            PasswordReset(
                token_hash=SECRETS["reset"], person_id=herself, created_by=ivan, expires_at=tomorrow
            ),
            PasswordReset(
                token_hash=SECRETS["reset-made"], person_id=tara, created_by=herself, expires_at=tomorrow
            ),
            OidcIdentity(issuer="https://motissuer.example", subject="motsujet", person_id=herself),
            IdempotentAnswer(
                person_id=herself, key="motclé", request_hash=SECRETS["request"], document='{"mot": "rendu"}'
            ),
            Invitation(
                token_hash=SECRETS["invitation"],
                email="motinvitée@people.example",
                created_by=herself,
                expires_at=tomorrow,
            ),
            Invitation(
                token_hash=SECRETS["invitation-used"],
                email="motvenue@people.example",
                created_by=ivan,
                used_by=herself,
                used_at=moment,
                expires_at=tomorrow,
            ),
        ]
    )
    for name in ("file", "ivans", "own", "tara"):
        _model_part(session, attempts[name], name)
    record(session, Identity(ivan), "exercise.author.add", "exercise", "motmembre", person=str(herself))
    return _trial(session, herself, attempts["own"])


def _model_part(session: Session, attempt_id: UUID, word: str) -> None:
    """As if a model had judged and coached the submission."""
    submission_id = session.get_one(Attempt, attempt_id).submission_id
    assert submission_id is not None
    paragraph = f"motcoach{word}"
    session.add(
        Coaching(
            submission_id=submission_id,
            language="fr",
            state=CoachState.WRITTEN,
            paragraph=paragraph,
            model="m",
        )
    )
    session.add_all(_call(submission_id, purpose, word) for purpose in ("judge", "coach"))


def _call(submission_id: UUID, purpose: str, word: str) -> ModelCall:
    given: dict[str, Any] = {
        "prompt_name": purpose,
        "prompt_version": 1,
        "prompt_hash": SECRETS["prompt"],
        "model": "m",
        "request": f"motdemande{word}",
        "answer": f"motréponse{purpose}{word}",
        "outcome": "answered",
        "attempts": 1,
        "input_tokens": 1,
        "cached_tokens": 0,
        "output_tokens": 1,
        "tokens_estimated": False,
        "seconds": 0.1,
    }
    key = f"{SECRETS['call'][:40]}{purpose}{word}"
    return ModelCall(purpose=purpose, key=key, submission_id=submission_id, **given)


def _trial(session: Session, herself: UUID, like: UUID) -> UUID:
    version = session.exec(select(Attempt).where(Attempt.id == like)).one().version_hash
    trial = Attempt(person_id=herself, exercise_id="alone", version_hash=version, trial=True)
    session.add(trial)
    session.flush()
    return trial.id
