"""Copies that no clipboard takes: files of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.errors import FtmonitorError
from ftmonitor.monitor.copies import KEPT, keep
from tests.support.clock import START


def test_only_the_user_can_read_them_and_none_is_overwritten(tmp_path: Path) -> None:
    first = keep(tmp_path / "copies", "the job's JSON", "{}", START)
    second = keep(tmp_path / "copies", "the job's JSON", "[]", START)
    assert (first.read_text(), second.read_text()) == ("{}", "[]")
    assert first.name.startswith("job-s-JSON-")
    assert first.stat().st_mode & 0o777 == 0o600
    assert first.parent.stat().st_mode & 0o777 == 0o700


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    paths = [keep(tmp_path, "text", str(number), START + number) for number in range(KEPT + 3)]
    assert sum(path.exists() for path in paths) == KEPT
    assert paths[-1].exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FtmonitorError, match="cannot be written"):
        keep(tmp_path / "file", "text", "x", START)
