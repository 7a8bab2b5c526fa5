"""*This is a flaw too*: what becomes of a mark that a trainee proposes, here, elsewhere, in the exercise."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.cohorts.moderation_found import found_in_mine
from app.cohorts.moderation_new_flaw import NoPlace, Wording, with_flaw
from app.core.db import Database
from app.exercises.lint import lint
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft
from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.grading.models import AssessmentRecord
from app.grading.provenance import Provenance
from app.grading.submission import Annotation
from app.practice.appeal_models import Proposal
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.insights_world import PRICE, WORK, trainer
from tests.cohorts.reviewed import GARDEN, Group, decide, waiting
from tests.mini import mark, mini_document

OMITTED: dict[str, Any] = {
    "omission": True,
    "type": "material-omission",
    "severity": "minor",
    "comment": "Il manque les gravats.",
}
NEW: dict[str, str] = {"good": "Votre jardin sera encombré", "why": "Le chantier prend la place."}


@pytest.fixture
def group(cast: Cast, db: Database) -> Group:
    return Group(cast, db)


@pytest.fixture
def ines(group: Group) -> TestClient:
    return group.cast.browser("ines")


def alarms(assessment: dict[str, Any]) -> list[int]:
    return [alarm["annotation"] for alarm in assessment["false_alarms"]]


class Written:
    """An exercise that Ines wrote through the API, set for her group."""

    def __init__(self, group: Group, ines: TestClient) -> None:
        self.group = group
        self.document = {**mini_document(), "id": "jardin", "title": "Devis de jardin"}
        assert ines.post("/api/v1/exercises", json=self.document).status_code == 201
        self.published = ines.post("/api/v1/exercises/jardin/publish")
        assert self.published.status_code == 200, self.published.text
        self.assignment = group.world.assign(group.cohort, "jardin")

    def rewritten(self, ines: TestClient, words: str, others: str) -> int:
        """Publish a version in which `words` of the draft read otherwise; gives how many there are."""
        self.document = {**self.document, "draft": self.document["draft"].replace(words, others)}
        put = ines.put("/api/v1/exercises/jardin", json=self.document, headers={"If-Match": "*"})
        assert put.status_code == 200, put.text
        assert ines.post("/api/v1/exercises/jardin/publish").status_code == 200
        return len(ines.get("/api/v1/exercises/jardin/versions").json()["items"])

    def hand_in(self, *marks: dict[str, Any], who: str = "tara") -> Attempt:
        return self.group.hand_in(self.assignment, *(marks or (PRICE, WORK, GARDEN)), who=who)


@pytest.fixture
def written(group: Group, ines: TestClient) -> Written:
    return Written(group, ines)


def test_an_accepted_mark_is_credited_in_its_submission_alone_where_others_wrote_the_exercise(
    group: Group, ines: TestClient
) -> None:
    attempt, other = group.hand_in(group.formative), group.hand_in(group.formative)
    assert alarms(group.assessment(attempt)) == [2, 3]
    made = group.propose(attempt)
    [item] = waiting(ines, kind="proposal")
    assert item["subject"] == {"kind": "annotation", "key": "3", "label": "Votre jardin reste libre"}
    review = ines.get(f"/api/v1/reviews/{item['id']}").json()
    assert (review["may_author"], review["parts"][0]["choices"]) == (False, ["accepted", "rejected"])
    refused = decide(ines, item["id"], "accepted", 1, new_flaw=NEW)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:vigie:problem:not-the-author")
    assert alarms(group.assessment(attempt)) == [2, 3]
    done = decide(ines, item["id"], "accepted", 1)
    assert (done.status_code, done.json()["open"]) == (200, False)
    assert (alarms(group.assessment(attempt)), alarms(group.assessment(other))) == ([2], [2, 3])
    tara = group.cast.browser("tara")
    [told] = tara.get(f"/api/v1/attempts/{attempt.id}/appeals").json()["proposals"]
    assert (told["state"], told["answered_by"], told["in_new_version"]) == ("accepted", "Ines", False)
    assert told["id"] == made["id"]


def test_a_rejected_proposal_changes_nothing(group: Group, ines: TestClient) -> None:
    attempt = group.hand_in(group.formative)
    review = f"proposal.{group.propose(attempt)['id']}"
    assert decide(ines, review, "rejected", 1).json()["number"] == 1
    assert alarms(group.assessment(attempt)) == [2, 3]
    assert decide(ines, review, "accepted", 1).status_code == 409
    assert decide(ines, f"proposal.{group.propose(attempt, 2)['id']}", "maybe", 1).status_code == 422


def test_only_a_false_alarm_is_proposed_and_once(group: Group) -> None:
    attempt = group.hand_in(group.formative)
    tara = group.cast.browser("tara")
    url, text = f"/api/v1/attempts/{attempt.id}/proposals", "C’en est une."
    for at in (0, 9):
        answer = tara.post(url, json={"annotation": at, "text": text})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/annotation")
    group.propose(attempt)
    again = tara.post(url, json={"annotation": 3, "text": text})
    assert (again.status_code, again.json()["type"]) == (409, "urn:vigie:problem:already-proposed")
    assert group.cast.browser("tom").post(url, json={"annotation": 2, "text": text}).status_code == 404


def test_it_becomes_a_flaw_of_the_next_version_and_all_who_marked_it_are_credited(
    written: Written, group: Group, ines: TestClient
) -> None:
    mine = written.hand_in()
    touching = {**GARDEN, "quote": "jardin reste libre pendant", "type": "outdated"}
    others = written.hand_in(touching, who="tom"), written.hand_in(PRICE, WORK, who="tom")
    review = f"proposal.{group.propose(mine, 2)['id']}"
    assert ines.get(f"/api/v1/reviews/{review}").json()["may_author"] is True
    done = decide(ines, review, "accepted", 1, new_flaw=NEW)
    assert done.status_code == 200, done.text
    assert alarms(group.assessment(mine)) == [1]
    assert [alarms(group.assessment(other, "tom")) for other in others] == [[], [1]]
    versions = ines.get("/api/v1/exercises/jardin/versions").json()["items"]
    assert [version["number"] for version in versions] == [2, 1]
    exercise = group.db.read(
        lambda s: Exercise.model_validate_json(s.get_one(ExerciseDraft, "jardin").document)
    )
    flaw = exercise.flaws[-1]
    assert (flaw.id, flaw.type, flaw.severity, flaw.why) == ("found-1", "overclaim", "major", NEW["why"])
    prepared = prepare(exercise)
    assert [span.of(prepared.draft) for span in prepared.passages["found-1"]] == ["Votre jardin reste libre"]
    assert "Votre jardin sera encombré" in prepared.reference
    proposal = group.db.read(lambda session: session.exec(select(Proposal)).one())
    assert proposal.version_hash == versions[0]["hash"]
    later = written.hand_in(GARDEN, who="tom")
    assert group.assessment(later, "tom")["outcomes"][-1]["found"] is True


def test_marks_of_earlier_versions_are_credited_too(written: Written, group: Group, ines: TestClient) -> None:
    before = written.hand_in(GARDEN, who="tom")
    document = written.document
    changed = {**document, "draft": document["draft"].replace("Bonjour Madame", "Bonjour, chère Madame")}
    assert ines.put("/api/v1/exercises/jardin", json=changed, headers={"If-Match": "*"}).status_code == 200
    assert ines.post("/api/v1/exercises/jardin/publish").status_code == 200
    review = f"proposal.{group.propose(written.hand_in(), 2)['id']}"
    assert decide(ines, review, "accepted", 1).status_code == 200
    assert alarms(group.assessment(before, "tom")) == []


def test_no_version_is_made_over_changes_that_nobody_published(
    written: Written, group: Group, ines: TestClient
) -> None:
    review = f"proposal.{group.propose(written.hand_in(), 2)['id']}"
    document = written.document
    ines.put("/api/v1/exercises/jardin", json={**document, "minutes": 25}, headers={"If-Match": "*"})
    answer = decide(ines, review, "accepted", 1, new_flaw=NEW)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:vigie:problem:draft-changed")


@pytest.mark.parametrize(
    ("marked", "status", "slug"),
    [
        ({**GARDEN, "quote": "La pose prend huit jours"}, 409, "no-place"),
        ({**GARDEN, "omission": True, "quote": None, "comment": "Rien sur les arbres."}, 409, "no-place"),
    ],
)
def test_a_passage_that_has_no_place_leaves_everything_as_it_was(
    written: Written, group: Group, ines: TestClient, marked: dict[str, Any], status: int, slug: str
) -> None:
    attempt = written.hand_in(marked)
    review = f"proposal.{group.propose(attempt, 0)['id']}"
    answer = decide(ines, review, "accepted", 1, new_flaw=NEW)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:vigie:problem:{slug}")
    assert alarms(group.assessment(attempt)) == [0]
    assert [v["number"] for v in ines.get("/api/v1/exercises/jardin/versions").json()["items"]] == [1]
    assert decide(ines, review, "accepted", 1).status_code == 200


def test_a_version_that_the_linter_refuses_is_not_made(
    written: Written, group: Group, ines: TestClient
) -> None:
    attempt = written.hand_in({**GARDEN, "evidence": {"source": "devis", "quote": "garantie dix ans"}})
    review = f"proposal.{group.propose(attempt, 0)['id']}"
    answer = decide(ines, review, "accepted", 1, new_flaw={"good": "Votre jardin reste libre", "why": "Non."})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:vigie:problem:lint")
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/new_flaw"}


def test_the_author_of_files_makes_no_version(group: Group) -> None:
    attempt = group.hand_in(group.formative)
    ada = group.cast.browser("ada")
    review = f"proposal.{group.propose(attempt)['id']}"
    assert ada.get(f"/api/v1/reviews/{review}").json()["may_author"] is False
    entry, authors = group.db.read(
        lambda s: (s.get_one(CatalogueEntry, "mini"), s.exec(select(ExerciseAuthor)).all())
    )
    assert (entry.origin, authors) == ("files", [])
    assert decide(ada, review, "accepted", 1, new_flaw=NEW).status_code == 409


def test_the_author_sees_what_others_took_for_a_flaw_until_a_version_has_it(
    written: Written, group: Group, ines: TestClient
) -> None:
    """Ivan sets the exercise of Ines for his own group, and accepts a mark in it."""
    group.world.member(group.elsewhere, "Tom", group.cast.id("tom"))
    theirs = group.world.assign(group.elsewhere, "jardin")
    attempts = [group.hand_in(theirs, PRICE, GARDEN, who="tom") for _ in range(2)]
    assert "Reconnus comme défauts" not in ines.get("/reviews").text
    ivan = group.cast.browser("ivan")
    for attempt in attempts:
        proposed = group.propose(attempt, 1, "tom")
        assert decide(ivan, f"proposal.{proposed['id']}", "accepted", 1).status_code == 200
    [found] = group.db.read(lambda s: found_in_mine(s, trainer(group.cast.id("ines"))))
    assert (found.exercise_id, found.passage, found.times) == ("jardin", "Votre jardin reste libre", 2)
    page = ines.get("/reviews").text
    assert ("Reconnus comme défauts" in page, "Tom" in page, "Rien ne dit" in page) == (True, False, False)
    assert group.db.read(lambda s: found_in_mine(s, trainer(group.cast.id("ivan")))) == []
    mine = written.hand_in()
    review = f"proposal.{group.propose(mine, 2)['id']}"
    assert decide(ines, review, "accepted", 1, new_flaw=NEW).status_code == 200
    assert group.db.read(lambda s: found_in_mine(s, trainer(group.cast.id("ines")))) == []


def test_it_is_credited_across_several_versions_and_in_what_is_handed_in_later(
    written: Written, group: Group, ines: TestClient
) -> None:
    """Tom handed in under the first and the second version, and has an attempt of the second one open."""
    tom = group.cast.browser("tom")
    first = written.hand_in(PRICE, GARDEN, who="tom")
    written.rewritten(ines, "Bonjour Madame", "Bonjour, chère Madame")
    second = written.hand_in(GARDEN, who="tom")
    started = tom.post("/api/v1/exercises/jardin/attempts").json()["id"]
    url = f"/api/v1/attempts/{started}/annotations"
    other = mark("chaque soir", type="overclaim", severity="minor")
    for at, body in enumerate((mark("jardin reste libre", type="overclaim", severity="major"), other)):
        assert tom.put(f"{url}/00000000-0000-4000-8000-00000000000{at}", json=body).status_code in (200, 201)
    written.rewritten(ines, "Bien à vous", "Bien cordialement")
    review = f"proposal.{group.propose(written.hand_in(), 2)['id']}"
    done = decide(ines, review, "accepted", 1, new_flaw=NEW, reason="Le chantier l’occupe.")
    assert done.status_code == 200, done.text
    assert [alarms(group.assessment(one, "tom")) for one in (first, second)] == [[], []]
    handed_in = tom.post(f"/api/v1/attempts/{started}/submit").json()
    assert alarms(handed_in) == [1]
    assert alarms(tom.get(f"/api/v1/attempts/{started}/assessment").json()) == [1]
    assert "Le chantier l’occupe." in tom.get(f"/attempts/{started}/feedback").text
    fresh = written.hand_in(GARDEN, who="tom")
    assert group.assessment(fresh, "tom")["outcomes"][-1]["found"] is True


def test_who_proposed_the_same_mark_is_answered_with_it(
    written: Written, group: Group, ines: TestClient
) -> None:
    group.world.member(group.cohort, "Tom", group.cast.id("tom"))
    mine, theirs = written.hand_in(), written.hand_in(PRICE, WORK, GARDEN, who="tom")
    review = f"proposal.{group.propose(mine, 2)['id']}"
    for at in (1, 2):
        group.propose(theirs, at, "tom")
    decide(ines, review, "accepted", 1, new_flaw=NEW, reason="Bien vu.")
    told = group.cast.browser("tom").get(f"/api/v1/attempts/{theirs.id}/appeals").json()["proposals"]
    assert [(one["annotation"], one["state"], one["answer"]) for one in told] == [
        (1, "open", None),
        (2, "accepted", "Bien vu."),
    ]
    assert told[1]["in_new_version"] is True
    assert [item["subject"]["key"] for item in waiting(ines, kind="proposal")] == ["1"]


def test_an_omission_becomes_a_flaw_and_those_who_named_it_are_credited(
    written: Written, group: Group, ines: TestClient
) -> None:
    """What is missing is named by its words; nobody was right to miss it where an earlier version said it."""
    said = "L’enlèvement des gravats est compris. Je reste à votre disposition"
    before = written.rewritten(ines, "Je reste à votre disposition", said)
    with_it = written.hand_in(OMITTED, who="tom")
    written.rewritten(ines, said, "Je reste à votre disposition")
    mine = written.hand_in(PRICE, {**OMITTED, "comment": "Et l’enlèvement des gravats ?"})
    others = [
        written.hand_in(OMITTED, who="tom"),
        written.hand_in({**OMITTED, "comment": "Rien sur les arbres."}, who="tom"),
        written.hand_in({**GARDEN, "comment": "les gravats"}, who="tom"),
        written.hand_in({**GARDEN, "type": "material-omission", "comment": "et les gravats ?"}, who="tom"),
    ]
    review = f"proposal.{group.propose(mine, 1)['id']}"
    new_flaw: dict[str, Any] = {"good": "L’enlèvement des gravats est compris.", "why": "Le devis le compte."}
    refused = decide(ines, review, "accepted", 1, new_flaw=new_flaw)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:vigie:problem:no-place")
    new_flaw |= {"after": "Mon équipe nettoie le chantier chaque soir.", "accept": [["gravats"]]}
    assert decide(ines, review, "accepted", 1, new_flaw=new_flaw).status_code == 200
    assert alarms(group.assessment(mine)) == []
    assert [alarms(group.assessment(one, "tom")) for one in others] == [[], [0], [0], []]
    assert (before, alarms(group.assessment(with_it, "tom"))) == (2, [0])
    later = group.assessment(written.hand_in(OMITTED, who="tom"), "tom")
    assert (later["outcomes"][-1]["found"], alarms(later)) == (True, [])


def test_an_omission_without_a_new_version_is_credited_to_its_trainee_alone(
    written: Written, group: Group, ines: TestClient
) -> None:
    mine, other = written.hand_in(OMITTED), written.hand_in(OMITTED, who="tom")
    assert decide(ines, f"proposal.{group.propose(mine, 0)['id']}", "accepted", 1).status_code == 200
    assert (alarms(group.assessment(mine)), alarms(group.assessment(other, "tom"))) == ([], [0])


def test_one_grade_that_cannot_be_computed_again_does_not_keep_the_others_from_theirs(
    written: Written, group: Group, ines: TestClient
) -> None:
    group.world.member(group.cohort, "Tom", group.cast.id("tom"))
    mine, lost, other = (written.hand_in(GARDEN, who=who) for who in ("tara", "tom", "tom"))

    def lose(session: Session) -> None:
        record = session.exec(
            select(AssessmentRecord).where(AssessmentRecord.submission_id == lost.submission_id)
        ).one()
        answers = Provenance(model="small", prompt="judge/v1", runs=1, calls=["gone"], questions=1, decided=1)
        record.provenance = answers.model_dump_json()

    group.db.write(lose)
    assert decide(ines, f"proposal.{group.propose(mine, 0)['id']}", "accepted", 1).status_code == 200
    assert alarms(group.assessment(mine)) == []
    assert [alarms(group.assessment(one, "tom")) for one in (lost, other)] == [[0], []]
    review = f"proposal.{group.propose(lost, 0, 'tom')['id']}"
    refused = ines.post(
        f"/reviews/{review}", data={"number": 1, "verdict": "accepted", "reason": "À garder."}
    )
    assert (refused.status_code, "rétablir depuis la sauvegarde" in refused.text) == (409, True)
    assert waiting(ines, kind="proposal") != []


def test_what_was_written_in_a_form_that_is_refused_is_shown_again(
    written: Written, group: Group, ines: TestClient
) -> None:
    review = f"proposal.{group.propose(written.hand_in(OMITTED), 0)['id']}"
    form = {"number": 1, "about": "annotation.0", "verdict": "accepted", "reason": "Les gravats y manquent."}
    form |= {"good": "Les gravats partent avec nous.", "why": "Le devis le dit.", "after": "chaque soir."}
    refused = ines.post(f"/reviews/{review}", data=form)
    assert (refused.status_code, "on ne peut pas en faire un défaut" in refused.text) == (409, True)
    for words in (
        "Les gravats y manquent.</textarea>",
        "partent avec nous.</textarea>",
        'value="accepted" req',
    ):
        assert words in refused.text
    assert re.search(r'value="accepted" required checked', refused.text)
    done = ines.post(f"/reviews/{review}", data={**form, "accept": "gravats\ndéblais, terre\n,"})
    assert done.status_code == 303
    document = group.db.read(lambda s: s.get_one(ExerciseDraft, "jardin").document)
    flaw = Exercise.model_validate_json(document).flaws[-1]
    assert (flaw.accept, flaw.type) == ([["gravats"], ["déblais", "terre"]], "material-omission")


# The pure part


def plain() -> Exercise:
    return Exercise.model_validate(mini_document())


def new(good: str, **more: Any) -> Wording:
    return Wording(good, "Pour voir.", **more)


@pytest.mark.parametrize(
    ("quote", "good"),
    [
        ("Votre jardin reste libre", "Votre jardin sera pris"),
        ("disposition. Bien à vous", "disposition. Cordialement"),
        ("Madame", "Madame Roux"),
    ],
)
def test_a_passage_is_changed_where_it_stands(quote: str, good: str) -> None:
    mark = Annotation.model_validate({"quote": quote, "type": "overclaim"})
    before, after = prepare(plain()), prepare(with_flaw(plain(), mark, new(good)))
    assert after.draft == before.draft
    assert after.reference == before.reference.replace(quote, good)
    assert after.exercise.flaws[-1].severity == "minor"
    assert not [finding for finding in lint(after.exercise) if finding.level == "error"]


@pytest.mark.parametrize(
    ("values", "good", "message"),
    [
        ({"quote": "75 €"}, "x", "holds a flaw or a decoy"),
        ({"quote": "nulle part"}, "x", "does not stand in the draft"),
        ({"quote": "Madame"}, "x~~}y", "signs of the markup"),
        ({"quote": "Madame", "type": "sound"}, "x", "marked as sound"),
        ({"omission": True}, "x", "of an omission, give what is missing"),
    ],
)
def test_a_passage_without_a_place_is_refused(values: dict[str, Any], good: str, message: str) -> None:
    mark = Annotation.model_validate({"type": "overclaim", **values})
    with pytest.raises(NoPlace, match=message):
        with_flaw(plain(), mark, new(good))


def test_a_passage_that_should_go_is_an_addition() -> None:
    passage = "Mon équipe nettoie le chantier chaque soir."
    mark_ = Annotation.model_validate({"quote": passage, "type": "unsupported-claim"})
    after = prepare(with_flaw(plain(), mark_, new(" ")))
    assert after.draft == prepare(plain()).draft
    assert passage not in after.reference


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("chaque soir.", "chaque soir. Tout est assuré. Un acompte"),
        ("à vie, sans aucun entretien", "dix ans Tout est assuré.."),
        ("", "Nadia Roux. Tout est assuré."),
    ],
)
def test_what_is_missing_is_dropped_after_a_passage(after: str, expected: str) -> None:
    mark_ = Annotation.model_validate({"omission": True, "type": "material-omission"})
    changed = prepare(with_flaw(plain(), mark_, new("Tout est assuré.", after=after, accept=[["assuré"]])))
    assert changed.draft == prepare(plain()).draft
    assert expected in changed.reference
    assert changed.passages["found-1"] == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"accept": [[]]}, "the words of a comment"),
        ({"accept": [["x"]], "after": "nulle part"}, "does not stand in the draft"),
        ({"accept": [["x"]], "good": ""}, "what is missing"),
    ],
)
def test_an_omission_without_a_place_is_refused(values: dict[str, Any], message: str) -> None:
    mark_ = Annotation.model_validate({"omission": True, "type": "material-omission"})
    with pytest.raises(NoPlace, match=message):
        with_flaw(plain(), mark_, new(**{"good": "Tout est assuré.", **values}))


def test_ids_of_new_flaws_are_free() -> None:
    first = Annotation.model_validate({"quote": "Madame", "type": "overclaim"})
    second = Annotation.model_validate({"quote": "Votre jardin", "type": "overclaim"})
    both = with_flaw(with_flaw(plain(), first, new("Monsieur")), second, new("Mon jardin"))
    assert [flaw.id for flaw in both.flaws[-2:]] == ["found-1", "found-2"]
