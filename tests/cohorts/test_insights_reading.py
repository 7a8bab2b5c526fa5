"""One trainee over time, and one exercise, read from the database."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from app.accounts.models import Person, Role
from app.accounts.service import Identity
from app.cohorts.insights_attention import Sign
from app.cohorts.insights_exercise import read_exercise
from app.cohorts.insights_person import read_person
from app.cohorts.insights_schemas import ExerciseFigures, TraineeOverTime
from app.core.clock import now
from app.core.db import Database
from app.core.errors import Problem
from tests.cohorts.insights_world import DEPOSIT, EVERYTHING, FOR_EVER, PRICE, REWRITE, WORK, World, trainer
from tests.mini import mini_document


@pytest.fixture
def world(db: Database) -> World:
    return World(db)


@pytest.fixture
def ines(world: World) -> UUID:
    return world.person("Inès", Role.TRAINER)


@pytest.fixture
def group(world: World, ines: UUID) -> UUID:
    return world.cohort(ines)


def story(world: World, me: UUID, cohort_id: UUID, person_id: UUID) -> TraineeOverTime:
    return world.db.read(lambda session: read_person(session, trainer(me), cohort_id, person_id))


def figures(
    world: World, me: UUID | Identity, cohort_id: UUID | None, exercise_id: str = "mini"
) -> ExerciseFigures:
    identity = me if isinstance(me, Identity) else trainer(me)
    return world.db.read(lambda session: read_exercise(session, identity, exercise_id, cohort_id))


def test_a_trainee_over_time(world: World, ines: UUID, group: UUID) -> None:
    first, second = world.assign(group), world.assign(group, world.exercise("devis-2"), due=-1)
    ana = world.member(group, "Ana")
    early = world.hand_in(ana, first, PRICE, WORK, days=-9, minutes=25)
    world.hand_in(ana, first, *EVERYTHING, days=-5, minutes=300, rewrite=REWRITE)
    world.begin(ana, second, days=-4)
    world.hand_in(ana, None, *EVERYTHING, days=-3)
    found = story(world, ines, group, ana)
    assert [(one.exercise, one.submitted_at is not None) for one in found.attempts] == [
        ("mini", True),
        ("mini", True),
        ("devis-2", False),
    ]
    assert found.attempts[0].id == early.id
    assert found.attempts[2].title == "Devis devis-2"
    assert [one.late for one in found.attempts] == [False, False, True]
    assert found.attempts[0].spared == pytest.approx(7 / 8)
    assert [one.minutes and (one.minutes.elapsed, one.minutes.active) for one in found.attempts] == [
        (25, 25),
        (300, None),
        None,
    ]
    assert [one.sign for one in found.signs] == [Sign.LATE]
    assert found.scores.overall == found.attempts[1].scores.overall if found.attempts[1].scores else False


def test_what_was_archived_stays_in_the_story_and_asks_for_nothing(
    world: World, ines: UUID, group: UUID
) -> None:
    """The scores and the signs are of what is in force, as on the page of the group."""
    done, left = (world.assign(group, due=-1, archived_at=now()) for _ in range(2))
    ana = world.member(group, "Ana")
    world.hand_in(ana, done, *EVERYTHING, days=-5, rewrite=REWRITE)
    found = story(world, ines, group, ana)
    assert [(one.assignment, one.scores is not None) for one in found.attempts] == [(done, True)]
    assert ([one.assignment for one in found.signs], found.scores.overall) == ([], None)
    assert left not in {one.assignment for one in found.attempts}


def test_time_worked_comes_from_marks_and_texts(world: World, ines: UUID, group: UUID) -> None:
    ana = world.member(group, "Ana")
    attempt = world.hand_in(ana, world.assign(group), PRICE, minutes=200)
    for minutes in (10, 30):
        world.save_mark(attempt.id, minutes)
    world.save_text(attempt.id, 190)
    minutes_found = story(world, ines, group, ana).attempts[0].minutes
    assert minutes_found is not None
    assert (minutes_found.elapsed, minutes_found.active, minutes_found.in_one_go) == (200, 40, False)


def test_trust_is_pooled_and_types_are_those_of_first_attempts(world: World, ines: UUID, group: UUID) -> None:
    first, second = world.assign(group), world.assign(group, world.exercise("devis-2"))
    ana = world.member(group, "Ana")
    world.hand_in(ana, first, PRICE, WORK, days=-9)
    world.hand_in(ana, first, *EVERYTHING, days=-8)
    world.hand_in(ana, second, PRICE, FOR_EVER, days=-7)
    found = story(world, ines, group, ana)
    assert found.trust is not None
    assert (found.trust.hits, found.trust.flaws) == (6, 9)
    assert (found.trust.false_alarms, found.trust.decoys) == (1, 6)
    assert {one.type: (one.found.part, one.found.whole) for one in found.types} == {
        "contradicts-dossier": (2, 2),
        "overclaim": (1, 2),
        "material-omission": (0, 2),
    }


def test_nothing_done_yet(world: World, ines: UUID, group: UUID) -> None:
    ana = world.member(group, "Ana")
    found = story(world, ines, group, ana)
    assert (found.attempts, found.types, found.trust, found.scores.overall) == ([], [], None, None)


def test_only_members_have_a_page(world: World, ines: UUID, group: UUID) -> None:
    stranger, ivan = world.person("Tom"), world.person("Ivan", Role.TRAINER)
    ana = world.member(group, "Ana")
    with pytest.raises(Problem, match="no such trainee"):
        story(world, ines, group, stranger)
    with pytest.raises(Problem, match="no such cohort"):
        story(world, ivan, group, ana)


def test_an_exercise_in_a_group(world: World, ines: UUID, group: UUID) -> None:
    quote = world.assign(group)
    for marks, minutes in (((PRICE, FOR_EVER), 20), ((PRICE, WORK), 40), ((), 25)):
        world.hand_in(world.member(group, "Somebody"), quote, *marks, minutes=minutes)
    found = figures(world, ines, group)
    assert (found.people, found.submissions, found.versions) == (3, 3, 1)
    by_id = {one.id: one for one in found.flaws}
    assert [(one.found.part, one.found.whole) for one in found.flaws] == [(2, 3), (1, 3), (0, 3)]
    assert (by_id["prix"].passage, by_id["prix"].omission) == ("75", False)
    assert by_id["acompte"].passage == "Un acompte de 30 % est demandé à la commande."
    assert by_id["acompte"].omission
    assert by_id["prix"].discrimination is not None
    assert by_id["prix"].discrimination.few
    assert by_id["acompte"].discrimination is None
    assert [(one.id, one.misled.part) for one in found.decoys] == [("delai", 1), ("bois", 0)]
    assert found.decoys[0].passage == "La pose prend huit jours"
    assert found.time.elapsed is not None
    assert (found.time.elapsed.median, found.time.in_one_go) == (25, 2)
    assert found.scores.overall is not None
    assert found.scores.overall.count == 3


def test_only_the_first_submission_of_each_person_counts(world: World, ines: UUID, group: UUID) -> None:
    quote, again = world.assign(group), world.assign(group)
    ana = world.member(group, "Ana")
    world.hand_in(ana, again, *EVERYTHING, days=-1)
    world.hand_in(ana, quote, DEPOSIT, days=-5)
    found = figures(world, ines, group)
    assert (found.people, found.submissions) == (1, 2)
    assert [one.found.part for one in found.flaws] == [0, 0, 1]


def test_several_versions(world: World, ines: UUID, group: UUID) -> None:
    """The newest one first, its words, and flaws that only the older one has."""
    world.exercise("devis-2")
    quote = world.assign(group, "devis-2")
    world.hand_in(world.member(group, "Ana"), quote, *EVERYTHING)
    document = mini_document()
    draft = document["draft"].replace("{--Un acompte de 30 % est demandé à la commande.--}{>>acompte<<}", "")
    flaws = [{**flaw, "why": f"Nouveau : {flaw['why']}"} for flaw in document["flaws"][:2]]
    world.exercise("devis-2", draft=draft, flaws=flaws, title="Nouveau devis")
    world.hand_in(world.member(group, "Léo"), quote, PRICE)
    found = figures(world, ines, group, "devis-2")
    assert (found.title, found.versions, found.people) == ("Nouveau devis", 2, 2)
    assert [(one.id, one.found.whole, one.of_newest) for one in found.flaws] == [
        ("prix", 2, True),
        ("garantie", 2, True),
        ("acompte", 1, False),
    ]
    assert found.flaws[0].why == "Nouveau : Le devis dit 65 € et non 75 €."


def test_over_all_the_cohorts_of_a_trainer(world: World, ines: UUID, group: UUID) -> None:
    ivan = world.person("Ivan", Role.TRAINER)
    second, foreign = world.cohort(ines, name="A second one"), world.cohort(ivan, name="Ivan’s")
    for cohort in (group, second, foreign):
        world.hand_in(world.member(cohort, "Somebody"), world.assign(cohort), PRICE)
    assert (figures(world, ines, None).people, figures(world, ines, group).people) == (2, 1)
    assert [one.name for one in figures(world, ines, None).cohorts] == ["A second one", "Promotion d’automne"]
    assert figures(world, Identity(ines, Role.ADMIN), None).people == 3
    with pytest.raises(Problem, match="no such cohort"):
        figures(world, ines, foreign)


def test_an_exercise_that_was_never_set(world: World, ines: UUID, group: UUID) -> None:
    other = world.cohort(ines, name="Other")
    world.assign(other)
    with pytest.raises(Problem, match="no such exercise set"):
        figures(world, ines, group)
    with pytest.raises(Problem, match="no such exercise set"):
        figures(world, ines, None, "unknown")
    assert figures(world, ines, None).people == 0


def test_what_the_erased_left_counts_without_a_name_and_what_others_did_does_not(
    world: World, ines: UUID, group: UUID
) -> None:
    quote = world.assign(group)
    gone = world.add(Person(id=uuid4(), name="", erased_at=now()))
    world.hand_in(gone.id, quote, PRICE)
    world.hand_in(world.person("Has left"), quote, PRICE)
    found = figures(world, ines, group)
    assert (found.people, found.flaws[0].found.part) == (1, 1)
    assert str(gone.id) not in found.model_dump_json()


def test_who_is_solving_it_right_now_is_refused(world: World, ines: UUID, group: UUID) -> None:
    world.assign(group)
    world.begin(ines, None)
    with pytest.raises(Problem, match="working on this exercise"):
        figures(world, ines, group)


def test_the_statements_do_not_grow_with_the_people(world: World, ines: UUID, group: UUID) -> None:
    quote, other = world.assign(group), world.cohort(ines, name="Large")
    large = world.assign(other)
    world.hand_in(world.member(group, "Ana"), quote, PRICE)
    for number in range(30):
        world.hand_in(world.member(other, f"Trainee {number}"), large, PRICE)
    counts = []
    for cohort in (group, other):
        with world.counted() as statements:
            figures(world, ines, cohort)
        counts.append(len(statements))
    assert counts[1] <= counts[0] <= 10
