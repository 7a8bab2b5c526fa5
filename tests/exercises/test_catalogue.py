from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem
from app.exercises.catalogue import (
    SyncReport,
    current_version,
    keep_version,
    offered_cards,
    page_of_cards,
    publish_version,
    sync_catalogue,
)
from app.exercises.files import folder_digest, lint_folder, read_folder
from app.exercises.findings import Finding
from app.exercises.models import ExerciseVersion, Origin
from app.exercises.schema import Exercise
from tests.mini import DRAFT, EXERCISE_YAML, write_mini


@pytest.fixture
def catalogue(settings: Settings) -> Path:
    return settings.exercises


def sync(db: Database, catalogue: Path) -> SyncReport:
    return db.write(lambda session: sync_catalogue(session, catalogue))


def versions(db: Database) -> list[int]:
    return db.read(lambda s: sorted(number or 0 for number in s.exec(select(ExerciseVersion.number))))


def offered(db: Database) -> list[str]:
    return db.read(lambda s: [card.id for card in offered_cards(s)])


def test_unchanged_is_a_no_op_even_when_the_yaml_is_laid_out_anew(db: Database, catalogue: Path) -> None:
    assert sync(db, catalogue).unchanged == ["mini"]
    write_mini(catalogue, exercise=EXERCISE_YAML.replace("difficulty: 1", "difficulty:   1  # easy"))
    report = sync(db, catalogue)
    assert (report.unchanged, report.published, versions(db)) == (["mini"], [], [1])


def test_a_change_makes_a_new_version_and_a_way_back_reuses_the_old_one(
    db: Database, catalogue: Path
) -> None:
    first = db.read(lambda s: current_version(s, "mini"))
    write_mini(catalogue, draft=DRAFT.replace("chaque soir", "chaque matin"))
    assert sync(db, catalogue).published == ["mini"]
    assert versions(db) == [1, 2]
    write_mini(catalogue)
    sync(db, catalogue)
    assert versions(db) == [1, 2]
    assert db.read(lambda s: current_version(s, "mini")) == first


def test_a_change_of_a_source_is_a_change_and_one_of_the_gold_is_none(db: Database, catalogue: Path) -> None:
    gold = catalogue / "mini" / "gold"
    gold.mkdir()
    (gold / "note.yaml").write_text("kind: good\n", encoding="utf-8")
    assert sync(db, catalogue).unchanged == ["mini"]
    write_mini(catalogue, forum="Un autre avis.\n")
    assert sync(db, catalogue).published == ["mini"]


def test_a_broken_exercise_is_reported_and_left_out_and_the_others_stay(
    db: Database, catalogue: Path
) -> None:
    broken = EXERCISE_YAML.replace("id: mini", "id: broken").replace("65 € le mètre", "64 € le mètre")
    other = catalogue / "broken"
    shutil.copytree(catalogue / "mini", other)
    (other / "exercise.yaml").write_text(broken, encoding="utf-8")
    report = sync(db, catalogue)
    assert list(report.broken) == ["broken"]
    assert any(f.pointer == "/flaws/0/evidence/quote" and f.line for f in report.broken["broken"])
    assert offered(db) == ["mini"]


def test_an_unchanged_folder_is_not_read_again(
    db: Database, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(folder: Path) -> tuple[Exercise | None, list[Finding]]:
        read.append(folder.name)
        return lint_folder(folder)

    monkeypatch.setattr("app.exercises.catalogue.lint_folder", counted)
    assert sync(db, catalogue).unchanged == ["mini"]
    assert read == []
    (catalogue / "mini" / "gold").mkdir()
    (catalogue / "mini" / "gold" / "weak.yaml").write_text("kind: weak", encoding="utf-8")
    assert (sync(db, catalogue).unchanged, read) == (["mini"], [])
    (catalogue / "mini" / "sources" / "devis.md").write_text("Tout autre chose.\n", encoding="utf-8")
    assert sync(db, catalogue).broken["mini"]
    assert read == ["mini"]
    write_mini(catalogue)
    assert sync(db, catalogue).published == ["mini"], "offered again, as it was"
    assert read == ["mini", "mini"]


def test_the_digest_of_a_folder_is_that_of_its_bytes(catalogue: Path) -> None:
    folder = catalogue / "mini"
    before = folder_digest(folder)
    assert folder_digest(folder) == before
    (folder / "draft.md").write_bytes((folder / "draft.md").read_bytes() + b"\n")
    assert folder_digest(folder) != before


def test_a_second_folder_with_the_same_id_is_left_out(db: Database, catalogue: Path) -> None:
    shutil.copytree(catalogue / "mini", catalogue / "twin")
    report = sync(db, catalogue)
    assert (report.unchanged, [f.code for f in report.broken["twin"]]) == (["mini"], ["id-taken"])


def test_a_folder_does_not_take_the_id_of_an_exercise_of_the_api(db: Database, catalogue: Path) -> None:
    written = read_folder(catalogue / "mini").model_copy(update={"id": "twin"})
    db.write(lambda session: publish_version(session, written, Origin.API))
    shutil.copytree(catalogue / "mini", catalogue / "twin")
    yaml = catalogue / "twin" / "exercise.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8").replace("id: mini", "id: twin", 1), encoding="utf-8")
    report = sync(db, catalogue)
    assert [f.code for f in report.broken["twin"]] == ["id-taken-api"]
    assert report.withdrawn == []
    shutil.rmtree(catalogue / "twin")
    assert sync(db, catalogue).withdrawn == []
    assert offered(db) == ["mini", "twin"]


def test_a_version_that_was_only_tried_gets_its_number_when_it_is_published(
    db: Database, catalogue: Path
) -> None:
    changed = read_folder(catalogue / "mini").model_copy(update={"minutes": 99})
    assert db.write(lambda session: keep_version(session, changed).number) is None
    assert versions(db) == [0, 1]
    assert db.write(lambda session: publish_version(session, changed, Origin.FILES))
    assert versions(db) == [1, 2]


def test_an_exercise_that_is_gone_is_offered_no_longer_and_comes_back(db: Database, catalogue: Path) -> None:
    shutil.move(catalogue / "mini", catalogue.parent / "kept")
    assert sync(db, catalogue).withdrawn == ["mini"]
    assert offered(db) == []
    with pytest.raises(Problem, match="There is no such exercise"):
        db.read(lambda s: current_version(s, "mini"))
    shutil.move(catalogue.parent / "kept", catalogue / "mini")
    assert sync(db, catalogue).published == ["mini"]
    assert offered(db) == ["mini"]


def test_pages_follow_each_other_without_gap_or_overlap(db: Database) -> None:
    def cards(session: Session) -> list[str]:
        [card] = offered_cards(session)
        many = [card.model_copy(update={"id": f"e{i}"}) for i in (3, 1, 2)]
        first = page_of_cards(many, None, 2)
        rest = page_of_cards(many, first.next, 2)
        assert rest.next is None
        return [c.id for c in (*first.items, *rest.items)]

    assert db.read(cards) == ["e1", "e2", "e3"]
