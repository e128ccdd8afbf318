"""The entry of the UI: an opened monitor in, an exit code out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ftmonitor.ui.app import DEMO, LOOK, FtmonitorApp

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.config.look import Look
    from ftmonitor.monitor.monitor import Monitor


def run(
    monitor: Monitor,
    job_id: str | None = None,
    *,
    clock: Clock | None = None,
    look: Look = LOOK,
    config_file: str = "config.toml",
) -> int | str:
    """Show the UI until the user quits, and close the monitor.

    Returns the exit code, or `DEMO` where the user, without a key, asked for the demo.
    """
    app = FtmonitorApp(monitor, job_id, clock=clock, look=look, config_file=config_file)

    async def show() -> str | None:
        try:
            return await app.run_async()
        finally:
            await monitor.aclose()

    answer = asyncio.run(show())
    if answer == DEMO:
        return DEMO
    return app.return_code or 0
