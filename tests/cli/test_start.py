"""What starts quickly, and what it must not import for it."""

from __future__ import annotations

import subprocess
import sys

from ftmonitor import __version__
from tests.support.program import Program

SLOW = {"pydantic", "httpx", "textual", "rich", "asyncio", "sqlite3"}


RUN = """
import sys
from ftmonitor.__main__ import main
for command in sys.argv[1:]:
    if code := main(command.split()):
        sys.exit(code)
print(*sys.modules, file=sys.stderr)
"""


def imported(program: Program, *commands: str) -> set[str]:
    """Return the names of all modules that were imported by running commands one after the other."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *commands], capture_output=True, text=True, env=program.environ, check=True
    )
    return set(done.stderr.splitlines()[-1].split())


def test_version_and_help_import_nothing_slow(alone: Program) -> None:
    found = imported(alone, "--version", "--help", "jobs --help", "--verbose --version jobs")
    assert "ftmonitor.cli.arguments" in found
    assert not found & SLOW
    assert not found & {"dataclasses", "tomllib", "platformdirs", "ftmonitor.config.settings"}


def test_jobs_imports_neither_pydantic_nor_textual_nor_the_history(program: Program) -> None:
    found = imported(program, *(f"jobs -o {form}" for form in ("table", "csv", "json", "jsonl")))
    assert not found & {"pydantic", "textual", "sqlite3"}
    assert "httpx" in found


def test_no_command_imports_textual_or_the_history(program: Program) -> None:
    job_id = program("jobs", "--status", "running", "--limit", "1", "-o", "csv").out.splitlines()[1].split(",")[0]
    found = imported(program, f"show {job_id}", f"events {job_id}", f"pause {job_id} --yes")
    assert "ftmonitor.cli.actions" in found
    assert not found & {"textual", "sqlite3"}


def test_version(alone: Program) -> None:
    done = alone.process("--version")
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
    assert alone.process("--demo") == done


def test_wrong_words(alone: Program) -> None:
    done = alone("jbos")
    assert (done.code, done.out) == (2, "")
    assert done.err == "ftmonitor: there is no command 'jbos'; did you mean jobs? (`ftmonitor --help` lists them all)\n"
