"""`vigie token`: API tokens from the command line of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn, TypeVar
from uuid import UUID

import typer
from pydantic import ValidationError
from sqlmodel import Session, col, select

from app.accounts.models import Person, Scope
from app.accounts.service import solo_person
from app.accounts.tokens import (
    DEFAULT_DAYS,
    LONGEST_DAYS,
    OwnedToken,
    TokenIn,
    all_tokens,
    make_token,
    revoke_any_token,
)
from app.core.config import Settings, load_settings
from app.core.db import Database
from app.core.errors import Problem
from app.core.opening import check_schema

T = TypeVar("T")
commands = typer.Typer(no_args_is_help=True, help="Make, list and revoke API tokens.")


@commands.command()
def make(
    name: Annotated[str, typer.Option(help="To know the token again, as in “notebook”.")],
    scope: Annotated[Scope, typer.Option(help="What it may do of what the person may.")],
    person: Annotated[str | None, typer.Option(help="E-mail of the person whose token it is.")] = None,
    solo: Annotated[bool, typer.Option("--solo", help="Of the one person of solo mode.")] = False,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="Until it expires.")] = DEFAULT_DAYS,
) -> None:
    """Make a token and print its secret, alone, this once: TOKEN=$(vigie token make …)."""
    settings = load_settings()
    wanted = _wanted(name, scope, days)
    made = _run(settings, lambda s: make_token(s, None, _person(s, settings, person, solo), wanted))
    typer.echo(f"vigie: token {made.id}, until {made.expires_at:%Y-%m-%d}; it is shown this once.", err=True)
    typer.echo(made.token)


@commands.command(name="list")
def list_command() -> None:
    """List all tokens: id, person, scope, expiry, last use, name. Never their secrets."""
    for owned in _run(load_settings(), all_tokens):
        typer.echo(_line(owned))


@commands.command()
def revoke(token_id: Annotated[UUID, typer.Argument(metavar="ID")]) -> None:
    """End the token with this ID (see `vigie token list`) at once."""
    _run(load_settings(), lambda session: revoke_any_token(session, token_id))
    typer.echo("The token is revoked.", err=True)


def _line(owned: OwnedToken) -> str:
    token = owned.token
    used = f"used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never used"
    until = f"{'expired' if token.expired else 'until'} {token.expires_at:%Y-%m-%d}"
    whose = owned.person.email or owned.person.name
    return "  ".join([str(token.id), whose, token.scope.value, until, used, token.name])


def _wanted(name: str, scope: Scope, days: int) -> TokenIn:
    try:
        return TokenIn(name=name, scope=scope, days=days)
    except ValidationError as error:
        _fail(f"--name: {error.errors()[0]['msg']}")


def _person(session: Session, settings: Settings, email: str | None, solo: bool) -> Person:
    """Who is meant; ends the command where nobody is, or where both or neither were said."""
    if (email is None) == (not solo):
        _fail("say whose token: either --person EMAIL or --solo")
    if solo and settings.mode != "solo":
        _fail("--solo is for solo mode; this server has accounts: use --person EMAIL")
    if email is None:
        return solo_person(session)
    known = (col(Person.email) == email.strip().lower(), col(Person.erased_at).is_(None))
    person = session.exec(select(Person).where(*known)).first()
    if person is None:
        _fail(f"nobody has the e-mail {email}")
    if person.blocked_at is not None:
        _fail(f"the account of {email} is blocked")
    return person


def _run(settings: Settings, work: Callable[[Session], T]) -> T:
    """`work` in one transaction; a problem ends the command with its one line."""
    with _opened(settings) as db:
        try:
            return db.write(work)
        except Problem as problem:
            _fail(" ".join([problem.detail, *(item.detail for item in problem.errors)]))


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    db = Database(settings.database_url)
    try:
        check_schema(db, settings)
        yield db
    finally:
        db.close()


def _fail(message: str) -> NoReturn:
    typer.echo(f"vigie: {message}", err=True)
    raise typer.Exit(2)
