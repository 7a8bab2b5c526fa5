"""The `vigie` command. What one command alone needs is imported in it: a worker, a health check and a linter
should start without the web framework and the grader's evaluation."""

from __future__ import annotations

import socket
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn
from uuid import UUID

import typer

from app.accounts import starting, token_commands
from app.core.config import Settings, SettingsError, describe_settings, load_settings
from app.core.db import Database
from app.core.logs import configure_logs
from app.core.opening import check_schema, open_database
from app.grading.worker_command import worker
from app.llm.protocol import ModelError
from app.ops.archive_commands import export_command, import_command
from app.ops.health_command import health

if TYPE_CHECKING:
    from app.exercises.catalogue import SyncReport
    from app.exercises.findings import Finding
    from app.exercises.schema import Exercise

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.add_typer(token_commands.commands, name="token")
cli.command()(starting.invite)
cli.command()(health)
cli.command(name="export")(export_command)
cli.command(name="import")(import_command)
cli.command()(worker)
EVALUATION: Final = Path("data/evaluation")
Words = Annotated[str, typer.Option(envvar="LANG", help="fr or en (default: that of $LANG)")]
Processes = Annotated[int | None, typer.Option(min=1, max=64, help="Instead of VIGIE_PROCESSES.")]
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False)]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


def main() -> None:
    """Entry point: a wrong setting or a usage error ends with one clear line, not a traceback."""
    try:
        cli()
    except SettingsError as error:
        _fail(str(error))


@cli.command()
def serve(processes: Processes = None) -> None:
    """Bring the database and the catalogue up to date, print the first way in, and serve."""
    from app.exercises.catalogue import sync_catalogue
    from app.ops.serving import check_processes, serve_on
    from app.web.render import bundle_is_built

    settings = load_settings()
    processes = processes or settings.processes
    check_processes(settings, processes)
    configure_logs(settings.log_level)
    if not bundle_is_built():
        _fail("the front end is not built; run `make bundle` (or `make run`, which does everything)")
    db = open_database(settings)
    _report(db.write(lambda session: sync_catalogue(session, _catalogue_folder(settings))))
    listener = _listen(settings)
    typer.echo(starting.welcome(db, settings, listener.getsockname()[1]))
    sys.stdout.flush()
    serve_on(listener, settings, db, processes)


@cli.command(name="migrate")
def migrate_command() -> None:
    """Bring the database to the schema of this release."""
    db = open_database(load_settings())
    typer.echo("The database is up to date.")
    db.close()


@cli.command()
def lint(
    paths: Annotated[list[Path], typer.Argument(exists=True, file_okay=False)],
    language: Words = "en",
) -> None:
    """Check exercise folders (or folders of them); exits 1 when one has an error."""
    words = "fr" if language.startswith("fr") else "en"
    findings = [f for path in paths for folder in _exercise_folders(path) for f in _lint_one(folder, words)]
    errors = sum(f.level == "error" for f in findings)
    typer.echo(f"{errors} error(s), {len(findings) - errors} warning(s)")
    raise typer.Exit(1 if errors else 0)


@cli.command()
def catalogue(
    language: Words = "en", as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False
) -> None:
    """Print what the catalogue covers and what it lacks; exits 1 when an exercise of it cannot be read."""
    from app.exercises import coverage_report
    from app.exercises.coverage import coverage
    from app.exercises.files import gold_kinds
    from app.exercises.minimums import lacks

    folders = _exercise_folders(_catalogue_folder(load_settings()))
    read = [(exercise, gold_kinds(folder)) for folder in folders if (exercise := _read(folder))]
    found = coverage(read)
    words = "fr" if language.startswith("fr") else "en"
    write = coverage_report.as_json if as_json else partial(coverage_report.as_text, language=words)
    typer.echo(write(found, lacks(found)))
    raise typer.Exit(0 if len(read) == len(folders) else 1)


@cli.command()
def grade(exercise_dir: Folder, submission: File) -> None:
    """Print the assessment of SUBMISSION as JSON; needs no server and no database."""
    from app.grading.files import GradeError, grade_files

    try:
        typer.echo(grade_files(exercise_dir, submission))
    except GradeError as error:
        _fail(str(error))


@cli.command(name="replay")
def replay_command(assessment: UUID) -> None:
    """Compute ASSESSMENT again from its log alone and say whether it comes out the same; exits 1 when not."""
    from app.grading.replay import ReplayError, replay

    settings = load_settings()
    with closing(Database(settings.database_url)) as db:
        check_schema(db, settings)
        try:
            found = db.read(lambda session: replay(session, assessment))
        except ReplayError as error:
            _fail(str(error))
    for difference in found.differences:
        typer.echo(f"  {difference}")
    outcome = "comes out the same" if found.same else "comes out otherwise"
    typer.echo(f"The assessment {outcome} ({found.calls} answer(s) of a model read from the log).")
    raise typer.Exit(0 if found.same else 1)


@cli.command()
def evaluate(
    runs: Annotated[int | None, typer.Option(min=1, max=9, help="Instead of VIGIE_LLM_RUNS.")] = None,
    exercises: Annotated[list[str] | None, typer.Option(help="Names or folders; may be repeated.")] = None,
    out: Annotated[Path, typer.Option(file_okay=False, help="Where the report goes.")] = EVALUATION,
) -> None:
    """Hold the grader against the gold submissions, by rules and, where one is set up, with the model."""
    from app.grading.evaluation_report import as_markdown
    from app.grading.evaluation_run import FIGURES, PAGE, evaluate_folders, exercise_folders
    from app.grading.files import GradeError

    settings = load_settings()
    configure_logs(settings.log_level)
    folders = exercise_folders(settings.exercises, exercises or [])
    try:
        found = evaluate_folders(settings, folders, runs or settings.llm_runs, out)
    except (GradeError, ModelError) as error:
        _fail(str(error))
    typer.echo(as_markdown(found))
    typer.echo(f"Written to {out / PAGE} and {out / FIGURES}.")


@cli.command()
def settings() -> None:
    """List the settings: variable, value in force, default, meaning."""
    for name, value, default, text in describe_settings(load_settings()):
        typer.echo(f"{name}={value}\n    {text} Default: {default or 'none'}")


def _exercise_folders(path: Path) -> list[Path]:
    """The folder itself when it holds an exercise, else its folders."""
    if (path / "exercise.yaml").exists():
        return [path]
    return sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))


def _read(folder: Path) -> Exercise | None:
    """The exercise of a folder; None, said on the error stream, where it cannot be read."""
    from app.exercises.files import ExerciseFileErrors, read_folder

    try:
        return read_folder(folder)
    except ExerciseFileErrors as error:
        for finding in error.findings:
            typer.echo(f"{folder.name}/{finding}", err=True)
    return None


def _lint_one(folder: Path, language: str) -> list[Finding]:
    from app.exercises.files import lint_folder

    _, findings = lint_folder(folder)
    for finding in findings:
        typer.echo(f"{folder.name}/{finding.line_of_text(language)}")
    return findings


def _report(report: SyncReport) -> None:
    """What the start found in the catalogue; broken exercises with their errors."""
    offered = len(report.unchanged) + len(report.published)
    typer.echo(f"Vigie: {offered} exercise(s) on offer, {len(report.published)} new or changed.")
    for name, findings in report.broken.items():
        typer.echo(f"Vigie: exercise {name} is left out:", err=True)
        for finding in findings:
            typer.echo(f"  {finding}", err=True)


def _catalogue_folder(settings: Settings) -> Path:
    if not settings.exercises.is_dir():
        _fail(f"VIGIE_EXERCISES={settings.exercises}: there is no such folder")
    return settings.exercises


def _listen(settings: Settings) -> socket.socket:
    """Bind before the link is printed, so that a printed link always answers."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        _fail(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; set VIGIE_PORT")
    return listener


def _fail(message: str) -> NoReturn:
    typer.echo(f"vigie: {message}", err=True)
    raise SystemExit(2)


if __name__ == "__main__":
    main()
