"""What the benchmarks share: the references, a server of our own, and how pairs of measurements are told."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

RUNS = 9
_SCRIPT = Path(sys.executable).with_name("ftmonitor")
OURS = (str(_SCRIPT),) if _SCRIPT.exists() else (sys.executable, "-m", "ftmonitor")
"""The program as it is installed: `-m` takes some milliseconds more."""
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self): yield Static("HELLOMARK")
Hello().run()
"""
THEIRS = (sys.executable, "-c", HELLO)
"""Hello-world Textual: no program on it starts or rests with less."""


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return an environment that leads to a server, with histories and configuration in `folder`; no file is there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "FTMONITOR_"))}
    ours = {"FTMONITOR_DATA_DIR": str(folder), "FTMONITOR_CONFIG": str(folder / "config.toml")}
    (folder / "config.toml").touch()
    return {**kept, **ours, "OPENAI_BASE_URL": url, "OPENAI_API_KEY": "x"}


@contextlib.contextmanager
def served(scenario: str = "default") -> Iterator[str]:
    """Serve the simulator from a process of its own; yield its base URL."""
    command = [*OURS, "simulate", "--port", "0", "--scenario", scenario]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split()[-1]
        finally:
            server.terminate()


def report(what: str, pairs: Sequence[tuple[float, float]]) -> None:
    """Print the medians of both, given in seconds, and of the ratio pair by pair."""
    ours, theirs = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{what}: {ours:.0f} ms / {theirs:.0f} ms, ratio {ratio:.2f} (median of {len(pairs)} pairs)", flush=True)
