"""The draft with its changes shown, the rules in words, and where findings lead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.authoring.checked import Checked, checked
from app.authoring.views.answers import AnswersPage, KeyNote, answers_page
from app.authoring.views.head import head_of
from app.authoring.views.marked import Marked
from app.authoring.views.places import Place, markup_lines
from app.authoring.views.trainee import trainee_page
from app.exercises.repair import Demand
from app.exercises.schema import Exercise
from tests.mini import mini_document
from tests.web.gallery_authoring import bare, erroneous, subject, unreadable


def found(**changes: Any) -> Checked:
    return checked(Exercise.model_validate({**mini_document(), **changes}).model_dump_json())


def page(language: str = "en", **changes: Any) -> AnswersPage:
    return answers_page(found(**changes), language)


def note(shown: AnswersPage, identifier: str) -> KeyNote:
    return next(note for note in shown.notes if note.about.id == identifier)


def changes(shown: AnswersPage) -> list[Marked]:
    return [s.change for paragraph in shown.paragraphs for s in paragraph if s.change]


def text(shown: AnswersPage, *, wrong: bool) -> str:
    """The draft, or the reference, put together from what the page shows."""
    pieces = [
        [s.text if s.change is None else s.change.flawed if wrong else s.change.good for s in paragraph]
        for paragraph in shown.paragraphs
    ]
    return "\n\n".join("".join(paragraph).strip() for paragraph in pieces)


class TestTheMarkedDraft:
    def test_every_change_stands_in_its_place(self) -> None:
        shown = page()
        assert [(c.kind, c.flawed, c.good, c.id, c.number) for c in changes(shown)] == [
            ("replaced", "75", "65", "prix", 1),
            ("decoy", "La pose prend huit jours", "La pose prend huit jours", "delai", 2),
            ("decoy", "Le pin vient de France", "Le pin vient de France", "bois", 3),
            ("replaced", "à vie, sans aucun entretien", "dix ans", "garantie", 4),
            ("dropped", "", "Un acompte de 30 % est demandé à la commande.", "acompte", 5),
        ]
        assert len(shown.paragraphs) == 2
        assert [note.number for note in shown.notes] == [1, 2, 3, 4, 5]

    def test_it_is_the_trainees_draft_once_the_changes_are_made(self) -> None:
        shown = page()
        as_trainees = trainee_page(found()).paragraphs
        assert as_trainees is not None
        assert text(shown, wrong=True) == "\n\n".join(as_trainees)
        assert "65 € le mètre carré" in text(shown, wrong=False)
        assert "\n\n".join(shown.reference).replace("  ", " ").startswith(text(shown, wrong=False)[:300])

    def test_an_addition_and_a_change_over_paragraphs(self) -> None:
        draft = mini_document()["draft"].replace(
            "Votre jardin", "{++Premier ajout.\n\nSecond.++}{>>prix<<} Votre jardin"
        )
        shown = page(draft=draft)
        added = [c for c in changes(shown) if c.kind == "added"]
        assert [(c.flawed, c.good, c.number, c.first) for c in added] == [
            ("Premier ajout.\n\nSecond.", "", 1, False)
        ]
        assert [c.first for c in changes(shown) if c.number == 1] == [True, False]
        assert len(shown.paragraphs) == 2

    def test_an_id_that_nothing_knows_has_no_note(self) -> None:
        shown = page(draft=mini_document()["draft"].replace("{>>bois<<}", "{>>boi<<}"))
        assert [(c.id, c.number) for c in changes(shown) if c.number is None] == [("boi", None)]
        unused = note(shown, "bois")
        assert (unused.number, unused.placed, unused.changes) == (5, False, [])

    def test_markup_that_cannot_be_read_leaves_the_notes(self) -> None:
        shown = answers_page(checked(unreadable()), "fr")
        assert (shown.readable, shown.paragraphs, shown.reference, shown.figures) == (False, [], [], None)
        assert [n.about.id for n in shown.notes] == ["prix", "garantie", "acompte", "delai", "bois"]
        assert note(shown, "prix").evidence is not None
        assert trainee_page(checked(unreadable())).paragraphs is None
        assert any(line.found for line in shown.lines)

    def test_an_exercise_without_flaws_has_no_notes(self) -> None:
        shown = answers_page(checked(bare()), "fr")
        assert (shown.notes, shown.criteria, shown.rewritten) == ([], [], False)
        assert shown.figures is not None
        assert shown.figures.sound == shown.figures.sentences

    def test_an_id_that_is_used_twice_has_one_note(self) -> None:
        document = mini_document()
        document["decoys"][0]["id"] = "prix"
        shown = page(decoys=document["decoys"])
        assert [n.about.id for n in shown.notes].count("prix") == 1
        assert note(shown, "prix").flaw is not None


class TestTheRules:
    def test_derived_rules_say_what_goes_and_what_comes(self) -> None:
        shown = page()
        assert note(shown, "prix").demands == [Demand(("75 €",), ("65 €",), "", "")]
        wording = "à vie, sans aucun entretien"
        assert note(shown, "garantie").demands == [Demand((), (), wording, "")], "dix ans is loose"
        omitted = note(shown, "acompte")
        dropped = "Un acompte de 30 % est demandé à la commande."
        assert omitted.demands == [Demand((), ("30 %",), "", dropped)]
        assert (omitted.restored, note(shown, "prix").restored) == (True, False)
        assert note(shown, "delai").demands == []

    def test_a_given_rule_takes_the_place_of_the_derived_one(self) -> None:
        flaws = mini_document()["flaws"]
        flaws[0]["repaired"] = {"any": [["65"]], "none": [["75"]]}
        priced = note(page(flaws=flaws), "prix")
        assert priced.demands == []
        assert priced.flaw is not None
        assert priced.flaw.repaired is not None

    def test_the_same_demand_of_two_changes_is_said_once(self) -> None:
        draft = mini_document()["draft"].replace("Bien à vous", "{~~Bien à vous~>Bisous~~}{>>garantie<<}")
        twice = draft.replace("Votre jardin", "{~~Bien à vous~>Bisous~~}{>>garantie<<}, votre jardin")
        guaranteed = note(page(draft=twice), "garantie")
        assert len(guaranteed.changes) == 3
        assert [w.flawed for w in guaranteed.wordings] == ["à vie, sans aucun entretien", "Bisous"]
        assert len(guaranteed.demands) == 2


def place(shown: AnswersPage, code: str, pointer: str = "") -> Place:
    return next(p for p in shown.places if p.finding.code == code and p.finding.pointer.startswith(pointer))


class TestThePlaces:
    def test_findings_lead_to_what_they_are_about(self) -> None:
        shown = answers_page(checked(erroneous()), "fr")
        ids = {note.about.id: note.number for note in shown.notes}
        wanted = {
            ("evidence-quote", "/flaws/0"): (f"note-{ids['prix']}", False, ids["prix"]),
            ("unused-id", "/decoys/0"): (f"note-{ids['autre']}", False, ids["autre"]),
            ("unknown-id", "/draft"): ("line-1", False, None),
            ("reserved-id", "/sources/1"): ("dossier", True, None),
            ("duplicate-id", "/brief"): ("brief", True, None),
            ("empty-rule", "/criteria/0"): ("criteria-0", False, None),
            ("empty-rule", "/twist/criteria/0"): ("twist-criteria-0", False, None),
            ("keep-reference", "/keep/0"): ("keep-0", False, None),
            ("dimension-without-flaws", "/flaws"): ("draft", False, None),
        }
        for (code, pointer), expected in wanted.items():
            got = place(shown, code, pointer)
            assert (got.part, got.elsewhere, got.note) == expected, code
        assert shown.errors >= 6
        assert note(shown, "prix").places == [place(shown, "evidence-quote")]

    def test_what_stands_on_no_page_leads_nowhere(self) -> None:
        weights = {"fact_checking": 0, "nuance": 0, "client_adaptation": 0}
        assert place(page(weights=weights), "zero-weights").part == ""

    def test_messages_are_in_the_language_of_the_page(self) -> None:
        assert "no flaw in the dimension" in place(page("en"), "dimension-without-flaws").message
        assert "aucun défaut" in place(page("fr"), "dimension-without-flaws").message

    def test_the_markup_is_cut_where_a_finding_stands(self) -> None:
        broken = found(draft="Un {~~a~>b~~} et {++c++}{>>prix<<}.\r\n\nFin {==d.\n")
        lines = markup_lines(broken.exercise.draft, broken.findings)
        assert [(line.number, [(p.text, p.found) for p in line.pieces]) for line in lines] == [
            (1, [("Un ", False), ("{~~a~>b~~}", True), (" et {++c++}{>>prix<<}.", False)]),
            (2, []),
            (3, [("Fin ", False), ("{==", True), ("d.", False)]),
        ]

    def test_a_piece_that_does_not_stand_in_the_markup_marks_nothing(self) -> None:
        draft = mini_document()["draft"].replace("Bonjour", "Bonjour {~~et~>ou~~}{>>prix<<} " + "mot " * 200)
        long = found(draft=draft)
        assert [f.code for f in long.findings if f.line].count("long-sentence") == 1
        assert not markup_lines(draft, long.findings)[0].found


@pytest.mark.parametrize(("notice", "shown"), [("published", "published"), ("nonsense", ""), ("", "")])
def test_only_known_notices_are_said(notice: str, shown: str) -> None:
    document = json.dumps(mini_document())
    assert head_of(subject(document), checked(document), "trainee", notice).notice == shown
