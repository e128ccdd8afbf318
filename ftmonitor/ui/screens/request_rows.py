"""Requests and deeds as rows of one list. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece, Pieces

if TYPE_CHECKING:
    from ftmonitor.api.exchange import Request
    from ftmonitor.monitor.requests import Asked
    from ftmonitor.store.actions import Action

TIME_CELLS, VERB_CELLS, STATUS_CELLS, TAKEN_CELLS, ID_CELLS = 8, 6, 4, 7, 30
MOST_ID = 64
"""Cells of an id where there is room for more than `ID_CELLS`."""
WIDE, MIDDLE = 100, 56
"""Cells from which on the id of a request, and the time that it took, have a column."""
BAD_STATUS = 400
NOTHING = "nothing was asked yet"
"""What stands in a list without rows."""

_ID = re.compile(r"(?<=[/=])([\w%.-]{10})[\w%.-]{5,}([\w%.-]{4})(?=[/?&]|$)")
"""An id of more than 18 characters, as its beginning and its end."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, or one deed of the user. All texts but the verb may be outside ones."""

    key: Hashable
    at: float
    """Seconds since the epoch."""
    verb: str
    what: str
    brief: str = ""
    """The same for a narrow list."""
    status: str = ""
    taken: str = ""
    bad: bool = False
    deed: bool = False
    request_id: str = ""
    details: tuple[tuple[str, object], ...] = ()
    request: Request | None = None

    def holds(self, sought: Sequence[str]) -> bool:
        """Return whether every word that is looked for, in lower case, stands in it."""
        text = " ".join(f"{name} {value}" for name, value in self.details).lower()
        return all(word in text for word in sought)

    @property
    def json(self) -> str:
        """Return all about it."""
        return json.dumps(dict(self.details), ensure_ascii=False)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order of their list."""
    return sorted(entries, key=lambda entry: -entry.at)


def of_request(asked: Asked) -> Entry:
    """Return a request as a row."""
    bad = asked.status is None or asked.status >= BAD_STATUS
    details = (
        ("time", words.iso(asked.at)),
        ("method", asked.method),
        ("path", asked.path),
        ("status", asked.status),
        ("seconds", round(asked.seconds, 3)),
        ("tries", asked.tries),
        ("request_id", asked.request_id or None),
        ("error", asked.error or None),
    )
    tries = f" ×{asked.tries}" if asked.tries > 1 else ""
    status = str(asked.status or "—")
    return Entry(
        ("request", asked.number, asked.tries),
        asked.at,
        asked.method,
        short(asked.path) + tries,
        short(asked.path, narrow=True) + tries,
        status,
        f"{asked.seconds * 1000:.0f} ms" if asked.seconds < 10 else f"{asked.seconds:.0f} s",
        bad,
        request_id=asked.request_id,
        details=details,
        request=asked.request,
    )


def short(path: str, *, narrow: bool = False) -> str:
    """Return a path with its long ids cut: what stands behind them tells what was asked."""
    if narrow:
        return _ID.sub(r"…\2", path).removeprefix("/fine_tuning").removeprefix("/jobs/")
    return _ID.sub(r"\1…\2", path.removeprefix("/fine_tuning"))


def of_deed(action: Action, names: Mapping[str, str], request: Request | None) -> Entry:
    """Return a deed as a row; `names` are those of jobs by id."""
    name = names.get(action.job_id, action.job_id)
    details = (
        ("time", words.iso(action.at)),
        ("you", action.verb),
        ("job", action.job_id),
        ("name", name),
        ("outcome", action.outcome),
        ("request_id", action.request_id),
    )
    return Entry(
        ("deed", action.number, action.outcome),
        action.at,
        action.verb,
        f"{name}: {action.outcome}",
        bad=action.refused,
        deed=True,
        request_id=action.request_id or "",
        details=details,
        request=request,
    )


def id_cells(entries: Iterable[Entry]) -> int:
    """Return how many cells the ids of requests need, as far as they may have them."""
    return min(MOST_ID, max((cell_len(safe.line(entry.request_id)) for entry in entries), default=0))


def pieces(entry: Entry, width: int, *, now: float, ids: int) -> Pieces:
    """Return a row of `width` cells: when, what, how it went, how long it took, its id.

    `ids` are the cells that ids need: they get what is free above `WIDE`.
    """
    wide, middle = width >= WIDE, width >= MIDDLE
    ink = "error" if entry.bad else "strong" if entry.deed else "text"
    ends: list[Piece] = []
    if not entry.deed:
        ends = [(f"{entry.status:>{STATUS_CELLS}}", "error" if entry.bad else "good")]
        ends += [(f"{entry.taken:>{TAKEN_CELLS}}", "dim")] if middle else []
    if wide:
        room_for_id = min(max(ids, ID_CELLS), ID_CELLS + width - WIDE)
        ends += [("  " + safe.pad(entry.request_id, room_for_id), "dim")]
    room = width - TIME_CELLS - VERB_CELLS - 5 - sum(len(text) for text, _ in ends)
    return (
        ("  ", ""),
        (safe.pad(words.when_short(entry.at, now), TIME_CELLS), "dim"),
        ("  " + safe.pad(entry.verb, VERB_CELLS) + " ", "accent" if entry.deed else "dim"),
        (safe.pad(entry.what if middle else entry.brief or entry.what, max(0, room)), ink),
        *ends,
    )
