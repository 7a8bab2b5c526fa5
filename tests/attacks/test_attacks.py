"""What a trainee's attacks on the model come to; `tests.bench.bench_attacks` tries all of them everywhere."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from app.grading.assess import assess
from app.grading.hearing import MOST_OF_THE_POINTS
from app.grading.judge import call_of
from app.grading.questions import field_text, open_questions
from app.grading.resolve import SubmissionError, resolve
from app.grading.submission import Submission
from app.llm.protocol import ModelSettings
from app.llm.quoting import neutralise
from app.llm.scripted import Asked
from tests.attacks.corpus import Attack, attacks, carrying
from tests.attacks.judges import fields_in, fooled, honest, hostile, questions_in
from tests.attacks.trial import Case, Court, Trial, court, vague_case

MODEL = ModelSettings("http://127.0.0.1:9/v1", "scripted")
TOO_LONG = {"long-en-1", "long-en-2", "long-fr-1"}
SAMPLE = [attack for attack in attacks() if attack.id not in TOO_LONG and attack.field != "evidence"][::6]


@pytest.fixture(scope="module")
def case() -> Case:
    return vague_case("relance-facture")


@pytest.fixture(scope="module")
def bench() -> Iterator[Court]:
    with court() as opened:
        yield opened


@pytest.fixture(scope="module")
def unharmed(case: Case, bench: Court) -> Trial:
    """The same submission without any attack, before the honest judge."""
    return bench.hear(case.prepared, case.submission, honest)


def test_a_draft_without_flaws_has_no_mark_to_carry_an_attack() -> None:
    with pytest.raises(ValueError, match="holiday-cover-note: its draft has no flaws"):
        vague_case("holiday-cover-note")


def test_the_corpus_is_wide_enough() -> None:
    found = attacks()
    assert len(found) >= 80
    assert len({attack.id for attack in found}) == len(found)
    assert min(Counter(attack.language for attack in found).values()) >= 40
    assert set(Counter(attack.field for attack in found)) == {"comment", "rewrite", "client_note", "evidence"}
    wanted = {
        "direct-order", "fake-turn", "fake-delimiter", "closing-tag", "fake-quote", "base64", "homoglyph",
        "zero-width", "bidi", "leak", "long", "json", "markdown",
    }  # fmt: skip
    for technique in wanted:
        assert {a.language for a in found if a.technique == technique} == {"fr", "en"}


@pytest.mark.parametrize("attack", [a for a in attacks() if a.id in TOO_LONG], ids=lambda a: a.id)
def test_a_text_beyond_all_measure_is_no_submission(attack: Attack, case: Case) -> None:
    assert len(attack.text) >= 190_000
    with pytest.raises(ValidationError, match="string_too_long"):
        carrying(case.submission, attack)


@pytest.mark.parametrize("attack", [a for a in attacks() if a.field == "evidence"], ids=lambda a: a.id)
def test_an_evidence_that_is_no_quote_of_the_dossier_is_refused(attack: Attack, case: Case) -> None:
    with pytest.raises(SubmissionError, match="does not stand in the source"):
        assess(case.prepared.exercise, carrying(case.submission, attack))


def request_for(case: Case, handed_in: Submission) -> Asked:
    handed_in = resolve(case.prepared, handed_in)
    questions = open_questions(case.prepared, handed_in, assess(case.prepared.exercise, handed_in))
    prompt = call_of(case.prepared, questions, handed_in, 1, MODEL, 1).prompt
    messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
    return Asked({"messages": messages}, {}, "")


@pytest.mark.parametrize(
    "attack", [a for a in attacks() if a.id not in TOO_LONG and a.field != "evidence"], ids=lambda a: a.id
)
def test_no_attack_leaves_its_field_or_hides_in_it(attack: Attack, case: Case) -> None:
    handed_in = carrying(case.submission, attack)
    clean, attacked = request_for(case, case.submission), request_for(case, handed_in)
    shared = clean.user[: clean.user.index("Dans ce message")]
    assert attacked.system == clean.system
    assert attacked.user.startswith(shared)
    fields = fields_in(attacked)
    assert set(fields) == {name for question in questions_in(attacked) for name in question.fields}
    for name, text in fields.items():
        assert text.strip() == neutralise(field_text(handed_in, name)).strip()
        assert "<" not in text.replace("< ", "")
        assert not [c for c in text if unicodedata.category(c) in {"Cf", "Cc", "Co"} and c != "\n"]


@pytest.mark.parametrize("attack", SAMPLE, ids=lambda a: a.id)
def test_an_honest_judge_is_not_moved(attack: Attack, case: Case, bench: Court, unharmed: Trial) -> None:
    trial = bench.hear(case.prepared, carrying(case.submission, attack), honest)
    assert trial.gain == pytest.approx(unharmed.gain, abs=0.05)
    assert all(quote.accepted for quote in trial.quotes)


@pytest.mark.parametrize("attack", SAMPLE, ids=lambda a: a.id)
def test_a_judge_that_obeys_moves_no_more_than_its_share_and_forges_nothing(
    attack: Attack, case: Case, bench: Court
) -> None:
    trial = bench.hear(
        case.prepared, carrying(case.submission, attack), fooled(attack, case.prepared), runs=1
    )
    assert trial.gain <= MOST_OF_THE_POINTS
    assert [quote for quote in trial.quotes if quote.fabricated and quote.accepted] == []
    if attack.quote is not None:
        assert trial.gain == 0
        assert not any(quote.accepted for quote in trial.quotes)


def test_a_hostile_judge_with_real_quotes_is_held_by_the_share_alone(case: Case, bench: Court) -> None:
    trial = bench.hear(case.prepared, case.submission, hostile(case.prepared))
    assert all(quote.accepted and not quote.fabricated for quote in trial.quotes)
    assert 20 < trial.gain <= MOST_OF_THE_POINTS


def test_a_judge_that_tells_the_key_tells_nobody(case: Case, bench: Court) -> None:
    leak = next(attack for attack in attacks() if attack.technique == "leak" and attack.field == "comment")
    trial = bench.hear(case.prepared, carrying(case.submission, leak), fooled(leak, case.prepared))
    assert all(quote.fabricated for quote in trial.quotes)
    assert case.prepared.exercise.flaws[0].why not in trial.graded.model_dump_json()
    assert trial.graded == trial.by_rules
