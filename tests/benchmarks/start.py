"""The start: the first frame and the first jobs, beside hello-world Textual; the memory then. Linux only.

Wall time is what a user waits; CPU time is steadier where the machine has other things to do.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ftmonitor.config.paths import history_file
from ftmonitor.config.profiles import ENV, Profile
from tests.benchmarks import histories
from tests.benchmarks.rig import OURS, RUNS, THEIRS, environment, report, served
from tests.benchmarks.terminal import Painted, paint

SHOWN = "support-v7"
"""A job of the simulator's default account that stands high in the list."""
FILLED_S = 5.0


def start(big: Path | None = None) -> None:
    """Print all of it; `big` is a history of `tests.benchmarks.histories`, made where none is given."""
    with served() as url, tempfile.TemporaryDirectory(dir=big and big.parent) as name:
        folder = Path(name)
        small, many, fresh = (folder / part for part in ("small", "many", "fresh"))
        for part in (small, many, fresh):
            part.mkdir()
        env = environment(url, small)
        paint(OURS, SHOWN, env, idle_s=FILLED_S)  # fills the history
        compare("first paint, a small history", lambda: paint(OURS, SHOWN, env))
        look, floor = paint(OURS, SHOWN, env, idle_s=FILLED_S), paint(THEIRS, "HELLOMARK", os.environ, idle_s=1.0)
        print(f"  memory after the start: {look.rss_mb:.0f} MB (hello-world {floor.rss_mb:.0f} MB)", flush=True)
        first_jobs(url, fresh)
        env = environment(url, many)
        held = history_file(Profile(ENV, url), many)
        if big is None:
            histories.build(held)
        else:
            shutil.copy(big, held)
        compare("first paint, a history of 10,000 jobs and 1,000,000 events", lambda: paint(OURS, "bench-00003", env))


def first_jobs(url: str, folder: Path) -> None:
    """From nothing at all to the jobs of a server on loopback."""

    def once() -> Painted:
        shutil.rmtree(folder)
        folder.mkdir()
        return paint(OURS, SHOWN, environment(url, folder))

    compare("first jobs from a loopback server, no history", once)


def compare(what: str, ours: Callable[[], Painted]) -> None:
    """Print wall and CPU time beside hello-world Textual."""

    def theirs() -> Painted:
        return paint(THEIRS, "HELLOMARK", os.environ)

    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(RUNS)]
    report(f"{what} / hello-world Textual, wall", [(a.seconds, b.seconds) for a, b in pairs])
    report(f"{what} / hello-world Textual, CPU", [(a.cpu_s, b.cpu_s) for a, b in pairs])


if __name__ == "__main__":
    start()
