"""Pieces -> curves. Pure.

A curve of a long job has a hundred thousand steps and more: all that is done to them is done in parts of a few
milliseconds, so that other threads have their turn.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice
from math import isfinite
from operator import lt
from typing import Any, NamedTuple, TypeVar

from ftmonitor.metrics.series import REAL, WHOLE, Series
from ftmonitor.store import pieces

T = TypeVar("T", int, float)

PART = 5_000
"""Steps that are put in order in one go, and about as many that are unpacked."""


def curves_of(layouts: Iterable[tuple[tuple[str, ...], Iterable[bytes]]]) -> tuple[Series, ...]:
    """Return the curves of all names, sorted by name, out of the pieces of each set of names, ascending by step.

    A name that stands in several sets is put together by step; of two values for one step the newer event's holds.
    Of the pieces only a few are at hand at a time: all of them are as large as the curves.
    """
    parts = [_read(names, some) for names, some in layouts]
    sources: dict[str, list[int]] = {}
    for at, part in enumerate(parts):
        for name in part.names:
            sources.setdefault(name, []).append(at)
    joints: dict[tuple[int, ...], _Joint] = {}
    curves = []
    for name, where in sorted(sources.items()):
        joint = joints.get(tuple(where))
        if joint is None:
            joint = joints[tuple(where)] = _Joint([parts[at] for at in where])
        curves.append(joint.curve(name))
    return tuple(curves)


def spliced(before: Sequence[Series], fresh: Sequence[Series], first: int, last: int) -> tuple[Series, ...]:
    """Return curves with the steps `first` to `last` (included) taken from `fresh`, the others as they were before.

    Both are sorted by name; what `fresh` has of other steps is left out. Columns that were shared stay so.
    """
    old, new = ({one.name: one for one in some} for some in (before, fresh))
    made: dict[tuple[int, int], tuple[Any, ...]] = {}

    def cut(kept: Any, more: Any, steps: Sequence[int], fresh: Sequence[int]) -> Any:
        """Return one column, given the steps of both; made once for all the curves that have it."""
        key = (id(kept), id(more))
        if key not in made:
            middle = more[bisect_left(fresh, first) : bisect_right(fresh, last)]
            made[key] = kept[: bisect_left(steps, first)] + middle + kept[bisect_right(steps, last) :]
        return made[key]

    found = []
    for name in sorted(old.keys() | new.keys()):
        a, b = old.get(name, _NO_CURVE), new.get(name, _NO_CURVE)
        steps, times, values = (
            cut(x, y, a.steps, b.steps) for x, y in ((a.steps, b.steps), (a.times, b.times), (a.values, b.values))
        )
        holes = cut(a.holes, b.holes, a.holes, b.holes) if a.holes or b.holes else ()
        if steps or holes:
            found.append(Series(name, steps, times, values, holes=holes))
    return tuple(found)


_NO_CURVE = Series("", (), (), ())


class _Part(NamedTuple):
    """The steps of one set of names, ascending; one of `numbers` for each name. The positions are not unpacked."""

    names: tuple[str, ...]
    steps: array[int]
    times: array[float]
    numbers: Sequence[array[float]]
    positions: list[bytes]


def _read(names: tuple[str, ...], some: Iterable[bytes]) -> _Part:
    width, rest = len(names), iter(some)
    most = max(1, PART // pieces.most_steps(width))
    part = _Part(names, array(WHOLE), array(REAL), [array(REAL) for _ in names], [])
    while group := list(islice(rest, most)):
        part.positions.append(pieces.read(group, part.steps, part.times, part.numbers))
    return part


class _Joint:
    """The steps of some sets of names as one column, found once for all the names that stand in just these."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = parts
        self._order = array(WHOLE)
        self._steps, self._times = parts[0].steps, parts[0].times
        if len(parts) > 1:
            steps = _end_to_end([part.steps for part in parts])
            self._order = array(WHOLE, chain.from_iterable(_in_order(parts, steps)))
            self._steps = self._ordered(steps)
            self._times = self._ordered(_end_to_end([part.times for part in parts]))

    def curve(self, name: str) -> Series:
        """Return the curve of a name."""
        columns = [part.numbers[part.names.index(name)] for part in self._parts]
        values = columns[0] if len(columns) == 1 else self._ordered(_end_to_end(columns))
        return _without_holes(name, self._steps, self._times, values)

    def _ordered(self, column: array[T]) -> array[T]:
        return array(column.typecode, map(column.__getitem__, self._order))


def _end_to_end(columns: Sequence[array[T]]) -> array[T]:
    joined = columns[0][:]
    for column in columns[1:]:
        joined += column
    return joined


def _without_holes(name: str, steps: array[int], times: array[float], values: array[float]) -> Series:
    """Return a curve; values that are no numbers become its holes."""
    if isfinite(sum(values)):
        return Series(name, steps, times, values)
    told = [isfinite(value) for value in values]
    holes = tuple([step for step, known in zip(steps, told, strict=True) if not known])
    kept_steps, kept_times = array(WHOLE, compress(steps, told)), array(REAL, compress(times, told))
    return Series(name, kept_steps, kept_times, array(REAL, compress(values, told)), holes=holes)


def _in_order(parts: Sequence[_Part], steps: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indexes into `steps`, those of all `parts` one after the other, ascending by step, each step once."""
    longest = max((part.steps for part in parts), key=len)
    borders = [*longest[PART::PART], max(part.steps[-1] for part in parts) + 1]
    starts = [0] * len(parts)
    positions: Sequence[int] = ()
    for border in borders:
        some: list[int] = []
        base = 0
        for at, part in enumerate(parts):
            stop = bisect_left(part.steps, border, starts[at])
            some += range(base + starts[at], base + stop)
            starts[at] = stop
            base += len(part.steps)
        some.sort(key=steps.__getitem__)
        ascending = [steps[at] for at in some]
        if all(map(lt, ascending, islice(ascending, 1, None))):
            yield some
        else:
            positions = positions or _positions(parts)
            yield _newest(some, steps, positions)


def _positions(parts: Sequence[_Part]) -> tuple[int, ...]:
    return tuple(chain.from_iterable(pieces.positions(packed) for part in parts for packed in part.positions))


def _newest(some: Sequence[int], steps: Sequence[int], positions: Sequence[int]) -> list[int]:
    """Return `some` indexes, ascending by step, without those whose step a newer event tells of too."""
    newest: dict[int, int] = {}
    for at in some:
        held = newest.get(steps[at])
        if held is None or positions[at] > positions[held]:
            newest[steps[at]] = at
    return list(newest.values())
