"""The key, out of the environment or a command; never out of an option, never out of the file."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from ftmonitor.errors import ConfigError
from ftmonitor.secret import Secret

COMMAND_TIMEOUT_S = 30
"""A command that asks a password manager may wait for a finger, but not for ever (../README.md, "Profiles")."""

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEY = re.compile(r"[\x21-\x7e]+")


def from_environment(variable: str, environ: Mapping[str, str], where: str = "") -> Secret | None:
    """Return the key that a variable holds, or None where it is not set or empty.

    Raises:
        ConfigError: If `variable` cannot be the name of one (somebody may have put the key itself there, so it is
            not repeated), or if what it holds can be no key.
    """
    if not _VARIABLE.fullmatch(variable):
        raise ConfigError(f"{where} must be the name of an environment variable that holds the key, not the key")
    text = environ.get(variable, "").strip()
    return _checked(text, variable) if text else None


def from_command(
    command: Sequence[str], file: Path, where: str, timeout_s: float = COMMAND_TIMEOUT_S, *, detached: bool = False
) -> Secret:
    """Return the key that a command prints. It runs without a shell, and what it prints is never shown.

    A `detached` one has no terminal to ask at: that is the screen's by now.

    Raises:
        ConfigError: If others may write the configuration file that names it; if it cannot be started, takes longer
            than `timeout_s` seconds, fails, or prints what can be no key.
    """
    _refuse_foreign(file, where)
    import subprocess

    by_hand = "run it by hand to see why"
    try:
        done = subprocess.run(  # noqa: S603 - a list of the user's own file, without a shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=False,
            start_new_session=detached,
        )
    except subprocess.TimeoutExpired:
        raise ConfigError(f"{where} gave no key within {timeout_s:g} seconds; {by_hand}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ConfigError(f"{where} cannot be started: {reason}") from None
    if done.returncode != 0:
        raise ConfigError(f"{where} failed with exit code {done.returncode}; {by_hand}")
    text = done.stdout.decode("utf-8", "replace").strip()
    if not text:
        raise ConfigError(f"{where} printed nothing; {by_hand}")
    return _checked(text, f"what {where} printed")


def _checked(text: str, where: str) -> Secret:
    if not _KEY.fullmatch(text):
        raise ConfigError(f"{where} can be no key: it has blanks, line breaks or letters that no key has")
    return Secret(text)


def _refuse_foreign(file: Path, where: str) -> None:
    """Raise ConfigError where another user could make us run a command by writing the file."""
    if os.name != "posix":
        return
    try:
        found = file.stat()
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror or error}") from None
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ConfigError(f"{where} is not run, since others may write that file: chmod go-w '{file}'")
    if found.st_uid not in (0, os.geteuid()):
        raise ConfigError(f"{where} is not run, since that file belongs to another user")
