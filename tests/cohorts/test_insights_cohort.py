"""A cohort at a glance, read from the database."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from app.accounts.models import Person, Role, Scope
from app.accounts.service import Identity
from app.cohorts.insights_attention import Sign
from app.cohorts.insights_cohort import read_cohort
from app.cohorts.insights_exercise import read_exercise
from app.cohorts.insights_person import read_person
from app.cohorts.insights_schemas import CohortFigures, TraineeFigures
from app.cohorts.models import CohortMember, Mode
from app.core.clock import now
from app.core.db import Database
from app.core.errors import Problem
from app.grading.assessment import Assessment
from app.grading.decisions import DecisionKind
from app.grading.service import keep_assessment, newest_assessment
from tests.cohorts.insights_world import EVERYTHING, PRICE, REWRITE, World, trainer


@pytest.fixture
def world(db: Database) -> World:
    return World(db)


@pytest.fixture
def ines(world: World) -> UUID:
    return world.person("Inès", Role.TRAINER)


@pytest.fixture
def group(world: World, ines: UUID) -> UUID:
    return world.cohort(ines)


def read(world: World, me: UUID | Identity, cohort_id: UUID) -> CohortFigures:
    identity = me if isinstance(me, Identity) else trainer(me)
    return world.db.read(lambda session: read_cohort(session, identity, cohort_id))


def of(figures: CohortFigures, name: str | None) -> TraineeFigures:
    return next(one for one in figures.people if one.person.name == name)


def test_who_has_done_what(world: World, ines: UUID, group: UUID) -> None:
    quote = world.assign(group)
    for name in ("Zoé", "ana", "Élise", "Léo"):
        world.member(group, name)
    people = {one.person.name: one.person.id for one in read(world, ines, group).people}
    assert list(people) == ["ana", "Élise", "Léo", "Zoé"]
    world.hand_in(people["ana"], quote, *EVERYTHING, rewrite=REWRITE)
    world.begin(people["Léo"], quote, days=-0.5)
    figures = read(world, ines, group)
    assert [(one.person.name, one.work[0].state) for one in figures.people] == [
        ("ana", "handed-in"),
        ("Élise", "not-begun"),
        ("Léo", "under-way"),
        ("Zoé", "not-begun"),
    ]
    [assignment] = figures.assignments
    assert (assignment.title, assignment.exercise) == ("Un devis de terrasse", "mini")
    assert (assignment.people, assignment.begun, assignment.handed_in, assignment.late) == (4, 2, 1, 0)
    assert assignment.overall is not None
    assert assignment.overall.count == 1
    work = of(figures, "ana").work[0]
    assert work.scores is not None
    assert work.scores.overall == assignment.overall.median
    assert figures.scores.nuance is not None
    assert figures.scores.nuance.median == work.scores.nuance


def test_the_last_attempt_counts_and_every_one_is_counted(world: World, ines: UUID, group: UUID) -> None:
    quote = world.assign(group)
    ana = world.member(group, "Ana")
    world.hand_in(ana, quote, days=-3)
    world.hand_in(ana, quote, *EVERYTHING, days=-2)
    world.begin(ana, quote, days=-1)
    work = of(read(world, ines, group), "Ana").work[0]
    assert (work.state, work.attempts, work.begun_at) == ("handed-in", 2, world.day(-3))
    assert work.touched_at == world.day(-1)
    assert work.scores is not None
    assert (work.scores.overall or 0) > 30


def test_free_attempts_trials_and_other_groups_do_not_count(world: World, ines: UUID, group: UUID) -> None:
    quote, other = world.assign(group), world.assign(world.cohort(ines, name="Other"))
    ana = world.member(group, "Ana")
    world.hand_in(ana, None, *EVERYTHING)
    world.hand_in(ana, other, *EVERYTHING)
    world.hand_in(ana, quote, *EVERYTHING, trial=True)
    figures = read(world, ines, group)
    assert of(figures, "Ana").work[0].state == "not-begun"
    assert figures.scores.overall is None


def test_who_is_no_member_any_more_is_not_shown(world: World, ines: UUID, group: UUID) -> None:
    quote, leo = world.assign(group), world.person("Léo")
    world.hand_in(leo, quote, *EVERYTHING)
    figures = read(world, ines, group)
    assert figures.people == []
    assert (figures.assignments[0].people, figures.assignments[0].handed_in) == (0, 0)
    assert figures.scores.overall is None


def test_late_awaiting_and_archived(world: World, ines: UUID, group: UUID) -> None:
    late = world.assign(group, due=-2, position=1, mode=Mode.CERTIFYING)
    archived = world.assign(group, position=2, archived_at=now())
    in_time, after = world.member(group, "Ana"), world.member(group, "Léo")
    world.member(group, "Zoé")
    world.hand_in(in_time, late, days=-5, released_at=now())
    world.hand_in(after, late, days=-1)
    world.hand_in(after, archived, days=-1)
    figures = read(world, ines, group)
    assert [one.id for one in figures.assignments] == [late]
    found = {one.person.name: one.work[0] for one in figures.people}
    assert {name: (work.late, work.awaiting) for name, work in found.items()} == {
        "Ana": (False, False),
        "Léo": (True, True),
        "Zoé": (True, False),
    }
    assert figures.assignments[0].late == 2


def test_who_may_need_a_hand(world: World, ines: UUID, group: UUID) -> None:
    due, soon = world.assign(group, due=-1, position=1), world.assign(group, due=2, position=2)
    world.member(group, "Ana")
    left = world.member(group, "Léo")
    low, well = world.member(group, "Zoé"), world.member(group, "Rémi")
    for person in (left, low, well):
        world.hand_in(person, due, *(() if person == low else EVERYTHING), days=-4, rewrite=REWRITE)
    world.begin(left, soon, days=-3.1)
    world.hand_in(low, soon, PRICE, days=-2)
    found = {
        one.person.name: [(s.sign, s.assignment) for s in one.signs]
        for one in read(world, ines, group).people
    }
    assert found == {
        "Ana": [(Sign.LATE, due)],
        "Léo": [(Sign.LEFT, soon)],
        "Zoé": [(Sign.LOW, None)],
        "Rémi": [],
    }


def test_the_assessment_in_force_counts(world: World, ines: UUID, group: UUID) -> None:
    quote = world.assign(group)
    attempt = world.hand_in(world.member(group, "Ana"), quote, PRICE)
    submission = attempt.submission_id
    assert submission
    before: Assessment = world.db.read(lambda session: newest_assessment(session, submission))
    scores = before.scores.model_copy(update={"overall": 99.5})
    newer = before.model_copy(update={"scores": scores, "provisional": True})
    world.db.write(lambda session: keep_assessment(session, submission, 2, newer))
    work = of(read(world, ines, group), "Ana").work[0]
    assert work.provisional
    assert work.scores is not None
    assert work.scores.overall == 99.5


def test_the_share_that_each_trainer_confirmed_unchanged(world: World, ines: UUID, group: UUID) -> None:
    exam, ivan = world.assign(group, mode=Mode.CERTIFYING), world.person("Ivan", Role.TRAINER)
    elsewhere = world.assign(world.cohort(ines, name="Other"), mode=Mode.CERTIFYING)
    ana, leo = world.member(group, "Ana"), world.member(group, "Léo")
    first, second, third = (world.hand_in(person, exam, PRICE) for person in (ana, leo, ana))
    world.decide(first, ines, DecisionKind.CONFIRMATION, seconds=20)
    world.decide(second, ines, DecisionKind.CHECK, changed=True)
    world.decide(second, ines, DecisionKind.CONFIRMATION, changed=True, seconds=40)
    world.decide(third, ivan, DecisionKind.CONFIRMATION)
    world.decide(third, ines, DecisionKind.CONFIRMATION)
    world.decide(world.hand_in(ana, elsewhere, PRICE), ines, DecisionKind.CONFIRMATION)
    of_ines, of_ivan = read(world, ines, group).confirmations
    assert (of_ines.trainer.name, of_ines.unchanged.part, of_ines.unchanged.whole) == ("Inès", 1, 2)
    assert of_ines.seconds is not None
    assert (of_ines.seconds.median, of_ines.seconds.count) == (30, 2)
    assert (of_ivan.trainer.name, of_ivan.unchanged.share, of_ivan.seconds) == ("Ivan", 1, None)


def test_archiving_an_assignment_hides_no_confirmation(world: World, ines: UUID, group: UUID) -> None:
    exam = world.assign(group, mode=Mode.CERTIFYING, archived_at=now())
    world.decide(world.hand_in(world.member(group, "Ana"), exam, PRICE), ines, DecisionKind.CONFIRMATION)
    figures = read(world, ines, group)
    [of_ines] = figures.confirmations
    assert (figures.assignments, of_ines.unchanged.part, of_ines.unchanged.whole) == ([], 1, 1)


def test_an_administrator_who_learns_sees_no_grade_of_their_own_that_waits(
    world: World, ines: UUID, group: UUID
) -> None:
    exam, ada = world.assign(group, mode=Mode.CERTIFYING), world.person("Ada", Role.ADMIN)
    attempt = world.hand_in(world.member(group, "Ada", ada), exam, *EVERYTHING, rewrite=REWRITE)
    me = Identity(ada, Role.ADMIN)
    [work] = of(read(world, me, group), "Ada").work
    assert (work.state, work.awaiting, work.scores) == ("handed-in", True, None)
    assert read(world, me, group).scores.overall is None
    [alone] = world.db.read(lambda session: read_person(session, me, group, ada)).attempts
    assert (alone.awaiting, alone.scores, alone.found) == (True, None, None)
    figures = world.db.read(lambda session: read_exercise(session, me, "mini", group))
    assert (figures.people, figures.submissions, figures.scores.overall) == (0, 1, None)
    assert of(read(world, ines, group), "Ada").work[0].scores is not None
    world.db.write(lambda session: session.merge(attempt).sqlmodel_update({"released_at": now()}))
    assert of(read(world, me, group), "Ada").work[0].scores is not None


def test_an_erased_person_has_no_name(world: World, ines: UUID, group: UUID) -> None:
    world.assign(group)
    world.member(group, "Ana")
    gone = world.add(Person(id=uuid4(), name="kept by mistake", erased_at=now()))
    world.add(CohortMember(cohort_id=group, person_id=gone.id))
    names = [one.person.name for one in read(world, ines, group).people]
    assert names == ["Ana", None]


def test_a_group_without_anybody_or_anything(world: World, ines: UUID, group: UUID) -> None:
    figures = read(world, ines, group)
    assert (figures.assignments, figures.people, figures.confirmations) == ([], [], [])
    assert figures.scores.overall is None
    world.member(group, "Ana")
    assert of(read(world, ines, group), "Ana").work == []


def test_only_its_trainers_and_administrators_read_it(world: World, ines: UUID, group: UUID) -> None:
    ivan, tara = world.person("Ivan", Role.TRAINER), world.member(group, "Tara")
    ada = world.person("Ada", Role.ADMIN)
    refused = [
        trainer(ivan),
        Identity(tara),
        Identity(ines, Role.TRAINEE),
        Identity(ada, Role.ADMIN, Scope.AUTHOR),
    ]
    for me in refused:
        with pytest.raises(Problem, match="no such cohort"):
            read(world, me, group)
    assert read(world, Identity(ada, Role.ADMIN), group).cohort.id == group
    with pytest.raises(Problem, match="no such cohort"):
        read(world, ines, uuid4())


def test_the_statements_do_not_grow_with_the_group(world: World, ines: UUID) -> None:
    """30 trainees with 6 assignments cost as many as 2 with 1."""
    small, large = world.cohort(ines, name="Small"), world.cohort(ines, name="Large")
    exercises = [world.exercise(f"devis-{number}") for number in range(6)]
    for cohort, size, wanted in ((small, 2, 1), (large, 30, 6)):
        members = [world.member(cohort, f"Trainee {number}") for number in range(size)]
        for exercise in exercises[:wanted]:
            assignment = world.assign(cohort, exercise)
            for member in members:
                world.hand_in(member, assignment, PRICE)
    counts = {}
    for cohort in (small, large):
        with world.counted() as statements:
            figures = read(world, ines, cohort)
        counts[figures.cohort.name] = len(statements)
    assert len(figures.people) == 30
    assert all(work.state == "handed-in" for one in figures.people for work in one.work)
    assert counts["Large"] <= counts["Small"] <= 10
