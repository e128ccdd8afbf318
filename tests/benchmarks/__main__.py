"""Print each figure beside its reference, measured in turn (A B A B ...) in one run. Linux only.

`python -m tests.benchmarks` runs all of it, `python -m tests.benchmarks start idle` what is named.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from tests.benchmarks import chart, commands, histories, idle, log, memory, paging, reading, requests, start, storing


class Big:
    """A history of 10,000 jobs and 1,000,000 events, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def path(self) -> Path:
        """Return the file."""
        return histories.build(self._folder / "history.db")


def _keys(big: Big) -> None:
    subprocess.run([sys.executable, "-m", "tests.benchmarks.keys", str(big.path)], check=True)


BENCHMARKS: Mapping[str, Callable[[Big], None]] = {
    "start": lambda big: start.start(big.path),
    "idle": lambda _: idle.idle(),
    "commands": lambda _: commands.commands(),
    "chart": lambda _: chart.main(),
    "storing": lambda _: storing.storing(),
    "paging": lambda _: paging.paging(),
    "reading": lambda big: reading.reading(big.path),
    "memory": lambda big: memory.memory(big.path),
    "keys": _keys,
    "log": lambda _: log.log(),
    "requests": lambda _: requests.requests(),
}


def main(names: Sequence[str]) -> None:
    """Measure what is named, or everything, and print."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.exit(f"there is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    with tempfile.TemporaryDirectory() as folder:
        big = Big(Path(folder))
        for name in names or BENCHMARKS:
            print(f"== {name}", flush=True)
            BENCHMARKS[name](big)


if __name__ == "__main__":
    main(sys.argv[1:])
