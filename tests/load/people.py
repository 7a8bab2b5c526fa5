"""Trainees who are signed in, straight into the database: signing in is not what is measured."""

from __future__ import annotations

import secrets

from sqlmodel import Session

from app.accounts.models import Person, Role
from app.accounts.policy import COOKIE
from app.accounts.service import open_sign_in
from app.core.db import Database


def make_trainees(db: Database, number: int) -> list[str]:
    """`number` new people, each with the cookie of a browser (`name=value`)."""
    return db.write(lambda session: [_make(session, at) for at in range(number)])


def _make(session: Session, at: int) -> str:
    person = Person(name=f"Stagiaire {at}", email=f"{secrets.token_hex(8)}@load.example", role=Role.TRAINEE)
    session.add(person)
    session.flush()
    return f"{COOKIE}={open_sign_in(session, person.id, 1, 'load').token}"
