"""A key that is asked for once more while the program runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ftmonitor.config.settings import load
from ftmonitor.errors import ConfigError
from ftmonitor.secret import Secret

ALONE = "import os; print('key-' + str(os.getsid(0) == os.getpid()))"


def configured(tmp_path: Path, *command: str) -> dict[str, str]:
    file = tmp_path / "c.toml"
    file.write_text(f"[profiles.p]\napi_key_command = {list(command)!r}\n")
    return {"FTMONITOR_CONFIG": str(file), "FTMONITOR_PROFILE": "p"}


def test_a_command_gives_the_key_of_now(tmp_path: Path) -> None:
    printed = tmp_path / "key"
    printed.write_text("key-of-today")
    profile = load(environ=configured(tmp_path, "cat", str(printed))).profile
    assert profile.renew is not None
    printed.write_text("key-of-tomorrow")
    assert (profile.api_key, profile.renew()) == (Secret("key-of-today"), Secret("key-of-tomorrow"))
    printed.unlink()
    with pytest.raises(ConfigError):
        profile.renew()
    assert "renew" not in repr(profile)


def test_while_the_screen_has_the_terminal_a_command_cannot_ask_there(tmp_path: Path) -> None:
    profile = load(environ=configured(tmp_path, sys.executable, "-c", ALONE)).profile
    assert profile.api_key == Secret("key-False")
    assert profile.renew is not None
    assert profile.renew() == Secret("key-True")


def test_a_variable_of_ours_cannot_change(tmp_path: Path) -> None:
    assert load(environ={"OPENAI_API_KEY": "key-1", "FTMONITOR_CONFIG": str(tmp_path / "none")}).profile.renew is None
