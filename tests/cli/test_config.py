"""`ftmonitor config`."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.support.program import Program


@pytest.fixture
def configured(alone: Program) -> Program:
    """Return the program with a configuration file."""
    file = alone.home / "c.toml"
    file.write_text('profile = "prod"\n[profiles.prod]\napi_key_env = "KEY"\ncolr = "red"\n')
    alone.variables |= {"FTMONITOR_CONFIG": str(file), "KEY": "key-of-prod"}
    return alone


def test_show(configured: Program) -> None:
    done = configured("config", "show", "-o", "json")
    found = {row["setting"]: (row["value"], row["origin"]) for row in json.loads(done.out)}
    assert done.code == 0
    assert found["api_key"] == ("set", f"{configured.home / 'c.toml'}, line 3")
    assert "key-of-prod" not in done.out + done.err
    assert "line 4: profiles.prod.colr is not a setting and counts for nothing; did you mean color?" in done.err
    rows = list(csv.DictReader(io.StringIO(configured("config", "show", "-o", "csv").out)))
    assert {row["setting"] for row in rows} == found.keys()


def test_path_and_validate(configured: Program) -> None:
    file = configured.home / "c.toml"
    assert configured("config", "path").out == f"{file}\n"
    done = configured("config", "validate")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1] == f"ftmonitor: {file} can be used: 1 profile"
    file.write_text("[profiles.prod]\nread_only = 3\n")
    done = configured("config", "validate")
    assert (done.code, done.err) == (2, f"ftmonitor: {file}, line 2: profiles.prod.read_only must be true or false\n")
    file.unlink()
    done = configured("config", "validate")
    assert (done.code, done.err.splitlines()[-1]) == (0, f"ftmonitor: {file} does not exist, which is fine")


def test_what_makes_no_sense(alone: Program) -> None:
    assert alone("config").code == 2
    assert alone("config", "foo").code == 2
    assert alone("config", "show", "--profile", "x").code == 2
