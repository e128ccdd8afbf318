"""What the environment says about the terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import NamedTuple

_NO_COLOURS = re.compile(r"|dumb|unknown|vt(52|1\d\d|2\d\d|3\d\d)(-.*)?|.*-(m|mono)")
"""Values of TERM that stand for terminals without colours: those of DEC, and what ncurses calls monochrome."""

_MANY_COLOURS = re.compile(r".*-(256color|direct\d*|truecolor)")


def colourless(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether colours are unwanted (`NO_COLOR`, https://no-color.org) or unknown to the terminal."""
    environ = os.environ if environ is None else environ
    return bool(environ.get("NO_COLOR")) or _NO_COLOURS.fullmatch(environ.get("TERM", "")) is not None


def sixteen(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether the terminal knows no more colours than its own sixteen, as far as the environment says."""
    environ = os.environ if environ is None else environ
    if sys.platform == "win32" or environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    return _MANY_COLOURS.fullmatch(environ.get("TERM", "")) is None


def dumb(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether the terminal says that it knows no cursor movements."""
    environ = os.environ if environ is None else environ
    return environ.get("TERM") == "dumb"


ESCAPE_MS = 25
"""How long what follows an escape may be under way before it counts as the key: fish waits 30 ms, vim 50, ncurses 1000.
Terminals send the bytes of a key at once; who has one where they come in pieces sets ESCDELAY, as for ncurses."""


def answer_escape() -> None:
    """Tell the UI library, which looks at the environment when it is imported, not to wait long after an escape."""
    os.environ.setdefault("ESCDELAY", str(ESCAPE_MS))


def forbid_colours() -> None:
    """Tell the UI library, which looks at the environment by itself, that colours are unwanted."""
    os.environ["NO_COLOR"] = "1"


def unicode(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether the locale is UTF-8; one that is not set at all counts as that."""
    environ = os.environ if environ is None else environ
    word = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    return "utf8" in word.lower().replace("-", "")


class Reach(NamedTuple):
    """What can be asked of the terminal beside being written on, as far as the environment says."""

    multiplexer: str = ""
    """tmux or screen, where one stands between: it wants what is meant for the terminal wrapped."""
    clipboard: bool = True
    """Whether the terminal may understand OSC 52; nobody answers whether it does."""
    notices: str = "off"
    """The sequence that it shows desktop notices for: osc9, osc777, osc99, or off."""
    remote: bool = False
    """Whether it stands on another machine than this one."""
    graphical: bool = True
    """Whether a browser with windows can be opened on this machine."""


# Their documentation, and for tmux: it tells its own name, while the variables of the terminal it was started in stay.
_NOTICES = {
    "iterm.app": "osc9",
    "wezterm": "osc9",
    "ghostty": "osc9",
    "warpterminal": "osc9",
    "kitty": "osc99",
    "rxvt": "osc777",
    "foot": "osc777",
    "contour": "osc777",
}
_TRACES = {
    "KITTY_WINDOW_ID": "osc99",
    "GHOSTTY_RESOURCES_DIR": "osc9",
    "ITERM_SESSION_ID": "osc9",
    "WEZTERM_PANE": "osc9",
    "VTE_VERSION": "osc777",
}


def reach(environ: Mapping[str, str] | None = None) -> Reach:
    """Return what can be asked of the terminal."""
    environ = os.environ if environ is None else environ
    term = environ.get("TERM", "")
    graphical = sys.platform in ("darwin", "win32") or any(
        environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
    )
    return Reach(
        multiplexer="tmux" if environ.get("TMUX") else "screen" if environ.get("STY") else "",
        clipboard=term not in ("", "dumb", "linux") and not term.startswith("vt"),
        notices=_notices(environ),
        remote=any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")),
        graphical=graphical,
    )


def _notices(environ: Mapping[str, str]) -> str:
    said = [environ.get(name, "").lower() for name in ("TERM_PROGRAM", "LC_TERMINAL", "TERM")]
    for name, notice in _NOTICES.items():
        if any(name in word for word in said):
            return notice
    return next((notice for name, notice in _TRACES.items() if environ.get(name)), "off")
