"""An older page gives way to the newest one of the same stream: two requests of one stream are never under way."""

from __future__ import annotations

import asyncio
import math

from ftmonitor.sync.board import Board, Older
from ftmonitor.sync.schedule import LIST_S, SELECTED_S, Kind, Stream

GRACE_S = 1.0
"""How long the newest page waits for an older one of the same stream that is under way, before that is cut."""

_OVERDUE_S = {Kind.EVENTS: SELECTED_S + GRACE_S, Kind.LIST: LIST_S + GRACE_S}


class Cut:
    """The older page that is under way, and when it must give way to the newest page of the same stream."""

    def __init__(self) -> None:
        self.stream = Stream(Kind.EVENTS)
        self.task: asyncio.Task[None] | None = None
        self._older: Older | None = None
        self._patient = False

    def holds(self, stream: Stream) -> bool:
        """Return whether `stream` waits for the older page that is under way."""
        older = self._older
        return older is not None and older.kind is stream.kind and older.job_id == stream.job_id

    def begin(self, older: Older, task: asyncio.Task[None], *, patient: bool) -> None:
        """Note the page under way; a `patient` one is let through."""
        self._older, self.task, self._patient = older, task, patient

    def end(self, task: asyncio.Task[None]) -> None:
        """Note that it came, or was cut."""
        if task is self.task:
            self._older, self.task = None, None

    def give_way(self, board: Board, now: float) -> float:
        """Cut the page under way if the selected job's newest one waits too long; return when to look again."""
        if self._older is None or self.task is None or self._patient:
            return math.inf
        if self._older.job_id != board.selected and self._older.kind is not Kind.LIST:
            return math.inf
        overdue_at = min(
            (stream.asked_at + _OVERDUE_S[stream.kind] for stream in board.streams if self.holds(stream)),
            default=math.inf,
        )
        if now < overdue_at:
            return overdue_at
        self.task.cancel()
        return math.inf
