"""The README says what the program does."""

from __future__ import annotations

import re

import pytest

from ftmonitor.ui.commands import BY_ID, COMMANDS
from tests import readme

TEXT = readme.FILE.read_text(encoding="utf-8")


def test_its_keys_are_those_of_the_registry() -> None:
    assert readme.renewed(TEXT) == TEXT, "run `python -m tests.readme`"
    assert all(f"`{command.id}`" in TEXT for command in COMMANDS)


@pytest.mark.parametrize("path", re.findall(r"\]\((screenshots/[^)]+|[a-z_./]+\.json)\)", TEXT))
def test_what_it_points_at_is_there(path: str) -> None:
    assert (readme.FILE.parent / path).is_file()


def test_the_actions_that_its_examples_remap_are_there() -> None:
    section = re.search(r"^\[keys\][^\n]*\n(.*?)^(?:\[|```)", TEXT, re.DOTALL | re.MULTILINE)
    assert section is not None
    ids = re.findall(r'^"([a-z_.]+)"', section[1], re.MULTILINE)
    assert ids
    assert all(command_id in BY_ID for command_id in ids)
