"""The last word: what waits for a trainer, what they read, and what becomes of what they decide."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.accounts.models import AuditEntry, Scope
from app.cohorts.models import CohortTrainer
from app.core.config import Settings
from app.core.db import Database
from app.grading.decisions import Ruling
from app.grading.decisions_models import Decision
from app.grading.decisions_regrade import Judgement
from app.grading.decisions_regrade import decide as regrade
from app.grading.models import AssessmentRecord
from app.grading.service import newest_record
from app.llm.scripted import ScriptedModel
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.insights_world import PRICE
from tests.cohorts.reviewed import Group, check, decide, set_mode, waiting
from tests.practice.modelled import Work, generous, judging_only, serving, strict, until, with_model

NOBODYS = UUID(int=1)


@pytest.fixture
def group(cast: Cast, db: Database) -> Group:
    return Group(cast, db)


@pytest.fixture
def ines(group: Group) -> TestClient:
    return group.cast.browser("ines")


def decisions(db: Database) -> list[Decision]:
    return db.read(lambda session: list(session.exec(select(Decision).order_by(col(Decision.created_at)))))


def attempt_of(db: Database, id_: UUID) -> Attempt:
    return db.read(lambda session: session.get_one(Attempt, id_))


# Appeals


def test_an_appeal_goes_to_the_trainer_and_its_answer_to_the_trainee(group: Group, ines: TestClient) -> None:
    attempt = group.hand_in(group.formative)
    assert check(group.assessment(attempt), "criterion", "note")["passed"] is False
    made = group.appeal(attempt)
    assert (made["state"], made["answer"], made["answered_by"]) == ("open", None, None)
    [item] = waiting(ines)
    assert (item["kind"], item["person"]["name"], item["cohort"]["name"]) == (
        "appeal", "Tara", "Promotion d’automne",
    )  # fmt: skip
    assert item["subject"] == {
        "kind": "check", "key": "criterion:note", "label": "La note parle de la garantie.",
    }  # fmt: skip
    answer = ines.get(f"/api/v1/reviews/{item['id']}")
    review = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert (review["open"], review["text"], review["number"]) == (True, "La note en parle.", 1)
    assert review["handed_in"]["rewrite"].startswith("Bonjour Madame")
    [part] = review["parts"]
    assert (part["said"], part["by"], part["rule"], part["choices"]) == (
        "failed", "rule", "failed", ["passed", "failed"],
    )  # fmt: skip
    decided = decide(ines, item["id"], "passed", 1, seconds=42)
    assert decided.status_code == 200, decided.text
    assert (decided.json()["open"], decided.headers["ETag"]) == (False, '"2"')
    now = check(group.assessment(attempt), "criterion", "note")
    assert (now["passed"], now["decided_by"]) == (True, "person")
    tara = group.cast.browser("tara")
    [told] = tara.get(f"/api/v1/attempts/{attempt.id}/appeals").json()["appeals"]
    assert (told["state"], told["answer"], told["answered_by"]) == ("upheld", "Je l’ai lu.", "Ines")
    assert waiting(ines) == []
    [kept] = decisions(group.db)
    assert (kept.assessment_number, kept.verdict, kept.seconds, kept.changed) == (2, "passed", 42, True)


def test_an_appeal_that_changes_nothing_is_rejected_and_the_person_stands_behind_it(
    group: Group, ines: TestClient
) -> None:
    attempt = group.hand_in(group.formative)
    made = group.appeal(attempt)
    decide(ines, f"appeal.{made['id']}", "failed", 1)
    now = check(group.assessment(attempt), "criterion", "note")
    assert (now["passed"], now["decided_by"]) == (False, "person")
    tara = group.cast.browser("tara")
    [told] = tara.get(f"/api/v1/attempts/{attempt.id}/appeals").json()["appeals"]
    assert told["state"] == "rejected"


def test_an_appeal_is_upheld_too_where_the_grade_came_to_say_so_before_its_answer(
    group: Group, ines: TestClient
) -> None:
    """Contested while it failed; then a model, or another decision, lets it pass, and the trainer agrees."""
    attempt = group.hand_in(group.formative)
    made = group.appeal(attempt)
    submission = attempt.submission_id or NOBODYS
    passed = Ruling("check", "criterion:note", "passed")
    judgement = Judgement(group.cast.id("ivan"), "Elle en parle.")
    group.db.write(lambda session: regrade(session, submission, [passed], judgement))
    assert decide(ines, f"appeal.{made['id']}", "passed", 2).status_code == 200
    later = group.appeal(attempt, subject="criterion:vous")
    assert check(group.assessment(attempt), "criterion", "vous")["passed"] is True
    assert decide(ines, f"appeal.{later['id']}", "passed", 3).status_code == 200
    tara = group.cast.browser("tara")
    told = tara.get(f"/api/v1/attempts/{attempt.id}/appeals").json()["appeals"]
    assert [(one["subject"], one["state"]) for one in told] == [
        ("criterion:note", "upheld"),
        ("criterion:vous", "rejected"),
    ]


def test_an_outcome_is_contested_and_a_mark_named_that_found_the_flaw(group: Group, ines: TestClient) -> None:
    attempt = group.hand_in(
        group.formative, {**PRICE, "quote": "le mètre carré", "comment": "C’est 65 € dans le devis."}
    )
    made = group.appeal(attempt, kind="outcome", subject="prix")
    review = f"appeal.{made['id']}"
    [part] = ines.get(f"/api/v1/reviews/{review}").json()["parts"]
    assert (part["said"], part["choices"]) == ("missed", ["missed", "found:0"])
    assert part["evidence"] == {
        "source": "devis", "title": "Devis signé", "quote": "65 € le mètre carré",
    }  # fmt: skip
    assert decide(ines, review, "found:0", 1).status_code == 200
    outcome = group.assessment(attempt)["outcomes"][0]
    assert (outcome["found"], outcome["annotation"], outcome["found_by"]) == (True, 0, "person")
    assert group.assessment(attempt)["false_alarms"] == []
    [part] = ines.get(f"/api/v1/reviews/{review}").json()["parts"]
    assert part["choices"] == ["understood", "not-understood", "missed"]


def test_each_subject_is_contested_once(group: Group) -> None:
    attempt = group.hand_in(group.formative)
    group.appeal(attempt)
    group.appeal(attempt, kind="outcome", subject="prix")
    tara = group.cast.browser("tara")
    body = {"kind": "check", "subject": "criterion:note", "text": "Encore."}
    again = tara.post(f"/api/v1/attempts/{attempt.id}/appeals", json=body)
    assert (again.status_code, again.json()["type"]) == (409, "urn:vigie:problem:already-contested")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "check", "subject": "criterion:nothing", "text": "x"}, "/subject"),
        ({"kind": "outcome", "subject": "criterion:note", "text": "x"}, "/subject"),
        ({"kind": "check", "subject": "criterion:note", "text": "  "}, "/text"),
        ({"kind": "check", "subject": "criterion:note", "text": "x" * 2001}, "/text"),
    ],
)
def test_what_cannot_be_contested_is_named(group: Group, body: dict[str, str], pointer: str) -> None:
    attempt = group.hand_in(group.formative)
    answer = group.cast.browser("tara").post(f"/api/v1/attempts/{attempt.id}/appeals", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_nothing_is_contested_before_there_is_a_grade_to_see(group: Group) -> None:
    tara = group.cast.browser("tara")
    body = {"kind": "check", "subject": "criterion:note", "text": "x"}
    begun = group.world.begin(group.cast.id("tara"), group.formative)
    kept_back = group.hand_in(group.certifying)
    trial = group.hand_in(None, trial=True)
    for attempt, expected in (
        (begun, "not-submitted"),
        (kept_back, "not-released"),
        (trial, "nobody-answers"),
    ):
        answer = tara.post(f"/api/v1/attempts/{attempt.id}/appeals", json=body)
        assert answer.json()["type"] == f"urn:vigie:problem:{expected}"
    tom = group.cast.browser("tom")
    assert tom.post(f"/api/v1/attempts/{kept_back.id}/appeals", json=body).status_code == 404
    assert tom.get(f"/api/v1/attempts/{kept_back.id}/appeals").status_code == 404


def test_on_a_server_for_one_person_nobody_could_answer(group: Group) -> None:
    attempt = group.hand_in(None)
    set_mode(group.cast.app, "solo")
    body = {"kind": "check", "subject": "criterion:note", "text": "x"}
    answer = group.cast.browser("tara").post(f"/api/v1/attempts/{attempt.id}/appeals", json=body)
    assert answer.json()["type"] == "urn:vigie:problem:nobody-answers"


# Who sees what


def test_free_practice_and_former_members_go_to_administrators(group: Group, ines: TestClient) -> None:
    free, left = group.hand_in(None), group.hand_in(group.formative, who="tom")
    group.appeal(free)
    group.appeal(left, who="tom")
    assert waiting(ines) == []
    ada = group.cast.browser("ada")
    assert {item["attempt"] for item in waiting(ada)} == {str(free.id), str(left.id)}
    assert [item["attempt"] for item in waiting(ada, cohort=str(group.cohort))] == [str(left.id)]


def test_another_trainer_finds_nothing_and_a_trainee_is_refused(group: Group, ines: TestClient) -> None:
    review = f"appeal.{group.appeal(group.hand_in(group.formative))['id']}"
    other = f"certifying.{group.hand_in(group.certifying).id}"
    ivan, tara = group.cast.browser("ivan"), group.cast.browser("tara")
    assert waiting(ivan) == []
    for id_ in (review, other):
        assert ines.get(f"/api/v1/reviews/{id_}").status_code == 200
        assert ivan.get(f"/api/v1/reviews/{id_}").status_code == 404
        assert decide(ivan, id_, "passed").status_code == 404
        assert tara.get(f"/api/v1/reviews/{id_}").status_code == 403
    assert tara.get("/api/v1/reviews").status_code == 403
    reader = group.cast.tool("ines", Scope.READ)
    assert decide(reader, review, "passed").status_code == 403


def test_nobody_decides_on_their_own_work(group: Group) -> None:
    group.world.member(group.cohort, "Ines", group.cast.id("ines"))
    own = group.hand_in(group.certifying, who="ines")
    ines = group.cast.browser("ines")
    assert waiting(ines) == []
    assert decide(ines, f"certifying.{own.id}", "confirmed").status_code == 404
    mine = group.hand_in(None, who="ada")
    made = group.appeal(mine, who="ada")
    assert decide(group.cast.browser("ada"), f"appeal.{made['id']}", "passed").status_code == 404


@pytest.mark.parametrize(
    "review", ["x", "appeal.x", f"appeal.{NOBODYS}", f"split.{NOBODYS}.check.x", f"nothing.{NOBODYS}"]
)
def test_an_unknown_review_is_not_found(group: Group, ines: TestClient, review: str) -> None:
    assert ines.get(f"/api/v1/reviews/{review}").status_code == 404


# Two at once, and what cannot be decided


def test_the_second_of_two_trainers_is_told(group: Group, ines: TestClient) -> None:
    attempt = group.hand_in(group.formative)
    first, second = group.appeal(attempt), group.appeal(attempt, subject="invents-nothing")
    assert decide(ines, f"appeal.{first['id']}", "passed", 1).status_code == 200
    again = decide(ines, f"appeal.{first['id']}", "failed", 2)
    assert (again.status_code, again.json()["type"]) == (409, "urn:vigie:problem:decided")
    stale = decide(ines, f"appeal.{second['id']}", "passed", 1)
    assert (stale.status_code, stale.json()["current"]) == (412, {"revision": 2})
    blind = ines.post(
        f"/api/v1/reviews/appeal.{second['id']}/decision", json={"verdict": "passed", "reason": "x"}
    )
    assert blind.status_code == 428
    assert len(decisions(group.db)) == 1


@pytest.mark.parametrize("kind", ["certifying", "proposal"])
def test_of_two_trainers_who_decide_at_once_one_does(group: Group, kind: str) -> None:
    """Whatever they saw: here they say that any grade will do."""
    cora = group.cast.id("cora")
    group.world.add(CohortTrainer(cohort_id=group.cohort, person_id=cora))
    if kind == "certifying":
        review, verdict = f"certifying.{group.hand_in(group.certifying).id}", "confirmed"
    else:
        review, verdict = f"proposal.{group.propose(group.hand_in(group.formative))['id']}", "rejected"
    both = [group.cast.browser(name) for name in ("ines", "cora")]
    with ThreadPoolExecutor(2) as trainers:
        answers = list(trainers.map(lambda one: decide(one, review, verdict), both))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(decisions(group.db)) == (kind == "certifying")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"verdict": "maybe", "reason": "x"}, "/verdict"),
        ({"verdict": "understood", "reason": "x"}, "/verdict"),
        ({"verdict": "passed", "reason": " "}, "/reason"),
        ({"verdict": "passed", "reason": "x", "seconds": -1}, "/seconds"),
    ],
)
def test_a_verdict_without_a_reason_or_that_is_none_decides_nothing(
    group: Group, ines: TestClient, body: dict[str, Any], pointer: str
) -> None:
    review = f"appeal.{group.appeal(group.hand_in(group.formative))['id']}"
    answer = ines.post(f"/api/v1/reviews/{review}/decision", json=body, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert decisions(group.db) == []


# Certifying grades


def test_a_certifying_grade_is_shown_once_it_is_confirmed(group: Group, ines: TestClient) -> None:
    attempt = group.hand_in(group.certifying)
    assert group.assessment(attempt)["type"] == "urn:vigie:problem:not-released"
    [item] = waiting(ines, kind="certifying")
    review = ines.get(f"/api/v1/reviews/{item['id']}").json()
    assert {part["kind"] for part in review["parts"]} == {"check", "outcome"}
    changed = decide(ines, item["id"], "passed", 1, kind="check", subject="criterion:note", seconds=30)
    assert changed.json()["open"] is True
    assert group.assessment(attempt)["type"] == "urn:vigie:problem:not-released"
    done = decide(ines, item["id"], "confirmed", 2, seconds=60)
    assert (done.status_code, done.json()["open"], done.json()["number"]) == (200, False, 2)
    assert attempt_of(group.db, attempt.id).released_at is not None
    assert check(group.assessment(attempt), "criterion", "note")["decided_by"] == "person"
    confirmation = decisions(group.db)[-1]
    assert (confirmation.kind, confirmation.changed, confirmation.seconds) == ("confirmation", True, 90)
    assert confirmation.assessment_number == 2
    assert decide(ines, item["id"], "confirmed").status_code == 409
    assert waiting(ines) == []


def test_a_grade_confirmed_as_it_was_says_so(group: Group, ines: TestClient) -> None:
    attempt = group.hand_in(group.certifying)
    assert decide(ines, f"certifying.{attempt.id}", "confirmed", 1).status_code == 200
    [kept] = decisions(group.db)
    assert (kept.changed, kept.seconds, kept.person_id) == (False, None, group.cast.id("ines"))
    log = select(AuditEntry).where(col(AuditEntry.action) == "grade.confirm")
    entry = group.db.read(lambda session: session.exec(log).one())
    assert (entry.actor_id, entry.subject) == (group.cast.id("ines"), str(attempt.id))


def test_a_part_of_a_certifying_grade_is_named(group: Group, ines: TestClient) -> None:
    review = f"certifying.{group.hand_in(group.certifying).id}"
    for named in (
        {},
        {"kind": "check", "subject": "nothing"},
        {"kind": "outcome", "subject": "criterion:note"},
    ):
        answer = decide(ines, review, "passed", **named)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/subject")


def test_pages_of_the_queue_go_on_where_the_one_before_ended(group: Group, ines: TestClient) -> None:
    attempts = [group.hand_in(group.certifying, days=-days) for days in (3, 2, 1)]
    first = ines.get("/api/v1/reviews", params={"limit": 2}).json()
    rest = ines.get("/api/v1/reviews", params={"limit": 2, "cursor": first["next"]}).json()
    seen = [item["attempt"] for item in (*first["items"], *rest["items"])]
    assert (seen, rest["next"]) == ([str(attempt.id) for attempt in attempts], None)


# What a model's runs differ on


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(judging_only(strict)) as server:
        yield server


def test_a_split_is_shown_with_each_run_and_decided(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    model.next(judging_only(generous))
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        until(work.is_complete)
        cast = Cast(client.app, db)
        ada = cast.browser("ada")
        items = waiting(ada, kind="split")
        assert {item["subject"]["kind"] for item in items} == {"check", "outcome"}
        review = next(item["id"] for item in items if item["subject"]["key"] == "repaired:acompte")
        read = ada.get(f"/api/v1/reviews/{review}").json()
        [part] = read["parts"]
        assert ([run["answer"] for run in part["runs"]].count(True), part["split"]) == (2, True)
        assert all(run["quote"] in read["handed_in"]["rewrite"] for run in part["runs"])
        decided = decide(ada, review, "passed", read["number"])
        assert decided.status_code == 200, decided.text
        assert (decided.json()["open"], decided.json()["parts"][0]["by"]) == (False, "person")
        assert len(waiting(ada, kind="split")) == len(items) - 1
        assert check(work.assessment(), "repaired", "acompte")["passed"] is True
        assert decide(ada, review, "failed").status_code == 409


def test_a_provisional_grade_that_is_confirmed_is_final(group: Group, ines: TestClient) -> None:
    attempt = group.hand_in(group.certifying)

    def make_provisional(session: Session) -> None:
        record = newest_record(session, attempt_of(group.db, attempt.id).submission_id or uuid4())
        record.provisional = True
        record.document = record.document.replace('"provisional":false', '"provisional":true')
        session.add(record)

    group.db.write(make_provisional)
    assert decide(ines, f"certifying.{attempt.id}", "confirmed", 1).status_code == 200
    records = group.db.read(
        lambda s: s.exec(select(AssessmentRecord).order_by(col(AssessmentRecord.number))).all()
    )
    assert [(record.number, record.provisional) for record in records] == [(1, True), (2, False)]
    assert group.assessment(attempt)["provisional"] is False
    assert decisions(group.db)[0].assessment_number == 2
