"""What a list row shows of a job's events, folded from them page by page, in any order. Pure.

Positions say which of two events is newer, so an old page that comes late changes nothing that is newer than it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ftmonitor.metrics.sheet import Batch, Sheet
from ftmonitor.metrics.tempo import Marks, Tempo

BUCKETS = 24
"""Means kept of the headline series; steps a bucket doubles when they would be more."""
TREND = 6
"""Cells of the trend in a list row."""
_HUGE = 1e300
_ENCODER = json.JSONEncoder(separators=(",", ":"))

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

    def newest(self, values: Iterable[tuple[int, float | None]]) -> None:
        """Take the first value there is, if it is newer than what is held; the newest comes first."""
        for at, value in values:
            if value is not None:
                self.newer(at, value)
                return


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
    marks: Marks = field(default_factory=Marks)

    def fold(self, positions: Sequence[int], levels: Sequence[str], sheet: Sheet, method: str) -> None:
        """Take in a page of events that were not seen before, the newest first: their positions descend."""
        for level in levels:
            if level != "info":
                self._heed(level.lower())
        self.event_time.newest(zip(positions, sheet.times, strict=True))
        self.total.newest(zip(positions, sheet.totals, strict=True))
        self.step.newest(zip(positions, sheet.steps, strict=True))
        told = [
            (step, time, at)
            for at, step, time in zip(positions, sheet.steps, sheet.times, strict=True)
            if step is not None and time is not None
        ]
        if told:
            self.step_time.newer(told[0][2], told[0][1])
            self.first_time.newer(-told[-1][2], told[-1][1])
            self.marks.add_all(reversed(told))
        self._fold_numbers(positions, sheet.batches, method)

    def trend(self) -> tuple[float, ...]:
        """Return up to `TREND` means over the run so far, from its first step on, oldest first.

        The mean of a part of which nothing is held is infinite: unlike NaN that is equal to itself.
        """
        if not self.buckets:
            return ()
        first, last = min(1 // self.width, *self.buckets), max(self.buckets)
        held = sum(count for count, _ in self.buckets.values())
        parts = min(TREND, held, last - first + 1)  # of few values each has its own: they may be many steps apart
        counts, totals = [0] * parts, [0.0] * parts
        for bucket, (count, total) in self.buckets.items():
            part = (bucket - first) * parts // (last - first + 1)
            counts[part] += count
            totals[part] += total
        return tuple(
            total / count if count and math.isfinite(total) else math.inf
            for count, total in zip(counts, totals, strict=True)
        )

    def tempo(self) -> Tempo | None:
        """Return how fast the steps come, None while too few were seen."""
        return self.marks.tempo(self.step.value, self.step_time.value)

    def moved(self, start: int, stop: int, by: int) -> None:
        """Follow events at the positions `start` to `stop` that moved up by `by`."""
        for held in (self.event_time, self.step, self.step_time, self.total, self.value, self.valid):
            if held.at is not None and start <= held.at <= stop:
                held.at += by
        if self.first_time.at is not None and start <= -self.first_time.at <= stop:
            self.first_time.at -= by
        self.marks.moved(start, stop, by)

    def dumps(self) -> str:
        """Return the state as text."""
        latest = [[held.at, held.value] for held in self._latest()]
        buckets = [[bucket, *sums] for bucket, sums in self.buckets.items()]
        counts = [self.warnings, self.errors, self.width]
        state = [latest, self.metric, self.validation, counts, buckets, self.marks.dumps()]
        return _ENCODER.encode(state)

    @classmethod
    def loads(cls, text: str) -> Digest:
        """Return the state that `dumps` wrote; an empty text is an empty state."""
        digest = cls()
        if text:
            latest, digest.metric, digest.validation, counts, buckets, *more = json.loads(text)
            for held, (at, value) in zip(digest._latest(), latest, strict=True):
                held.at, held.value = at, value
            digest.warnings, digest.errors, digest.width = counts
            digest.buckets = {bucket: (count, total) for bucket, count, total in buckets}
            digest.marks = Marks.loads(more[0] if more else ())
        return digest

    def _latest(self) -> tuple[Latest, ...]:
        return (self.event_time, self.step, self.step_time, self.total, self.first_time, self.value, self.valid)

    def _heed(self, level: str) -> None:
        if level == "error":
            self.errors += 1
        elif level in ("warn", "warning"):
            self.warnings += 1

    def _fold_numbers(self, positions: Sequence[int], batches: Sequence[Batch], method: str) -> None:
        layouts = [batch.names for batch in batches]
        name = _best(self.metric, headlines(method), layouts)
        if name != self.metric:
            self.metric, self.value, self.width, self.buckets = name, Latest(), 1, {}
        for batch in batches:
            if name in batch.names:
                values = batch.columns[batch.names.index(name)]
                self.value.newer(positions[batch.rows[0]], values[0])
                self._count(batch.steps, values)
        name = _best(self.validation, validations(method), layouts)
        if name != self.validation:
            self.validation, self.valid = name, Latest()
        for batch in batches:
            if name in batch.names:
                self.valid.newer(positions[batch.rows[0]], batch.columns[batch.names.index(name)][0])

    def _count(self, steps: Sequence[int], values: Sequence[float]) -> None:
        for step, value in zip(steps, values, strict=True):
            if abs(value) >= _HUGE:
                continue
            bucket = step // self.width
            held = self.buckets.get(bucket)
            if held is not None:
                self.buckets[bucket] = (held[0] + 1, held[1] + value)
                continue
            self.buckets[bucket] = (1, value)
            while max(self.buckets) - min(self.buckets) >= BUCKETS:
                self._halve()

    def _halve(self) -> None:
        self.width *= 2
        halved: dict[int, tuple[int, float]] = {}
        for old, (count, total) in self.buckets.items():
            held = halved.get(old // 2, (0, 0.0))
            halved[old // 2] = (held[0] + count, held[1] + total)
        self.buckets = halved


def _best(current: str, ranked: Sequence[str], layouts: Iterable[Sequence[str]]) -> str:
    """Return the first of `ranked` that is `current` or stands in one of the layouts."""
    for name in ranked:
        if name == current or any(name in names for names in layouts):
            return name
    return current
