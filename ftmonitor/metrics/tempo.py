"""How fast the steps of a job come: a few marks of step and time over the run, and what they say. Pure.

Marks are kept in any order of the events, as many as `MARKS` at most: one for each so many steps, the earliest of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

MARKS = 24
"""Marks of one run; the steps from one to the next double when they would be more."""
RECENT = 8
"""Spans between two marks that the pace is taken from at least: about half of a long run, since what was long ago says
little."""
STEADY_S = 120.0
"""Less time than this says too little, as times come in whole seconds and steps in bursts: then all spans count."""
BLOCKS = 4
"""Parts of those whose own paces tell the spread; events come in bursts, so single spans would not."""
PAUSE_S = 600.0
PAUSE_SHARE = 0.75
"""A single span that is so long, and so much of all the time looked at, is a pause of the job and no slow step."""


class Mark(NamedTuple):
    """A step, when it was told (seconds since the epoch), and the position of its event."""

    step: int
    time: float
    at: int


class Tempo(NamedTuple):
    """Seconds a step, with their spread where it can be told, and between two events that tell of a step."""

    step_s: float
    low_s: float | None
    high_s: float | None
    event_s: float


class Marks:
    """The state of the fold, a part of the digest."""

    __slots__ = ("events", "held", "width")

    def __init__(self, width: int = 1, events: int = 0, held: dict[int, Mark] | None = None) -> None:
        self.width = width
        """Steps from one mark to the next."""
        self.events = events
        """Events seen that tell of a step."""
        self.held = {} if held is None else held
        """step // width -> the earliest step there; of a step that was told twice, the newer time."""

    def add(self, step: int, time: float, at: int) -> None:
        """Take in an event that tells of a step."""
        self.events += 1
        bucket = step // self.width
        before = self.held.get(bucket)
        if before is None:
            self.held[bucket] = Mark(step, time, at)
            while len(self.held) > MARKS:
                self._thin()
        elif step < before.step or (step == before.step and at > before.at):
            self.held[bucket] = Mark(step, time, at)

    def add_all(self, events: Iterable[tuple[int, float, int]]) -> None:
        """Take in events (step, time, position) in the order of their positions; most only count."""
        last, bucket = -1, -1
        for step, time, at in events:
            if step > last and step // self.width == bucket:
                self.events += 1
            else:
                self.add(step, time, at)
                bucket = step // self.width
            last = step

    def _thin(self) -> None:
        self.width *= 2
        kept: dict[int, Mark] = {}
        for mark in sorted(self.held.values()):
            kept.setdefault(mark.step // self.width, mark)
        self.held = kept

    def moved(self, start: int, stop: int, by: int) -> None:
        """Follow events at the positions `start` to `stop` that moved up by `by`."""
        for bucket, mark in self.held.items():
            if start <= mark.at <= stop:
                self.held[bucket] = mark._replace(at=mark.at + by)

    def tempo(self, step: float | None, time: float | None) -> Tempo | None:
        """Return the pace up to the last `step`, told at `time`; None where there is too little to tell."""
        marks: list[tuple[float, float]] = [(mark.step, mark.time) for mark in sorted(self.held.values())]
        if step is not None and time is not None and marks and step > marks[-1][0]:
            marks.append((step, time))
        spans = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(marks) if b[1] >= a[1]]
        newest = spans[-max(RECENT, len(spans) // 2) :]
        spans = _without_pause(spans if self.width == 1 or _sums(newest)[1] < STEADY_S else newest)
        steps, seconds = _sums(spans)
        if steps <= 0 or seconds <= 0:
            return None
        pace = seconds / steps
        paces = [taken / done for done, taken in map(_sums, _blocks(spans)) if done > 0]
        low, high = (min(pace, *paces), max(pace, *paces)) if len(paces) >= BLOCKS - 1 else (None, None)
        apart = (marks[-1][0] - marks[0][0]) / max(1, self.events - 1)
        return Tempo(pace, low, high, pace * max(1.0, apart))

    def dumps(self) -> list[object]:
        """Return the state as JSON can hold it."""
        return [self.width, self.events, [list(mark) for mark in self.held.values()]]

    @classmethod
    def loads(cls, state: Sequence[object]) -> Marks:
        """Return the state that `dumps` gave; what else it is counts as none."""
        if len(state) != 3 or not isinstance(state[0], int) or not isinstance(state[1], int):
            return cls()
        marks = [Mark(*mark) for mark in state[2]] if isinstance(state[2], list) else []
        return cls(state[0], state[1], {mark.step // state[0]: mark for mark in marks})


Span = tuple[float, float]
"""Steps, and the seconds that they took."""


def _without_pause(spans: list[Span]) -> list[Span]:
    longest = max(spans, key=lambda span: span[1], default=(0.0, 0.0))
    if longest[1] < PAUSE_S or longest[1] < PAUSE_SHARE * _sums(spans)[1] or len(spans) < BLOCKS:
        return spans
    others = [span for span in spans if span is not longest]
    return others if _sums(others)[1] > 0 else spans


def _blocks(spans: Sequence[Span]) -> list[list[Span]]:
    """Return the spans in up to `BLOCKS` parts in a row, each with some time in it."""
    size = max(1, len(spans) // BLOCKS)
    blocks: list[list[Span]] = [[]]
    for span in spans:
        if len(blocks[-1]) >= size and _sums(blocks[-1])[1] > 0 and len(blocks) < BLOCKS:
            blocks.append([])
        blocks[-1].append(span)
    if len(blocks) > 1 and _sums(blocks[-1])[1] <= 0:
        last = blocks.pop()
        blocks[-1] += last
    return blocks


def _sums(spans: Iterable[Span]) -> Span:
    steps, seconds = 0.0, 0.0
    for done, taken in spans:
        steps, seconds = steps + done, seconds + taken
    return steps, seconds
