"""The notes beside the draft, the draft cut for them, and the page around."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.exercises.files import read_folder
from app.exercises.prepared import Prepared, prepare
from app.exercises.schema import AppliesTo, Dimension, Exercise, Flaw, FlawType, Severity, Task
from app.grading.assess import assess
from app.grading.submission import SOUND, Annotation, LinkedEvidence, MarkType, Submission
from app.practice.history import AttemptSummary
from app.practice.views.feedback import FeedbackPage, feedback_page
from app.practice.views.marked_draft import marked_paragraphs
from app.practice.views.notes import Note, notes_of
from app.text.spans import Span
from tests.mini import write_mini


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    return read_folder(write_mini(tmp_path_factory.mktemp("catalogue")))


def mark(quote: str | None, kind: MarkType = FlawType.CONTRADICTS_DOSSIER, **values: object) -> Annotation:
    said = {"quote": quote, "omission": quote is None, "type": kind, "severity": Severity.CRITICAL, **values}
    return Annotation.model_validate(said if kind != SOUND else said | {"severity": None})


def page_of(exercise: Exercise, *marks: Annotation, **texts: str) -> FeedbackPage:
    submission = Submission(annotations=list(marks), **texts)
    assessment = assess(exercise, submission)
    when = datetime(2026, 11, 20, tzinfo=UTC)
    attempt = AttemptSummary(uuid4(), exercise.id, exercise.title, when, when, when, assessment.scores)
    return feedback_page(prepare(exercise), submission, assessment, [attempt], attempt.id, None)


def note(page: FeedbackPage, name: str) -> Note:
    """The note of a flaw or a decoy."""
    return next(n for n in page.notes if name in (n.flaw and n.flaw.id, n.decoy and n.decoy.id))


def shown(page: FeedbackPage) -> list[tuple[str, str]]:
    return [(n.state, n.quote) for n in page.notes]


PRICE, FOR_LIFE = "75", "à vie, sans aucun entretien"
WEEK, PINE = "La pose prend huit jours", "Le pin vient de France"


def test_nothing_marked_misses_every_flaw_and_spares_every_decoy(exercise: Exercise) -> None:
    page = page_of(exercise)
    assert shown(page) == [
        ("missed", PRICE),
        ("spared", WEEK),
        ("spared", PINE),
        ("missed", FOR_LIFE),
        ("missed", ""),
    ]
    assert [n.number for n in page.notes] == [1, 2, 3, 4, 5]
    assert (page.alarms, page.trust, page.to_rewrite) == (0, None, [])
    assert page.counts["missed"] == 3


def test_a_found_flaw_shows_the_mark_beside_the_key(exercise: Exercise) -> None:
    proof = LinkedEvidence(source="devis", quote="65 € le mètre carré")
    found = note(page_of(exercise, mark("75 € le mètre", comment=" C’est 65 ! ", evidence=proof)), "prix")
    assert found.state == "found"
    assert found.outcome is not None
    assert (found.outcome.type_credit, found.outcome.reason) == (1, True)
    assert found.mark is not None
    assert (found.mark.quote, found.mark.comment) == ("75 € le mètre", "C’est 65 !")
    assert found.mark.evidence is not None
    assert found.mark.evidence.title == "Devis signé"
    assert [(w.flawed, w.good) for w in found.wordings] == [("75", "65")]


def test_evidence_stands_in_its_surroundings(exercise: Exercise) -> None:
    evidence = note(page_of(exercise), "garantie").evidence
    assert evidence is not None
    assert evidence.excerpt.startswith("Devis du 2 mars 2026.")
    assert [span.of(evidence.excerpt) for span in evidence.highlights] == ["garantie dix ans"]
    assert (evidence.publisher, evidence.reliability) == ("Nadia Roux", "primary")


def test_only_the_paragraphs_around_a_quote_are_shown(exercise: Exercise) -> None:
    devis = exercise.sources[0].model_copy(
        update={"text": "Avant.\n\nUn 65 € le mètre carré ici.\n \nAprès."}
    )
    changed = exercise.model_copy(update={"sources": [devis, *exercise.sources[1:]]})
    page = page_of(changed)
    evidence = note(page, "prix").evidence
    assert evidence is not None
    assert evidence.excerpt == "Un 65 € le mètre carré ici."
    lost = note(page, "garantie").evidence
    assert lost is not None
    assert (lost.excerpt, lost.highlights) == ("garantie dix ans", ())


def test_evidence_of_the_brief_has_no_publisher(exercise: Exercise) -> None:
    brief = LinkedEvidence(source="brief", quote="120 mots au maximum")
    found = note(page_of(exercise, mark("75", evidence=brief)), "prix")
    assert found.mark is not None
    assert found.mark.evidence is not None
    evidence = found.mark.evidence
    assert (evidence.title, evidence.date) == (None, None)
    assert [span.of(evidence.excerpt) for span in evidence.highlights] == ["120 mots au maximum"]


def test_a_marked_decoy_is_a_false_alarm_with_its_own_reason(exercise: Exercise) -> None:
    page = page_of(exercise, mark(WEEK))
    decoy = note(page, "delai")
    assert (decoy.state, decoy.reason, decoy.why) == ("alarm", "decoy", "Le délai est bien de huit jours.")
    assert [n.state for n in page.notes].count("spared") == 1
    assert page.alarms == 1


def test_why_a_mark_is_a_false_alarm(exercise: Exercise) -> None:
    sentence = "Votre jardin reste libre pendant les travaux."
    page = page_of(
        exercise,
        mark("75"),
        mark("75", FlawType.TONE_MISMATCH),
        mark(sentence),
        mark("jardin", FlawType.OVERCLAIM),
        mark(None, FlawType.MATERIAL_OMISSION, comment="Il manque la TVA."),
    )
    alarms = [(n.reason, n.alarm.count) for n in page.notes if n.alarm]
    assert alarms == [("other-type", 1), ("sound", 1), ("counted", 0), ("omission", 1)]
    assert [n.reason for n in page.unplaced] == ["omission"]
    assert page.alarms == 3


def test_a_second_mark_of_the_same_type_is_kept_with_the_first(exercise: Exercise) -> None:
    page = page_of(exercise, mark("à vie", FlawType.OVERCLAIM), mark("aucun entretien", FlawType.OVERCLAIM))
    found = note(page, "garantie")
    assert found.mark is not None
    assert {found.mark.quote, *(other.quote for other in found.others)} == {"à vie", "aucun entretien"}
    assert page.alarms == 0


def test_a_second_report_of_an_omission_is_kept_with_the_first(exercise: Exercise) -> None:
    said = mark(None, FlawType.MATERIAL_OMISSION, comment="L’acompte manque.")
    found = note(page_of(exercise, said, said), "acompte")
    assert found.state == "found"
    assert [other.comment for other in found.others] == ["L’acompte manque."]


def test_an_omission_reported_on_a_passage_is_shown_as_found(exercise: Exercise) -> None:
    said = mark("Mon équipe nettoie le chantier", FlawType.MATERIAL_OMISSION, comment="L’acompte manque ici.")
    page = page_of(exercise, said, mark(None, FlawType.MATERIAL_OMISSION, comment="L’acompte manque."))
    found = note(page, "acompte")
    assert (found.state, page.alarms) == ("found", 0)
    assert found.mark is not None
    assert {found.mark.comment, *(other.comment for other in found.others)} == {
        "L’acompte manque ici.",
        "L’acompte manque.",
    }


def test_checked_sound_is_told_where_it_was_right_and_where_it_was_not(exercise: Exercise) -> None:
    plain = "Mon équipe nettoie le chantier chaque soir."
    page = page_of(
        exercise,
        mark("à vie", "sound", confidence=90),
        mark(PINE, "sound", confidence=80),
        mark(plain, "sound"),
    )
    wrong, right = note(page, "garantie"), note(page, "bois")
    assert wrong.state == "missed"
    assert wrong.held is not None
    assert wrong.held.confidence == 90
    assert right.state == "spared"
    assert right.held is not None
    assert [n.quote for n in page.notes if n.state == "confirmed"] == [plain]


def test_an_omission_has_its_place_in_the_draft(exercise: Exercise) -> None:
    page = page_of(exercise)
    omission = note(page, "acompte")
    assert omission.spans == ()
    assert omission.place is not None
    assert prepare(exercise).draft[: omission.place].rstrip().endswith("chaque soir.")
    assert omission in page.placed


def test_the_pieces_of_the_draft_are_the_draft(exercise: Exercise) -> None:
    page = page_of(exercise, mark("75 € le mètre carré. Vous recevrez le bois le 12 mars 2026."), mark(PINE))
    draft = prepare(exercise).draft
    assert ["".join(piece.text for piece in pieces) for pieces in page.paragraphs] == draft.split("\n\n")
    on_price = [piece for pieces in page.paragraphs for piece in pieces if piece.text == "75"]
    assert [[n.state for n in piece.notes] for piece in on_price] == [["missed", "alarm"]]


def test_every_note_in_the_draft_starts_once_as_its_first(exercise: Exercise) -> None:
    page = page_of(exercise, mark("Votre jardin"), mark(WEEK), mark("75"))
    starts = [start for pieces in page.paragraphs for piece in pieces for start in piece.starts]
    assert sorted(start.note.number for start in starts if start.first) == [n.number for n in page.placed]


def test_each_passage_of_a_flaw_starts_with_its_number() -> None:
    flaw = Flaw(id="a", type=FlawType.OUTDATED, severity=Severity.MINOR, why="Parce que.")
    twice = Note("missed", spans=(Span(0, 3), Span(8, 11)), flaw=flaw, number=1)
    (pieces,) = marked_paragraphs("un. deux un.", [twice])
    assert [(p.text, [s.first for s in p.starts]) for p in pieces] == [
        ("un.", [True]),
        (" deux", []),
        (" un", [False]),
        (".", []),
    ]


@pytest.mark.parametrize("place", [0, 3, 4, 5, 8])
def test_a_gap_is_shown_wherever_it_lies(place: int) -> None:
    gap = Note("missed", place=place, number=1)
    paragraphs = marked_paragraphs("un.\n\ndeux", [gap])
    gaps = [(at, piece) for at, pieces in enumerate(paragraphs) for piece in pieces if not piece.text]
    assert [(at, piece.starts[0].first) for at, piece in gaps] == [(0 if place < 5 else 1, True)]
    assert ["".join(p.text for p in pieces) for pieces in paragraphs] == ["un.", "deux"]


def test_a_mark_over_paragraphs_is_shown_in_each() -> None:
    long = Note("alarm", spans=(Span(1, 9),), number=1)
    paragraphs = marked_paragraphs("un.\n\ndeux", [long])
    assert [[bool(piece.notes) for piece in pieces] for pieces in paragraphs] == [[False, True], [True]]
    assert [[len(piece.starts) for piece in pieces] for pieces in paragraphs] == [[0, 1], [0]]


REWRITE = (
    "Bonjour Madame, voici votre devis : 65 € le mètre carré, livraison le 12 mars 2026, pose en huit jours, "
    "pin français garanti dix ans. Un acompte de 30 % est demandé à la commande. Nadia Roux."
)


def test_checks_are_grouped_and_what_failed_comes_first(exercise: Exercise) -> None:
    page = page_of(exercise, rewrite=REWRITE.replace("65 €", "75 €"), client_note="Bonjour.", twist="Rezé")
    facts = page.checks[Dimension.FACT_CHECKING]
    held = [bool(line.check.passed) for line in facts]
    assert held == sorted(held)
    failed = next(line for line in facts if line.check.kind == "repaired")
    assert failed.note is note(page, "prix")
    assert failed.statement is None
    statements = {line.statement for lines in page.checks.values() for line in lines if line.statement}
    assert statements == {
        "Le texte vouvoie.",
        "La note parle de la garantie.",
        "Le texte dit que Nadia livre à Rezé.",
    }


def test_what_nobody_decided_is_a_question_beside_the_reference(exercise: Exercise) -> None:
    open_criterion = exercise.criteria[0].model_copy(update={"rule": None})
    asked = exercise.model_copy(update={"criteria": [open_criterion, exercise.criteria[1]]})
    (question,) = page_of(asked, rewrite=REWRITE, client_note="La garantie").self_checks
    assert (question.applies_to, question.own) == (AppliesTo.REWRITE, REWRITE)
    assert question.reference == prepare(asked).reference
    assert [line.statement for line in question.lines] == ["Le texte vouvoie."]


def test_the_rewrite_and_the_reference_are_compared_with_the_draft(exercise: Exercise) -> None:
    page = page_of(exercise, rewrite=REWRITE)
    old = "".join(p.text for d in page.to_rewrite for p in d.pieces if p.op != "insert")
    new = "".join(p.text for d in page.to_reference for p in d.pieces if p.op != "delete")
    assert old == prepare(exercise).draft
    assert new == prepare(exercise).reference


def leaning(page: FeedbackPage) -> tuple[str, float]:
    assert page.trust is not None
    return page.trust.leaning, page.trust.x


def test_trust_is_placed_on_the_side_that_its_word_says(exercise: Exercise) -> None:
    word, x = leaning(page_of(exercise, mark("Bien à vous")))
    assert (word, x < 37.5) == ("too-trusting", True)
    omission = mark(None, FlawType.MATERIAL_OMISSION, comment="acompte")
    word, x = leaning(page_of(exercise, mark("75"), mark("à vie"), omission, mark(WEEK), mark(PINE)))
    assert (word, x > 62.5) == ("too-suspicious", True)
    word, x = leaning(page_of(exercise, mark("75"), mark("à vie"), omission))
    assert (word, 37.5 <= x <= 62.5) == ("balanced", True)


def test_who_marks_much_that_is_sound_is_not_told_to_be_balanced(exercise: Exercise) -> None:
    """All flaws found and both decoys spared, so that the measure is balanced: it knows nothing else."""
    omission = mark(None, FlawType.MATERIAL_OMISSION, comment="acompte")
    all_found = [mark("75"), mark("à vie"), omission]
    sound = [mark("Bonjour Madame"), mark("Mon équipe nettoie"), mark("Bien à vous")]
    page = page_of(exercise, *all_found, *sound)
    assert page.trust is not None
    assert page.trust.trust.leaning == "balanced"
    assert (page.trust.leaning, page.trust.elsewhere, page.trust.x > 62.5) == ("too-suspicious", 3, True)


def test_on_a_draft_without_flaws_one_false_alarm_is_a_slip_and_two_are_a_habit(exercise: Exercise) -> None:
    mended = re.sub(r"\{(?:~~|--)(.*?)(?:~>.*?~~|--)\}\{>>\w+<<\}", r"\1", exercise.draft)
    flawless = exercise.model_copy(update={"draft": mended, "flaws": [], "twist": None})
    assert prepare(flawless).draft == prepare(exercise).reference
    assert leaning(page_of(flawless, mark("Bonjour Madame")))[0] == "balanced"
    word, x = leaning(page_of(flawless, mark("Bonjour Madame"), mark("Bien à vous")))
    assert (word, x > 62.5) == ("too-suspicious", True)


def test_where_nothing_is_rewritten_the_last_part_is_the_note(exercise: Exercise) -> None:
    assert page_of(exercise).last_part == "repair"
    noting = exercise.model_copy(update={"tasks": [Task.REVIEW, Task.CLIENT_NOTE], "twist": None})
    page = page_of(noting, mark("75"), client_note="La garantie est de dix ans.")
    assert (page.last_part, page.parts) == ("note", {"review", "reason", "repair"})


@pytest.mark.parametrize(
    ("confidences", "certainty"),
    [((None, None), None), ((100, None), "sharp"), ((70, 60), "fair"), ((50, 100), "off")],
)
def test_certainty_in_words(
    exercise: Exercise, confidences: tuple[int | None, int | None], certainty: str | None
) -> None:
    right, wrong = confidences
    page = page_of(exercise, mark("75", confidence=right), mark(WEEK, confidence=wrong))
    assert page.trust is not None
    assert page.trust.certainty == certainty


def test_without_a_review_the_flaws_are_only_pointed_at(exercise: Exercise) -> None:
    rewriting = exercise.model_copy(update={"tasks": [Task.REWRITE], "twist": None})
    page = page_of(rewriting, mark("75"), rewrite=REWRITE)
    assert {n.state for n in page.notes} == {"planted"}
    assert all(n.mark is None for n in page.notes)
    assert (page.reviewed, page.trust) == (False, None)


def test_a_draft_without_flaws_has_only_what_was_marked(exercise: Exercise) -> None:
    flawless = exercise.model_copy(
        update={"draft": prepare(exercise).reference, "flaws": [], "decoys": [], "twist": None}
    )
    assert shown(page_of(flawless)) == []
    page = page_of(flawless, mark("Un acompte de 30 %"))
    assert shown(page) == [("alarm", "Un acompte de 30 %")]
    assert page.flaws == 0


def test_notes_need_a_resolved_submission(exercise: Exercise) -> None:
    """What `feedback_page` sees to: an unplaced mark would have no place in the draft."""
    submission = Submission(annotations=[mark(WEEK)])
    prepared: Prepared = prepare(exercise)
    alarm = next(n for n in notes_of(prepared, submission, assess(exercise, submission)) if n.alarm)
    assert alarm.spans == ()
    assert note(page_of(exercise, mark(WEEK)), "delai").spans != ()
