"""In which order jobs stand: by any column, by several, with pinned ones on top. Pure.

A sort that may take long is a generator which yields wherever a caller may do something else; its return value is the
result. What has no value stands last in either direction, what goes on before what has ended; equal jobs keep
the server's order, newest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from math import isfinite
from typing import Any, NamedTuple, TypeVar

from ftmonitor.metrics.estimate import estimate
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary

SLICE = 500
"""Jobs between two yields: well under a millisecond."""

RAW = "raw:"
"""A column `raw:PATH` shows what stands at a path in the job as sent; see `query.path`."""

MOST_KEYS = 4
"""Columns that are sorted by at once: more nobody keeps in mind."""

_DIGITS = re.compile(r"([0-9]{1,18})")

_PHASES = (
    *(Phase.RUNNING, Phase.PAUSING, Phase.PAUSED, Phase.STOPPING, Phase.WAITING, Phase.UNKNOWN),
    *(Phase.FAILED, Phase.SUCCEEDED, Phase.CANCELLED),
)
PHASE_RANK: Mapping[Phase, int] = {phase: rank for rank, phase in enumerate(_PHASES)}
"""What needs an eye first, what is over last."""

Key = Any
"""What a column compares: of one type within it. None: there is no value."""
T = TypeVar("T")


class By(NamedTuple):
    """One column of a sort, and whether it goes down instead of up."""

    column: str
    down: bool = False


Order = tuple[By, ...]
"""The first counts most; none at all is the server's order."""


@dataclass(frozen=True, slots=True)
class Sortable:
    """A column that jobs can be sorted by. `key` takes a job and the time; `down` is how people want it first.

    A `parted` one has pairs for keys, of which the first, 0 to 2, says in which part of the list it stands, either way.
    """

    id: str
    title: str
    about: str
    key: Callable[[JobSummary, float], Key]
    down: bool = False
    parted: bool = False


def natural(text: str) -> Key:
    """Return a key that puts `v10` after `v9`, small and capital letters together; None for an empty text."""
    if not text:
        return None
    parts = _DIGITS.split(text[:300].casefold())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def _metric(read: Callable[[JobSummary], float | None]) -> Callable[[JobSummary, float], Key]:
    """Return a key that puts the best first: low losses, then high rewards, since the two compare with nothing."""

    def key(job: JobSummary, _now: float) -> Key:
        value = read(job)
        if value is None or not isfinite(value):
            return None
        return (1, -value) if "reward" in job.metric else (0, value)

    return key


def _number(read: Callable[[JobSummary], float | None]) -> Callable[[JobSummary, float], Key]:
    def key(job: JobSummary, _now: float) -> Key:
        value = read(job)
        return None if value is None or not isfinite(value) else value

    return key


def _ago(read: Callable[[JobSummary], float | None]) -> Callable[[JobSummary, float], Key]:
    number = _number(read)

    def key(job: JobSummary, now: float) -> Key:
        time = number(job, now)
        return None if time is None else -time

    return key


def _text(read: Callable[[JobSummary], str]) -> Callable[[JobSummary, float], Key]:
    return lambda job, _now: natural(read(job))


def _left(job: JobSummary, now: float) -> Key:
    """Return a key that puts what goes on before what has ended, as the column tells of either."""
    if job.phase.ended:
        return None if job.ended_at is None or not isfinite(job.ended_at) else (2, -job.ended_at)
    left_s = estimate(job, now, 0.0).left_s
    return (1, PHASE_RANK[job.phase]) if left_s is None else (0, now + left_s)


def _troubles(job: JobSummary) -> float | None:
    return job.warnings + job.errors or None


_ALL = (
    Sortable("name", "NAME", "name", _text(lambda job: job.name)),
    Sortable("status", "STATUS", "status: what runs first", lambda job, _now: PHASE_RANK[job.phase]),
    Sortable("base", "BASE", "base model", _text(lambda job: job.model)),
    Sortable("method", "HOW", "method", _text(lambda job: job.method)),
    Sortable("progress", "PROGRESS", "progress", _number(lambda job: job.progress), down=True),
    Sortable("eta", "ETA", "time left, then how long ago it ended", _left, parted=True),
    Sortable("loss", "LOSS", "last metric, the best first", _metric(lambda job: job.value)),
    Sortable("smooth", "SMOOTH", "smoothed metric, the best first", _metric(lambda job: job.smoothed)),
    Sortable("best", "BEST", "best metric", _metric(lambda job: job.best)),
    Sortable("valid", "VALID", "last validation metric", _metric(lambda job: job.valid)),
    Sortable("age", "AGE", "age, the newest first", _ago(lambda job: job.created_at)),
    Sortable("ended", "ENDED", "end, the latest first", _ago(lambda job: job.ended_at)),
    Sortable("tokens", "TOKENS", "trained tokens", _number(lambda job: job.trained_tokens), down=True),
    Sortable("step", "STEP", "last step", _number(lambda job: job.step), down=True),
    Sortable("epochs", "EPOCHS", "n_epochs", _number(lambda job: job.n_epochs), down=True),
    Sortable("troubles", "WARN", "warnings and errors in the log", _number(_troubles), down=True),
    Sortable("shutdown", "SHUTDOWN", "day the base model goes away", _text(lambda job: job.shutdown)),
    Sortable("note", "NOTE", "your note", _text(lambda job: job.note)),
    Sortable("output", "OUTPUT", "tuned model", _text(lambda job: job.fine_tuned_model)),
    Sortable("error", "ERROR", "reason of a failure", _text(lambda job: job.error)),
    Sortable("id", "ID", "id", _text(lambda job: job.id)),
)
SORTABLE: Mapping[str, Sortable] = {one.id: one for one in _ALL}
"""The columns that can be sorted by, by id, in the order in which menus name them."""


def first_way(column: str) -> By:
    """Return a column in the direction that people want first."""
    return By(column, column in SORTABLE and SORTABLE[column].down)


def chosen(order: Order, column: str) -> Order:
    """Return the order after a click on the heading of a column: by it alone, or turned round where it is already."""
    if order and order[0].column == column:
        return (By(column, not order[0].down), *order[1:])
    return (first_way(column),)


def inverted(order: Order) -> Order:
    """Return the order turned round; the server's own, newest first, becomes oldest first."""
    return tuple(By(column, not down) for column, down in order) if order else (By("age", True),)


def stepped(order: Order, columns: Sequence[str], by: int) -> Order:
    """Return the sort by the next or previous of `columns`; before the first and after the last is the server's."""
    ring = ("", *columns)
    at = ring.index(order[0].column) if order and order[0].column in ring else 0
    column = ring[(at + by) % len(ring)]
    return (first_way(column),) if column else ()


def order_of(value: object) -> Order:
    """Return an order out of JSON, pairs of a column and a direction; what is odd is left out."""
    if not isinstance(value, list):
        return ()
    pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)]
    found = {name: By(name, down is True) for name, down in pairs if name in SORTABLE or name.startswith(RAW)}
    return tuple(found.values())[:MOST_KEYS]


class Sorter:
    """Sorts jobs; the keys of a job that is the same as the last time are not made again."""

    def __init__(self) -> None:
        self._keys: dict[str, dict[str, tuple[JobSummary, Key]]] = {}

    def forget(self, column: str | None = None) -> None:
        """Forget the keys of one column, or of all: what they are made of has changed though the jobs have not."""
        if column is None:
            self._keys.clear()
        else:
            self._keys.pop(column, None)

    def sorted(
        self,
        jobs: Iterable[JobSummary],
        order: Order,
        now: float,
        beside: Mapping[str, Mapping[str, object]] | None = None,
    ) -> Generator[None, None, tuple[JobSummary, ...]]:
        """Return the jobs in an order. `beside` holds the values of the `raw:` columns, by column and job."""
        found = list(jobs)
        self._keys = {by.column: self._keys.get(by.column, {}) for by in order}
        for by in reversed(order):
            keys = yield from self._made(found, by.column, now, (beside or {}).get(by.column, {}))
            there = [job for job in found if keys[job.id] is not None]
            missing = [job for job in found if keys[job.id] is None]
            yield
            found = []
            for part in _parts(there, by.column, keys):
                found += yield from _in_order(part, keys, by.down)
            for ended in (False, True):
                found += [job for job in missing if job.phase.ended is ended]
                yield
        return tuple(found)

    def _made(
        self, jobs: Sequence[JobSummary], column: str, now: float, values: Mapping[str, object]
    ) -> Generator[None, None, dict[str, Key]]:
        known, keys = self._keys[column], {}
        for start in range(0, len(jobs), SLICE):
            for job in jobs[start : start + SLICE]:
                held = known.get(job.id)
                if held is None or held[0] is not job:
                    held = known[job.id] = (job, _key(job, column, now, values))
                keys[job.id] = held[1]
            yield
        return keys


def pinned_first(jobs: Iterable[JobSummary]) -> tuple[JobSummary, ...]:
    """Return the jobs with those that are pinned on top, each part in its order."""
    found = tuple(jobs)
    pinned = tuple(job for job in found if job.pinned_at is not None)
    return (*pinned, *(job for job in found if job.pinned_at is None)) if pinned else found


def at_once(steps: Generator[None, None, T]) -> T:
    """Return the result of a generator of this module, without a rest."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]


def _parts(jobs: list[JobSummary], column: str, keys: Mapping[str, Key]) -> Iterable[list[JobSummary]]:
    """Yield the parts of the list that a column sorts each by itself."""
    if column not in SORTABLE or not SORTABLE[column].parted:
        yield jobs
        return
    for part in (0, 1, 2):
        yield [job for job in jobs if keys[job.id][0] == part]


def _in_order(
    jobs: Sequence[JobSummary], keys: Mapping[str, Key], down: bool
) -> Generator[None, None, list[JobSummary]]:
    """Return the jobs by their keys, equal ones as they stood: sorted in parts, which then are merged."""

    def key(job: JobSummary) -> Key:
        return keys[job.id]

    parts = []
    for start in range(0, len(jobs), SLICE):
        parts.append(sorted(jobs[start : start + SLICE], key=key, reverse=down))
        yield
    if len(parts) < 2:
        return parts[0] if parts else []
    found: list[JobSummary] = []
    for job in merge(*parts, key=key, reverse=down):
        found.append(job)
        if len(found) % SLICE == 0:
            yield
    return found


def _key(job: JobSummary, column: str, now: float, values: Mapping[str, object]) -> Key:
    if column in SORTABLE:
        return SORTABLE[column].key(job, now)
    value = values.get(job.id)
    if isinstance(value, bool) or value is None:
        return None if value is None else (0, int(value), ())
    if isinstance(value, int | float):
        return (0, value, ()) if isfinite(value) else None
    return (1, 0, natural(str(value)) or ())
