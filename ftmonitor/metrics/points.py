"""An event -> its step and numbers. Pure; any JSON is taken, nothing raises.

A name is the path of a number in the event's `data`: `train_loss`, `scores.train_reward_mean`, and for arrays of named
objects `scores.graders.explanation.train_reward_mean`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import NamedTuple

from ftmonitor.metrics.series import Point
from ftmonitor.models.summary import count_of, number_of, text_of, time_of

DEEPEST = 6
"""Levels of `data` that are looked at; reinforcement events have three."""
MOST = 400
"""Numbers taken of one event; a reinforcement event with three graders has about a hundred."""
LONGEST_NAME = 200
"""Characters of a name."""
LARGEST_STEP = 2**53

NOT_CURVES = frozenset({"step", "total_steps"})
"""Numbers of an event that are no values."""
_NO_NUMBERS = frozenset({"nan", "inf", "infinity"})
_NOTHING: dict[str, object] = {}

# Texts are the last resort, for servers that send no numbers: api texts such as
# "Step 60/200: training loss=0.73, validation loss=1.46" and "Step 10/20 , train mean reward=0.42".
_STEP = re.compile(r"Step (\d{1,16})(?:/(\d{1,16}))?\s*[:,]")
_PAIR = re.compile(r"([a-z][a-z ]{0,60})=(-?[\d.]+(?:[eE][+-]?\d+)?)")
_LONGEST_MESSAGE = 500


class Reading(NamedTuple):
    """What one event says in numbers. `time`: seconds since the epoch; `names` and `values` are of equal length."""

    time: float | None = None
    step: int | None = None
    total_steps: int | None = None
    names: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    holes: tuple[str, ...] = ()
    """Names whose value was sent and is no number: NaN or infinite, also as text."""


def read(event: Mapping[str, object]) -> Reading:
    """Return the step and the numbers of an event as sent; without a step there are no numbers."""
    time = time_of(event.get("created_at"))
    data = event.get("data")
    if not isinstance(data, dict) or not data:
        data = _NOTHING
    step, total = _step(data.get("step")), _step(data.get("total_steps")) or None
    if step is None:
        found = _in_message(event)
        if found is None:
            return Reading(time, None, total)
        step, total = _step(found.group(1)), total or _step(found.group(2)) or None
        if step is None:
            return Reading(time, None, total)
    numbers: dict[str, float] = {}
    holes: list[str] = []
    _walk(data, "", numbers, holes, DEEPEST)
    if not numbers:
        numbers = _pairs(event)
    return Reading(time, step, total, tuple(numbers), tuple(numbers.values()), tuple(holes))


def points_of(event: Mapping[str, object]) -> list[Point]:
    """Return the numbers of an event as points; an event without a time counts as of 1970."""
    reading = read(event)
    if reading.step is None:
        return []
    return [
        Point(name, reading.step, reading.time or 0.0, value)
        for name, value in zip(reading.names, reading.values, strict=True)
    ]


def _walk(
    value: dict[str, object] | list[object], path: str, found: dict[str, float], holes: list[str], deep: int
) -> None:
    if isinstance(value, dict):
        items: Iterable[tuple[str, object]] = value.items()
    else:
        items = [(text_of(item.get("name")), item) for item in value if isinstance(item, dict)]
    for name, item in items:
        if not name or len(found) >= MOST or (not path and name in NOT_CURVES):
            continue
        if isinstance(item, dict | list):
            if deep > 1:
                _walk(item, f"{path}{name}.", found, holes, deep - 1)
        elif len(path) + len(name) <= LONGEST_NAME:
            if type(item) is float and isfinite(item):  # the usual case first: this runs for every number there is
                found[path + name] = item
            elif (number := number_of(item)) is not None:
                found[path + name] = number
            elif _is_hole(item) and len(holes) < MOST:
                holes.append(path + name)


def _is_hole(item: object) -> bool:
    return type(item) is float or (isinstance(item, str) and item.strip().lower().lstrip("+-") in _NO_NUMBERS)


def _step(value: object) -> int | None:
    if type(value) is int and 0 <= value <= LARGEST_STEP:
        return value
    count = count_of(value) if value is not None else None
    return count if count is not None and count <= LARGEST_STEP else None


def _in_message(event: Mapping[str, object]) -> re.Match[str] | None:
    message = text_of(event.get("message"))
    return _STEP.search(message[:_LONGEST_MESSAGE]) if "Step " in message else None


def _pairs(event: Mapping[str, object]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, number in _PAIR.findall(text_of(event.get("message"))[:_LONGEST_MESSAGE]):
        words = ["train" if word == "training" else "valid" if word == "validation" else word for word in name.split()]
        if words and (value := number_of(number)) is not None:
            found["_".join(words)] = value
    return found
