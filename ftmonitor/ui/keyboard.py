"""What the terminal sends, at once.

Textual's own driver looks ten times a second whether a lone escape is the key or the beginning of what another key
sends, and whether it is to end: escape is answered after 100 ms, leaving waits for the next look, and an idle program
is woken all the time. Here the thread sleeps until something comes, and ESCDELAY (`config.terminal`) says how long the
rest of a key may take.
"""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from textual import constants, events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.message import Message

CHUNK_BYTES = 4096
"""Read at once: more than a key, less than most of what is pasted."""

_ALONE = re.compile(r"\x1b(?=[ -NQ-WYZ`ac-eg-~\t\r])")
"""An escape before what begins no sequence: not ESC [ and ESC O (keys), ESC b and ESC f (words), ESC P ] X ^ _ \\ (said
by the terminal)."""


class Bell(Event):
    """An event that wakes who waits for files, too, as long as it is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.fileno, self._rung = os.pipe()
        self._closed = False

    def set(self) -> None:
        """Ring."""
        super().set()
        if not self._closed:
            os.write(self._rung, b"!")

    def close(self) -> None:
        """Give the files back."""
        if not self._closed:
            self._closed = True
            os.close(self.fileno)
            os.close(self._rung)


class Keyboard(LinuxDriver):
    """The driver of a terminal on Linux and macOS, which listens without looking."""

    _bell: Bell | None = None

    def start_application_mode(self) -> None:
        """Take the terminal, at the start and whenever the program is brought back to the foreground."""
        self._close_bell()
        self._bell = self.exit_event = Bell()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def run_input_thread(self) -> None:
        """Deliver what the terminal sends until the driver rings."""
        if self._bell is not None:
            listen(self.fileno, self._bell, self.process_message, alt_keys=getattr(self._app, "alt_keys", True))

    def close(self) -> None:
        """Clean up; the program may go on later."""
        super().close()
        self._close_bell()

    def _close_bell(self) -> None:
        """Give back what the thread was woken with; it has ended."""
        if self._bell is not None:
            self._bell.close()


class Escapes:
    """Tells the escapes that are keys from those that begin what another key, or a paste, sends."""

    def __init__(self, *, alt_keys: bool) -> None:
        self._alt_keys = alt_keys
        self._pasting = False

    def between(self, text: str) -> list[str]:
        """Return what stands before, between and behind the escapes of a text that are keys for sure."""
        begins, ends = text.rfind(BRACKETED_PASTE_START), text.rfind(BRACKETED_PASTE_END)
        kept = self._alt_keys or self._pasting or begins >= 0
        if begins != ends:
            self._pasting = begins > ends
        return [text] if kept else _ALONE.split(text)


def listen(fileno: int, leave: Bell, deliver: Callable[[Message], None], *, alt_keys: bool = False) -> None:
    """Deliver the keys and other messages that come from a file, until `leave` rings.

    Where no key goes with alt (`alt_keys`), an escape and a letter that come together are two keys, as typed fast.
    """
    parser, escapes = XTermParser(), Escapes(alt_keys=alt_keys)
    decode = getincrementaldecoder("utf-8")("replace").decode
    wait: float | None = None
    with selectors.SelectSelector() as selector:  # others cannot wait for what is no terminal, such as a file
        selector.register(fileno, selectors.EVENT_READ)
        selector.register(leave.fileno, selectors.EVENT_READ)
        while True:
            ready = selector.select(wait)
            if leave.is_set():
                return
            if ready:
                data = _read(fileno)
                if not data:  # the terminal is gone; that the program ends then is seen to elsewhere
                    selector.unregister(fileno)
                    continue
                for number, part in enumerate(escapes.between(decode(data))):
                    if number:
                        deliver(events.Key("escape", "\x1b"))
                    for message in parser.feed(part) if part else ():
                        deliver(message)
                wait = constants.ESCAPE_DELAY
            else:
                wait = None
                for message in parser.tick():
                    deliver(message)


def _read(fileno: int) -> bytes:
    try:
        return os.read(fileno, CHUNK_BYTES)
    except OSError:
        return b""
