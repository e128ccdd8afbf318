"""The end of a job's log as the history holds it: where to begin, what has come since, and when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ftmonitor.store import bindable, events, gaps
from ftmonitor.store.database import Connection
from ftmonitor.store.jobs import QUIET
from ftmonitor.store.store import Store

CHUNK = 500
"""Events read at once: a millisecond's work for the history."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a log: the index of the next event, and an event to know it by.

    The number alone would not do: older events that are still being fetched move all numbers up. `known` is the id of
    the event handed out last; before the first one (`handed` is False) its own; None where the log was empty.
    """

    index: int = 0
    known: str | None = None
    handed: bool = True


class Tail:
    """Hands out the events of one log in order, each once; never passes a gap that may yet be closed.

    `wants` says of a level whether it counts.
    """

    def __init__(self, store: Store, job_id: str, wants: Callable[[str], bool]) -> None:
        self._store = store
        self._job_id = job_id
        self._key = bindable.key(job_id)
        self._wants = wants
        self._place = Place()
        self.lost = False
        """Whether a gap was passed that the server can no longer close."""

    def turn_to(self, store: Store) -> None:
        """Go on in another history, where the one so far could not go on: at the same event, once it is there."""
        self._store = store

    async def begin(self, newest: str | None, wanted: int | None) -> bool:
        """Go to where the newest `wanted` events (None: all) up to the one with the id `newest` begin.

        Returns False while the history does not hold them yet. With no `newest` the log was empty: all is new.
        """
        known = None if newest is None else bindable.key(newest)
        place = await self._store.read(first, self._key, known, wanted, self._wants)
        if place is None:
            return False
        self._place = place
        return True

    async def more(self) -> tuple[str, ...]:
        """Return the JSON of the next events as sent, oldest first: at most `CHUNK`, () where there are none yet."""
        texts, self._place, lost = await self._store.read(following, self._key, self._place)
        self.lost = self.lost or lost
        return texts

    async def ended(self) -> bool:
        """Return whether the job has ended, and enough polls since then brought no news."""
        found = await self._store.jobs.standing(self._job_id)
        if found is None or found.gap:
            return False
        return found.gone or (found.phase.ended and found.quiet >= QUIET)


def first(
    connection: Connection, job_id: str, newest: str | None, wanted: int | None, wants: Callable[[str], bool]
) -> Place | None:
    """Return the place of the oldest of the newest `wanted` events that count, up to `newest`.

    None while the log does not have `newest`, or while it has too few above a gap that can still be closed.
    """
    last = -1 if newest is None else events.index_of(connection, job_id, newest)
    if last is None:
        return None
    below = [gap.index for gap in gaps.of(connection, job_id) if not gap.lost and gap.index <= last]
    bottom = below[-1] if below else 0
    start = _oldest(connection, job_id, range(bottom, last + 1), wanted, wants)
    if start is None and below:
        return None
    index = bottom if start is None else start
    row = events.window(connection, job_id, index, index + 1)
    return Place(index, row[0].id, handed=False) if row else Place(index)


def following(connection: Connection, job_id: str, place: Place) -> tuple[tuple[str, ...], Place, bool]:
    """Return the next events, the place behind them, and whether a gap was passed that nobody can close."""
    index = _found(connection, job_id, place)
    stop = min(index + CHUNK, events.count(connection, job_id))
    ahead = index if place.handed else index + 1  # a gap below the first event is none of ours
    lost = False
    for gap in gaps.of(connection, job_id):
        if ahead <= gap.index < stop:
            if not gap.lost:
                stop = gap.index
                break
            lost = True
    texts = events.texts(connection, job_id, index, stop)
    if not texts:
        return (), Place(index, place.known, place.handed), lost
    last = events.window(connection, job_id, stop - 1, stop)[0]
    return texts, Place(stop, last.id), lost


def _found(connection: Connection, job_id: str, place: Place) -> int:
    """Return the index of the next event, also where older events have moved it."""
    if place.known is None:
        return place.index
    at = place.index - place.handed
    row = events.window(connection, job_id, at, at + 1)
    if row and row[0].id == place.known:
        return place.index
    index = events.index_of(connection, job_id, place.known)
    if index is not None:
        return index + place.handed
    count = events.count(connection, job_id)
    filling = not count or any(not gap.lost for gap in gaps.of(connection, job_id))
    return count if filling else place.index  # another history, which has not got so far yet


def _oldest(
    connection: Connection, job_id: str, within: range, wanted: int | None, wants: Callable[[str], bool]
) -> int | None:
    """Return the index of the oldest of the newest `wanted` events that count; None where there are fewer."""
    found, stop = 0, within.stop
    while wanted is not None and stop > within.start:
        low = max(within.start, stop - CHUNK)
        for row in reversed(events.window(connection, job_id, low, stop)):
            found += wants(row.level)
            if found == wanted:
                return row.index
        stop = low
    return None
