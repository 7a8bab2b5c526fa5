"""How many links one person may make in a day: invitations, and links for a new password."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from app.accounts.service import Identity
from app.core.config import Settings
from app.core.errors import invalid
from app.core.rate_limits import Rate, take

DAY = timedelta(days=1)


def take_links(session: Session, me: Identity, settings: Settings, count: int = 1) -> None:
    """Count `count` links. Raises a 429 problem where they are too many for a day, a 422 problem where they
    always would be."""
    most = settings.limit_invitations
    if count > most:
        raise invalid("/emails", f"At most {most} a day.")
    take(session, f"links:{me.person_id}", Rate(most, DAY), count)
