"""What starts quickly, and what it must not import for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ftmonitor import __version__
from tests.support.program import Program

SLOW = {"pydantic", "httpx", "textual", "rich", "asyncio", "sqlite3"}


def imported(program: Program, *words: str) -> set[str]:
    """Return the names of all modules that were imported by a run."""
    code = (
        "import sys; from ftmonitor.__main__ import main; code = main(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, env=program.environ, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["jobs", "--help"], ["--verbose", "--version", "jobs"]])
def test_version_and_help_import_nothing_slow(words: list[str], alone: Program) -> None:
    found = imported(alone, *words)
    assert not found & SLOW
    assert not found & {"dataclasses", "tomllib", "platformdirs", "ftmonitor.config.settings"}


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_jobs_imports_neither_pydantic_nor_textual_nor_the_history(form: str, program: Program) -> None:
    found = imported(program, "jobs", "-o", form)
    assert not found & {"pydantic", "textual", "sqlite3"}
    assert "httpx" in found


@pytest.mark.parametrize("words", [["show", "ID"], ["events", "ID"], ["pause", "ID", "--yes"]])
def test_no_command_imports_textual_or_the_history(words: list[str], program: Program) -> None:
    job_id = program("jobs", "--status", "running", "--limit", "1", "-o", "csv").out.splitlines()[1].split(",")[0]
    found = imported(program, *[word.replace("ID", job_id) for word in words])
    assert not found & {"textual", "sqlite3"}


def test_version(alone: Program) -> None:
    done = alone("--version")
    assert (done.code, done.out, done.err) == (0, f"ftmonitor {__version__}\n", "")


def test_help_of_all_and_of_one(alone: Program) -> None:
    assert alone("--help").out.startswith("usage: ftmonitor [JOB] [options]\n")
    done = alone("events", "--help")
    assert done.code == 0
    assert done.out.startswith("usage: ftmonitor events ")
    assert "--follow" in done.out


def test_the_screen_needs_a_terminal(alone: Program) -> None:
    done = alone()
    assert (done.code, done.out) == (2, "")
    assert "needs a terminal" in done.err
    assert alone("--demo").code == 2


def test_wrong_words(alone: Program) -> None:
    done = alone("jbos")
    assert (done.code, done.out) == (2, "")
    assert done.err == "ftmonitor: there is no command 'jbos'; did you mean jobs? (`ftmonitor --help` lists them all)\n"
