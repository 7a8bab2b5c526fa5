"""What a start of the server says, and `vigie invite`: the ways in that the operator hands out."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, NoReturn

import typer
from sqlmodel import Session

from app.accounts.addresses import clean_email
from app.accounts.invitations import Made, make
from app.accounts.models import Role
from app.accounts.people import EmailTaken, find_by_email
from app.accounts.service import make_link
from app.core.config import Settings, load_settings
from app.core.db import Database
from app.core.opening import check_schema

_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to


def welcome(db: Database, settings: Settings, port: int) -> str:
    """The line that a start ends with: in solo mode the link that signs in; with accounts the link for the
    first administrator, or, once there is one, where people reach the server."""
    from app.accounts.joining import first_invitation  # brings the web framework, which other commands spare

    here = address_of(settings, port)
    if settings.mode == "solo":
        own = f"http://{settings.host}:{port}"
        return f"Vigie: open this link once to sign in: {own}/sign-in?token={db.write(make_link)}"
    first = db.write(lambda session: first_invitation(session, settings))
    if first is None:
        return f"Vigie: people reach it at {here}"
    return f"Vigie: open this link once to make the administrator’s account: {here}{first.path}"


def address_of(settings: Settings, port: int) -> str:
    """Where people reach the server, as far as its settings tell."""
    host = "localhost" if settings.host in _EVERYWHERE else settings.host
    return settings.public_url or f"http://{host}:{port}"


def invite(
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.TRAINEE,
    email: Annotated[str | None, typer.Option(help="The only address it fits; without, any.")] = None,
) -> None:
    """Print a link with which somebody makes an account, once."""
    settings = load_settings()
    if settings.mode == "solo":
        _fail("accounts need VIGIE_MODE=server")
    bound = _email(email) if email is not None else None
    with closing(Database(settings.database_url)) as db:
        check_schema(db, settings)
        try:
            made = db.write(lambda session: _made(session, role, bound, settings))
        except EmailTaken as problem:
            _fail(problem.detail)
    expiry = f"{made.invitation.expires_at:%Y-%m-%d %H:%M} UTC"
    typer.echo(f"vigie: an invitation for a {role.value}, until {expiry}; it is shown this once.", err=True)
    typer.echo(address_of(settings, settings.port) + made.path)


def _made(session: Session, role: Role, email: str | None, settings: Settings) -> Made:
    if email is not None and find_by_email(session, email):
        raise EmailTaken
    return make(session, None, role, email, settings)


def _email(text: str) -> str:
    try:
        return clean_email(text)
    except ValueError as error:
        _fail(f"--email {text!r}: {error}")


def _fail(message: str) -> NoReturn:
    typer.echo(f"vigie: {message}", err=True)
    raise typer.Exit(2)
