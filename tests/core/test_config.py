from __future__ import annotations

from pathlib import Path

import pytest

from app.core.config import Settings, SettingsError, describe_settings, load_settings, variable


def test_defaults_need_no_environment() -> None:
    settings = load_settings({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url == "sqlite:///data/vigie.db"


def test_variables_are_read_and_others_are_left_alone() -> None:
    settings = load_settings({"VIGIE_PORT": "9001", "VIGIE_EXERCISES": "/tmp/x", "PATH": "/bin"})  # noqa: S108
    assert settings.port == 9001
    assert settings.exercises == Path("/tmp/x")  # noqa: S108 - only a name


def test_an_unknown_variable_is_named_with_the_nearest_known_one() -> None:
    with pytest.raises(SettingsError, match=r"^VIGIE_PROT: unknown setting; did you mean VIGIE_PORT\?$"):
        load_settings({"VIGIE_PROT": "9001"})


def test_an_unknown_variable_without_a_neighbour_points_to_the_list() -> None:
    with pytest.raises(SettingsError, match="`vigie settings` lists"):
        load_settings({"VIGIE_ZZZZZZZZZZZZ": "1"})


def test_what_is_said_to_the_tests_stops_no_command() -> None:
    load_settings({"VIGIE_TEST_DATABASE_URL": "postgresql://127.0.0.1/x", "VIGIE_TEST_ON": "postgresql"})
    with pytest.raises(SettingsError, match=r"^VIGIE_TEST_ONE: unknown setting"):
        load_settings({"VIGIE_TEST_ONE": "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VIGIE_PORT", "eighty"),
        ("VIGIE_PORT", "70000"),
        ("VIGIE_DATABASE_URL", "mysql://x"),
        ("VIGIE_DATABASE_URL", "postgresql+asyncpg://x"),
        ("VIGIE_LOG_LEVEL", "loud"),
        ("VIGIE_SESSION_DAYS", "0"),
        ("VIGIE_LLM_BASE_URL", "localhost:8080"),
        ("VIGIE_LLM_RUNS", "0"),
        ("VIGIE_LLM_PRICES", "small"),
        ("VIGIE_LLM_PRICES", "small=1/2,large=a/b"),
        ("VIGIE_LLM_TEMPERATURE", "-1"),
    ],
)
def test_a_malformed_value_is_one_line_that_names_variable_and_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})
    assert str(caught.value).startswith(f"{name}={value!r}: ")
    assert "\n" not in str(caught.value)


def test_the_password_of_the_database_is_never_shown() -> None:
    url = "postgresql://vigie:s3cr3t/%40@db.example:5432/vigie?sslmode=require"
    shown = {
        name: value for name, value, _, _ in describe_settings(load_settings({"VIGIE_DATABASE_URL": url}))
    }
    assert shown["VIGIE_DATABASE_URL"] == "postgresql://vigie:***@db.example:5432/vigie?sslmode=require"
    with pytest.raises(SettingsError) as caught:
        load_settings({"VIGIE_DATABASE_URL": "mysql://vigie:s3cr3t@db.example/vigie"})
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["sqlite:///x.db", "postgresql://db/vigie", "postgresql+psycopg:///vigie?host=/run"]
)
def test_both_kinds_of_database_are_known(url: str) -> None:
    assert load_settings({"VIGIE_DATABASE_URL": url}).database_url == url


def test_every_setting_is_documented_once_in_the_code() -> None:
    described = {name: text for name, _, _, text in describe_settings(load_settings({}))}
    assert set(described) == {variable(field) for field in Settings.model_fields}
    assert all(text.endswith(".") and len(text) > 20 for text in described.values())


MODEL = {"VIGIE_LLM_BASE_URL": "https://models.example/v1", "VIGIE_LLM_MODEL": "small"}


def test_no_model_is_set_up_by_default() -> None:
    assert not load_settings({}).has_model
    assert load_settings(MODEL).has_model


OIDC = {
    "VIGIE_OIDC_ISSUER": "https://id.example/",
    "VIGIE_OIDC_CLIENT_ID": "vigie",
    "VIGIE_OIDC_CLIENT_SECRET": "s3cret",
}


def test_people_sign_in_without_a_provider_by_default() -> None:
    assert not load_settings({}).has_oidc
    settings = load_settings(OIDC)
    assert (settings.has_oidc, settings.oidc_issuer) == (True, "https://id.example")
    assert "s3cret" not in str(describe_settings(settings))


@pytest.mark.parametrize("missing", sorted(OIDC))
def test_a_provider_needs_an_address_an_id_and_a_secret(missing: str) -> None:
    given = {name: value for name, value in OIDC.items() if name != missing}
    said = f"^{missing} is missing: a provider needs an address, an id and a secret$"
    with pytest.raises(SettingsError, match=said):
        load_settings(given)


@pytest.mark.parametrize("missing", sorted(MODEL))
def test_a_model_needs_its_address_and_its_name(missing: str) -> None:
    given = {name: value for name, value in MODEL.items() if name != missing}
    with pytest.raises(SettingsError, match=f"^{missing} is missing: a model needs an address and a name$"):
        load_settings(given)


def test_the_price_table_is_read_and_shown_as_it_is_written() -> None:
    settings = load_settings({"VIGIE_LLM_PRICES": "small=0.1/0.30, org/large:7b=2/6,"})
    assert settings.llm_prices == {"small": (0.1, 0.3), "org/large:7b": (2.0, 6.0)}
    shown = {name: value for name, value, _, _ in describe_settings(settings)}
    assert shown["VIGIE_LLM_PRICES"] == "small=0.1/0.3,org/large:7b=2/6"


def test_the_key_is_never_shown() -> None:
    settings = load_settings({**MODEL, "VIGIE_LLM_API_KEY": "sk-secret-123"})
    assert settings.llm_api_key.get_secret_value() == "sk-secret-123"
    assert describe_settings(settings)[_index("VIGIE_LLM_API_KEY")][:3] == ("VIGIE_LLM_API_KEY", "***", "")
    assert "sk-secret" not in repr(settings) + str(settings) + repr(describe_settings(settings))


def test_a_key_that_is_not_set_is_shown_as_nothing() -> None:
    assert describe_settings(load_settings({}))[_index("VIGIE_LLM_API_KEY")][1:3] == ("", "")


def _index(name: str) -> int:
    return [shown for shown, *_ in describe_settings(load_settings({}))].index(name)


def secret_file(folder: Path, text: str) -> str:
    file = folder / "secret"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_secrets_and_the_database_may_stand_in_files(tmp_path: Path) -> None:
    url = "postgresql://vigie:s3cret@db/vigie"
    settings = load_settings({"VIGIE_DATABASE_URL_FILE": secret_file(tmp_path, f"{url}\n")})
    assert settings.database_url == url
    assert "s3cret" not in repr(describe_settings(settings))
    settings = load_settings({"VIGIE_METRICS_TOKEN_FILE": secret_file(tmp_path, "a-token\n")})
    assert settings.metrics_token.get_secret_value() == "a-token"
    described = describe_settings(settings)[_index("VIGIE_METRICS_TOKEN")][3]
    assert described.endswith(" Or VIGIE_METRICS_TOKEN_FILE: a file that holds it.")
    assert "_FILE" not in describe_settings(settings)[_index("VIGIE_PORT")][3]


def test_a_file_beside_the_variable_is_one_too_many(tmp_path: Path) -> None:
    given = {"VIGIE_LLM_API_KEY": "k", "VIGIE_LLM_API_KEY_FILE": secret_file(tmp_path, "k")}
    said = "^VIGIE_LLM_API_KEY and VIGIE_LLM_API_KEY_FILE are both set; keep one of them$"
    with pytest.raises(SettingsError, match=said):
        load_settings(given)


def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    name = "VIGIE_DATABASE_URL_FILE"
    with pytest.raises(
        SettingsError, match=f"^{name}='/nowhere': cannot be read: No such file or directory$"
    ):
        load_settings({name: "/nowhere"})
    (tmp_path / "binary").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingsError, match=r"cannot be read: it is no text$"):
        load_settings({name: str(tmp_path / "binary")})


def test_an_empty_file_is_no_secret(tmp_path: Path) -> None:
    settings = load_settings({"VIGIE_LLM_API_KEY_FILE": secret_file(tmp_path, "\n")})
    assert settings.llm_api_key.get_secret_value() == ""


def test_what_is_no_secret_has_no_file() -> None:
    with pytest.raises(SettingsError, match=r"^VIGIE_PORT_FILE: unknown setting"):
        load_settings({"VIGIE_PORT_FILE": "/nowhere"})


def test_a_malformed_address_from_a_file_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"VIGIE_DATABASE_URL_FILE": secret_file(tmp_path, "mysql://vigie:s3cret@db/vigie")})
    assert str(caught.value).startswith("VIGIE_DATABASE_URL='mysql://vigie:***@db/vigie': must start with")
