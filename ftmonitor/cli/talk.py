"""The only writer of stderr: warnings, errors, questions, what goes on."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from ftmonitor.config.terminal import dumb
from ftmonitor.secret import scrub
from ftmonitor.text import plain

NAME = "ftmonitor"
_YES = ("y", "yes")


class Talk:
    """Stderr. `verbose` adds what goes on; outside text is made plain and keys are masked in all of it."""

    def __init__(self, *, verbose: bool = False) -> None:
        self.verbose = verbose
        self._standing = 0

    def note(self, sentence: str) -> None:
        """Say something that is good to know."""
        self._line(f"{NAME}: {sentence}")

    def warn(self, sentence: str) -> None:
        """Say something that may be wrong."""
        self._line(f"{NAME}: warning: {sentence}")

    def error(self, sentence: str) -> None:
        """Say why something was not done."""
        self._line(f"{NAME}: {sentence}")

    def bare(self, text: str) -> None:
        """Say something that is to be copied: nothing stands before it."""
        self._line(text)

    def detail(self, sentence: str) -> None:
        """Say what goes on, where that is wanted."""
        if self.verbose:
            self._line(f"{NAME}: {sentence}")

    def trace(self) -> None:
        """Show where the exception at hand came from, where that is wanted."""
        if self.verbose:
            import traceback

            self._line(traceback.format_exc().rstrip("\n"))

    @property
    def can_ask(self) -> bool:
        """Whether there is a terminal to ask at, and to answer from."""
        try:
            return bool(sys.stdin and sys.stderr and sys.stdin.isatty() and sys.stderr.isatty())
        except ValueError:  # closed
            return False

    def ask(self, question: str) -> bool:
        """Ask a question; anything but y or yes is a no, also the end of the input."""
        self._write(f"{question} [y/N] ")
        answer = sys.stdin.readline()
        if not answer.endswith("\n"):
            self._write("\n")
        return answer.strip().lower() in _YES

    @property
    def width(self) -> int | None:
        """Return the cells of a line where stderr is a terminal that can move its cursor, else None."""
        try:
            if not sys.stderr.isatty() or dumb():
                return None
            return os.get_terminal_size(sys.stderr.fileno()).columns or None
        except (AttributeError, OSError, ValueError):
            return None

    def stand(self, lines: Sequence[str]) -> None:
        """Show lines that stay below all else, in place of those before; () takes them away. For a terminal only."""
        width = self.width
        if width is None or not (lines or self._standing):
            return
        from ftmonitor.format import clip

        self._sweep()
        shown = [clip(plain(scrub(line)).replace("\n", " "), width - 1) for line in lines]
        self._standing = len(shown)
        self._raw("".join(f"{line}\r\n" for line in shown))

    def _sweep(self) -> None:
        """Take away the lines that stand: up, and clear to the end of the screen (ECMA-48 CPL and ED)."""
        if self._standing:
            self._raw(f"\x1b[{self._standing}F\x1b[J")
            self._standing = 0

    def _line(self, text: str) -> None:
        self._sweep()
        self._write(text + "\n")

    def _write(self, text: str) -> None:
        self._raw(plain(scrub(text)))

    def _raw(self, text: str) -> None:
        if sys.stderr is None:
            return
        with contextlib.suppress(OSError, ValueError):  # nobody listens: there is nobody to tell
            sys.stderr.buffer.write(text.encode("utf-8", "replace"))
            sys.stderr.buffer.flush()
