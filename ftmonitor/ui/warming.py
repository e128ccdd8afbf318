"""What a first key would otherwise wait for, brought in while nobody waits: modules and style sheets.

A screen that is opened for the first time has its modules imported and its style sheet parsed, 50 to 150 ms of a key's
answer. The start has no time for that either, so it comes a moment after.
"""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from textual.css.stylesheet import Stylesheet

from ftmonitor import ui

AFTER_S = 1.0
"""After the start: by then the history is read and drawn."""
BREATH_S = 0.005
"""Between two pieces, for keys and frames."""


async def warm(styles: Stylesheet) -> None:
    """Bring in all of the UI, piece by piece, and keep what there is by then out of every search for garbage."""
    await asyncio.sleep(AFTER_S)
    for module in walk_packages(ui.__path__, f"{ui.__name__}."):
        await asyncio.to_thread(import_module, module.name)
        await asyncio.sleep(BREATH_S)
    for sheet in _sheets():
        if not styles.has_source(sheet):
            styles.read(sheet)
            styles.parse()
            await asyncio.sleep(BREATH_S)
    gc.freeze()


def _sheets() -> list[str]:
    return sorted(map(str, Path(ui.__path__[0]).rglob("*.tcss")))
