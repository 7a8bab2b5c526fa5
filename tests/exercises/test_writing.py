"""Exercises as files: one normal form, from which the same exercise comes back."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from app.exercises.files import content_hash, read_folder
from app.exercises.reading import ExerciseReader, FilesInMemory
from app.exercises.schema import Exercise
from app.exercises.writing import as_files
from tests.exercises.sample import document, exercise
from tests.exercises.strategies import exercises
from tests.mini import DEVIS, DRAFT, FORUM

CATALOGUE: Final = Path(__file__).parents[2] / "exercises"
FOLDERS: Final = sorted(path.parent for path in CATALOGUE.glob("*/exercise.yaml"))


def read_back(files: dict[str, bytes]) -> Exercise:
    reader = ExerciseReader(FilesInMemory(files))
    read = reader.read()
    assert read is not None, [str(finding) for finding in reader.findings]
    return read


def yaml_of(written: Exercise) -> str:
    return as_files(written)["exercise.yaml"].decode()


def assert_comes_back(written: Exercise) -> None:
    files = as_files(written)
    read = read_back(files)
    assert read == written
    assert content_hash(read) == content_hash(written)
    assert as_files(read) == files


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(exercises)
def test_any_exercise_comes_back_from_its_files_and_is_written_the_same_again(written: Exercise) -> None:
    assert_comes_back(written)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_catalogue_comes_back_from_its_files(folder: Path) -> None:
    assert_comes_back(read_folder(folder))


MINI_YAML: Final = """\
id: mini
title: "Un devis de terrasse"
language: fr
domain: admin
difficulty: 1
minutes: 10
brief:
  client:
    name: "Nadia Roux"
    business: "paysagiste à Nantes"
    audience: "particuliers"
  context: "Nadia envoie un devis et demande une relecture."
  prompt: "Rédige le courriel qui accompagne le devis."
  requirements:
    - {id: longueur, text: "120 mots au maximum"}
sources:
  - id: devis
    title: "Devis signé"
    publisher: "Nadia Roux"
    date: 2026-03-02
    reliability: primary
    file: sources/devis.md
  - id: forum
    title: "Fil de forum"
    publisher: "Anonyme"
    date: 2024-05-01
    reliability: unverified
    file: sources/forum.md
flaws:
  - id: prix
    type: contradicts-dossier
    severity: critical
    why: "Le devis dit 65 € et non 75 €."
    evidence: {source: devis, quote: "65 € le mètre carré"}
    accept:
      - ["65"]
  - id: garantie
    type: overclaim
    severity: major
    why: "Rien ne garantit une terrasse à vie."
    evidence: {source: devis, quote: "garantie dix ans"}
    accept:
      - ["dix ans"]
  - id: acompte
    type: material-omission
    severity: minor
    why: "Le courriel oublie l’acompte."
    evidence: {source: devis, quote: "acompte de 30 %"}
    accept:
      - ["acompte"]
decoys:
  - id: delai
    why: "Le délai est bien de huit jours."
    evidence: {source: devis, quote: "huit jours"}
  - id: bois
    why: "Le pin est bien français."
    evidence: {source: devis, quote: "pin français"}
tasks: [review, rewrite, client_note]
twist:
  message: "Ajoutez, s’il vous plaît, que je livre aussi à Rezé."
  criteria:
    - id: reze
      statement: "Le texte dit que Nadia livre à Rezé."
      rule:
        any:
          - ["Rezé"]
keep:
  - ["12 mars 2026"]
criteria:
  - id: vous
    dimension: client_adaptation
    applies_to: rewrite
    statement: "Le texte vouvoie."
    rule: {address: vous}
  - id: note
    dimension: nuance
    applies_to: client_note
    statement: "La note parle de la garantie."
    rule:
      any:
        - ["garantie"]
"""


def test_the_files_are_laid_out_for_people() -> None:
    assert as_files(exercise()) == {
        "exercise.yaml": MINI_YAML.encode(),
        "draft.md": DRAFT.encode(),
        "sources/devis.md": DEVIS.encode(),
        "sources/forum.md": FORUM.encode(),
    }
    assert list(as_files(exercise())) == ["exercise.yaml", "draft.md", "sources/devis.md", "sources/forum.md"]


def test_texts_are_written_normalised_and_so_make_the_same_version() -> None:
    data = document(draft="\ufeff" + unicodedata.normalize("NFD", DRAFT).replace("\n", "\r\n").rstrip())
    data["sources"][1]["text"] = FORUM + "\r\n\n"
    data["flaws"][0]["why"] = unicodedata.normalize("NFD", "Le devis\r\ndit 65 €, c’est réglé.")
    data["weights"] = {"nuance": -0.0}
    raw = Exercise.model_validate(data)
    files = as_files(raw)
    assert files["draft.md"] == DRAFT.encode()
    assert files["sources/forum.md"] == FORUM.encode()
    assert content_hash(read_back(files)) == content_hash(raw)
    assert read_back(files).flaws[0].why == "Le devis\ndit 65 €, c’est réglé."


def test_a_long_paragraph_is_folded_and_one_of_several_lines_stands_as_it_is() -> None:
    long = "Un mot après l’autre, la phrase s’allonge et finit par passer à la ligne. " * 3
    lines = "Deux points :\n\n- l’un ;\n- l’autre."
    brief = {**document()["brief"], "context": long, "prompt": lines}
    text = yaml_of(exercise(brief=brief))
    assert "\n  context: >-\n    Un mot après l’autre, la phrase" in text
    assert "\n  prompt: |-\n    Deux points :\n\n    - l’un ;\n    - l’autre.\n  requirements:" in text
    assert max(map(len, text.split("\n"))) < 120


@pytest.mark.parametrize("odd", ["a  b" * 30, "a\tb" * 30, "a\u2028b" * 30, "a \nb", "a\n b", "\x07 bip"])
def test_a_paragraph_that_a_block_would_spoil_is_quoted(odd: str) -> None:
    written = exercise(brief={**document()["brief"], "context": odd})
    assert '\n  context: "' in yaml_of(written)
    assert read_back(as_files(written)).brief.context == odd


@pytest.mark.parametrize(
    "identifier", ["no", "on", "y", "null", "true", "12-30", "1e3", "2026-09-01", "0x1f"]
)
def test_an_id_that_some_reader_could_take_for_something_else_is_quoted(identifier: str) -> None:
    assert yaml_of(exercise(id=identifier)).startswith(f'id: "{identifier}"\n')


def test_readers_of_yaml_1_1_see_the_same_texts() -> None:
    written = exercise(title="12:30", id="no", keep=[["yes", "0o17", "1_000", "2026-09-01"]])
    old = YAML(typ="safe", pure=True)
    old.version = (1, 1)
    data: dict[str, Any] = old.load(yaml_of(written))
    assert (data["title"], data["id"]) == ("12:30", "no")
    assert data["keep"] == [["yes", "0o17", "1_000", "2026-09-01"]]


def test_weights_are_written_as_people_write_them() -> None:
    text = yaml_of(exercise(weights={"fact_checking": 2, "nuance": 1.0, "client_adaptation": 0.5}))
    assert "\nweights: {fact_checking: 2, client_adaptation: 0.5}\n" in text


def test_sources_that_share_an_id_have_each_their_file() -> None:
    source = document()["sources"][0]
    ids = ["a", "a", "a-2", "a"]
    sources = [{**source, "id": identifier, "text": str(number)} for number, identifier in enumerate(ids)]
    written = exercise(sources=sources)
    assert list(as_files(written))[2:] == [
        "sources/a.md",
        "sources/a-2.md",
        "sources/a-2-2.md",
        "sources/a-3.md",
    ]
    assert_comes_back(written)


def test_a_draft_that_cannot_be_read_yet_is_written_all_the_same() -> None:
    assert_comes_back(exercise(draft="Un {++deux, sans fin"))


def test_empty_lists_and_rules_stay_what_they_are() -> None:
    flaw = {**document()["flaws"][0], "accept": [[]], "repaired": {}}
    criterion = {**document()["criteria"][0], "rule": {}, "weight": 1}
    written = exercise(flaws=[flaw], criteria=[criterion], keep=[[], ["a"]])
    text = yaml_of(written)
    assert "    repaired: {}\n" in text
    assert "    rule: {}\n" in text
    assert "weight" not in text
    assert_comes_back(written)
