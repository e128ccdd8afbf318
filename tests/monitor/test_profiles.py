"""Which profiles there are, and a monitor of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.config.settings import Flags
from ftmonitor.errors import ConfigError
from ftmonitor.monitor.profiles import Choice, Profiles

TEXT = """
[profiles.prod]
api_key_env = "PROD_KEY"
organization = "org-1"

[profiles.here]
base_url = "http://127.0.0.1:9/v1"
api_key_env = "HERE_KEY"
"""


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    for name in ("OPENAI_BASE_URL", "FTMONITOR_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("FTMONITOR_CONFIG", str(file)), ("PROD_KEY", "key-of-prod"), ("HERE_KEY", "key-of-here")):
        monkeypatch.setenv(name, value)
    return file


def test_those_of_the_file_and_that_of_the_environment() -> None:
    assert Profiles().choices() == (
        Choice("env", "https://api.openai.com/v1"),
        Choice("prod", "https://api.openai.com/v1"),
        Choice("here", "http://127.0.0.1:9/v1"),
    )


@pytest.mark.anyio
async def test_each_opens_with_its_own_key_and_history(tmp_path: Path) -> None:
    profiles = Profiles(Flags(base_url="http://127.0.0.1:1/v1", data_dir=str(tmp_path / "data"), read_only=True))
    prod, here = profiles.open("prod"), profiles.open("here")
    assert prod.store.path != here.store.path
    assert prod.profile.base_url == "https://api.openai.com/v1", "a base URL that replaced another profile's is not its"
    assert [monitor.profile.api_key.reveal() for monitor in (prod, here) if monitor.profile.api_key] == [
        "key-of-prod",
        "key-of-here",
    ]
    assert prod.read_only
    await prod.aclose()
    await here.aclose()


def test_one_that_is_not_there_or_not_in_order_says_so(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"no \[profiles.prood\]; did you mean prod\?"):
        Profiles().open("prood")
    file.write_text("profiles = 3")
    with pytest.raises(ConfigError, match="must be a table"):
        Profiles().choices()
