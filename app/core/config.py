"""Settings: environment variables with the prefix `VIGIE_`, documented here and nowhere else."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "VIGIE_"
FILE: Final = "_FILE"
"""What the name of a variable ends with that names a file."""

OF_THE_TESTS: Final = frozenset({"VIGIE_TEST_DATABASE_URL", "VIGIE_TEST_ON"})
"""Said to the tests; commands of ours that run beside them are not to stumble over it."""

HIDDEN: Final = "***"
DATABASES: Final = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
_PRICE: Final = re.compile(r"(?P<model>[^=,]+)=(?P<input>\d+(?:\.\d+)?)/(?P<output>\d+(?:\.\d+)?)")
_PASSWORD: Final = re.compile(r"(?<=://)(?P<user>[^:/@]*:)[^@]+(?=@)")


class Price(NamedTuple):
    """What a model costs, per million tokens of input and of output, in the currency of the operator."""

    input: float
    output: float


class SettingsError(Exception):
    """A setting is unknown or malformed; the message is one line for the person who starts the server."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database_url: str = Field(
        default="sqlite:///data/vigie.db",
        description="Where the database is: sqlite:///path (a relative one starts at the working directory) "
        "or postgresql://user:password@host/name (PostgreSQL 15 or newer).",
    )
    host: str = Field(default="127.0.0.1", description="Address that the server binds to.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8000, description="Port that the server binds to; 0 takes a free one."
    )
    processes: Annotated[int, Field(ge=1, le=64)] = Field(
        default=1, description="Processes that serve the port together; more than one needs PostgreSQL."
    )
    exercises: Path = Field(
        default=Path("exercises"),
        description="Folder of the catalogue, read at each start: one exercise a folder.",
    )
    mode: Literal["solo", "server"] = Field(
        default="solo",
        description="solo: one person, signed in by the printed link. server: several people with accounts.",
    )
    public_url: str = Field(
        default="",
        description="Address under which people reach the server, as in https://vigie.example; for links and "
        "for OIDC. Empty: the address of each request.",
    )
    proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of reverse proxies whose X-Forwarded-… headers are believed, with commas.",
    )
    session_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=30, description="Days that a sign-in lasts in a browser."
    )
    invitation_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=7, description="Days that an invitation by link lasts."
    )
    reset_hours: Annotated[int, Field(ge=1, le=168)] = Field(
        default=24, description="Hours that a link for a new password lasts."
    )
    sign_ins_at_a_time: Annotated[int, Field(ge=1, le=64)] = Field(
        default=4, description="Passwords that are checked at a time; each takes 64 MB of memory."
    )
    limit_sign_ins: Annotated[int, Field(ge=1)] = Field(
        default=10, description="Sign-ins that may be tried in 15 minutes, for one account or one address."
    )
    limit_invitations: Annotated[int, Field(ge=1)] = Field(
        default=200, description="Invitations and links for a new password that one person may make in a day."
    )
    limit_api: Annotated[int, Field(ge=1)] = Field(
        default=1200, description="Requests to the API that one sign-in or token may make in a minute."
    )
    oidc_issuer: str = Field(
        default="",
        description="Address of an OpenID Connect provider that people may sign in with; with none, by "
        "password alone.",
    )
    oidc_client_id: str = Field(default="", description="What the provider calls this server.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="The secret that the provider gave; never shown."
    )
    oidc_name: str = Field(default="OpenID Connect", description="What the button to the provider says.")
    oidc_sign_up: Literal["invited", "anyone"] = Field(
        default="invited",
        description="Who may make an account through the provider: the invited, or anyone there.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level that is logged (to standard error)."
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Bearer token with which /metrics may be read from other machines; with none, from this "
        "one alone.",
    )
    worker_concurrency: Annotated[int, Field(ge=1, le=64)] = Field(
        default=4, description="Submissions that one worker process has graded at a time."
    )
    worker_tries: Annotated[int, Field(ge=1, le=100)] = Field(
        default=8, description="Failures after which a worker sets a submission aside for an administrator."
    )
    worker_retry_seconds: Annotated[float, Field(gt=0, le=3600)] = Field(
        default=30.0,
        description="Seconds after which a worker tries again what failed; twice as long each time, up to an "
        "hour.",
    )
    worker_heartbeat_seconds: Annotated[float, Field(ge=0.2, le=600)] = Field(
        default=10.0,
        description="Seconds between two signs of life of a worker; after three that did not come, others "
        "take over what it was doing.",
    )
    worker_poll_seconds: Annotated[float, Field(ge=0.1, le=600)] = Field(
        default=5.0,
        description="Seconds after which a worker looks for what is due again; new work wakes it.",
    )
    llm_base_url: str = Field(
        default="",
        description="Address of an OpenAI-compatible endpoint, as in http://127.0.0.1:8080/v1; with none, "
        "rules alone grade.",
    )
    llm_model: str = Field(default="", description="Name of the model at that endpoint.")
    llm_api_key: SecretStr = Field(
        default=SecretStr(""), description="Key of the endpoint, where it wants one; never shown."
    )
    llm_runs: Annotated[int, Field(ge=1, le=9)] = Field(
        default=3, description="How often each question is asked; only unanimous answers count."
    )
    llm_temperature: Annotated[float, Field(ge=0, le=2)] = Field(
        default=0.0, description="Temperature that the model is asked for."
    )
    llm_seconds: Annotated[float, Field(gt=0, le=600)] = Field(
        default=60.0, description="Seconds that one request to the model may take."
    )
    llm_retries: Annotated[int, Field(ge=0, le=10)] = Field(
        default=3, description="Further attempts at one request after the first."
    )
    llm_concurrency: Annotated[int, Field(ge=1, le=64)] = Field(
        default=4, description="Requests to the model under way at a time; on PostgreSQL over all processes."
    )
    llm_daily_tokens: Annotated[int, Field(ge=0)] = Field(
        default=0,
        description="Tokens a day (UTC) that the model may cost; beyond, work waits for the next day. "
        "0 sets no bound.",
    )
    llm_prices: Annotated[dict[str, Price], NoDecode] = Field(
        default={},
        description="Price table for the log: model=input/output per million tokens, with commas in between, "
        "as in small=0.1/0.3,large=2/6.",
    )

    @property
    def has_model(self) -> bool:
        """Whether a model is set up."""
        return bool(self.llm_base_url and self.llm_model)

    @property
    def has_oidc(self) -> bool:
        """Whether people may sign in with an OpenID Connect provider."""
        return bool(self.oidc_issuer)

    @field_validator("llm_base_url", "llm_model", "oidc_client_id")
    @classmethod
    def _trimmed(cls, value: str) -> str:
        return value.strip()

    @field_validator("llm_base_url", "public_url", "oidc_issuer")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        url = url.strip().rstrip("/")
        if url and not re.match(r"https?://[^/\s]", url):
            raise ValueError("must start with http:// or https://")
        return url

    @field_validator("llm_prices", mode="before")
    @classmethod
    def _price_table(cls, table: object) -> object:
        if not isinstance(table, str):
            return table
        entries = [_PRICE.fullmatch(entry.strip()) for entry in table.split(",") if entry.strip()]
        if None in entries:
            raise ValueError("must read model=input/output, with commas in between, as in small=0.1/0.3")
        return {found["model"].strip(): (found["input"], found["output"]) for found in entries if found}

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        if not url.startswith(DATABASES):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return url

    @model_validator(mode="after")
    def _a_whole_model_or_none(self) -> Self:
        if bool(self.llm_base_url) != bool(self.llm_model):
            missing = "llm_model" if self.llm_base_url else "llm_base_url"
            raise ValueError(f"{variable(missing)} is missing: a model needs an address and a name")
        return self

    @model_validator(mode="after")
    def _a_whole_provider_or_none(self) -> Self:
        given = {
            "oidc_issuer": self.oidc_issuer,
            "oidc_client_id": self.oidc_client_id,
            "oidc_client_secret": self.oidc_client_secret.get_secret_value(),
        }
        missing = [variable(name) for name, value in given.items() if not value]
        if 0 < len(missing) < len(given):
            raise ValueError(f"{missing[0]} is missing: a provider needs an address, an id and a secret")
        return self


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of `environ` (default: the process's). Raises SettingsError, in one line."""
    given = os.environ if environ is None else environ
    _refuse_unknown(given)
    values: dict[str, Any] = {
        name: value for name in Settings.model_fields if (value := _value(name, given)) is not None
    }
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(
            _in_one_line(error, {variable(name): value for name, value in values.items()})
        ) from None


def _value(name: str, environ: Mapping[str, str]) -> str | None:
    """What the environment, or the file that it names, says of a setting; None where they say nothing."""
    said, file = environ.get(variable(name)), variable(name) + FILE
    if not may_stand_in_file(name) or file not in environ:
        return said
    if said is not None:
        raise SettingsError(f"{variable(name)} and {file} are both set; keep one of them")
    try:
        return Path(environ[file]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(f"{file}={environ[file]!r}: cannot be read: {reason}") from None


def _in_one_line(error: ValidationError, given: Mapping[str, str]) -> str:
    """The first thing that is wrong; of the settings together where it lies in no single one."""
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return message
    field = str(first["loc"][0])
    value = without_password(given.get(variable(field), ""))
    shown = HIDDEN if _is_secret(Settings.model_fields[field]) else value
    return f"{variable(field)}={shown!r}: {message}"


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return PREFIX + field.upper()


def may_stand_in_file(field: str) -> bool:
    """Whether `VIGIE_…_FILE` may name a file that holds the setting: secrets, and what has one in it."""
    return field == "database_url" or _is_secret(Settings.model_fields[field])


def describe_settings(settings: Settings) -> list[tuple[str, str, str, str]]:
    """(variable, value in force, default, help) for each setting, in the order of the class. A secret that is
    set is shown as `***`."""
    return [
        (variable(name), _shown(getattr(settings, name)), _shown(field.default), _help(name, field))
        for name, field in Settings.model_fields.items()
    ]


def _help(name: str, field: FieldInfo) -> str:
    file = f" Or {variable(name)}{FILE}: a file that holds it." if may_stand_in_file(name) else ""
    return f"{field.description}{file}"


def _shown(value: object) -> str:
    """The value as it is written in the environment."""
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else ""
    if isinstance(value, dict):
        return ",".join(f"{model}={price.input:g}/{price.output:g}" for model, price in value.items())
    return without_password(str(value))


def without_password(url: str) -> str:
    """An address as it may be shown: the password in it is `***`. Any other text stays as it is."""
    return _PASSWORD.sub(rf"\g<user>{HIDDEN}", url)


def _is_secret(field: FieldInfo) -> bool:
    return field.annotation is SecretStr


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {variable(name) for name in Settings.model_fields}
    known |= {variable(name) + FILE for name in Settings.model_fields if may_stand_in_file(name)}
    for name in environ:
        if name.startswith(PREFIX) and name not in known | OF_THE_TESTS:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else "; `vigie settings` lists the known ones"
            raise SettingsError(f"{name}: unknown setting{hint}")
