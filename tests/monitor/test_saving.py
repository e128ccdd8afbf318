"""Files that the user saves."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.errors import UsageError
from ftmonitor.monitor import log_saving
from ftmonitor.monitor.saving import LONGEST_NAME, results_name, safe_name, save, taken, target


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("step_metrics.csv", "step_metrics.csv"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\x.csv", "x.csv"),
        (".bashrc", "bashrc"),
        ("-rf.csv", "rf.csv"),
        ("a b\x1b[31m;$(x).csv", "a-b-31m-x-.csv"),
        ("..", "fallback"),
        ("", "fallback"),
        ("a/", "fallback"),
        ("größe.csv", "größe.csv"),
    ],
)
def test_names_of_a_server_lose_folders_and_tricks(sent: str, name: str) -> None:
    assert safe_name(sent, "fallback") == name


@given(st.text(max_size=300), st.text(max_size=300), st.text(min_size=1, max_size=60))
def test_a_name_is_always_one_file_s(job: str, sent: str, file_id: str) -> None:
    name = results_name(job, sent, file_id)
    assert 0 < len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert not set(name) & set("/\\ \0\n'\"$;&|<>*?")
    assert name[0] not in ".-"


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("x" * 300 + ".csv", "").endswith("x.csv")
    assert len(safe_name("x" * 300, "")) == LONGEST_NAME


def test_where_to(tmp_path: Path) -> None:
    assert target(str(tmp_path)) == tmp_path
    assert target(str(tmp_path / "m.csv")) == tmp_path / "m.csv"
    for to in ("", "  ", "a\0b", str(tmp_path / "no" / "m.csv"), f"{tmp_path}/no/"):
        with pytest.raises(UsageError):
            target(to)


def test_a_file_is_saved_once(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    save(path, "one")
    with pytest.raises(UsageError, match="is there already and is not overwritten"):
        save(path, "two")
    assert path.read_text() == "one"
    save(path, "three", overwrite=True)
    assert path.read_text() == "three"
    assert [file.name for file in tmp_path.iterdir()] == ["m.csv"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "m.csv", tmp_path / "link.csv"
    path.write_text("old")
    link.symlink_to(path)
    assert taken(link)
    save(link, "new", overwrite=True)
    assert link.is_symlink()
    assert path.read_text() == "new"


def test_a_link_to_nowhere_is_taken(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(UsageError, match="not overwritten"):
        save(link, "x")
    assert not (tmp_path / "elsewhere.csv").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_device_is_not_taken() -> None:
    assert not taken(Path(os.devnull))
    save(Path(os.devnull), "x")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        save(tmp_path, "x")


@pytest.mark.anyio
async def test_of_two_programs_that_save_a_log_to_one_place_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, begun, go_on = tmp_path / "x.log", asyncio.Event(), asyncio.Event()

    async def slow(_start: int, _stop: int) -> list[str]:
        begun.set()
        await go_on.wait()
        return ["slow"]

    async def quick(_start: int, _stop: int) -> list[str]:
        return ["quick"]

    late = asyncio.create_task(log_saving.save(path, 0, 1, slow))
    await begun.wait()
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert await log_saving.save(path, 0, 1, quick) == 1
    go_on.set()
    with pytest.raises(UsageError, match="is there already and is not overwritten"):
        await late
    assert path.read_text() == "quick\n"
    assert os.listdir(tmp_path) == ["x.log"]


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["m.log", "\N{GRINNING FACE}" * 62 + ".log"])
async def test_a_log_is_saved_under_any_name_and_behind_a_link(name: str, tmp_path: Path) -> None:
    async def read(start: int, stop: int) -> list[str]:
        return [str(number) for number in range(start, stop)]

    path, link = tmp_path / name, tmp_path / "link.log"
    assert await log_saving.save(path, 0, 2, read) == 2
    link.symlink_to(path)
    assert await log_saving.save(link, 5, 6, read, overwrite=True) == 1
    assert path.read_text() == "5\n", "the link leads there still"
