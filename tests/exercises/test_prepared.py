from __future__ import annotations

import pytest

from app.exercises.criticmarkup import ChangeKind, MarkupError
from app.exercises.prepared import prepare
from tests.exercises.sample import exercise


def test_passages_and_decoys_are_where_the_draft_has_them() -> None:
    prepared = prepare(exercise())
    passages = {key: [span.of(prepared.draft) for span in spans] for key, spans in prepared.passages.items()}
    decoys = {key: [span.of(prepared.draft) for span in spans] for key, spans in prepared.decoys.items()}
    assert passages == {"prix": ["75"], "garantie": ["à vie, sans aucun entretien"], "acompte": []}
    assert decoys == {"delai": ["La pose prend huit jours"], "bois": ["Le pin vient de France"]}


def test_draft_and_reference_differ_by_the_flaws_alone() -> None:
    prepared = prepare(exercise())
    assert "75 € le mètre carré" in prepared.draft
    assert "65 € le mètre carré" in prepared.reference
    assert "chaque soir. Je reste" in prepared.draft
    assert "Un acompte de 30 % est demandé à la commande. Je reste" in prepared.reference


def test_sound_sentences_are_those_without_a_flaw_passage() -> None:
    prepared = prepare(exercise())
    flawed = set(range(len(prepared.sentences))) - set(prepared.sound_sentences)
    assert [prepared.sentences[index].of(prepared.draft) for index in sorted(flawed)] == [
        "Le prix est de 75 € le mètre carré.",
        "La terrasse est garantie à vie, sans aucun entretien.",
    ]
    assert len(prepared.sentences) == 10


def test_a_sentence_that_a_passage_only_meets_stays_sound() -> None:
    prepared = prepare(exercise(draft="Un.{++ Deux.++}{>>prix<<} Trois."))
    assert [prepared.sentences[index].of(prepared.draft) for index in prepared.sound_sentences] == [
        "Un.",
        "Trois.",
    ]


def test_a_flaw_with_a_deletion_and_another_change_is_no_omission() -> None:
    prepared = prepare(exercise(draft="Un. {--Deux. --}{>>prix<<}Trois est {~~ici~>là~~}{>>prix<<}."))
    assert [span.of(prepared.draft) for span in prepared.passages["prix"]] == ["là"]
    assert [c.kind for c in prepared.changes_of("prix")] == [ChangeKind.DELETION, ChangeKind.REPLACEMENT]
    assert prepared.changes_of("rien") == []


def test_ids_that_the_exercise_does_not_know_are_left_aside() -> None:
    prepared = prepare(exercise(draft="Un {~~a~>b~~}{>>inconnu<<}."))
    assert "inconnu" not in prepared.passages
    assert prepared.sound_sentences == [0]


def test_the_same_exercise_is_prepared_once_and_another_one_anew() -> None:
    one, other = exercise(), exercise()
    assert prepare(one) is prepare(one)
    assert prepare(one) is not prepare(other)


def test_broken_markup_cannot_be_prepared() -> None:
    with pytest.raises(MarkupError, match="line 1, column 4"):
        prepare(exercise(draft="Un {++deux"))
