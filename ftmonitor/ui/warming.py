"""What a first key would otherwise wait for, brought in while nobody waits: modules and style sheets.

A screen that is opened for the first time has its modules imported and its style sheet parsed, 50 to 150 ms of a key's
answer. The start has no time for that either, so it comes a moment after.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from ftmonitor import ui

AFTER_S = 1.0
"""After the start: by then the history is read and drawn."""
BREATH_S = 0.005
"""Between two pieces, for keys and frames."""


async def warm(styles: Stylesheet, after_s: float = AFTER_S) -> None:
    """Bring in all of the UI, piece by piece, and keep what there is by then out of every search for garbage."""
    await asyncio.sleep(after_s)
    for module in walk_packages(ui.__path__, f"{ui.__name__}."):
        await asyncio.to_thread(import_module, module.name)
        await asyncio.sleep(BREATH_S)
    for sheet in _sheets():
        if not styles.has_source(sheet):
            styles.read(sheet)
            styles.parse()
            await asyncio.sleep(BREATH_S)
    for widget in _widgets(Widget):
        # As when one is mounted, for which there is no other way to say what its classes come with.
        for read_from, css, tie_breaker, scope in object.__new__(widget)._get_default_css():
            if not styles.has_source(*read_from):
                styles.add_source(css, read_from, is_default_css=True, tie_breaker=tie_breaker, scope=scope)
                styles.parse()
                await asyncio.sleep(BREATH_S)
    gc.freeze()


def _widgets(base: type[Widget]) -> Iterator[type[Widget]]:
    """Yield the widgets that there are by now: what a screen will show is among them."""
    for widget in base.__subclasses__():
        yield widget
        yield from _widgets(widget)


def _sheets() -> list[str]:
    return sorted(map(str, Path(ui.__path__[0]).rglob("*.tcss")))
