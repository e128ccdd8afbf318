"""Where things are, which base URLs are good, and how histories are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ftmonitor.config import address, paths
from ftmonitor.config.profiles import Profile, identity
from ftmonitor.config.terminal import colourless, unicode
from ftmonitor.errors import ConfigError
from ftmonitor.secret import Secret

OPENAI = Profile(organization="org-1", project="proj_1")


@pytest.mark.parametrize(
    "url",
    [
        "https://user@host.test/v1",
        "https://user:pass-word@host.test/v1",
        "https://:pass-word@host.test/v1",
        "https://host.test/v1?api-key=pass-word",
        "https://host.test/v1?",
        "https://host.test/v1#x",
        "host.test/v1",
        "ftp://host.test/v1",
        "file:///etc/passwd",
        "https://",
        "https:///v1",
        "https://host.test:port/v1",
        "https://[::1/v1",
        "https://host test/v1",
        "https://host.test/\x1b[2J",
        "http://host.test/v1",
        "http://127.0.0.1.evil.test/v1",
        "http://localhost.evil.test/v1",
        "",
    ],
)
def test_bad_base_urls_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ConfigError, match=r"^here ") as caught:
        address.base_url(url, "here")
    assert "pass-word" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        (" https://host.test/v1/ ", "https://host.test/v1"),
        ("http://127.0.0.1:8765/v1", "http://127.0.0.1:8765/v1"),
        ("http://localhost/v1", "http://localhost/v1"),
        ("http://simulator.localhost/v1", "http://simulator.localhost/v1"),
        ("http://[::1]:80/v1", "http://[::1]:80/v1"),
    ],
)
def test_good_base_urls(url: str, written: str) -> None:
    assert address.base_url(url, "here") == written


def test_plain_http_may_be_allowed() -> None:
    assert address.base_url("http://host.test/v1", "here", insecure=True) == "http://host.test/v1"


def test_a_history_belongs_to_base_url_organization_and_project() -> None:
    assert identity(OPENAI) == identity(replace(OPENAI, name="other", api_key=Secret("key-1"), read_only=True))
    others = [
        replace(OPENAI, base_url="https://host.test/v1"),
        replace(OPENAI, base_url="https://api.openai.com/V1"),
        replace(OPENAI, organization="org-2"),
        replace(OPENAI, project="proj_2"),
        replace(OPENAI, organization="", project=""),
    ]
    assert len({identity(profile) for profile in [OPENAI, *others]}) == 6
    assert identity(OPENAI) == identity(replace(OPENAI, base_url="HTTPS://API.OpenAI.com/v1/"))


def test_without_organization_and_project_it_belongs_to_the_profile() -> None:
    assert identity(Profile(name="a")) != identity(Profile(name="b"))


def test_the_name_of_a_history_is_readable_and_safe() -> None:
    folder = Path("/data")
    file = paths.history_file(OPENAI, folder)
    assert file.parent == folder
    assert file.name.startswith("api.openai.com-proj-1-")
    assert file.suffix == ".sqlite3"
    odd = Profile(name="../../x \x1b\udcff" + "y" * 500, base_url="https://host.test:8443/v1")
    name = paths.history_file(odd, folder).name
    assert name.startswith("host.test-8443-x-yyy")
    assert len(name) < 80
    assert name.isascii()


def test_paths_of_the_environment(tmp_path: Path) -> None:
    assert paths.config_file({"FTMONITOR_CONFIG": str(tmp_path / "c.toml")}) == tmp_path / "c.toml"
    assert paths.config_file({}).name == "config.toml"
    assert paths.data_dir(None, {"FTMONITOR_DATA_DIR": str(tmp_path)}) == tmp_path
    assert "ftmonitor" in str(paths.data_dir(None, {}))


@pytest.mark.parametrize(
    ("environ", "plain"),
    [
        ({"TERM": "xterm"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, False),
        ({"TERM": "dumb"}, True),
        ({}, True),
    ],
)
def test_colourless(environ: dict[str, str], plain: bool) -> None:
    assert colourless(environ) is plain


@pytest.mark.parametrize(
    ("environ", "wide"),
    [
        ({}, True),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "C.utf8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
    ],
)
def test_unicode(environ: dict[str, str], wide: bool) -> None:
    assert unicode(environ) is wide
