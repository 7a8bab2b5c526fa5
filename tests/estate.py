"""Things with an owner: what the standing cast has made, so that a test can ask who may touch what.

Tara practises, and learns in the cohort that Inès runs with Cora, with whom she writes; Tom learns in Ivan's,
where as much was set, handed in and contested; Ada administers. What is Ivan's or Tom's ends in `-there`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session, col, select, update

from app.accounts.models import Person, SignIn
from app.accounts.passwords import Passwords
from app.accounts.policy import COOKIE
from app.accounts.service import digest
from app.core.config import load_settings
from app.core.db import Database
from app.exercises.catalogue import sync_catalogue
from app.grading.jobs import Progress
from app.main import create_app
from app.practice.models import Attempt
from tests.cast import CAST, Cast
from tests.databases import Databases
from tests.mini import mark, mini_document, write_mini

PASSWORD: Final = "tilleul-gravier-49"
METRICS_TOKEN: Final = "metrics-of-the-test"
URL: Final = "/api/v1/exercises"
DRAFT, OFFERED, OF_FILES = "brouillon", "jardin", "mini"
COHORTS: Final = "/api/v1/cohorts"
CERTIFIES: Final = {"exercise_id": OFFERED, "mode": "certifying"}
CONTESTED: Final = {"kind": "check", "subject": "criterion:note", "text": "La note en parle."}
PROPOSED: Final = {"annotation": 1, "text": "Rien ne dit que le jardin reste libre."}
CHEAP: Final = Argon2Hasher(1, 8, 1)
"""As good a hash as any in a test, and a hundred times as fast."""
GENEROUS: Final = dict.fromkeys(
    ["VIGIE_LIMIT_API", "VIGIE_LIMIT_SIGN_INS", "VIGIE_LIMIT_INVITATIONS"], "1000000000"
)


@contextmanager
def served(folder: Path, databases: Databases, **environ: str) -> Iterator[tuple[FastAPI, Database]]:
    """The application for several people, where nobody does too much."""
    url = databases.fresh(folder)
    write_mini(folder / "exercises")
    paths = {"VIGIE_DATABASE_URL": url, "VIGIE_EXERCISES": str(folder / "exercises")}
    settings = load_settings({**paths, "VIGIE_MODE": "server", **GENEROUS, **environ})
    db = Database(settings.database_url)
    db.write(lambda session: sync_catalogue(session, settings.exercises))
    app = create_app(settings, db)
    app.state.passwords = Passwords(4, CHEAP)
    yield app, db
    db.close()
    databases.drop(url)


def build(cast: Cast) -> dict[str, str]:
    """Make it all. Gives what stands for each thing in an address."""
    for name in CAST:
        cast.id(name)
    cast.db.write(_set_passwords)
    ines, tara = cast.browser("ines"), cast.browser("tara")
    _write(ines, DRAFT, str(cast.id("cora")))
    _write(ines, OFFERED, str(cast.id("cora")))
    _publish_twice(ines)
    people = {name: str(cast.id(name)) for name in CAST}
    return people | _practise(tara) | _handed_out(cast, ines, tara) | _teach(cast, ines, tara)


def _set_passwords(session: Session) -> None:
    session.execute(update(Person).values(password_hash=CHEAP.hash(PASSWORD)))


def _write(ines: TestClient, exercise_id: str, co_author: str) -> None:
    _done(ines.post(URL, json=document(exercise_id)))
    _done(ines.put(f"{URL}/{exercise_id}/authors/{co_author}"))


def document(exercise_id: str, **changes: Any) -> dict[str, Any]:
    """A right exercise under an id of its own."""
    return {**mini_document(), "id": exercise_id, "title": f"Le devis {exercise_id}", **changes}


def _publish_twice(ines: TestClient) -> None:
    _done(ines.post(f"{URL}/{OFFERED}/publish"))
    changed = document(OFFERED, minutes=25)
    _done(ines.put(f"{URL}/{OFFERED}", json=changed, headers={"If-Match": '"1"'}))
    _done(ines.post(f"{URL}/{OFFERED}/publish"))


def _teach(cast: Cast, ines: TestClient, tara: TestClient) -> dict[str, str]:
    """A group with all there is in one, and another one, Ivan's with Tom, with as much in it."""
    here = _group(cast, ines, tara, "Automne")
    there = _group(cast, cast.browser("ivan"), cast.browser("tom"), "Ailleurs")
    _done(ines.put(f"{COHORTS}/{here['cohort']}/trainers/{cast.id('cora')}"))
    return here | {"elsewhere": there["cohort"]} | {f"{name}-there": thing for name, thing in there.items()}


def _group(cast: Cast, trainer: TestClient, trainee: TestClient, name: str) -> dict[str, str]:
    cohort = _cohort(trainer, name, trainee)
    url = f"{COHORTS}/{cohort['id']}/assignments"
    for_all = str(_done(trainer.post(url, json={"exercise_id": OF_FILES}))["id"])
    certifying = str(_done(trainer.post(url, json=CERTIFIES))["id"])
    made = {"cohort": str(cohort["id"]), "code": str(cohort["code"])}
    return made | {"set": for_all, "certifying": certifying} | _learn(cast, trainee, for_all, certifying)


def _cohort(trainer: TestClient, name: str, trainee: TestClient) -> dict[str, Any]:
    made: dict[str, Any] = _done(trainer.post(COHORTS, json={"name": name}))
    _done(trainee.post(f"{COHORTS}/join", json={"code": made["code"]}))
    return made


def _learn(cast: Cast, trainee: TestClient, for_all: str, certifying: str) -> dict[str, str]:
    """Handed in: what is graded at once, with an appeal and a proposal; and what a trainer has to confirm."""
    graded, awaiting = (_hand_in_assigned(trainee, assignment) for assignment in (for_all, certifying))
    appeal = _done(trainee.post(f"/api/v1/attempts/{graded}/appeals", json=CONTESTED))
    proposal = _done(trainee.post(f"/api/v1/attempts/{graded}/proposals", json=PROPOSED))
    submission = cast.db.read(lambda session: session.get_one(Attempt, UUID(graded)).submission_id)
    return {
        "graded": graded,
        "awaiting": awaiting,
        "submission": str(submission),
        "appeal": f"appeal.{appeal['id']}",
        "proposal": f"proposal.{proposal['id']}",
        "confirmation": f"certifying.{awaiting}",
    }


def _hand_in_assigned(trainee: TestClient, assignment: str) -> str:
    """With two false alarms after a right mark."""
    attempt = str(_done(trainee.post(f"/api/v1/assignments/{assignment}/attempts"))["id"])
    for quote in ("75 €", "Votre jardin reste libre", "Mon équipe nettoie"):
        _done(trainee.put(f"/api/v1/attempts/{attempt}/annotations/{uuid4()}", json=mark(quote)))
    _done(trainee.post(f"/api/v1/attempts/{attempt}/submit"))
    return attempt


class SetAside:
    """Who asks the model, where every job was set aside."""

    def start(self) -> None:
        """There is no thread."""

    def stop(self) -> None:
        """Nor does one end."""

    def wake(self) -> None:
        """Nothing is asked."""

    def standing(self, _session: Session, _submission_id: UUID) -> Progress:
        return Progress("stopped", kind="crash")

    def known(self, _session: Session) -> dict[UUID, Progress]:
        return {}

    def again(self, _session: Session, _submission_id: UUID) -> None:
        """It stays as it is."""


def _practise(tara: TestClient) -> dict[str, str]:
    """An open attempt with all there is in one, and one that is handed in."""
    opened, handed_in = _attempt(tara, OFFERED), _attempt(tara, OF_FILES)
    marked = str(uuid4())
    _done(tara.put(f"/api/v1/attempts/{opened}/annotations/{marked}", json=mark("75 €")))
    for address in (opened, handed_in):
        _done(tara.put(f"/api/v1/attempts/{address}/client_note", json={"text": "Bonjour Nadia."}))
        _done(tara.post(f"/api/v1/attempts/{address}/twist"))
    _done(tara.post(f"/api/v1/attempts/{handed_in}/submit"))
    return {"opened": opened, "handed-in": handed_in, "marked": marked}


def _attempt(browser: TestClient, exercise_id: str) -> str:
    return str(_done(browser.post(f"{URL}/{exercise_id}/attempts"))["id"])


def _handed_out(cast: Cast, ines: TestClient, tara: TestClient) -> dict[str, str]:
    """A trial, an invitation, a token, a link for a new password, and a second browser of Tara's."""
    invited = _done(ines.post("/api/v1/invitations", json={}))["items"][0]
    reset = ines.post(f"/people/{cast.id('tara')}/reset").text.partition("/reset/")[2]
    token = _done(tara.post("/api/v1/me/tokens", json={"name": "carnet", "scope": "author"}))
    elsewhere = digest(cast.browser("tara").cookies[COOKIE])
    row = select(SignIn.id).where(col(SignIn.token_hash) == elsewhere)
    return {
        "trial": str(_done(ines.post(f"{URL}/{DRAFT}/trial"))["id"]),
        "invitation": str(invited["invitation"]["id"]),
        "invitation-link": str(invited["link"]).rpartition("/")[2],
        "reset-link": reset[:43],
        "token": str(token["id"]),
        "browser": str(cast.db.read(lambda session: session.exec(row).one())),
    }


def _done(answer: Any) -> Any:
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
    return answer.json() if answer.content else None
