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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VIGIE_PORT", "eighty"),
        ("VIGIE_PORT", "70000"),
        ("VIGIE_DATABASE_URL", "mysql://x"),
        ("VIGIE_LOG_LEVEL", "loud"),
        ("VIGIE_SESSION_DAYS", "0"),
    ],
)
def test_a_malformed_value_is_one_line_that_names_variable_and_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})
    assert str(caught.value).startswith(f"{name}={value!r}: ")
    assert "\n" not in str(caught.value)


def test_every_setting_is_documented_once_in_the_code() -> None:
    described = {name: text for name, _, _, text in describe_settings(load_settings({}))}
    assert set(described) == {variable(field) for field in Settings.model_fields}
    assert all(text.endswith(".") and len(text) > 20 for text in described.values())
