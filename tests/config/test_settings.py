"""Which profile, and what holds for it: flags, environment, file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.config.profiles import DEFAULT_BASE_URL
from ftmonitor.config.settings import Flags, load
from ftmonitor.errors import ConfigError

FILE = """\
profile = "prod"

[profiles.prod]
api_key_env = "PROD_KEY"
organization = "org-1"
project = "proj_1"
color = "red"

[profiles.lab]
base_url = "http://lab.test:8000/v1/"
api_key_env = "LAB_KEY"
insecure = true
read_only = true

[profiles.azure]
kind = "azure"
base_url = "https://resource.openai.azure.com/openai"
api_version = "2024-10-21"
api_key_env = "AZURE_KEY"
"""
KEYS = {"PROD_KEY": "key-of-prod", "LAB_KEY": "key-of-lab", "AZURE_KEY": "key-of-azure"}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "config.toml"
    file.write_text(FILE)
    return {"FTMONITOR_CONFIG": str(file), "FTMONITOR_DATA_DIR": str(tmp_path / "data"), **KEYS}


@pytest.mark.parametrize(
    ("flag", "variables", "name"),
    [
        (None, {}, "prod"),
        (None, {"OPENAI_API_KEY": "key-of-env"}, "env"),
        (None, {"OPENAI_BASE_URL": "https://other.test/v1"}, "env"),
        (None, {"OPENAI_ORG_ID": "org-2"}, "prod"),
        (None, {"OPENAI_API_KEY": ""}, "prod"),
        (None, {"FTMONITOR_PROFILE": "lab", "OPENAI_API_KEY": "key-of-env"}, "lab"),
        (None, {"FTMONITOR_PROFILE": ""}, "prod"),
        ("azure", {"FTMONITOR_PROFILE": "lab", "OPENAI_API_KEY": "key-of-env"}, "azure"),
        ("env", {}, "env"),
    ],
)
def test_which_profile(flag: str | None, variables: dict[str, str], name: str, environ: dict[str, str]) -> None:
    assert load(Flags(profile=flag), environ | variables).profile.name == name


def test_without_anything_it_is_the_environment(tmp_path: Path) -> None:
    settings = load(Flags(), {"FTMONITOR_CONFIG": str(tmp_path / "none.toml"), "FTMONITOR_DATA_DIR": str(tmp_path)})
    assert (settings.profile.name, settings.profile.base_url) == ("env", DEFAULT_BASE_URL)
    assert settings.profile.api_key is None
    assert settings.profile.key_hint == "set OPENAI_API_KEY"
    assert "does not exist" in settings.warnings[0]


def test_the_environment_makes_a_whole_profile(environ: dict[str, str]) -> None:
    variables = {
        "OPENAI_API_KEY": " key-of-env\n",
        "OPENAI_BASE_URL": "http://127.0.0.1:8765/v1/",
        "OPENAI_ORG_ID": "org-2",
        "OPENAI_PROJECT_ID": "proj_2",
    }
    profile = load(Flags(), environ | variables).profile
    assert profile.api_key is not None
    assert profile.api_key.reveal() == "key-of-env"
    assert profile.base_url == "http://127.0.0.1:8765/v1"
    assert (profile.organization, profile.project) == ("org-2", "proj_2")


def test_inside_a_profile_of_the_file_the_openai_variables_do_not_count(environ: dict[str, str]) -> None:
    variables = {"OPENAI_API_KEY": "key-of-env", "OPENAI_BASE_URL": "https://evil.test/v1", "OPENAI_ORG_ID": "org-9"}
    profile = load(Flags(profile="prod"), environ | variables).profile
    assert profile.base_url == DEFAULT_BASE_URL
    assert profile.api_key is not None
    assert profile.api_key.reveal() == "key-of-prod"
    assert profile.organization == "org-1"


def test_the_key_of_a_profile_that_has_none_is_not_borrowed(environ: dict[str, str]) -> None:
    del environ["PROD_KEY"]
    profile = load(Flags(profile="prod"), environ | {"OPENAI_API_KEY": "key-of-env"}).profile
    assert profile.api_key is None
    assert profile.key_hint == "set PROD_KEY"


def test_flags_override_the_profile(environ: dict[str, str]) -> None:
    profile = load(Flags(profile="prod", base_url="https://proxy.test/v1", read_only=True), environ).profile
    assert profile.base_url == "https://proxy.test/v1"
    assert profile.read_only
    assert profile.api_key is not None
    assert profile.api_key.reveal() == "key-of-prod"


def test_a_base_url_flag_takes_the_key_along_in_the_environment(environ: dict[str, str]) -> None:
    variables = {"OPENAI_API_KEY": "key-of-env", "OPENAI_BASE_URL": "https://one.test/v1"}
    profile = load(Flags(base_url="https://two.test/v1"), environ | variables).profile
    assert profile.base_url == "https://two.test/v1"
    assert profile.api_key is not None


def test_azure_and_insecure_profiles(environ: dict[str, str]) -> None:
    azure = load(Flags(profile="azure"), environ).profile
    assert (azure.kind, azure.api_version) == ("azure", "2024-10-21")
    lab = load(Flags(profile="lab"), environ).profile
    assert (lab.insecure, lab.read_only, lab.base_url) == (True, True, "http://lab.test:8000/v1")


def test_an_unknown_profile_is_an_error_that_names_the_nearest(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=r"--profile asks for the profile 'prd'.*did you mean prod\?"):
        load(Flags(profile="prd"), environ)
    with pytest.raises(ConfigError, match="FTMONITOR_PROFILE asks for"):
        load(Flags(), environ | {"FTMONITOR_PROFILE": "nope"})


def test_an_unknown_profile_chosen_by_the_file_names_its_line(environ: dict[str, str]) -> None:
    Path(environ["FTMONITOR_CONFIG"]).write_text('# a comment\nprofile = "gone"\n')
    with pytest.raises(ConfigError, match=r"config.toml, line 2: profile asks for the profile 'gone'"):
        load(Flags(), environ)
    assert load(Flags(), environ | {"OPENAI_API_KEY": "key-of-env"}).profile.name == "env"


def test_data_dir_flag_over_variable(environ: dict[str, str], tmp_path: Path) -> None:
    assert load(Flags(), environ).data_dir == tmp_path / "data"
    assert load(Flags(data_dir=str(tmp_path / "other")), environ).data_dir == tmp_path / "other"
    with pytest.raises(ConfigError, match="--data-dir"):
        load(Flags(data_dir=""), environ)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('kind = "azure"\napi_version = "1"', "needs a base_url"),
        ('kind = "azure"\nbase_url = "https://r.test/openai"', "needs an api_version"),
        ('api_key_env = "A"\napi_key_command = ["x"]', "line 4: .*stands beside api_key_env"),
        ('organization = "org 1"', "line 3: profiles.x.organization has blanks"),
        ('base_url = "http://far.test/v1"', "line 3: profiles.x.base_url is plain http to far.test"),
    ],
)
def test_what_a_profile_cannot_say(table: str, said: str, environ: dict[str, str]) -> None:
    Path(environ["FTMONITOR_CONFIG"]).write_text(f"\n[profiles.x]\n{table}\n")
    with pytest.raises(ConfigError, match=said):
        load(Flags(profile="x"), environ)


def test_the_v1_api_of_azure_needs_no_api_version(environ: dict[str, str]) -> None:
    Path(environ["FTMONITOR_CONFIG"]).write_text(
        '[profiles.x]\nkind = "azure"\nbase_url = "https://r.test/openai/v1"\napi_key_env = "A"\n'
    )
    assert load(Flags(profile="x"), environ).profile.api_version == ""


def test_glyphs_by_file_then_by_locale(environ: dict[str, str]) -> None:
    assert load(Flags(), environ | {"LC_ALL": "C.UTF-8"}).look.glyphs == "braille"
    assert load(Flags(), environ | {"LC_ALL": "C"}).look.glyphs == "ascii"
    Path(environ["FTMONITOR_CONFIG"]).write_text('[ui]\nglyphs = "block"\n')
    assert load(Flags(), environ | {"LC_ALL": "C"}).look.glyphs == "block"
    Path(environ["FTMONITOR_CONFIG"]).write_text('[ui]\nglyphs = "emoji"\n')
    with pytest.raises(ConfigError, match=r'line 2: ui.glyphs must be "braille" or "block" or "ascii"'):
        load(Flags(), environ)
