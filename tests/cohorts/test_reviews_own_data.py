"""What is kept of a person's part in the last word: downloaded by both sides, erased with the account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app.accounts.own_data import Erasing
from app.cohorts.moderation_own_data import LAST_WORD
from app.core.db import Database
from app.grading.decisions_models import Decision
from app.practice.appeal_models import Appeal, Proposal
from tests.cast import Cast
from tests.cohorts.reviewed import Group, decide


@pytest.fixture
def group(cast: Cast, db: Database) -> Group:
    """Tara contested and proposed, Ines answered the one and not yet the other."""
    made = Group(cast, db)
    attempt = made.hand_in(made.formative)
    appeal = made.appeal(attempt)
    made.propose(attempt)
    assert decide(cast.browser("ines"), f"appeal.{appeal['id']}", "passed", 1).status_code == 200
    return made


def collected(group: Group, who: str) -> dict[str, Any]:
    return group.db.read(lambda session: LAST_WORD.collect(session, group.cast.id(who)))


def test_a_trainee_has_their_words_and_the_answers(group: Group) -> None:
    data = collected(group, "tara")
    [appeal], [proposal], [decision] = data["appeals"], data["proposals"], data["decisions"]
    ines = str(group.cast.id("ines"))
    assert (appeal["text"], appeal["state"], appeal["answer"]) == (
        "La note en parle.", "upheld", "Je l’ai lu.",
    )  # fmt: skip
    assert (appeal["answered_by"], decision["by"], decision["verdict"]) == (ines, ines, "passed")
    assert (proposal["mark"], proposal["state"], proposal["decided_by"]) == (3, "open", None)


def test_a_trainer_has_what_they_decided_without_the_words_of_others(group: Group) -> None:
    data = collected(group, "ines")
    [appeal], [decision] = data["appeals"], data["decisions"]
    assert (appeal["text"], appeal["answer"], appeal["answered_by"]) == (None, "Je l’ai lu.", "me")
    assert (decision["by"], decision["reason"], data["proposals"]) == ("me", "Je l’ai lu.", [])
    assert collected(group, "tom") == {"appeals": [], "proposals": [], "decisions": []}


def kept(group: Group) -> tuple[int, int, int]:
    def count(session: Any, table: Any) -> int:
        return len(session.exec(select(table)).all())

    return group.db.read(
        lambda session: (count(session, Appeal), count(session, Proposal), count(session, Decision))
    )


def erase(group: Group, person_id: UUID) -> None:
    group.db.write(lambda session: LAST_WORD.erase(session, Erasing(person_id)))


def test_words_go_with_the_account_and_decisions_stay(group: Group) -> None:
    erase(group, group.cast.id("tom"))
    erase(group, group.cast.id("ines"))
    assert kept(group) == (1, 1, 1)
    erase(group, group.cast.id("tara"))
    assert kept(group) == (0, 0, 1)


def test_the_whole_account_is_erased_with_them(group: Group) -> None:
    holdings = group.cast.app.state.holdings  # type: ignore[attr-defined]  # the application is one of FastAPI
    erasing = Erasing(group.cast.id("tara"))

    def erase_everything(session: Any) -> None:
        for holding in holdings:
            holding.erase(session, erasing)

    group.db.write(erase_everything)
    assert kept(group) == (0, 0, 0)


def test_the_page_says_what_stays_before_anything_is_erased(group: Group) -> None:
    trainer = group.cast.browser("ines").get("/account/erase").text
    for words in ("Un groupe que vous animez et où d’autres travaillent", "Une décision que vous avez prise"):
        assert words in trainer
    trainee = group.cast.browser("tara").get("/account/erase").text
    assert "Votre place dans le groupe où vous vous formez" in trainee
    assert "décision que vous" not in trainee
