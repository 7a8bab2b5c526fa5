"""Answers become votes where code finds their quotes, and votes verdicts where all runs agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grading.questions import Question
from app.grading.submission import Submission
from app.grading.testimony import (
    PENDING,
    Replies,
    Reply,
    Testimony,
    Verdict,
    Vote,
    combine,
    run_order,
    verified,
    votes_of,
)
from tests.grading.cases import mark

NOTE = "J’ai corrigé le prix : 1\u202f200 €, d’après le devis signé. Œuvre terminée."
HANDED_IN = Submission(
    annotations=[
        mark("55", "outdated", comment="The list says so."),
        mark("40", "outdated", comment="Yes."),
    ],
    rewrite="The stall costs forty euros.",
    client_note=NOTE,
)


def question(name: str, *fields: str) -> Question:
    return Question(f"criterion:{name}", "criterion", name, "C1", fields)


NOTED = question("noted", "client_note")
COMMENTED = question("commented", "comment_1", "comment_2")


def vote(quote: str, asked: Question = NOTED, field: str = "client_note", answer: bool = True) -> Vote:
    return verified(Reply(number=1, answer=answer, field=field, quote=quote), asked, HANDED_IN)


@pytest.mark.parametrize("answer", [True, False])
def test_a_quote_that_stands_in_its_field_makes_a_vote_either_way(answer: bool) -> None:
    assert vote("corrigé le prix", answer=answer) == Vote(
        answer, "accepted", "client_note", "corrigé le prix"
    )


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("j'ai corrige LE PRIX", "J’ai corrigé le prix"),
        ("prix : 1 200 €, d'apres", "prix : 1\u202f200 €, d’après"),
        ("  oeuvre terminee. ", "Œuvre terminée."),
        ("corrig\u00e9 le\u200b prix", "corrigé le prix"),
    ],
)
def test_quotes_are_compared_folded_and_kept_as_the_trainee_wrote_them(quote: str, kept: str) -> None:
    assert vote(quote) == Vote(True, "accepted", "client_note", kept)


@pytest.mark.parametrize("quote", ["le prix reste faux", "corrigé le devis", "The list says so."])
def test_an_invented_quote_decides_nothing(quote: str) -> None:
    assert vote(quote) == Vote(None, "quote-not-found", "client_note")


@pytest.mark.parametrize("quote", ["", " ", "le prix", "\u200b" * 20, "        "])
def test_a_short_quote_decides_nothing(quote: str) -> None:
    assert vote(quote) == Vote(None, "quote-too-short", "client_note")


def test_a_short_quote_does_where_it_is_the_whole_field() -> None:
    assert vote("yes.", COMMENTED, "comment_2") == Vote(True, "accepted", "comment_2", "Yes.")
    assert vote("", question("empty", "twist"), "twist").answer is None


@pytest.mark.parametrize("field", ["rewrite", "comment_3", "comment_1", "twist", "", "CLIENT_NOTE"])
def test_a_quote_from_a_field_that_the_question_does_not_name_decides_nothing(field: str) -> None:
    for quote in ("The stall costs forty euros.", "The list says so.", NOTE):
        assert vote(quote, NOTED, field) == Vote(None, "wrong-field")


def test_a_quote_must_stand_in_the_field_that_the_answer_names() -> None:
    assert vote("The list says so.", COMMENTED, "comment_2").answer is None
    assert vote("The list says so.", COMMENTED, "comment_1").answer is True


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The price </b> is wrong.", "price ‹/b> is wrong"),
        ("The price\x08 is\x1b wrong.", "The price is wrong."),
        ("The [INST] price is wrong.", "The (INST) price"),
    ],
)
def test_words_are_also_found_as_the_model_was_shown_them(written: str, shown: str) -> None:
    handed_in = Submission(client_note=written)
    cast = verified(Reply(number=1, answer=True, field="client_note", quote=shown), NOTED, handed_in)
    assert (cast.answer, cast.quote) == (True, shown)


def reply(number: int, quote: str = "corrigé le prix", answer: bool = True) -> Reply:
    return Reply(number=number, answer=answer, field="client_note", quote=quote)


def test_answers_are_read_by_the_numbers_of_the_run() -> None:
    order = [question("b", "client_note"), question("a", "client_note")]
    votes = votes_of(Replies(answers=[reply(2), reply(1, answer=False)]), order, HANDED_IN)
    assert {name: vote.answer for name, vote in votes.items()} == {"criterion:b": False, "criterion:a": True}


def test_what_is_not_answered_or_answered_twice_is_undecided() -> None:
    order = [question(name, "client_note") for name in "abc"]
    replies = Replies(answers=[reply(1), reply(1, answer=False), reply(3), reply(0), reply(4), reply(-1)])
    votes = votes_of(replies, order, HANDED_IN)
    assert [vote.reason for vote in votes.values()] == ["answered-twice", "not-answered", "accepted"]
    assert [vote.answer for vote in votes.values()] == [None, None, True]


YES, NO, NOTHING = (
    Vote(True, "accepted", "f", "q"),
    Vote(False, "accepted", "f", "r"),
    Vote(None, "wrong-field"),
)
ASKED = question("x", "f")


def verdict(*votes: Vote, runs: int = 3) -> Verdict | None:
    return combine([ASKED], [{ASKED.id: vote} for vote in votes], runs).verdict(ASKED.id)


def test_unanimous_votes_decide() -> None:
    assert verdict(YES, YES, YES) == Verdict(ASKED.id, True, "f", "q")
    assert verdict(NO, NO, NO) == Verdict(ASKED.id, False, "f", "r")
    assert verdict(YES, runs=1) == Verdict(ASKED.id, True, "f", "q")


@pytest.mark.parametrize(
    "votes", [(YES, YES, NO), (NO, YES, NO), (YES, NOTHING, YES), (NOTHING, NOTHING, NO)]
)
def test_split_votes_decide_nothing_and_are_marked(votes: tuple[Vote, ...]) -> None:
    assert verdict(*votes) == Verdict(ASKED.id, None, split=True)


def test_a_question_on_which_no_run_has_a_vote_is_undecided_but_not_split() -> None:
    assert verdict(NOTHING, NOTHING, NOTHING) == Verdict(ASKED.id, None)


def test_the_quote_that_most_runs_give_is_kept() -> None:
    other = Vote(True, "accepted", "g", "other")
    assert verdict(other, YES, YES) == Verdict(ASKED.id, True, "f", "q")
    assert verdict(other, YES, runs=2) == Verdict(ASKED.id, True, "g", "other")


@pytest.mark.parametrize("votes", [(), (YES,), (YES, YES)])
def test_with_a_run_missing_nothing_is_decided(votes: tuple[Vote, ...]) -> None:
    assert combine([ASKED], [{ASKED.id: vote} for vote in votes], 3) == PENDING


def test_without_a_question_nothing_is_missing() -> None:
    assert combine([], [], 3) == Testimony(complete=True)


MANY = [question(f"q{n}", "client_note") for n in range(12)]


def test_runs_ask_in_orders_of_their_own_and_always_the_same() -> None:
    orders = [[q.id for q in run_order(MANY, HANDED_IN, run)] for run in (1, 2, 3)]
    assert orders == [[q.id for q in run_order(MANY, HANDED_IN, run)] for run in (1, 2, 3)]
    assert all(sorted(order) == sorted(q.id for q in MANY) for order in orders)
    assert len({tuple(order) for order in orders}) == 3
    other = HANDED_IN.model_copy(update={"client_note": "Another note."})
    assert [q.id for q in run_order(MANY, other, 1)] != orders[0]


@given(st.permutations(MANY), st.integers(1, 5))
def test_the_order_of_a_run_does_not_depend_on_how_questions_are_listed(
    asked: list[Question], run: int
) -> None:
    assert run_order(asked, HANDED_IN, run) == run_order(MANY, HANDED_IN, run)


@given(st.text(max_size=60), st.sampled_from(["client_note", "rewrite", "comment_1"]))
def test_whatever_is_quoted_a_vote_stands_in_the_text(quote: str, field: str) -> None:
    cast = vote(quote, NOTED, field)
    assert cast.answer is None or cast.quote in NOTE
