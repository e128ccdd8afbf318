"""What the environment says about the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping


def colourless(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether colours are unwanted (`NO_COLOR`, https://no-color.org) or unknown to the terminal."""
    environ = os.environ if environ is None else environ
    return bool(environ.get("NO_COLOR")) or environ.get("TERM", "") in ("", "dumb")


def dumb(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether the terminal says that it knows no cursor movements."""
    environ = os.environ if environ is None else environ
    return environ.get("TERM") == "dumb"


def forbid_colours() -> None:
    """Tell the UI library, which looks at the environment by itself, that colours are unwanted."""
    os.environ["NO_COLOR"] = "1"


def unicode(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether the locale is UTF-8; one that is not set at all counts as that."""
    environ = os.environ if environ is None else environ
    word = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    return "utf8" in word.lower().replace("-", "")
