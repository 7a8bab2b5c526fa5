"""A mark that is accepted as a flaw, credited wherever it was made: what that leaves of other figures."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session

from app.accounts.models import Role
from app.accounts.service import Identity
from app.cohorts.models import Mode
from app.exercises.models import ExerciseDraft
from app.grading.decisions_kept import decisions_on
from app.practice.submission import submit
from tests.cohorts.insights_world import PRICE, WORK
from tests.cohorts.reviewed import GARDEN, Group, decide, waiting
from tests.cohorts.test_proposals import NEW, Written, alarms, group, ines, written
from tests.mini import mark

__all__ = ["group", "ines", "written"]


def begin(browser: TestClient, *quotes: str) -> str:
    """An attempt of the exercise with these marks, each of a type of its own; gives its id."""
    started = str(browser.post("/api/v1/exercises/jardin/attempts").json()["id"])
    for at, (quote, type_) in enumerate(zip(quotes, ("overclaim", "outdated"), strict=False)):
        url = f"/api/v1/attempts/{started}/annotations/00000000-0000-4000-8000-00000000000{at}"
        assert browser.put(url, json=mark(quote, type=type_, severity="major")).status_code == 201
    return started


def test_a_second_mark_on_the_same_passage_is_credited_with_the_first(
    written: Written, group: Group, ines: TestClient
) -> None:
    """Of the one who proposed it as of everybody else; its own proposal would find no place any more."""
    beside = {**GARDEN, "quote": "jardin reste libre pendant", "type": "outdated"}
    mine, theirs = written.hand_in(GARDEN, beside, WORK), written.hand_in(beside, GARDEN, who="tom")
    assert alarms(group.assessment(mine)) == [0, 1, 2]
    proposed = [group.propose(mine, at) for at in (0, 1)]
    assert decide(ines, f"proposal.{proposed[0]['id']}", "accepted", 1, new_flaw=NEW).status_code == 200
    assert (alarms(group.assessment(mine)), alarms(group.assessment(theirs, "tom"))) == ([2], [])
    told = group.cast.browser("tara").get(f"/api/v1/attempts/{mine.id}/appeals").json()["proposals"]
    assert [(one["state"], one["in_new_version"]) for one in told] == [("accepted", True)] * 2
    again = decide(ines, f"proposal.{proposed[1]['id']}", "accepted", new_flaw=NEW)
    assert (again.status_code, again.json()["type"]) == (409, "urn:vigie:problem:decided")


def test_where_the_flaw_is_known_a_second_mark_of_another_type_stays_a_false_alarm(
    written: Written, group: Group, ines: TestClient
) -> None:
    """Whatever version has come in between."""
    review = f"proposal.{group.propose(written.hand_in(), 2)['id']}"
    assert decide(ines, review, "accepted", 1, new_flaw=NEW).status_code == 200
    tom = group.cast.browser("tom")
    started = begin(tom, "jardin reste libre", "Votre jardin")
    document = group.db.read(lambda s: s.get_one(ExerciseDraft, "jardin").document)
    written.document = json.loads(document)
    assert written.rewritten(ines, "Bien à vous", "Bien cordialement") == 3
    assert alarms(tom.post(f"/api/v1/attempts/{started}/submit").json()) == [1]


def test_a_credit_is_neither_a_look_at_a_certifying_grade_nor_time_spent_on_it(
    written: Written, group: Group, ines: TestClient
) -> None:
    """By hand: 500 s on the proposal; Tom's grade, 3 s and nothing changed; Léo's, 20 s on a check that is
    changed and 4 s to confirm."""
    proposal = group.propose(written.hand_in(GARDEN), 0)["id"]
    leo = group.world.member(group.cohort, "Léo")
    group.world.member(group.cohort, "Tom", group.cast.id("tom"))
    exam = group.world.assign(group.cohort, "jardin", mode=Mode.CERTIFYING)
    toms = group.hand_in(exam, PRICE, GARDEN, who="tom")
    leos = group.world.hand_in(leo, exam, PRICE, GARDEN)
    accepted = decide(ines, f"proposal.{proposal}", "accepted", 1, new_flaw=NEW, seconds=500)
    assert accepted.status_code == 200, accepted.text
    changed = {"kind": "check", "subject": "criterion:note", "seconds": 20}
    assert decide(ines, f"certifying.{toms.id}", "confirmed", 2, seconds=3).status_code == 200
    assert decide(ines, f"certifying.{leos.id}", "passed", 2, **changed).status_code == 200
    assert decide(ines, f"certifying.{leos.id}", "confirmed", 3, seconds=4).status_code == 200
    [credit] = group.db.read(lambda s: decisions_on(s, toms.submission_id or UUID(int=0)))[:1]
    assert (credit.kind, credit.changed, credit.seconds) == ("annotation", True, None)
    assert alarms(group.assessment(toms, "tom")) == []
    figures = ines.get(f"/api/v1/insights/cohorts/{group.cohort}").json()["confirmations"]
    assert [
        (one["trainer"]["name"], one["unchanged"]["part"], one["unchanged"]["whole"]) for one in figures
    ] == [("Ines", 1, 2)]
    assert (figures[0]["seconds"]["median"], figures[0]["seconds"]["count"]) == (13.5, 2)


def test_a_grade_confirmed_before_is_credited_and_stays_released(
    written: Written, group: Group, ines: TestClient
) -> None:
    proposal = group.propose(written.hand_in(GARDEN), 0)["id"]
    group.world.member(group.cohort, "Tom", group.cast.id("tom"))
    exam = group.world.assign(group.cohort, "jardin", mode=Mode.CERTIFYING)
    toms = group.hand_in(exam, PRICE, GARDEN, who="tom")
    assert decide(ines, f"certifying.{toms.id}", "confirmed", 1).status_code == 200
    assert alarms(group.assessment(toms, "tom")) == [1]
    accepted = decide(ines, f"proposal.{proposal}", "accepted", 1, new_flaw=NEW, reason="Il l’encombre.")
    assert accepted.status_code == 200, accepted.text
    assert alarms(group.assessment(toms, "tom")) == []
    page = group.cast.browser("tom").get(f"/attempts/{toms.id}/feedback").text
    assert ("Il l’encombre." in page, f"/attempts/{toms.id}/feedback?assessment=1" in page) == (True, True)
    assert waiting(ines) == []


def test_what_is_handed_in_while_a_trainer_accepts_is_credited(
    written: Written, group: Group, ines: TestClient
) -> None:
    """Neither sees the other's work before it is done, so that one has to wait."""
    review, submitted = f"proposal.{group.propose(written.hand_in(GARDEN), 0)['id']}", Event()
    tom, me = group.cast.browser("tom"), Identity(group.cast.id("tom"), Role.TRAINEE)
    started = begin(tom, "Votre jardin reste libre")

    def slowly(session: Session) -> None:
        submit(session, me, UUID(started))
        submitted.set()
        sleep(0.5)

    with ThreadPoolExecutor(1) as trainees:
        handed_in = trainees.submit(group.db.write_beside, slowly)
        assert submitted.wait(10)
        assert decide(ines, review, "accepted", 1, new_flaw=NEW).status_code == 200
        handed_in.result()
    assert alarms(tom.get(f"/api/v1/attempts/{started}/assessment").json()) == []
