"""Curves from several places as one: events, checkpoints and result files, each point's place known. Pure.

Long curves are joined in loops, not in single calls over all of it, so that other threads have their turn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import merge
from math import isfinite, nan

from ftmonitor.metrics.checkpoints import numbers_of, step_of
from ftmonitor.metrics.points import LARGEST_STEP, LONGEST_NAME, MOST, Reading
from ftmonitor.metrics.results import series_name
from ftmonitor.metrics.series import Series
from ftmonitor.models.summary import time_of

CHECKPOINTS = "checkpoints"
_NESTED = "scores."
"""Where reinforcement events keep what checkpoints have flat: `scores.valid_reward_mean`."""


def of_readings(readings: Iterable[Reading]) -> tuple[Series, ...]:
    """Return the curves that events come to, by name; of a repeated step the later event of `readings` holds."""
    curves: dict[str, dict[int, tuple[float, float]]] = {}
    for reading in readings:
        if reading.step is not None:
            for name, value in zip(reading.names, reading.values, strict=True):
                curves.setdefault(name, {})[reading.step] = (reading.time or 0.0, value)
            for name in reading.holes:
                curves.setdefault(name, {})[reading.step] = (reading.time or 0.0, nan)
    return tuple(_one(name, points, "events") for name, points in sorted(curves.items()))


def of_checkpoints(raws: Iterable[Mapping[str, object]]) -> tuple[Series, ...]:
    """Return the curves of a job's checkpoints as sent, by name; one without a step or numbers adds nothing."""
    curves: dict[str, dict[int, tuple[float, float]]] = {}
    for raw in raws:
        step = step_of(raw)
        if step is None or step > LARGEST_STEP:
            continue
        time = time_of(raw.get("created_at")) or 0.0
        for sent, number in list(numbers_of(raw).items())[:MOST]:
            name = series_name(sent)
            if name and len(name) <= LONGEST_NAME:
                curves.setdefault(name, {})[step] = (time, number)
    return tuple(_one(name, points, CHECKPOINTS) for name, points in sorted(curves.items()))


def merged(*groups: Sequence[Series]) -> tuple[Series, ...]:
    """Return one curve a name, by name; of two values for one step that of the earlier group holds.

    The source of a curve names every group that gave it a point: `events`, `events+results`. Where a later group adds
    no point, the curve is the very same object. A point without a time gets that of its step, where an event has one.
    """
    found: dict[str, Series] = {}
    clock: Series | None = None  # the steps of the first group are those whose times are known
    for group in groups:
        for one in group:
            nested = _NESTED + one.name
            name = nested if one.name not in found and nested in found else one.name
            held = found.get(name)
            found[name] = one if held is None else _joined(held, one)
        if clock is None:
            clock = max(group, key=lambda one: len(one.steps), default=None)
    return tuple(_timed(one, clock) for _, one in sorted(found.items()))


def _joined(held: Series, more: Series) -> Series:
    known = held.steps
    if len(more.steps) * 8 < len(known):  # a few checkpoints beside many events
        added = [at for at, step in enumerate(more.steps) if not _has(known, step)]
    else:
        there = {step for step in known}  # noqa: C416
        added = [at for at, step in enumerate(more.steps) if step not in there]
    if not added:
        return held
    new = ((more.steps[at], more.times[at], more.values[at]) for at in added)
    rows = [row for row in merge(zip(held.steps, held.times, held.values, strict=True), new)]  # noqa: C416
    steps = tuple([row[0] for row in rows])
    times, values = tuple([row[1] for row in rows]), tuple([row[2] for row in rows])
    holes = tuple(step for step in held.holes if not _has(steps, step))
    return replace(held, steps=steps, times=times, values=values, source=f"{held.source}+{more.source}", holes=holes)


def _timed(one: Series, clock: Series | None) -> Series:
    if clock is None or one is clock or all(one.times):
        return one
    times_of = {step: time for step, time in zip(clock.steps, clock.times, strict=True)}  # noqa: C416
    times = tuple(time or times_of.get(step, 0.0) for step, time in zip(one.steps, one.times, strict=True))
    return one if times == one.times else replace(one, times=times)


def _has(steps: Sequence[int], step: int) -> bool:
    at = bisect_left(steps, step)
    return at < len(steps) and steps[at] == step


def _one(name: str, points: Mapping[int, tuple[float, float]], source: str) -> Series:
    rows = sorted((step, time, value) for step, (time, value) in points.items() if isfinite(value))
    steps, times, values = zip(*rows, strict=True) if rows else ((), (), ())
    holes = tuple(sorted(step for step, (_, value) in points.items() if not isfinite(value)))
    return Series(name, steps, times, values, source, holes)
