"""What a list row shows of a job's events, folded from them page by page, in any order. Pure.

Positions say which of two events is newer, so an old page that comes late changes nothing that is newer than it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ftmonitor.metrics.points import Reading

BUCKETS = 24
"""Means kept of the headline series; steps a bucket doubles when they would be more."""
TREND = 6
"""Cells of the trend in a list row."""
_HUGE = 1e300

_LOSS = ("train_loss", "training_loss", "loss")
_REWARD = ("train_mean_reward", "scores.train_reward_mean", "train_reward_mean")
_VALID_LOSS = ("valid_loss", "full_valid_loss", "validation_loss", "eval_loss")
_VALID_REWARD = ("full_valid_mean_reward", "scores.valid_reward_mean", "valid_mean_reward", "valid_reward_mean")


def headlines(method: str) -> tuple[str, ...]:
    """Return the series that a row may show for a method, the best one first: the reward where that is trained."""
    return _REWARD + _LOSS if method == "reinforcement" else _LOSS + _REWARD


def validations(method: str) -> tuple[str, ...]:
    """Return the series that a row may show beside the headline, the best one first."""
    return _VALID_REWARD + _VALID_LOSS if method == "reinforcement" else _VALID_LOSS + _VALID_REWARD


class Entry(NamedTuple):
    """One event as the digest sees it; `position` grows with newness."""

    position: int
    level: str
    reading: Reading


@dataclass(slots=True)
class Latest:
    """A value, and the position of the event that it is from."""

    at: int | None = None
    value: float | None = None

    def newer(self, at: int, value: float | None) -> bool:
        """Take `value` if it is newer than what is held; return whether it was."""
        if value is None or (self.at is not None and self.at >= at):
            return False
        self.at, self.value = at, value
        return True


@dataclass(slots=True)
class Digest:
    """The state of the fold. Times are seconds since the epoch."""

    event_time: Latest = field(default_factory=Latest)
    step: Latest = field(default_factory=Latest)
    step_time: Latest = field(default_factory=Latest)
    total: Latest = field(default_factory=Latest)
    first_time: Latest = field(default_factory=Latest)
    """Of the oldest event with a step: its position is kept negated, so that older is newer."""
    value: Latest = field(default_factory=Latest)
    valid: Latest = field(default_factory=Latest)
    metric: str = ""
    validation: str = ""
    warnings: int = 0
    errors: int = 0
    width: int = 1
    """Steps a bucket."""
    buckets: dict[int, tuple[int, float]] = field(default_factory=dict)
    """step // width -> how many values, and their sum."""

    def fold(self, entries: Iterable[Entry], method: str) -> None:
        """Take in events that were not seen before, in the order of their positions."""
        best = headlines(method), validations(method)
        time, step, total, first = Latest(), Latest(), Latest(), Latest()  # of these events alone
        step_time = Latest()
        for at, level, reading in entries:
            if level != "info":
                self._heed(level.lower())
            if reading.time is not None:
                time.at, time.value = at, reading.time
            if reading.total_steps is not None:
                total.at, total.value = at, reading.total_steps
            if reading.step is not None:
                step.at, step.value = at, reading.step
                if reading.time is not None:
                    step_time.at, step_time.value = at, reading.time
                    if first.at is None:
                        first.at, first.value = -at, reading.time
                if reading.names:
                    self._fold_numbers(at, reading, *best)
        mine = (self.event_time, self.step, self.step_time, self.total, self.first_time)
        for held, fresh in zip(mine, (time, step, step_time, total, first), strict=True):
            if fresh.at is not None:
                held.newer(fresh.at, fresh.value)

    def trend(self) -> tuple[float, ...]:
        """Return up to `TREND` means over the run so far, oldest first."""
        if not self.buckets:
            return ()
        first, last = min(self.buckets), max(self.buckets)
        groups: dict[int, tuple[int, float]] = {}
        for bucket, (count, total) in sorted(self.buckets.items()):
            group = (bucket - first) * TREND // (last - first + 1)
            held = groups.get(group, (0, 0.0))
            groups[group] = (held[0] + count, held[1] + total)
        return tuple(total / count for count, total in groups.values() if math.isfinite(total))

    def moved(self, start: int, stop: int, by: int) -> None:
        """Follow events at the positions `start` to `stop` that moved up by `by`."""
        for held in (self.event_time, self.step, self.step_time, self.total, self.value, self.valid):
            if held.at is not None and start <= held.at <= stop:
                held.at += by
        if self.first_time.at is not None and start <= -self.first_time.at <= stop:
            self.first_time.at -= by

    def dumps(self) -> str:
        """Return the state as text."""
        latest = [[held.at, held.value] for held in self._latest()]
        buckets = [[bucket, *sums] for bucket, sums in self.buckets.items()]
        counts = [self.warnings, self.errors, self.width]
        return json.dumps([latest, self.metric, self.validation, counts, buckets], separators=(",", ":"))

    @classmethod
    def loads(cls, text: str) -> Digest:
        """Return the state that `dumps` wrote; an empty text is an empty state."""
        digest = cls()
        if text:
            latest, digest.metric, digest.validation, counts, buckets = json.loads(text)
            for held, (at, value) in zip(digest._latest(), latest, strict=True):
                held.at, held.value = at, value
            digest.warnings, digest.errors, digest.width = counts
            digest.buckets = {bucket: (count, total) for bucket, count, total in buckets}
        return digest

    def _latest(self) -> tuple[Latest, ...]:
        return (self.event_time, self.step, self.step_time, self.total, self.first_time, self.value, self.valid)

    def _heed(self, level: str) -> None:
        if level == "error":
            self.errors += 1
        elif level in ("warn", "warning"):
            self.warnings += 1

    def _fold_numbers(self, at: int, reading: Reading, best: Sequence[str], best_valid: Sequence[str]) -> None:
        names = reading.names
        name = _better(self.metric, best, names)
        if name != self.metric:
            self.metric, self.value, self.width, self.buckets = name, Latest(), 1, {}
        if name in names:
            value = reading.values[names.index(name)]
            self.value.newer(at, value)
            if reading.step is not None and abs(value) < _HUGE:
                self._count(reading.step, value)
        name = _better(self.validation, best_valid, names)
        if name != self.validation:
            self.validation, self.valid = name, Latest()
        if name in names:
            self.valid.newer(at, reading.values[names.index(name)])

    def _count(self, step: int, value: float) -> None:
        bucket = step // self.width
        held = self.buckets.get(bucket)
        if held is not None:
            self.buckets[bucket] = (held[0] + 1, held[1] + value)
            return
        self.buckets[bucket] = (1, value)
        while max(self.buckets) - min(self.buckets) >= BUCKETS:
            self.width *= 2
            halved: dict[int, tuple[int, float]] = {}
            for old, (count, total) in self.buckets.items():
                held = halved.get(old // 2, (0, 0.0))
                halved[old // 2] = (held[0] + count, held[1] + total)
            self.buckets = halved


def _better(current: str, best: Sequence[str], numbers: Iterable[str]) -> str:
    """Return the first of `best` among `numbers` and `current`."""
    for name in best:
        if name == current or name in numbers:
            return name
    return current
