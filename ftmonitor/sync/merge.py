"""A page of a newest-first log + what is held of it -> where the new rows go, and which gaps are closed. Pure.

The page is a stretch of the server's list without a hole. Its rows are laid beside the runs that are held: rows that
are known are the fixed points, what is new goes between them. Ids and positions are all that is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ftmonitor.store.runs import BASE, LEAP, Below, Run


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for, and what was held then.

    The newest page has no `cursor`. A later one is asked with the cursor of the run with the number `run`.
    """

    cursor: str | None = None
    run: int = 0
    held: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows at the positions `start` to `stop` (included) move up by `by`, before anything is written."""

    start: int
    stop: int
    by: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What a page comes to. `placed` holds (index in the page, position), in the order of the page."""

    placed: tuple[tuple[int, int], ...] = ()
    shifts: tuple[Shift, ...] = ()
    runs: tuple[Run, ...] = ()
    """The job's runs afterwards, newest first."""
    stale: bool = False
    """The page was overtaken by another one and cannot be laid anywhere: ask again."""
    turned: bool = False
    """The page led back to what stands above its cursor: ask again, and give up where that goes on."""


@dataclass(slots=True)
class _Log:
    """The runs of a log while a page is laid beside them."""

    runs: list[Run]
    placed: list[tuple[int, int]] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    odd: bool = False
    """Rows stand on top of one that was not the newest: it is so if the page is, and else cannot be."""

    def at(self, position: int) -> int:
        """Return the index of the run that holds `position`."""
        return next(index for index, run in enumerate(self.runs) if run.first <= position <= run.last)

    def set(self, index: int, **changes: object) -> None:
        self.runs[index] = replace(self.runs[index], **changes)  # type: ignore[arg-type]

    def moved(self, position: int) -> int:
        for shift in self.shifts:
            if shift.start <= position <= shift.stop:
                position += shift.by
        return position


def merge(
    ids: Sequence[str], following: str | None, held: Mapping[str, int], runs: Sequence[Run], asked: Asked
) -> Merged:
    """Return where the rows of a page go.

    `ids` are the page's rows, newest first; `following` is the cursor of the page after it (None: there is none);
    `held` the positions of those rows that are known; `runs` what is held, newest first.
    """
    log = _Log(list(runs))
    target = _target(log, asked)
    anchor: int | None = None
    if asked.cursor is not None:
        if target is not None:
            anchor = log.runs[target].cursor_at or log.runs[target].first
        else:  # somebody else went on from there: only what begins with a known row can be laid
            if not ids or ids[0] not in held:
                return Merged(runs=tuple(runs), stale=True)
            return merge(ids, following, held, runs, Asked(held=asked.held))
    elif _overtaken(ids, held, runs, asked):
        return Merged(runs=tuple(runs), stale=True)
    if anchor is not None and _turns_back(ids, following, held, anchor):
        return Merged(runs=tuple(runs), turned=True)
    lowest = _lay(log, ids, held, anchor)
    if (log.shifts or log.odd) and asked.held != tuple(runs):
        return Merged(runs=tuple(runs), stale=True)  # rows seem to have come late, but the page may just be old
    _finish(log, lowest, following if following != asked.cursor else None, asked)
    return Merged(tuple(log.placed), tuple(log.shifts), tuple(log.runs))


def _target(log: _Log, asked: Asked) -> int | None:
    """Return the index of the run that the page was asked for, if its cursor is still the one asked with."""
    for index, run in enumerate(log.runs):
        if asked.run and run.number == asked.run and run.cursor == asked.cursor and run.below is Below.OPEN:
            return index
    return None


def _overtaken(ids: Sequence[str], held: Mapping[str, int], runs: Sequence[Run], asked: Asked) -> bool:
    """Return whether a newest page shares nothing with what was written on top while it was under way."""
    top, top_then = (held_runs[0].last if held_runs else None for held_runs in (runs, asked.held))
    return bool(ids) and top != top_then and not any(name in held for name in ids)


def _turns_back(ids: Sequence[str], following: str | None, held: Mapping[str, int], anchor: int) -> bool:
    """Return whether a page ends with a row that stands above its cursor's, or with that, the row at `anchor`.

    A page that begins with the cursor's row may be the last one of a server that gives it once more, where it says so.
    """
    again = bool(ids) and held.get(ids[-1], -1) >= anchor
    return again and (following is not None or held.get(ids[0]) != anchor)


def _lay(log: _Log, ids: Sequence[str], held: Mapping[str, int], upper: int | None) -> int | None:
    """Place the rows of a page under `upper`; return the position of the lowest row, None where there is none."""
    if ids and not held and len(set(ids)) == len(ids):  # all of it is new: the usual page of a walk
        return _settle(log, range(len(ids)), upper, None)
    block: list[int] = []
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            continue
        seen.add(name)
        if name not in held:
            block.append(index)
            continue
        position = log.moved(held[name])
        if upper is not None and position >= upper:
            continue  # served out of order: it stays where it was first
        upper = _settle(log, block, upper, position)
        block = []
    return _settle(log, block, upper, None) if block else upper


def _settle(log: _Log, block: Sequence[int], upper: int | None, lower: int | None) -> int | None:
    """Place a block of new rows between two known ones; return the position of the lowest row so far."""
    if upper is None:
        if block:
            lowest = _on_top(log, block, lower)
            return lower if lower is not None else lowest
        return lower
    index = log.at(upper)
    run = log.runs[index]
    if block and upper != run.first:
        upper = _squeeze(log, block, index, upper) - len(block)
    elif block:
        upper = run.first - len(block)
        log.placed += [(row, run.first - 1 - at) for at, row in enumerate(block)]
        # Where the list had ended there is something after all, and perhaps more under it.
        log.set(index, first=upper, below=Below.JOINED if run.below is Below.JOINED else Below.OPEN)
    if lower is None:
        return upper
    for above in range(index, log.at(lower)):
        log.set(above, below=Below.JOINED, cursor=None, cursor_at=None)
    return lower


def _on_top(log: _Log, block: Sequence[int], lower: int | None) -> int:
    """Place new rows that nothing known stands above."""
    size = len(block)
    if lower is None:
        first = log.runs[0].last + LEAP if log.runs else BASE - size + 1
        log.runs.insert(0, Run(first, first + size - 1))
    else:
        index = log.at(lower)
        # A page that was overtaken may end in the middle: what is new belongs right above what it met there.
        if log.runs[index].last != lower or (index and log.runs[index - 1].below is not Below.OPEN):
            index, log.odd = 0, True
        first = log.runs[index].last + 1
        log.set(index, last=first + size - 1)
    log.placed += [(row, first + size - 1 - at) for at, row in enumerate(block)]
    return first


def _squeeze(log: _Log, block: Sequence[int], index: int, upper: int) -> int:
    """Place rows that came late under a row in the middle of a run; return where that row is now."""
    size, run = len(block), log.runs[index]
    log.shifts.append(Shift(upper, run.last, size))
    log.placed = [(row, at + size if upper <= at <= run.last else at) for row, at in log.placed]
    log.set(index, last=run.last + size)
    for at, other in enumerate(log.runs):  # the row that a cursor was given with may be among them
        if other.cursor_at is not None and upper <= other.cursor_at <= run.last:
            log.set(at, cursor_at=other.cursor_at + size)
    log.placed += [(row, upper + size - 1 - at) for at, row in enumerate(block)]
    return upper + size


def _finish(log: _Log, lowest: int | None, following: str | None, asked: Asked) -> None:
    """Write down how the walk goes on under the page, or that it ended."""
    index = _target(log, asked)
    below = Below.LOST  # the list ends above the gap, or somewhere in what is held
    if lowest is not None:
        at = log.at(lowest)
        if lowest == log.runs[at].first and log.runs[at].below is Below.OPEN:
            index, below = at, Below.END
    if index is None:
        return
    if following is not None:
        log.set(index, cursor=following, cursor_at=lowest)
    else:
        oldest = index == len(log.runs) - 1
        log.set(index, below=below if oldest else Below.LOST, cursor=None, cursor_at=None)
