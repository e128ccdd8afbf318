"""Print each figure beside its reference, measured in turn (A B A B ...) in one run. Linux only."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.terminal import paint

RUNS = 9
IDLE_S = 10.0
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self): yield Static("HELLOMARK")
Hello().run()
"""
SDK = """
import openai
for job in openai.OpenAI().fine_tuning.jobs.list(limit=20).data:
    print(job.id, job.status, job.model)
"""


def main() -> None:
    """Measure and print."""
    with served() as url, tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "OPENAI_BASE_URL": url, "OPENAI_API_KEY": "x", "FTMONITOR_DATA_DIR": folder}
        config = Path(folder) / "config.toml"
        config.touch()
        env["FTMONITOR_CONFIG"] = str(config)
        first_paint(env)
        jobs_command(env)
        plain_start(env)


def first_paint(env: dict[str, str]) -> None:
    """The first frame with the job list from the history, against hello-world Textual."""
    ours = [sys.executable, "-m", "ftmonitor"]
    hello = [sys.executable, "-c", HELLO]
    paint(ours, "support-v7", env, idle_s=1)  # fills the history
    paint(hello, "HELLOMARK", env)
    pairs = [(paint(ours, "support-v7", env).seconds, paint(hello, "HELLOMARK", env).seconds) for _ in range(RUNS)]
    report("first paint, history / hello-world Textual", pairs)
    look = paint(ours, "support-v7", env, idle_s=IDLE_S)
    floor = paint(hello, "HELLOMARK", env, idle_s=IDLE_S)
    print(f"  memory after the start: {look.rss_mb:.0f} MB (hello-world {floor.rss_mb:.0f} MB)")
    print(f"  CPU over {IDLE_S:.0f} s of polling: {look.idle_cpu_percent:.1f} % ({floor.idle_cpu_percent:.1f} %)")


def jobs_command(env: dict[str, str]) -> None:
    """`ftmonitor jobs` against three lines on the official SDK."""
    ours = [sys.executable, "-m", "ftmonitor", "jobs"]
    theirs = [sys.executable, "-c", SDK]
    run(ours, env), run(theirs, env)
    report("`jobs` / three lines on the official SDK", [(run(ours, env), run(theirs, env)) for _ in range(RUNS)])


def plain_start(env: dict[str, str]) -> None:
    """`--version` and `--help` against an interpreter that does nothing."""
    nothing = [sys.executable, "-c", "pass"]
    for option in ("--version", "--help"):
        ours = [sys.executable, "-m", "ftmonitor", option]
        run(ours, env), run(nothing, env)
        report(f"`{option}` / `python -c pass`", [(run(ours, env), run(nothing, env)) for _ in range(RUNS)])


def report(what: str, pairs: list[tuple[float, float]]) -> None:
    """Print the medians of both and of the ratio pair by pair."""
    ours, theirs = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{what}: {ours:.0f} ms / {theirs:.0f} ms, ratio {ratio:.2f} (median of {len(pairs)} pairs)")


def run(command: list[str], env: dict[str, str]) -> float:
    """Return the seconds that `command` takes."""
    begin = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Serve the simulator from a process of its own; yield its base URL."""
    command = [sys.executable, "-m", "ftmonitor", "simulate", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split()[-1]
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
