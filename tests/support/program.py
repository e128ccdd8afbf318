"""The real program in an environment of its own: called in this process, or as a process."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from ftmonitor.__main__ import main
from ftmonitor.cli.context import Context
from ftmonitor.cli.main import run
from ftmonitor.clock import Clock

ROOT = Path(__file__).parent.parent.parent
WAKE = "wake"
PATIENCE_S = 60.0
"""How long a process may take on a busy machine before a test gives it up."""


@dataclass(frozen=True)
class Done:
    """What a process left."""

    code: int
    out: str
    err: str


@dataclass
class Program:
    """`ftmonitor`, run in `home` with nothing of our own environment but PATH; `variables` are added to it.

    A call costs a tenth of a process and can be given a clock; a process shows what a call cannot: terminals, signals,
    pipes, the end.
    """

    home: Path
    variables: dict[str, str] = field(default_factory=dict)
    clock: Clock | None = None
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def end(self) -> None:
        """End what was started and still runs, and close the pipes."""
        for process in self.started:
            process.kill()
            process.wait()
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()

    @property
    def environ(self) -> dict[str, str]:
        """Return the environment of the process."""
        folders = {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "TMPDIR": str(self.home),
            "TZ": "Europe/Berlin",
            "TERM": "xterm-256color",
            "PYTHONWARNINGS": "error",
            "PYTHONPATH": str(ROOT),
        }
        return {"PATH": os.environ["PATH"], **folders, **self.variables}

    def command(self, *words: str) -> list[str]:
        """Return the command line that runs the program with `words`."""
        return [sys.executable, "-m", "ftmonitor", *words]

    def __call__(self, *words: str, answer: str = "") -> Done:
        """Run it to its end in this process; `answer` is its stdin. None of its streams is a terminal."""
        out, err = io.BytesIO(), io.BytesIO()
        streams = {"stdin": io.BytesIO(answer.encode()), "stdout": out, "stderr": err}
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._surroundings())
            for name, stream in streams.items():
                stack.enter_context(mock.patch.object(sys, name, io.TextIOWrapper(stream, "utf-8")))
            code = main(words) if self.clock is None else run(words, _no_screen, self.clock)
            return Done(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))

    @contextlib.contextmanager
    def _surroundings(self) -> Iterator[None]:
        try:
            with mock.patch.dict(os.environ, self.environ, clear=True), contextlib.chdir(self.home):
                time.tzset()
                yield
        finally:
            time.tzset()

    def process(self, *words: str) -> Done:
        """Run it to its end as a process; its stdin is empty."""
        done = subprocess.run(
            self.command(*words),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=self.environ,
            cwd=self.home,
            timeout=PATIENCE_S,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start it with pipes at stdout and stderr; `end` ends it."""
        process = subprocess.Popen(
            self.command(*words),
            bufsize=0,  # what a test has not read is left for `communicate`
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environ,
            cwd=self.home,
        )
        self.started.append(process)
        return process

    def in_terminal(
        self,
        *words: str,
        keys: Sequence[str] = (),
        at: str | Sequence[str] = "[y/N] ",
        send: int = 0,
        columns: int = 80,
    ) -> Done:
        """Run it in a terminal of `columns` cells; `out` is all it shows.

        Each time it shows `at`, one of `keys` is typed; the first time, the signal `send` is sent, if there is one.
        Several `at` are waited for one after the other. `WAKE` among the keys wakes it once it has stopped itself.
        """
        import fcntl
        import pty
        import struct
        import termios

        here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        owned = (
            "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
        )
        process = subprocess.Popen(
            # It owns the terminal: ctrl-c reaches it. What gives it to it needs nothing of the installation.
            [sys.executable, "-I", "-S", "-c", owned, *self.command(*words)],
            stdin=there,
            stdout=there,
            stderr=there,
            env=self.environ,
            cwd=self.home,
            start_new_session=True,
        )
        os.close(there)
        timer = threading.Timer(PATIENCE_S, process.kill)
        timer.start()
        shown, looked, lines = b"", 0, list(keys)
        awaited = [at] if isinstance(at, str) else list(at)
        try:
            while part := _read(here):
                shown += part
                while (found := shown.find(awaited[0].encode(), looked)) >= 0:
                    looked = found + 1
                    if len(awaited) > 1:
                        del awaited[0]
                    if send:
                        process.send_signal(send)
                        send = 0
                    line = lines.pop(0) if lines else ""
                    if line == WAKE:
                        os.waitpid(process.pid, os.WUNTRACED)
                        process.send_signal(signal.SIGCONT)
                    else:
                        os.write(here, line.encode())
            return Done(process.wait(), shown.decode("utf-8").replace("\r\n", "\n"), "")
        finally:
            timer.cancel()
            os.close(here)


def _no_screen(context: Context) -> int:
    raise AssertionError("no screen here")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the other end is closed
        return b""
