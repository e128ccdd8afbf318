"""Sequences that ask the terminal for something: a desktop notice, a title, the clipboard. Pure; the app writes them.

Each is wrapped for the multiplexer in between: tmux hands on what stands in `ESC P tmux; ... ESC \\` with its escapes
doubled (where `allow-passthrough` is on), GNU screen what stands in `ESC P ... ESC \\`, 768 bytes at a time.
"""

from __future__ import annotations

import base64
import re

from ftmonitor.config.terminal import Reach
from ftmonitor.text import one_line

LONGEST_CLIP = 74_994
"""Bytes of a text for OSC 52: hterm and others take 100,000 bytes of it, of which 8 are its beginning and its end, and
the rest is base64 (sunaku.github.io/tmux-yank-osc52.html)."""
LONGEST_NOTICE = 200
"""Characters of a notice: desktops show a few lines."""
LONGEST_TITLE = 80
SCREEN_BYTES = 700
"""Bytes of one wrapping for GNU screen, which takes 768 (its MAXSTR) with what it adds itself."""

SAVE_TITLE, RESTORE_TITLE = "\x1b[22;0t", "\x1b[23;0t"
"""Put the title on the terminal's stack, and take it from there (xterm's window operations 22 and 23)."""

# A semicolon parts the fields of OSC 777; what begins with `4;` is a progress bar in OSC 9 (ConEmu).
_PARTS = re.compile("[;\ufffd]")


def notice(kind: str, title: str, body: str, reach: Reach, number: int = 1) -> str:
    """Return what shows a desktop notice, "" where `kind` is none; both texts may be outside ones.

    `number` tells notices apart where the terminal can (OSC 99).
    """
    head, text = _field(title, 60), _field(body, LONGEST_NOTICE)
    if kind == "osc9":
        return wrapped(f"\x1b]9;{head}: {text}\x07", reach)
    if kind == "osc777":
        return wrapped(f"\x1b]777;notify;{head};{text}\x07", reach)
    if kind == "osc99":
        return wrapped(f"\x1b]99;i=ftm{number}:d=0;{head}\x1b\\", reach) + wrapped(
            f"\x1b]99;i=ftm{number}:d=1:p=body;{text}\x1b\\", reach
        )
    return ""


def title(text: str) -> str:
    """Return what sets the title of the window; a multiplexer takes it for its own pane."""
    return f"\x1b]2;{_field(text, LONGEST_TITLE)}\x07"


def clipboard(text: str, reach: Reach) -> str:
    """Return what puts a text into the clipboard, "" where it is too long or the terminal is known not to do that.

    In tmux it is sent twice: as it is, for tmux takes that itself where `set-clipboard` is on, and wrapped, for the
    terminal around it where passing through is allowed.
    """
    content = text.encode("utf-8", "replace")
    if not reach.clipboard or len(content) > LONGEST_CLIP:
        return ""
    sequence = f"\x1b]52;c;{base64.b64encode(content).decode('ascii')}\x07"
    return sequence + wrapped(sequence, reach) if reach.multiplexer == "tmux" else wrapped(sequence, reach)


def wrapped(sequence: str, reach: Reach) -> str:
    """Return a sequence as it gets through to the terminal."""
    if reach.multiplexer == "tmux":
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if reach.multiplexer == "screen":
        whole = sequence.replace("\x1b\\", "\x07")  # which would end the wrapping
        return "".join(f"\x1bP{whole[at : at + SCREEN_BYTES]}\x1b\\" for at in range(0, len(whole), SCREEN_BYTES))
    return sequence


def _field(text: str, longest: int) -> str:
    """Return a text without anything that a terminal could obey, or take for the end of a field."""
    return _PARTS.sub(",", one_line(text, longest))
