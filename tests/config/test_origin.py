"""Where each setting comes from, held against what `load` makes of the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.config.alerts import FIELDS
from ftmonitor.config.origin import Setting, effective
from ftmonitor.config.settings import Flags, load, validate
from ftmonitor.errors import ConfigError

FILE = """\
profile = "prod"

[profiles.prod]
api_key_env = "PROD_KEY"
organization = "org-1"
read_only = true

[profiles.lab]
base_url = "http://lab.test:8000/v1/"
api_key_command = ["false"]
insecure = true

[ui]
glyphs = "block"
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "config.toml"
    file.write_text(FILE)
    file.chmod(0o600)
    return {"FTMONITOR_CONFIG": str(file), "FTMONITOR_DATA_DIR": str(tmp_path / "data"), "PROD_KEY": "key-of-prod"}


def shown(flags: Flags, environ: dict[str, str]) -> dict[str, Setting]:
    settings, _ = effective(flags, environ)
    return {setting.name: setting for setting in settings}


def test_the_file_and_the_defaults(environ: dict[str, str]) -> None:
    file = environ["FTMONITOR_CONFIG"]
    found = shown(Flags(), environ)
    origins = {name: setting.origin.removeprefix(f"{file}, ") for name, setting in found.items()}
    assert origins == {
        "profile": "line 1", "api_key": "line 4", "kind": "the default", "base_url": "the default",
        "api_version": "the default", "organization": "line 5", "project": "the default", "read_only": "line 6",
        "insecure": "the default", "color": "the default", "data_dir": "FTMONITOR_DATA_DIR",
        "history": "made of the above", "ui.glyphs": "line 14", "ui.theme": "the default",
            **{f"alerts.{name}": "the default" for name in FIELDS},
            "config": "FTMONITOR_CONFIG",
    }  # fmt: skip
    assert found["api_key"].value == "set"
    assert found["read_only"].value == "true"


def test_flags_and_a_command_that_is_not_run(environ: dict[str, str], tmp_path: Path) -> None:
    flags = Flags("lab", "http://localhost:1/v1", str(tmp_path / "other"), read_only=True)
    found = shown(flags, environ)
    origins = {name: found[name].origin for name in ("profile", "base_url", "data_dir", "read_only")}
    assert origins == {
        "profile": "--profile", "base_url": "--base-url", "data_dir": "--data-dir", "read_only": "--read-only"
    }  # fmt: skip
    assert found["api_key"].value == "printed by a command, which was not run"


def test_the_environment(environ: dict[str, str]) -> None:
    found = shown(Flags(), environ | {"OPENAI_API_KEY": "key-of-env", "OPENAI_ORG_ID": "org-9"})
    assert (found["profile"].value, found["profile"].origin) == ("env", "the environment")
    assert found["organization"] == Setting("organization", "org-9", "OPENAI_ORG_ID")
    assert found["base_url"].origin == "the default"
    assert found["api_key"] == Setting("api_key", "set", "OPENAI_API_KEY")


@pytest.mark.parametrize(
    ("flags", "more"),
    [
        (Flags(), {}),
        (Flags(), {"OPENAI_BASE_URL": "https://other.test/v1", "OPENAI_API_KEY": "key-of-env"}),
        (Flags(read_only=True, base_url="https://flag.test/v1"), {}),
        (Flags(profile="env"), {"OPENAI_PROJECT_ID": "proj_1"}),
    ],
)
def test_the_values_are_those_that_hold(flags: Flags, more: dict[str, str], environ: dict[str, str]) -> None:
    environ |= more
    settings, found = load(flags, environ), shown(flags, environ)
    profile = settings.profile
    for name in ("kind", "base_url", "api_version", "organization", "project", "color"):
        assert found[name].value == getattr(profile, name)
    for name in ("read_only", "insecure"):
        assert found[name].value == str(getattr(profile, name)).lower()
    assert found["profile"].value == profile.name
    assert found["data_dir"].value == str(settings.data_dir)
    assert all("key-of" not in setting.value + setting.origin for setting in found.values())


def test_every_profile_is_validated(environ: dict[str, str]) -> None:
    document, warnings = validate(environ)
    assert (document.file, warnings) == (Path(environ["FTMONITOR_CONFIG"]), ())
    document.file.write_text(FILE + '[profiles.bad]\nbase_url = "nope"\n')
    with pytest.raises(ConfigError, match=r"line 16: profiles\.bad\.base_url"):
        validate(environ)
    document.file.write_text(FILE.replace('profile = "prod"', 'profile = "prd"'))
    with pytest.raises(ConfigError, match=r"line 1: profile asks for the profile 'prd'.*did you mean prod"):
        validate(environ)


def test_no_file_is_a_valid_one(tmp_path: Path) -> None:
    assert validate({"FTMONITOR_CONFIG": str(tmp_path / "none.toml")})[1] == ()
