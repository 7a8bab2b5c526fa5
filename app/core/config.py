"""Settings: environment variables with the prefix `VIGIE_`, documented here and nowhere else."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "VIGIE_"


class SettingsError(Exception):
    """A setting is unknown or malformed; the message is one line for the person who starts the server."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database_url: str = Field(
        default="sqlite:///data/vigie.db",
        description="SQLAlchemy URL of the database. A relative SQLite path starts at the working directory.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the server binds to.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8000, description="Port that the server binds to; 0 takes a free one."
    )
    exercises: Path = Field(
        default=Path("exercises"),
        description="Folder of the catalogue, read at each start: one exercise a folder.",
    )
    session_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=30, description="Days that a sign-in lasts in a browser."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level that is logged (to standard error)."
    )

    @field_validator("database_url")
    @classmethod
    def _is_sqlite(cls, url: str) -> str:
        if not url.startswith("sqlite:///"):
            raise ValueError("must start with sqlite:/// (the only database of this release)")
        return url


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of `environ` (default: the process's). Raises SettingsError, in one line."""
    given = os.environ if environ is None else environ
    _refuse_unknown(given)
    values: dict[str, Any] = {
        name: given[variable(name)] for name in Settings.model_fields if variable(name) in given
    }
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = variable(str(first["loc"][0]))
        raise SettingsError(f"{name}={given.get(name, '')!r}: {first['msg']}") from None


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return PREFIX + field.upper()


def describe_settings(settings: Settings) -> list[tuple[str, str, str, str]]:
    """(variable, value in force, default, help) for each setting, in the order of the class."""
    return [
        (variable(name), str(getattr(settings, name)), str(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {variable(name) for name in Settings.model_fields}
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else "; `vigie settings` lists the known ones"
            raise SettingsError(f"{name}: unknown setting{hint}")
