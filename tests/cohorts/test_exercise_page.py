"""The page of an exercise that is set for its reader: it says so, and begins that work; a free attempt comes
second, where there may be one."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.cohorts.groups import API, assign, at, cohort, ines, joined, settings, tara, tom

__all__ = ["cohort", "ines", "joined", "settings", "tara", "tom"]

FREELY = 'action="/exercises/mini/start"'
SET = "Donné par votre groupe"


def page(browser: TestClient, **headers: str) -> str:
    answer = browser.get("/exercises/mini", headers=headers)
    assert answer.status_code == 200
    return answer.text


def start_of(made: dict[str, Any]) -> str:
    return f'action="/assignments/{made["id"]}/start"'


def begin(browser: TestClient, path: str) -> str:
    answer = browser.post(f"{API}{path}/attempts")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_what_is_set_is_begun_for_the_group(
    joined: dict[str, Any], ines: TestClient, tara: TestClient, tom: TestClient
) -> None:
    made = assign(ines, joined, due_at="2100-11-30T17:00:00Z")
    seen = page(tara)
    assert SET in seen
    assert "mardi 30 novembre 2100 à 18:00 (heure de Paris)" in seen
    assert 0 < seen.index(start_of(made)) < seen.index(FREELY)
    assert seen.index(FREELY) < seen.index("S’exercer librement")
    assert "Set by your group" in page(tara, **{"Accept-Language": "en"})
    assert [words in page(tom) for words in (SET, "/assignments/", FREELY)] == [False, False, True]
    begun = tara.post(f"/assignments/{made['id']}/start").headers["Location"]
    [duty] = tara.get(f"{API}/me/assignments").json()["items"]
    assert begun == f"/attempts/{duty['attempt_id']}"


def test_what_is_under_way_is_resumed_and_not_taken_for_a_free_attempt(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    theirs = begin(tara, f"/assignments/{assign(ines, joined)['id']}")
    seen = page(tara)
    assert (f'href="/attempts/{theirs}"' in seen, seen.count("Reprendre"), FREELY in seen) == (True, 1, True)
    free = begin(tara, "/exercises/mini")
    seen = page(tara)
    assert 0 < seen.index(f"/attempts/{theirs}") < seen.index(f"/attempts/{free}")
    assert "Vous avez un essai libre en cours." in seen
    assert FREELY not in seen


def test_no_free_attempt_is_offered_that_would_be_refused(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    certifying = assign(ines, joined, mode="certifying", opens_at=at(days=3))
    seen = page(tara)
    assert ("Pas d’essai libre" in seen, FREELY in seen) == (True, False)
    assert ("Ouvre le" in seen, start_of(certifying) in seen) == (True, False)
    ines.delete(f"{API}/assignments/{certifying['id']}")
    one = assign(ines, joined, mode="certifying", attempts_allowed=1)
    attempt = begin(tara, f"/assignments/{one['id']}")
    assert tara.post(f"{API}/attempts/{attempt}/submit").status_code == 202
    seen = page(tara)
    assert ("Pas d’essai libre" in seen, FREELY in seen, start_of(one) in seen) == (True, False, False)


def test_what_is_handed_in_can_be_begun_again_as_often_as_is_allowed(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    made = assign(ines, joined, attempts_allowed=2)
    for left in (True, False):
        attempt = begin(tara, f"/assignments/{made['id']}")
        assert tara.post(f"{API}/attempts/{attempt}/submit").status_code == 200
        seen = page(tara)
        assert [words in seen for words in (SET, start_of(made), FREELY)] == [left, left, True]


def test_after_work_that_was_set_another_try_is_begun_from_that_page(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    theirs, free = begin(tara, f"/assignments/{assign(ines, joined)['id']}"), begin(tara, "/exercises/mini")
    again = {}
    for id_ in (theirs, free):
        assert tara.post(f"{API}/attempts/{id_}/submit").status_code == 200
        again[id_] = tara.get(f"/attempts/{id_}/feedback").text.partition("Recommencer")[2]
    assert [FREELY in again[id_] for id_ in (theirs, free)] == [False, True]
    assert 'href="/exercises/mini"' in again[theirs]
