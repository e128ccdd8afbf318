"""How soon a key is answered: `python -m tests.benchmarks.keys HISTORY` (see `tests.benchmarks.histories`).

The real program in a pseudo-terminal, over a history of 10,000 jobs and 1,000,000 events, 100,000 of them in the job
that is selected at the start; beside it, in turn, an app of the same size that only shows which key came. Each key is
timed from the byte that goes in to the end of the first frame that comes out, and its cost is the CPU time of the
process until it rests again. No API key is set, so nothing but the keys moves anything. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import pty
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ftmonitor.config.paths import history_file
from ftmonitor.config.profiles import ENV, Profile
from tests.benchmarks import terminal

FRAME = b"\x1b[?2026l"
"""The end of a frame, for a terminal that says it can hold its breath."""
QUIET_S = 0.15
"""Without a frame for so long, a key is done with."""
PATIENCE_S = 20.0
TIMES = 12

ECHO = """
from textual.app import App
from textual.widgets import Static
class Echo(App):
    def compose(self): yield Static("ECHOMARK", id="said")
    def on_key(self, event): self.query_one("#said").update(f"{event.key} {event.time}")
Echo().run()
"""

KEYS: Mapping[str, Sequence[bytes]] = {
    "list: next job": [b"j"] * TIMES,
    "list: a page": [b"\x1b[6~"] * TIMES,
    "list: last and first": [b"G", b"g"] * (TIMES // 2),
    "log: next line": [b"k"] * TIMES,
    "log: a page": [b"\x1b[5~"] * TIMES,
    "log: first and last": [b"g", b"G"] * (TIMES // 2),
    "log: wrap": [b"w"] * TIMES,
    "log: json": [b"\r"] * TIMES,
    "log: levels": [b"L"] * TIMES,
    "log: previous error": [b"E"] * TIMES,
}
"""What is pressed; the pane is entered with its digit, and the list is left at its top."""


class Answer(NamedTuple):
    """One key: milliseconds to the first frame, to the last one, and of CPU time."""

    first_ms: float
    last_ms: float
    cpu_ms: float


@dataclass
class Session:
    """A program in a pseudo-terminal."""

    pid: int
    handle: int

    def until(self, marker: bytes) -> None:
        """Wait until `marker` comes out."""
        seen, end = b"", time.perf_counter() + PATIENCE_S
        while marker not in seen:
            if time.perf_counter() > end:
                raise TimeoutError(f"{marker!r} did not come: {seen[-500:]!r}")
            seen += terminal._read(self.handle, 0.05)

    def rest(self, quiet_s: float = QUIET_S) -> None:
        """Wait until nothing comes any more."""
        end = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < end and terminal._read(self.handle, quiet_s):
            pass

    def press(self, key: bytes) -> Answer:
        """Press a key, and wait until all that it led to is on the screen."""
        cpu = self.cpu_s()
        begin = time.perf_counter()
        os.write(self.handle, key)
        first = last = 0.0
        while not first or time.perf_counter() - last < QUIET_S:
            if FRAME in terminal._read(self.handle, 0.01):
                last = time.perf_counter()
                first = first or last
            elif time.perf_counter() - begin > PATIENCE_S:
                raise TimeoutError(f"{key!r} was not answered")
        return Answer(1000 * (first - begin), 1000 * (last - begin), 1000 * (self.cpu_s() - cpu))

    def cpu_s(self) -> float:
        """Return the CPU seconds of all threads so far."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


@contextlib.contextmanager
def session(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Session]:
    """Run a program until the block ends."""
    pid, handle = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"})  # noqa: S606
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", terminal.LINES, terminal.COLUMNS, 0, 0))
    try:
        yield Session(pid, handle)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(handle)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("history", type=Path)
    history = parser.parse_args().history
    with tempfile.TemporaryDirectory(dir=history.parent) as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "FTMONITOR_"))}
        env |= {"FTMONITOR_DATA_DIR": folder, "FTMONITOR_CONFIG": str(Path(folder) / "none.toml")}
        os.link(history, history_file(Profile(ENV), Path(folder)))
        with (
            session([sys.executable, "-m", "ftmonitor"], env) as ours,
            session([sys.executable, "-c", ECHO], env) as theirs,
        ):
            ours.until(b"bench-00000")
            theirs.until(b"ECHOMARK")
            ours.rest(2.0)
            for what, keys in KEYS.items():
                enter(ours, what)
                report(what, [(ours.press(key), theirs.press(b"x")) for key in keys])


def enter(ours: Session, what: str) -> None:
    """Go where the keys belong: the log of the first job is the long one."""
    for key in (b"1", b"g", b"4") if what.startswith("log") else (b"1", b"g"):
        os.write(ours.handle, key)
        ours.rest(1.2)


def report(what: str, pairs: list[tuple[Answer, Answer]]) -> None:
    """Print the medians, the slowest answer, and the median of the ratio key by key."""
    mine, echo = zip(*pairs, strict=True)
    first, last, cpu = (statistics.median(column) for column in zip(*mine, strict=True))
    plain, _, cheap = (statistics.median(column) for column in zip(*echo, strict=True))
    worst = max(answer.first_ms for answer in mine)
    ratio = statistics.median(a.first_ms / b.first_ms for a, b in pairs)
    print(
        f"{what}: {first:.0f} ms to the first frame (worst {worst:.0f}), {last:.0f} to the last, {cpu:.0f} CPU; "
        f"echo {plain:.0f} ms, {cheap:.0f} CPU; ratio {ratio:.1f}"
    )


if __name__ == "__main__":
    main()
