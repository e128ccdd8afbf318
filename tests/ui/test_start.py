"""The first frame: painted from the history alone, before anything slow is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.opened import template

PROBE = """
import asyncio, sys
from pathlib import Path
from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.open import open_monitor
from ftmonitor.secret import Secret
from ftmonitor.ui.app import FtmonitorApp

class Probe(FtmonitorApp):
    def on_mount(self):
        self.call_after_refresh(self.look)

    def look(self):
        strips = self.screen._compositor.render_strips()
        seen = "support-v7" in "".join(strip.text for strip in strips)
        print(seen, *sorted({"pydantic", "httpx"} & set(sys.modules)), file=sys.__stdout__)
        self.exit()

monitor = open_monitor(Profile(api_key=Secret("sk-none-at-all")), Path(sys.argv[1]))
asyncio.run(Probe(monitor).run_async(headless=True, size=(120, 40)))
"""


def test_the_first_frame_needs_neither_pydantic_nor_httpx(tmp_path: Path) -> None:
    history = tmp_path / "history.sqlite3"
    history.write_bytes(template("default").read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(history)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == ["True"], done.stdout + done.stderr
