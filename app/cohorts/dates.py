"""Moments in a cohort's time zone: read from a form, and said in words. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time

from app.web.render import LOCALES, with_first, zone_name
from app.web.texts import Language, texts

ZONES: Final = (
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Luxembourg",
    "Europe/Zurich",
    "Europe/London",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "America/Toronto",
    "Africa/Abidjan",
    "Africa/Algiers",
    "Africa/Casablanca",
    "Africa/Dakar",
    "Africa/Tunis",
    "UTC",
)
"""What a form offers; the API takes every time zone of the IANA database."""
_SOON: Final = timedelta(hours=1)


def read_local(text: str, zone: str, *, last: bool = False) -> datetime | None:
    """The moment of a `datetime-local` field in a zone; None for what is no such text, and for an hour that
    the clocks skip. Of an hour that comes twice it is the first one, or the `last`."""
    try:
        typed = datetime.fromisoformat(text)
        local = typed.replace(tzinfo=ZoneInfo(zone), fold=1 if last else 0)
        moment = local.astimezone(UTC)
        back = moment.astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return None
    stands = typed.tzinfo is None and back.replace(tzinfo=None) == typed
    return moment if stands else None


def for_field(moment: datetime | None, zone: str) -> str:
    """The other way round; "" for None."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if moment else ""


def exact(moment: datetime, zone: str, language: Language) -> str:
    """Day, date, hour and zone: *lundi 30 novembre 2026 à 18:00 (heure de Paris)*."""
    t, locale = texts(language), LOCALES[language]
    local = moment.astimezone(ZoneInfo(zone))
    pattern = with_first("EEEE d MMMM y", local, locale)
    day = format_datetime(local, pattern, tzinfo=ZoneInfo(zone), locale=locale)
    return t("moment-exact", day=day, time=_time(local, language), zone=zone_name(zone, language))


def due_in_words(due: datetime, moment: datetime, zone: str, language: Language) -> str:
    """How long is left, or how long ago it was, in days of the calendar of the zone."""
    t, left = texts(language), due - moment
    local = due.astimezone(ZoneInfo(zone))
    days = (local.date() - moment.astimezone(ZoneInfo(zone)).date()).days
    if left < timedelta():
        return t("due-past-days", count=-days) if days else t("due-past-today", time=_time(local, language))
    if left < _SOON:
        return t("due-minutes", count=int(left.total_seconds()) // 60 + 1)
    if days == 0:
        return t("due-today", time=_time(local, language))
    if days == 1:
        return t("due-tomorrow", time=_time(local, language))
    return t("due-days", count=days)


def _time(local: datetime, language: Language) -> str:
    return format_time(local, "HH:mm", tzinfo=local.tzinfo, locale=LOCALES[language])
