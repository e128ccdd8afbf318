"""A page of events as columns: what its rows say in numbers, read together. Pure; any JSON is taken, nothing raises.

Nearly all events of a job are flat and of one make, so that most of the work is done once a page and not once a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from typing import Any, NamedTuple

from ftmonitor.metrics.points import LARGEST_STEP, LONGEST_NAME, MOST, NOT_CURVES, Reading, read
from ftmonitor.models.summary import LATEST_S, time_of


class Batch(NamedTuple):
    """The rows of a page that tell the same numbers, by their indexes in it; one of `columns` for each name."""

    names: tuple[str, ...]
    rows: Sequence[int]
    steps: Sequence[int]
    columns: Sequence[Sequence[float]]


class Sheet(NamedTuple):
    """Columns as long as the page, in its order; `times` are seconds since the epoch. `batches` are the numbers."""

    times: Sequence[float | None]
    steps: Sequence[int | None]
    totals: Sequence[int | None]
    batches: Sequence[Batch]
    holes: Sequence[Batch] = ()
    """What was sent and is no number, a name at a time, each with NaN."""

    def only(self, rows: Sequence[int]) -> Sheet:
        """Return what some rows of the page say, in the order of `rows`."""
        place = {row: at for at, row in enumerate(rows)}
        return Sheet(
            [self.times[row] for row in rows],
            [self.steps[row] for row in rows],
            [self.totals[row] for row in rows],
            _only(self.batches, place),
            _only(self.holes, place),
        )


def _only(batches: Sequence[Batch], place: Mapping[int, int]) -> list[Batch]:
    found = []
    for batch in batches:
        kept = sorted((place[row], at) for at, row in enumerate(batch.rows) if row in place)
        if kept:
            found.append(
                Batch(
                    batch.names,
                    [row for row, _ in kept],
                    [batch.steps[at] for _, at in kept],
                    [[column[at] for _, at in kept] for column in batch.columns],
                )
            )
    return found


def read_page(events: Sequence[Mapping[str, object]]) -> Sheet:
    """Return what `points.read` returns of each event, as columns."""
    stamps, datas = column(events, "created_at"), column(events, "data")
    times = list(map(float, stamps)) if _whole(stamps, 1, LATEST_S - 1) else list(map(time_of, stamps))
    makes: dict[tuple[str, ...], list[int]] = {}
    for row, data in enumerate(datas):
        make = tuple(data) if type(data) is dict else ()
        try:
            makes[make].append(row)
        except KeyError:
            makes[make] = [row]
    steps: list[int | None] = [None] * len(events)
    totals: list[int | None] = [None] * len(events)
    batches: list[Batch] = []
    others: list[int] = []
    for make, rows in makes.items():
        found = _read_alike(make, [datas[row] for row in rows]) if len(rows) > 1 and "step" in make else None
        if found is None:
            others += rows
            continue
        names, told, total, columns = found
        batches.append(Batch(names, rows, told, columns))
        for row, step, most in zip(rows, told, total, strict=True):
            steps[row], totals[row] = step, most
    readings = {row: read(events[row]) for row in others}
    for row, reading in readings.items():
        steps[row], totals[row] = reading.step, reading.total_steps
    return Sheet(times, steps, totals, [*batches, *_batches(readings)], _holes(readings))


def column(rows: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    """Return one field of all rows, None where it is missing."""
    try:
        return [row[name] for row in rows]  # nearly always: twice as fast
    except KeyError:
        return [row.get(name) for row in rows]


def _batches(readings: Mapping[int, Reading]) -> list[Batch]:
    rows: dict[tuple[str, ...], list[int]] = {}
    for row, reading in sorted(readings.items()):
        if reading.step is not None and reading.names:
            rows.setdefault(reading.names, []).append(row)
    return [
        Batch(
            names,
            held,
            [step for row in held if (step := readings[row].step) is not None],
            list(zip(*[readings[row].values for row in held], strict=True)),
        )
        for names, held in rows.items()
    ]


def _holes(readings: Mapping[int, Reading]) -> list[Batch]:
    rows: dict[str, list[int]] = {}
    for row, reading in sorted(readings.items()):
        for name in reading.holes if reading.step is not None else ():
            rows.setdefault(name, []).append(row)
    return [
        Batch((name,), held, [step for row in held if (step := readings[row].step) is not None], [[nan] * len(held)])
        for name, held in rows.items()
    ]


def _read_alike(
    make: tuple[str, ...], datas: Sequence[dict[str, Any]]
) -> tuple[tuple[str, ...], Sequence[int], Sequence[int | None], list[Sequence[float]]] | None:
    """Return the names, steps, totals and numbers of `datas`, which have the keys `make` in this order.

    None where anything in them is no plain number: those are read one by one.
    """
    values = dict(zip(make, zip(*[data.values() for data in datas], strict=True), strict=True))
    steps, totals = values["step"], values.get("total_steps")
    names = tuple(name for name in make if name and name not in NOT_CURVES and len(name) <= LONGEST_NAME)
    columns: list[Sequence[float]] = [values[name] for name in names]
    if (
        0 < len(names) <= MOST
        and _whole(steps, 0, LARGEST_STEP)
        and (totals is None or _whole(totals, 1, LARGEST_STEP))
        and all(map(_finite, columns))
    ):
        return names, steps, totals or (None,) * len(steps), columns
    return None


def _finite(values: Sequence[Any]) -> bool:
    return set(map(type, values)) == {float} and isfinite(sum(values))


def _whole(values: Sequence[Any], least: int, most: int) -> bool:
    return set(map(type, values)) == {int} and least <= min(values) and max(values) <= most
