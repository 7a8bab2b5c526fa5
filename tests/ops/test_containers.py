"""The shape of Dockerfile and docker-compose.yml: nothing runs as root, nothing is open that need not be, and
every command and variable in them exists. There is no Docker where the tests run."""

from __future__ import annotations

import asyncio
import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg
import pytest
from ruamel.yaml import YAML
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.core.config import FILE, Settings, load_settings, may_stand_in_file, variable
from tests.bench.servers import ROOT
from tests.cluster.postgres import Postgres
from tests.test_cli import vigie

COMPOSE: Final = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE: Final = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OURS: Final = ("migrate", "web", "worker")
ALL: Final = ("postgres", *OURS)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loader: Any = YAML(typ="safe")
    found: dict[str, Any] = loader.load(COMPOSE)
    return found


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


def test_it_is_a_database_a_migration_a_web_and_a_worker(services: dict[str, Any]) -> None:
    assert tuple(services) == ALL
    assert {name: services[name]["command"] for name in OURS} == {
        "migrate": ["migrate"],
        "web": ["serve"],
        "worker": ["worker", "--pulse", "/tmp/pulse"],  # noqa: S108 - a place of the container
    }
    assert services["web"]["environment"]["VIGIE_PROCESSES"] == "2"


def test_every_command_exists(services: dict[str, Any]) -> None:
    help_text = vigie("--help").stdout
    commands = {services[name]["command"][0] for name in OURS} | {"health"}
    watched = services["worker"]["command"][1:]
    assert services["worker"]["healthcheck"]["test"] == ["CMD", "vigie", "health", *watched]
    for command in ("worker", "health"):
        assert watched[0] in vigie(command, "--help").stdout
    for command in commands:
        assert re.search(rf"^\W*{command} ", help_text, re.MULTILINE), command


def test_every_variable_is_a_setting_and_its_value_one_that_it_takes(services: dict[str, Any]) -> None:
    known = {variable(field) for field in Settings.model_fields}
    known |= {variable(field) + FILE for field in Settings.model_fields if may_stand_in_file(field)}
    assert set(re.findall(r"\bVIGIE_[A-Z_]+", COMPOSE + DOCKERFILE)) <= known
    for name in OURS:
        given = services[name]["environment"]
        plain = {key: value for key, value in given.items() if not key.endswith(FILE) and "${" not in value}
        load_settings(plain)


def test_secrets_come_from_files_alone(compose: dict[str, Any], services: dict[str, Any]) -> None:
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())
    for name in ALL:
        files = [value for key, value in services[name]["environment"].items() if key.endswith(FILE)]
        assert {f"/run/secrets/{secret}" for secret in services[name]["secrets"]} == set(files), name
        for key in services[name]["environment"]:
            assert not re.search(r"(PASSWORD|TOKEN|SECRET|KEY|DATABASE_URL)$", key), key
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", ALL)
def test_nobody_is_root_and_nothing_is_written_outside_of_its_place(
    services: dict[str, Any], name: str
) -> None:
    service = services[name]
    user, _, group = service["user"].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - a place of the container
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_web_is_reached_and_only_from_this_machine(
    compose: dict[str, Any], services: dict[str, Any]
) -> None:
    assert {name for name in ALL if "ports" in services[name]} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert services["postgres"]["networks"] == ["inside"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_each_waits_for_what_it_needs_and_is_watched(services: dict[str, Any]) -> None:
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    for name in ("postgres", "web", "worker"):
        assert services[name]["healthcheck"]["test"][0] == "CMD"
        assert services[name]["restart"] == "unless-stopped"
    assert "/health/ready" in services["web"]["healthcheck"]["test"][-1]


def test_whatever_compose_is_asked_it_knows_what_it_must() -> None:
    """It refuses every command, `logs` too, while a required variable is missing."""
    required = re.findall(r"\$\{(\w+):\?", COMPOSE)
    assert required
    for name in required:
        assert re.search(rf"^#   echo '{name}=\S+' > \.env ", COMPOSE, re.MULTILINE), name
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_database_is_healthy_once_others_reach_it(services: dict[str, Any]) -> None:
    """At the first start a server without TCP makes the database: a migration would not reach it."""
    assert "--host=127.0.0.1" in services["postgres"]["healthcheck"]["test"]


def test_nobody_outside_chooses_the_address_that_is_believed(services: dict[str, Any]) -> None:
    default = re.fullmatch(r"\$\{VIGIE_PROXIES:-(.+)\}", services["web"]["environment"]["VIGIE_PROXIES"])
    assert default
    seen: list[Any] = []

    async def web(scope: Any, _receive: object, _send: object) -> None:
        seen.append(scope["client"][0])

    said = [(b"x-forwarded-for", b"203.0.113.66, 198.51.100.7")]
    for gateway in ("172.18.0.1", "192.168.16.1"):
        scope: Any = {"type": "http", "client": (gateway, 40000), "headers": said}
        asyncio.run(ProxyHeadersMiddleware(web, default[1])(scope, None, None))  # type: ignore[arg-type] # unused
    assert seen == ["198.51.100.7", "198.51.100.7"], "that of the proxy's own connection"


def test_the_database_logs_no_row(services: dict[str, Any]) -> None:
    """What it refuses, and what takes long, with the settings of the compose file."""
    program, *options = services["postgres"]["command"]
    assert program == "postgres"
    assert options[0::2] == ["-c"] * len(options[1::2])
    with TemporaryDirectory(prefix="vigie-words-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder) / "postgres")
        try:
            words = _words_of(server, options[1::2])
        finally:
            server.stop()
    assert "violates check constraint" in words
    assert "duration: " in words
    assert "stagiaire" not in words


def _words_of(server: Postgres, settings: list[str]) -> str:
    """Its log after a row that was refused and one that was slow."""
    insert = "INSERT INTO page VALUES (%s, %s)"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        for setting in settings:
            connection.execute(f"SET {setting}".encode())
        connection.execute("SET log_min_duration_statement = 0")
        connection.execute("CREATE TABLE page (number int CHECK (number > 0), words text)")
        connection.execute(insert, [1, "un texte de stagiaire"])
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(insert, [0, "un texte de stagiaire"])
    return server.log.read_text(encoding="utf-8")


def test_the_data_outlives_the_containers(compose: dict[str, Any], services: dict[str, Any]) -> None:
    assert services["postgres"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert "database" in compose["volumes"]


def stages() -> list[list[str]]:
    """The instructions of each stage, their continued lines put together."""
    lines = re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines()
    found: list[list[str]] = []
    for line in (line for line in lines if line and not line.startswith("#")):
        if line.startswith("FROM "):
            found.append([])
        found[-1].append(line)
    return found


def test_the_image_is_built_in_stages_from_what_is_locked() -> None:
    assert len(stages()) == 4
    assert "RUN uv sync --frozen --no-dev --no-install-project" in stages()[2]
    assert "RUN npm ci --silent" in stages()[0]
    pinned = re.search(
        r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert pinned
    assert f"ghcr.io/astral-sh/uv:{pinned[1]} " in DOCKERFILE
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    own = set(re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE))
    for base in set(bases) - own:
        assert re.fullmatch(r"[a-z]+:\d+\.\d+\.\d+-\S+", base), f"{base} is not pinned"


def test_the_image_has_the_version_of_the_project(services: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {services[name]["image"] for name in OURS} == {f"vigie:{project['version']}"}


def test_what_the_image_starts_is_vigie_as_somebody_without_rights() -> None:
    last = stages()[-1]
    assert [line for line in last if line.startswith("USER")] == ["USER 10001:10001"]
    assert last[-2:] == ['ENTRYPOINT ["vigie"]', 'CMD ["serve"]']
    assert last.index("USER 10001:10001") > max(i for i, line in enumerate(last) if line.startswith("RUN"))


def test_what_is_copied_is_there_and_let_through() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    through = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    for line in DOCKERFILE.splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
                assert source.split("/")[0] in through, source
    assert not {"data", "secrets", ".git", "tests"} & through
