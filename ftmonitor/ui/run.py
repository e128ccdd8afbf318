"""The entry of the UI: an opened monitor in, an exit code out."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from ftmonitor.config import terminal
from ftmonitor.ui.app import DEMO, LOOK, FtmonitorApp
from ftmonitor.ui.themes import DARK

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.config.look import Look
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.monitor.profiles import Profiles

SIXTEEN = "ansi-dark"
"""The theme of a terminal of sixteen colours: they are its own, where a mixed one would be whichever is nearest."""


def run(
    monitor: Monitor,
    job_id: str | None = None,
    *,
    clock: Clock | None = None,
    look: Look = LOOK,
    config_file: str = "config.toml",
    profiles: Profiles | None = None,
) -> int | str:
    """Show the UI until the user quits, and close the monitor, or the one of the profile that was switched to.

    Returns the exit code, or `DEMO` where the user, without a key, asked for the demo.
    """
    if terminal.colourless():
        terminal.forbid_colours()
    usual = SIXTEEN if terminal.sixteen() else DARK.name
    app = FtmonitorApp(
        monitor, job_id, clock=clock, look=look, config_file=config_file, usual_theme=usual, profiles=profiles
    )
    if sys.platform != "win32":
        from ftmonitor.ui.keyboard import Keyboard

        app.driver_class = Keyboard
        app.alt_keys = any(key.startswith("alt+") for remap in look.keys for key in remap.keys)
    app.reach = terminal.reach()
    app.warms = True

    async def show() -> str | None:
        try:
            return await app.run_async()
        finally:
            await app.monitor.aclose()

    answer = asyncio.run(show())
    if answer == DEMO:
        return DEMO
    return app.return_code or 0
