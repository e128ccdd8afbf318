"""Where copied texts go that no clipboard takes: to tmux itself, or into a file of the user's own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from pathlib import Path

from ftmonitor.errors import FtmonitorError
from ftmonitor.monitor.saving import safe_name

KEPT = 50
"""Copies that are kept, the newest."""
TMUX_S = 2.0
"""tmux answers in milliseconds, or is not there any more."""


async def to_tmux(text: str) -> bool:
    """Hand a text to the tmux around us, for its newest buffer and (`-w`) the clipboard; return whether it took it.

    It takes it whatever `set-clipboard` and `allow-passthrough` say of what programs write; before 3.2 it has no `-w`.
    """
    for words in (("load-buffer", "-w", "-"), ("load-buffer", "-")):
        with contextlib.suppress(OSError, TimeoutError):
            process = await asyncio.create_subprocess_exec(
                "tmux",
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(TMUX_S):
                    await process.communicate(text.encode("utf-8", "replace"))
            except TimeoutError:
                process.kill()
                raise
            if process.returncode == 0:
                return True
    return False


def keep(folder: Path, what: str, text: str, now: float) -> Path:
    """Write a copied text into a file that only the user can read, and return which; `what` is our word for it.

    Raises:
        FtmonitorError: If it cannot be written.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now))
    stem = safe_name(f"{what.removeprefix('the ')}-{stamp}", f"copy-{stamp}")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(1, 1_000):
            path = folder / (f"{stem}.txt" if number == 1 else f"{stem}-{number}.txt")
            with contextlib.suppress(FileExistsError):
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(text.encode("utf-8", "replace"))
                _forget(folder)
                return path
    except OSError as error:
        raise FtmonitorError(f"{folder} cannot be written: {error.strerror or error}") from None
    raise FtmonitorError(f"{folder} is full of copies of this second")


def _forget(folder: Path) -> None:
    held = sorted(folder.glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)
    for path in held[:-KEPT]:
        path.unlink(missing_ok=True)
