"""The engine: an honest model's proposals become a draft that lints clean and can be graded."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from app.authoring.planting.engine import TextError
from app.authoring.planting.examples import REQUEST, RESPONSE
from app.authoring.planting.request import PlantRequest
from app.authoring.planting.schemas import PlantedExercise
from app.authoring.planting.service import answer_of
from app.exercises.document import read_document
from app.exercises.lint import lint
from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.grading.assess import assess
from app.grading.submission import Submission
from app.llm.scripted import ScriptedModel, completion
from tests.authoring.planting.cases import (
    DEPOSIT,
    ENGLISH,
    FRENCH,
    HONEST,
    NAME,
    TEXT,
    TIME,
    decoy,
    flaw,
    says,
)
from tests.authoring.planting.conftest import Plant


def test_what_an_honest_model_proposes_lints_without_a_word(planted: Plant) -> None:
    planting = planted()
    assert (planting.findings, planting.refusals, planting.missing, planting.left_out) == ((), (), (), {})
    assert [flaw.id for flaw in planting.exercise.flaws] == FRENCH["types"]
    assert [decoy.id for decoy in planting.exercise.decoys] == ["leurre", "leurre-2"]
    prepared = prepare(planting.exercise)
    assert prepared.reference == TEXT
    assert planting.draft == prepared.draft
    assert "Le prix est de 75 € le mètre carré" in prepared.draft
    assert "chaque soir. Une étude de l’Institut du paysage le recommande. Vous recevrez" in prepared.draft
    assert "acompte" not in prepared.draft


def test_the_sound_rest_is_told(planted: Plant) -> None:
    planting = planted()
    sound = [span.of(planting.draft) for span in planting.sound]
    assert len(sound) == 10
    assert sound[:2] == ["Bonjour Madame,", TEXT.split("\n")[2].split(". ")[0] + "."]
    assert not any("75" in sentence or "à vie" in sentence or "étude" in sentence for sentence in sound)


def marks(exercise: Exercise) -> list[dict[str, Any]]:
    """One right annotation a flaw."""
    prepared = prepare(exercise)
    found = []
    for flaw_ in exercise.flaws:
        assert flaw_.evidence
        passages = [span.of(prepared.draft) for span in prepared.passages[flaw_.id]]
        found.append(
            {
                "quote": passages[0] if passages else None,
                "omission": not passages,
                "type": flaw_.type.value,
                "severity": flaw_.severity.value,
                "confidence": 90,
                "comment": " ".join(flaw_.accept[0]),
                "evidence": flaw_.evidence.model_dump(),
            }
        )
    return found


@pytest.mark.parametrize("request_", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_it_can_be_graded(planted: Plant, request_: dict[str, Any]) -> None:
    """Who finds everything and gives the clean text back gets all points; who trusts the draft, none."""
    exercise = planted(request=request_).exercise
    prepared = prepare(exercise)
    best = assess(
        exercise,
        Submission.model_validate(
            {"annotations": marks(exercise), "rewrite": prepared.reference, "client_note": "Voilà."}
        ),
    )
    assert best.scores.overall == 100
    assert all(outcome.found and outcome.reason for outcome in best.outcomes)
    trusting = assess(exercise, Submission.model_validate({"rewrite": prepared.draft, "client_note": ""}))
    assert trusting.scores.overall == 0


def test_the_document_is_one_that_the_api_takes_as_it_is(planted: Plant) -> None:
    for request in (FRENCH, ENGLISH):
        exercise = planted(request=request).exercise
        document = json.loads(exercise.model_dump_json())
        again, findings = read_document(document)
        assert (again, findings) == (exercise, [])
        assert again
        assert json.loads(again.model_dump_json()) == document


def test_the_example_of_the_documentation_is_what_happens(planted: Plant) -> None:
    answer = answer_of(planted(request=REQUEST), "en")
    assert json.loads(answer.model_dump_json()) == RESPONSE
    assert PlantedExercise.model_validate(RESPONSE) == answer


def test_good_and_bad_proposals_mixed(planted: Plant) -> None:
    """What is rejected leaves no trace, and does not use up its type."""
    invented = flaw(quote="Le devis dit 65 € depuis toujours")
    answer = says(
        invented, flaw(), flaw(type="outdated"), DEPOSIT, flaw(passage="le mètre cube"),
        decoys=[decoy(quote="Le pin est le roi du bois"), TIME],
    )  # fmt: skip
    planting = planted(answer)
    assert [one.id for one in planting.exercise.flaws] == ["contradicts-dossier", "material-omission"]
    assert [one.why for one in planting.exercise.decoys] == [TIME["why"]]
    assert [refusal.why.reason for refusal in planting.refusals] == [
        "quote-not-found",
        "type-not-asked",
        "type-too-often",
        "quote-not-found",
    ]
    assert [kind.value for kind in planting.missing] == [
        "fabricated-source",
        "overclaim",
        "wrong-client-detail",
    ]
    assert prepare(planting.exercise).reference == TEXT
    assert {finding.code for finding in planting.findings} == {"few-decoys", "dimension-without-flaws"}


def test_a_type_may_be_asked_for_twice(planted: Plant) -> None:
    days = flaw(
        passage="huit jours", text="six jours", why="Le devis dit huit jours.", quote="Pose en huit jours"
    )
    planting = planted(
        says(flaw(), {**days, "accept": [["huit"]]}), types=["contradicts-dossier", "contradicts-dossier"]
    )
    assert [one.id for one in planting.exercise.flaws] == ["contradicts-dossier", "contradicts-dossier-2"]
    assert not any(finding.level == "error" for finding in planting.findings)


def test_nothing_usable_gives_the_clean_text_and_says_so(planted: Plant) -> None:
    planting = planted(says(flaw(passage="nulle part")))
    assert planting.exercise.draft == f"{TEXT}\n"
    assert "nothing-planted" in {finding.code for finding in planting.findings}
    assert len(planting.missing) == 5


def test_an_author_s_own_trouble_is_left_to_the_linter(planted: Plant) -> None:
    """Two sources of one id: every proposal is as good as it was, and the person is told."""
    sources = [*FRENCH["sources"], FRENCH["sources"][1]]
    planting = planted(sources=sources)
    assert [finding.code for finding in planting.findings] == ["duplicate-id"]
    assert planting.refusals == ()


def test_proofs_are_kept_as_they_stand_in_their_source(planted: Plant) -> None:
    planting = planted(says(flaw(quote="65 € LE METRE CARRE, pose  comprise", passage="65 €")))
    [planted_flaw] = planting.exercise.flaws
    assert planted_flaw.evidence
    assert planted_flaw.evidence.quote == "65 € le mètre carré, pose comprise"
    assert "{~~65\u00a0€~>75 €~~}" in planting.exercise.draft, "the clean text is the author's to the letter"


def test_words_that_prove_no_understanding_are_left_out(planted: Plant) -> None:
    accept = [["65"], ["à cause du prix"], ["le"], ["75 €"], [], ["  "], ["pose comprise", "65"], ["x" * 400]]
    planting = planted(says(flaw(accept=accept)))
    [planted_flaw] = planting.exercise.flaws
    assert planted_flaw.accept == [["65"], ["pose comprise", "65"]]
    assert planting.left_out == {
        "contradicts-dossier": [["à cause du prix"], ["le"], ["75 €"], [], [""], ["x" * 400]]
    }


def test_a_flaw_may_do_without_accepted_words_where_it_has_a_proof(planted: Plant) -> None:
    planting = planted(says(flaw(accept=[])))
    assert [(one.id, one.accept) for one in planting.exercise.flaws] == [("contradicts-dossier", [])]


def added(passage: str, text: str) -> dict[str, Any]:
    return flaw(kind="add", passage=passage, text=text)


BETTER = "Personne ne fait mieux."
PLACES = {
    "the only place beside its context": (
        flaw(passage="LE BOIS", before="recevrez", after="le 12 mars", text="les lames"),
        "Vous recevrez les lames le 12",
    ),
    "the only place with what stands before": (
        flaw(passage="LE BOIS", before="Vous recevrez", text="les lames"),
        "Vous recevrez les lames le 12",
    ),
    "the only place to the letter": (flaw(passage="le bois", text="la pierre"), "recevrez la pierre le 12"),
    "case aside": (flaw(passage="SI LE TEMPS LE PERMET", text="par tous les temps"), "jours, par tous les"),
    "words of the sentence": (added("garanties dix ans", "et sans entretien"), "ans et sans entretien."),
    "what clings": (added("garanties dix ans", ", main-d’œuvre comprise"), "dix ans, main-d’œuvre"),
    "a sentence": (added("Les lames sont garanties dix ans.", BETTER), f"dix ans. {BETTER} Un"),
    "a sentence, its full stop left out": (added("garanties dix ans", BETTER), f"dix ans. {BETTER} Un"),
    "the end of a paragraph": (added("pour toute question.", BETTER), f"question. {BETTER}\n\nBien"),
}


@pytest.mark.parametrize("case", PLACES)
def test_where_changes_go(planted: Plant, case: str) -> None:
    proposal, draft = PLACES[case]
    planting = planted(says(proposal))
    assert planting.refusals == ()
    assert draft in planting.draft
    assert prepare(planting.exercise).reference == TEXT


def test_an_author_s_angle_brackets_come_back(planted: Plant, model: ScriptedModel) -> None:
    """The prompt shows `‹` for them, so that no text can close a tag."""
    text = TEXT.replace("à votre disposition", "joignable sous <nadia@exemple.fr>")
    answer = says(flaw(passage="‹nadia@exemple.fr>", text="‹contact@exemple.fr>"))
    planting = planted(answer, text=text)
    assert "‹nadia@exemple.fr>" in model.requests[0].user
    assert "{~~<nadia@exemple.fr>~><contact@exemple.fr>~~}" in planting.exercise.draft


def test_the_clean_text_is_tidied_as_drafts_are(planted: Plant) -> None:
    messy = "\ufeff" + TEXT.replace("Bonjour", "Bonjour ").replace("\n\n", "  \r\n\r\n\r\n")
    planting = planted(text=messy)
    assert prepare(planting.exercise).reference == TEXT
    assert not planting.refusals


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        (TEXT + " {++Ajout++}{>>x<<}", "The text holds signs of CriticMarkup", {"line": 6, "column": 12}),
        (TEXT + "\n==} fin", "The text holds signs of CriticMarkup", {"line": 7, "column": 1}),
        ("Une. Deux. Trois. Quatre. Cinq.", "6 sentences must stay without a flaw; the text has 5.", {}),
        ("  \n ", "the text has 0.", {}),
    ],
)  # fmt: skip
def test_a_text_that_cannot_take_flaws_costs_nothing(
    planted: Plant, model: ScriptedModel, text: str, message: str, place: dict[str, int]
) -> None:
    with pytest.raises(TextError, match=message) as caught:
        planted(text=text)
    assert caught.value.place == place
    assert model.requests == []


def test_defaults_of_the_document(planted: Plant) -> None:
    bare = {key: value for key, value in FRENCH.items() if key != "title"}
    exercise = planted(request=bare).exercise
    assert (exercise.id, exercise.title) == (
        "nadia-roux-paysagiste-a-nantes",
        "Nadia Roux, paysagiste à Nantes",
    )
    assert (exercise.difficulty, exercise.minutes, len(exercise.tasks)) == (2, 20, 3)
    named = planted(id="terrasse", title="Ma terrasse", difficulty=3, minutes=35).exercise
    assert (named.id, named.title, named.difficulty, named.minutes) == ("terrasse", "Ma terrasse", 3, 35)


def test_a_name_without_letters_of_ours_still_has_an_id() -> None:
    request = deepcopy(FRENCH) | {"title": "花園"}
    assert PlantRequest.model_validate(request).clean_exercise("x").id == "exercise-fr"


def test_what_the_model_wraps_its_answer_in_comes_off(planted: Plant, model: ScriptedModel) -> None:
    model.behaviour = lambda asked: completion(
        asked, f"<think>Voyons.</think>\n```json\n{json.dumps(HONEST)}\n```"
    )
    assert len(planted().exercise.flaws) == 5


def test_a_server_without_json_schema_will_do(planted: Plant, model: ScriptedModel) -> None:
    model._knows_schema = False
    assert len(planted().exercise.flaws) == 5
    assert [asked.format for asked in model.requests] == ["json_schema", "json_object"]


def test_lint_is_that_of_the_document(planted: Plant) -> None:
    planting = planted(says(NAME))
    assert list(planting.findings) == lint(planting.exercise)
