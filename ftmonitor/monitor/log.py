"""The events of one log or of several that pass a sieve: found in slices off the loop, kept up as the logs grow."""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ftmonitor.models.log import Gap, LogRow, Outline
from ftmonitor.monitor.coverage import Coverage, Way
from ftmonitor.monitor.glance import Glance, look
from ftmonitor.monitor.order import Order, ordered
from ftmonitor.query.logline import Sieve
from ftmonitor.store import bindable, search

if TYPE_CHECKING:
    from ftmonitor.store.database import Connection
    from ftmonitor.store.store import Store

T = TypeVar("T")

SLICE = 20_000
"""Events of one question that SQLite answers alone: some ten milliseconds, in which no other thread waits."""
SLOW_SLICE = 2_000
"""Events of one question where each message is read here."""
FIRST_SLICE = 2_000
"""Events of the first question: as many as a screen needs are mostly found among them; each next one is twice that."""
SPARED = 8
"""Events that are looked through in the time of one that is looked up, or more: those come by the page."""


class Entry:
    """One log: which of it was looked at, and what was found there."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.coverage = Coverage()
        self.places = array("q")
        self.times = array("d")
        self.gaps: tuple[tuple[int, Gap], ...] = ()
        self.total = 0
        self.ends = (0, 0)
        self.unsure = search.Found([], [])
        """What passed a wider sieve where it was looked at; the rest of that does not pass."""

    @property
    def whole(self) -> bool:
        """Return whether all of it was looked at, as far as is known."""
        return self.coverage.rows >= self.total and not self.unsure.positions

    def inherit(self, other: Entry) -> None:
        """Take over what was looked at with a wider sieve: what passed there is to be looked at once more."""
        self.coverage, self.total, self.gaps, self.ends = other.coverage.copy(), other.total, other.gaps, other.ends
        positions, times = other.unsure  # all of them below what was made sure of
        self.unsure = search.Found([*positions, *other.places], [*times, *other.times])

    def take(self, low: int, found: search.Found) -> None:
        """Take in what was found from position `low` on."""
        at = bisect_left(self.places, low)
        self.places[at:at] = array("q", found.positions)
        self.times[at:at] = array("d", found.times)


class Sifted:
    """What is shown of some logs, as rows by index: in the server's order, or by time where there are several logs.

    Nothing changes but in `advance` and `drop`, so that between them all answers are of one state.
    """

    def __init__(
        self, store: Store, job_ids: Sequence[str], sieve: Sieve, *, merged: bool = False, most: int | None = None
    ) -> None:
        """`most` events are looked at in one go."""
        self._store = store
        self.sieve = sieve
        self.merged = merged
        self._entries = {job_id: Entry(job_id) for job_id in job_ids}
        self._order = Order()
        self._limit = most or (SLICE if all(words.simple for words in sieve.words) else SLOW_SLICE)
        self._most = min(FIRST_SLICE, self._limit)

    def narrowed(self, sieve: Sieve, spared: int = SPARED) -> Sifted | None:
        """Return what passes a narrower sieve, begun with what was found so far; None where that spares nothing.

        `spared` events are looked through in the time of one that is looked up.
        """
        entries = self._entries.values()
        held = sum(len(entry.places) + len(entry.unsure.positions) for entry in entries)
        if self.merged or not self.looked_at >= max(1, spared * held) or not sieve.narrows(self.sieve):
            return None
        other = Sifted(self._store, self.job_ids, sieve, most=self._limit)
        for entry in entries:
            other._entries[entry.job_id].inherit(entry)
        return other

    @property
    def job_ids(self) -> tuple[str, ...]:
        """Return the logs."""
        return tuple(self._entries)

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._order) if self.merged else sum(len(entry.places) for entry in self._entries.values())

    @property
    def total(self) -> int:
        """Return how many events the logs have."""
        return sum(entry.total for entry in self._entries.values())

    @property
    def looked_at(self) -> int:
        """Return how many of them were looked at."""
        return sum(entry.coverage.rows for entry in self._entries.values())

    def join(self, job_ids: Sequence[str]) -> None:
        """Show these logs too."""
        for job_id in job_ids:
            self._entries.setdefault(job_id, Entry(job_id))

    def settled(self, job_id: str, start: int, stop: int, *, up: bool = True, around: bool = False) -> bool:
        """Return whether all events of a log on the way from one position to another were looked at.

        `around` says that the way goes on at the other end of the log. False where that cannot be told at once.
        """
        entry = self._entries.get(job_id)
        if entry is None:
            return False
        if entry.unsure.positions:
            return False
        covers, (first, last) = entry.coverage.covers, entry.ends
        start, stop = (start, stop) if up else (stop, start)
        return (covers(start, last) and covers(first, stop)) if around else covers(start, stop)

    async def advance(self, job_ids: Sequence[str] = (), way: Way | None = None) -> bool:
        """Look at a slice of what was not looked at yet, of these logs or of all; return whether there is more.

        The newest events come first, or those on a way.

        Raises:
            LineError: If an expression takes too long.
            StoreError: If SQLite says no.
        """
        more = False
        for job_id in job_ids or self.job_ids:
            entry = self._entries.get(job_id)
            if entry is None:
                continue
            if entry.unsure.positions:
                await self._make_sure(entry)
                more = True
                continue
            glance, found = await self._store.search.look(self._look, entry, way)
            if glance.moved:
                entry.clear()
                more = True
                continue
            entry.total, entry.gaps, entry.ends = glance.total, glance.gaps, glance.ends
            for (low, high, end), some in zip(glance.stretches, found, strict=True):
                entry.coverage.add(low, high, end)
                entry.take(low, some)
            more = more or not entry.whole
        self._most = min(2 * self._most, self._limit)
        if self.merged and not more:
            entries = tuple(self._entries.values())
            if not self._order.follow(entries):
                self._order = await asyncio.to_thread(ordered, entries)
        return more

    async def _make_sure(self, entry: Entry) -> None:
        """Look once more at some of what passed a wider sieve, the newest first."""
        positions, times = entry.unsure
        low = max(0, len(positions) - min(SLOW_SLICE, self._limit))
        fits = await self._store.search.look(self._among, entry, positions[low:])
        if fits is None:
            entry.clear()
            return
        kept = [(place, time) for place, time in zip(positions[low:], times[low:], strict=True) if place in fits]
        entry.take(positions[low], search.Found([place for place, _ in kept], [time for _, time in kept]))
        del positions[low:], times[low:]

    def _among(self, connection: Connection, entry: Entry, positions: Sequence[int]) -> set[int] | None:
        """Return those of some positions that fit, None where events have moved."""
        key = bindable.key(entry.job_id)
        if not entry.coverage.holds(search.names_at(connection, key, entry.coverage.ends)):
            return None
        return search.among(connection, key, positions, self.sieve.words[-1])

    def _look(self, connection: Connection, entry: Entry, way: Way | None) -> tuple[Glance, list[search.Found]]:
        def find(key: str, low: int, high: int) -> search.Found:
            return search.fitting(connection, key, low, high, self.sieve)

        return look(connection, entry.job_id, entry.coverage, self._most, find, way=way)

    # Rows by index

    def spot(self, index: int) -> tuple[str, int] | None:
        """Return the log and the position of a row, or None where there is none."""
        if not 0 <= index < self.count:
            return None
        if self.merged:
            return self._order.at(index)
        entry = next(iter(self._entries.values()))
        return entry.job_id, entry.places[index]

    def index_of(self, job_id: str, place: int) -> int:
        """Return the index of the first row from a position of a log on; the number of rows where there is none."""
        entry = self._entries.get(job_id)
        if self.merged or entry is None:
            return self._order.index_of(job_id, place) if self.merged else self.count
        return bisect_left(entry.places, place)

    def index_since(self, time: float) -> int:
        """Return the index of the first row from a time on, in seconds since the epoch."""
        if self.merged:
            return self._order.since(time)
        entry = next(iter(self._entries.values()))
        return bisect_left(entry.times, time)

    async def window(self, start: int, stop: int) -> tuple[LogRow, ...]:
        """Return the rows with `start <= index < stop`, clipped to what there is."""
        found = await self._asked(search.at, start, stop)
        return tuple([replace(row, index=index) for index, row in found])

    async def texts(self, start: int, stop: int) -> tuple[str, ...]:
        """Return the JSON of those rows, as sent."""
        return tuple([text for _, text in await self._asked(search.texts_at, start, stop)])

    async def _asked(
        self, work: Callable[[Connection, str, Sequence[int]], dict[int, T]], start: int, stop: int
    ) -> list[tuple[int, T]]:
        spots = [(at, spot) for at in range(max(0, start), min(stop, self.count)) if (spot := self.spot(at))]
        wanted: dict[str, list[int]] = {}
        for _, (job_id, place) in spots:
            wanted.setdefault(job_id, []).append(place)
        answers = await self._store.read(_each, work, wanted)
        return [(at, answers[job][place]) for at, (job, place) in spots if place in answers[job]]

    def outline(self, held: LogRow | None = None, newest: tuple[LogRow, ...] = ()) -> Outline:
        """Return what there is, as `Events.outline` does for a whole log."""
        shift = 0 if held is None else self.index_of(held.job, held.place) - held.index
        return Outline(self.count, self._gaps(), loaded=self.looked_at >= self.total, shift=shift, newest=newest)

    def _gaps(self) -> tuple[Gap, ...]:
        """Return the gaps, each above the first row that is shown from it on; those that fall together as one."""
        found: dict[int, Gap] = {}
        for entry in self._entries.values():
            for place, gap in entry.gaps:
                index = self.index_of(entry.job_id, place)
                before = found.get(index)
                lost = gap.lost and (before is None or before.lost)
                older = gap.older_at if before is None else before.older_at
                found[index] = Gap(index, lost, older, gap.newer_at)
        return tuple(found[index] for index in sorted(found))


def _each(
    connection: Connection, work: Callable[[Connection, str, Sequence[int]], dict[int, T]], wanted: dict[str, list[int]]
) -> dict[str, dict[int, T]]:
    return {job_id: work(connection, bindable.key(job_id), places) for job_id, places in wanted.items()}
