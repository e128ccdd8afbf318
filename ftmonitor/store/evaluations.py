"""The evaluations of a job around some steps, with what says whether any may be missing between them."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ftmonitor.store import pieces
from ftmonitor.store.database import Connection
from ftmonitor.store.runs import Below, Run

BELOW, ABOVE = 2, 1
"""Pieces read below and above those asked for: some hundred evaluations."""


class Evaluation(NamedTuple):
    """One value of a curve. `at` is the position of its event, `time` in seconds since the epoch (0: not sent)."""

    step: int
    at: int
    time: float
    value: float


class Evaluations(NamedTuple):
    """Some values of a curve, ascending by step; `whole`: from the first one that is held."""

    rows: tuple[Evaluation, ...] = ()
    whole: bool = True


def around(connection: Connection, log: int, name: str, first: int, last: int) -> Evaluations:
    """Return the values of one curve from step `first` to `last`, ascending, and some before and after."""
    found: dict[int, Evaluation] = {}
    whole = True
    for layout, names in _layouts(connection, log, name):
        below = _numbers(connection, log, layout, "last < ? ORDER BY first DESC LIMIT ?", first, BELOW)
        whole = whole and len(below) < BELOW
        inside = _numbers(connection, log, layout, "last >= ? AND first <= ?", first, last)
        above = _numbers(connection, log, layout, "first > ? ORDER BY first LIMIT ?", last, ABOVE)
        columns = pieces.unpacked([*below, *inside, *above], len(names))
        values = columns.numbers[names.index(name)]
        for one in map(Evaluation, columns.steps, columns.positions, columns.times, values):
            held = found.get(one.step)
            if held is None or held.at < one.at:
                found[one.step] = one
    return Evaluations(tuple(found[step] for step in sorted(found)), whole)


def step_at(connection: Connection, log: int, position: int) -> int | None:
    """Return the step that the first event at `position` or above it tells of, or None."""
    row = connection.execute(
        "SELECT step FROM entries WHERE log = ? AND position >= ? AND step IS NOT NULL ORDER BY position LIMIT 1",
        (log, position),
    ).fetchone()
    return None if row is None else int(row[0])


class Stretches:
    """The stretches of positions between which no event is missing."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._firsts: list[int] = []
        self._closed: list[bool] = []
        for run in sorted(runs, key=lambda run: run.first):
            if run.below is not Below.JOINED or not self._firsts:
                self._firsts.append(run.first)
                self._closed.append(run.below in (Below.END, Below.LOST))

    def of(self, one: Evaluation) -> int:
        """Return the number of the stretch that an evaluation is in."""
        return bisect_right(self._firsts, one.at) - 1

    def closed_below(self, stretch: int) -> bool:
        """Return whether no event will ever be found under those of a stretch."""
        return stretch >= 0 and self._closed[stretch]


def _layouts(connection: Connection, log: int, name: str) -> list[tuple[int, list[str]]]:
    rows = connection.execute(
        "SELECT number, names FROM layouts WHERE number IN (SELECT DISTINCT layout FROM pieces WHERE log = ?)", (log,)
    )
    found = [(number, json.loads(names)) for number, names in rows]
    return [(number, names) for number, names in found if name in names]


def _numbers(connection: Connection, log: int, layout: int, where: str, *values: int) -> list[bytes]:
    rows = connection.execute(
        f"SELECT numbers FROM pieces WHERE log = ? AND layout = ? AND {where}",  # noqa: S608
        (log, layout, *values),
    )
    return [row[0] for row in rows]
