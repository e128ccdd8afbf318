"""Run a program in a pseudo-terminal and time it from exec until a text stands in its output."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS, LINES = 120, 40
PATIENCE_S = 30.0
SETTLE_S = 3.0

# What a terminal answers when it is asked who and where it is; without an answer Textual waits.
_ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b]11;?": b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b]10;?": b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
}


@dataclass(frozen=True, slots=True)
class Painted:
    """One start: seconds until the text stood there; with a look afterwards, megabytes and idle CPU in per cent."""

    seconds: float
    cpu_s: float
    """Of that, the CPU time of all its threads."""
    rss_mb: float = 0.0
    idle_cpu_percent: float = 0.0


def paint(
    command: Sequence[str], marker: str, env: Mapping[str, str], *, idle_s: float = 0.0, settle_s: float = SETTLE_S
) -> Painted:
    """Start `command`, wait for the regular expression `marker`, look, and end it.

    With `idle_s` it is watched for so many seconds, `settle_s` after the marker came.

    Raises:
        TimeoutError: If the marker does not come.
    """
    wanted = re.compile(marker.encode())
    begin = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"})  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    try:
        seen = b""
        while not wanted.search(seen):
            if time.perf_counter() - begin > PATIENCE_S:
                raise TimeoutError(f"{marker!r} did not come from {command}: {seen[-2000:]!r}")
            seen += _read(terminal, 0.05)
        seconds, cpu_s = time.perf_counter() - begin, _cpu_s(pid)
        if not idle_s:
            return Painted(seconds, cpu_s)
        _drain(terminal, settle_s)
        before = _cpu_s(pid)
        _drain(terminal, idle_s)
        return Painted(seconds, cpu_s, _rss_mb(pid), 100 * (_cpu_s(pid) - before) / idle_s)
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
            _drain(terminal, 0.2)
        os.waitpid(pid, 0)
        os.close(terminal)


def _read(terminal: int, seconds: float) -> bytes:
    if not select.select([terminal], [], [], seconds)[0]:
        return b""
    try:
        data = os.read(terminal, 65536)
    except OSError:
        time.sleep(seconds)
        return b""
    for question, answer in _ANSWERS.items():
        if question in data:
            os.write(terminal, answer)
    return data


def _drain(terminal: int, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        _read(terminal, left)


def _cpu_s(pid: int) -> float:
    """Return the CPU time of the threads there are: to the nanosecond, where the sum of the process counts ticks."""
    stats = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(stat.read_text(encoding="ascii").split()[0]) for stat in stats) / 1e9


def _rss_mb(pid: int) -> float:
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
