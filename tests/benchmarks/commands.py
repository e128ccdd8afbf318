"""Commands beside what a script would take: the official SDK, and an interpreter that does nothing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.rig import OURS, RUNS, environment, report, served

SDK = """
import openai
for job in openai.OpenAI().fine_tuning.jobs.list(limit=20).data:
    print(job.id, job.status, job.model)
"""


def commands() -> None:
    """Print `jobs` beside three lines on the official SDK; `--version` and `--help` beside `pass`."""
    with served() as url, tempfile.TemporaryDirectory() as folder:
        env = environment(url, Path(folder))
        compare("`jobs` / three lines on the official SDK", [*OURS, "jobs"], [sys.executable, "-c", SDK], env)
        for option in ("--version", "--help"):
            compare(f"`{option}` / `python -c pass`", [*OURS, option], [sys.executable, "-c", "pass"], env)


def compare(what: str, ours: Sequence[str], theirs: Sequence[str], env: dict[str, str]) -> None:
    """Print how long both take."""
    run(ours, env), run(theirs, env)
    report(what, [(run(ours, env), run(theirs, env)) for _ in range(RUNS)])


def run(command: Sequence[str], env: dict[str, str]) -> float:
    """Return the seconds that `command` takes."""
    begin = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


if __name__ == "__main__":
    commands()
