"""How soon a key is answered in a very long log, and in one of very long lines: `python -m tests.benchmarks.log`.

The real program in a pseudo-terminal, as in `tests.benchmarks.keys`: one job with 1,000,000 events, then one with some
hundred whose messages have 100,000 characters. Beside it, in turn, an app of the same size that only shows which key
came. `python -m tests.benchmarks.log FILE` keeps the history there for another time. Linux only.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ftmonitor.config.paths import history_file
from ftmonitor.config.profiles import ENV, Profile
from ftmonitor.models.source import Page, Row
from ftmonitor.store.store import Store
from tests.benchmarks import histories, keys, terminal
from tests.benchmarks.keys import Session

EVENTS = 1_000_000
ERROR_EACH = 50_000
"""Of so many events one is an error, beside the warnings of every history."""
LONG = 320
"""Events with long messages."""
CHARACTERS = 100_000
TIMES = 3
REST_S = 0.25
"""Without a frame for so long, what was begun is done: while it looks through a log, it says so more often."""
LETTER_S = 0.12
"""From one letter to the next, as fast fingers type."""

LOGS = (
    ("1,000,000 events", b"g", ("checkpoint", f"{EVENTS // 3 + 1}/", "zzyzx")),
    ("100,000 characters a line", b"G", ("word and", "/[k-m]': ", "zzyzx")),
)
"""Each with the key that leads to its job, and with what is typed: what many events have, one, none."""

PAGE_UP = b"\x1b[5~"
KEYS: Mapping[str, Sequence[bytes]] = {
    "next line": [b"k"] * TIMES,
    "a page": [PAGE_UP] * TIMES,
    "first and last": [b"g", b"G", b"g", b"G"],
    "sideways": [b"l"] * TIMES,
    "back": [b"h"] * TIMES,
    "wrap": [b"w"] * TIMES,
    "a page, wrapped": [PAGE_UP] * TIMES,
    "no wrap": [b"w"],
    "JSON beside": [b"\r"] * TIMES,
    "next line, JSON beside": [b"k"] * TIMES,
    "JSON away": [b"\r"],
    "time format": [b"t"] * 5,
    "next warning": [b"E", b"e", b"E"],
}
"""What is pressed, each from where the one before has led."""
WHOLE: Mapping[str, Sequence[bytes]] = {"levels": [b"L"] * 3, "metrics": [b"M"] * 3}
"""What changes which events are shown."""

_PAGES_AT_ONCE = 100
_SHAPES = ("x", "word and ", "a line\n", "漢字", "e\u0301", "\x1b[31mred\x07 ", "tab\there \u202e", "😀 {'k': [1]} ")
"""What a long message repeats: one word without blanks, blanks, lines, wide letters, marks, what terminals obey."""


def build(path: Path) -> Path:
    """Write the history of the two jobs; return `path`."""
    asyncio.run(_build(path))
    return path


async def _build(path: Path) -> None:
    store = Store.open(path, read_only_ok=False)
    await store.write(histories.store_jobs, 2)
    for number, source in enumerate((_many_pages(), _long_pages())):
        pages: list[Page] = []
        for page in source:
            pages.append(page)
            if len(pages) == _PAGES_AT_ONCE or page.next is None:
                await store.write(histories.store_events, histories.job_id(number), pages)
                pages = []
    await store.aclose()


def _many_pages() -> Iterator[Page]:
    """Yield the pages of the long log, some of its warnings made errors."""
    number = EVENTS
    for page in histories.event_pages(EVENTS):
        rows = []
        for row in page.rows:
            number -= 1
            wrong = number % ERROR_EACH == 0
            rows.append(_at_level(row, "error") if wrong else row)
        yield Page(tuple(rows), next=page.next)


def _long_pages() -> Iterator[Page]:
    """Yield the pages of the log of long lines."""
    for stop in range(LONG, 0, -histories.PAGE):
        rows = tuple(_long_row(number) for number in range(stop - 1, max(-1, stop - 1 - histories.PAGE), -1))
        yield Page(rows, next=rows[-1].id if stop > histories.PAGE else None)


def _long_row(number: int) -> Row:
    shape = _SHAPES[number % len(_SHAPES)]
    raw = {
        "object": "fine_tuning.job.event",
        "id": f"ftevent-long{number:020d}",
        "created_at": histories.NOW + number,
        "level": ("info", "info", "warn", "error")[number // len(_SHAPES) % 4],
        "message": f"{number} " + (shape * (CHARACTERS // len(shape) + 1))[:CHARACTERS],
        "data": {},
        "type": "message",
    }
    return Row(str(raw["id"]), json.dumps(raw), raw)


def _at_level(row: Row, level: str) -> Row:
    raw = {**row.raw, "level": level}
    return Row(row.id, json.dumps(raw), raw)


def log(kept: Path | None = None) -> None:
    """Print how soon each key is answered."""
    with tempfile.TemporaryDirectory(dir=kept.parent if kept else None) as folder:
        history = kept or Path(folder) / "log.db"
        if not history.exists():
            begin = time.perf_counter()
            build(history)
            print(f"{EVENTS:,} events, {LONG:,} long ones: {time.perf_counter() - begin:.0f} s", flush=True)
        env = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "FTMONITOR_"))}
        env |= {"FTMONITOR_DATA_DIR": folder, "FTMONITOR_CONFIG": str(Path(folder) / "none.toml")}
        os.link(history, history_file(Profile(ENV), Path(folder)))
        with (
            keys.session([sys.executable, "-m", "ftmonitor"], env) as ours,
            keys.session([sys.executable, "-c", keys.ECHO], env) as theirs,
        ):
            ours.until(b"bench-00000")
            theirs.until(b"ECHOMARK")
            ours.rest(2.0)
            for what, job, words in LOGS:
                _press(ours, theirs, what, job)
                _search(ours, theirs, what, words)


def _press(ours: Session, theirs: Session, what: str, job: bytes) -> None:
    for key in (b"1", job):
        os.write(ours.handle, key)
        ours.rest(1.0)
    keys.report(f"{what}: open", [(ours.press(b"4"), theirs.press(b"x"))])
    for does, pressed in {**KEYS, **WHOLE}.items():
        pairs = []
        for key in pressed:
            ours.rest(REST_S)
            pairs.append((ours.press(key), theirs.press(b"x")))
        keys.report(f"{what}: {does}", pairs)


def _search(ours: Session, theirs: Session, what: str, words: Sequence[str]) -> None:
    for sign in (b"/", b"&"):
        for word in words if sign == b"/" else words[:1]:
            _type(ours, what, sign, word)
            if sign == b"/" and word == words[0]:
                keys.report(f"{what}: next place", [(ours.press(key), theirs.press(b"x")) for key in [b"N"] * TIMES])
            os.write(ours.handle, b"\x1b")
            ours.rest(0.4)


def _type(ours: Session, what: str, sign: bytes, text: str) -> None:
    """Print how soon each of some letters stands on the screen, while what was typed before is looked for."""
    os.write(ours.handle, sign)
    ours.rest(0.5)
    taken, begin, cpu = [], time.perf_counter(), ours.cpu_s()
    for at in range(len(text)):
        pressed = time.perf_counter()
        os.write(ours.handle, text[at].encode())
        ours.until(text[: at + 1].encode())
        taken.append(1000 * (time.perf_counter() - pressed))
        while (left := pressed + LETTER_S - time.perf_counter()) > 0:
            terminal._read(ours.handle, left)
    ours.rest(0.4)
    seconds = time.perf_counter() - begin - 0.4 - LETTER_S * (len(text) - 1)
    os.write(ours.handle, b"\r")
    ours.rest(0.3)
    print(
        f"{what}: {sign.decode()}{text}: {statistics.median(taken):.0f} ms to a letter (worst {max(taken):.0f}), "
        f"all found {seconds:.1f} s after the last one, {ours.cpu_s() - cpu:.1f} s of CPU",
        flush=True,
    )


if __name__ == "__main__":
    log(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
