"""Write the pictures of the README: `python -m tests.screenshots` (needs the extra `screenshots`).

Each is the real program over the simulator, with clock, seed and time zone held still.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from ftmonitor.ui.app import FtmonitorApp
from tests.support.opened import opened

FOLDER = Path(__file__).parent.parent / "screenshots"
FONT = "Fira Code"
SCALE = 1.5
LIVE_S = 30.0
"""Seconds that the jobs go on while the program looks."""


@dataclass(frozen=True)
class Shot:
    """One picture: the size in cells, the job it opens at, and the keys pressed then."""

    name: str
    size: tuple[int, int]
    job: str
    keys: Sequence[str] = ()


SHOTS = (
    Shot("main", (120, 40), "support-v7"),
    Shot("wide", (200, 60), "support-v7"),
    Shot("small", (80, 24), "support-v7"),
    Shot("reinforcement", (120, 40), "sql-rft-3", ("3", *["left"] * 12)),
    Shot("failed", (120, 40), "triage-v1"),
    Shot("compare", (120, 40), "tone-sweep-lr2", ("space", "k", "space", "C", "3", *["left"] * 9)),
    Shot("log", (120, 40), "support-v7", ("4", "z", "slash", *"loss", "enter", "k", "k", "k", "enter")),
    Shot("groups", (120, 40), "support-v7", ("1", "B", "z")),
    Shot("cancel", (120, 40), "support-v7", ("X",)),
    Shot("help", (120, 40), "support-v7", ("question_mark",)),
)


async def take(shot: Shot, folder: Path) -> str:
    """Return the picture as SVG."""
    async with opened(folder) as held:
        app = FtmonitorApp(held.monitor, held.named(shot.job), clock=held.clock)
        async with app.run_test(size=shot.size, notifications=True) as pilot:
            for _ in range(int(LIVE_S)):
                held.clock.advance(1.0)
                await settle(pilot)
            await pilot.press(*shot.keys)
            await settle(pilot)
            app.clear_notifications()  # what is to be seen lies below
            await settle(pilot)
            return app.export_screenshot(title="ftmonitor")


async def settle(pilot: Pilot[str]) -> None:
    """Let answers arrive and panes paint."""
    for _ in range(5):
        await pilot.pause()
        await asyncio.sleep(0.02)


def main() -> None:
    """Write all pictures as PNG."""
    import resvg_py

    os.environ["TZ"] = "UTC"
    time.tzset()
    FOLDER.mkdir(exist_ok=True)
    for shot in SHOTS:
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(take(shot, Path(folder)))
        picture = resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=SCALE,
            font_family=FONT,
            monospace_family=FONT,
            sans_serif_family="DejaVu Sans",
        )
        (FOLDER / f"{shot.name}.png").write_bytes(bytes(picture))
        print(f"{shot.name}.png")


if __name__ == "__main__":
    main()
