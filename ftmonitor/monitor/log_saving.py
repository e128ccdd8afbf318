"""Saving lines of a log: as text or as JSONL, piece by piece, so that a million of them need no memory."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from enum import Enum
from pathlib import Path

from ftmonitor import format as words
from ftmonitor.errors import UsageError
from ftmonitor.jsontext import compact, escape
from ftmonitor.models.log import LogRow
from ftmonitor.models.method import masked_text
from ftmonitor.monitor import saving
from ftmonitor.text import one_line

PIECE = 500
"""Events that are read and written at once."""

LONGEST = 100_000
"""Characters of one message as text."""


class Form(Enum):
    """How lines are written; the value is the ending of the file."""

    TEXT = ".log"
    JSONL = ".jsonl"


def text_line(row: LogRow, name: str = "") -> str:
    """Return an event as a line of text: its time with the offset, its level, its message, on one line."""
    label = f"{one_line(name, 60)} " if name else ""
    time = words.iso(row.time) or "-"
    return f"{time} {one_line(row.level, 20).upper() or '-':<5} {label}{one_line(row.message, LONGEST)}"


async def save(
    path: Path,
    start: int,
    stop: int,
    read: Callable[[int, int], Awaitable[list[str]]],
    *,
    overwrite: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the lines `start` to `stop` (not included), which `read` returns, into a file: all of them or none.

    Returns how many there were.

    Raises:
        UsageError: If there is a file already and `overwrite` does not say that it may go, or it cannot be written.
        FtmonitorError: If writing fails, as on a full disk; what was there before stays.
    """
    if await asyncio.to_thread(saving.taken, path) and not overwrite:
        raise UsageError(saving.refusal(path))
    place = await asyncio.to_thread(path.resolve)  # a link stays a link
    part = saving.part_of(place)
    written = 0
    try:
        with saving.in_words(path):
            file = await asyncio.to_thread(part.open, "x", encoding="utf-8", errors="replace", newline="\n")
            try:
                for at in range(start, stop, PIECE):
                    lines = await read(at, min(stop, at + PIECE))
                    await asyncio.to_thread(file.write, "".join(f"{line}\n" for line in lines))
                    written += len(lines)
                    if progress is not None:
                        progress(written)
            finally:
                await asyncio.to_thread(file.close)
            await asyncio.to_thread(saving.put_in_place, part, place, overwrite=overwrite)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    return written


def jsonl_line(text: str) -> str:
    """Return an event as sent, on one line, with nothing in it that a terminal could obey, secrets masked."""
    return compact(escape(masked_text(text)))
