"""One job: its plan, what was asked of it, and everything that follows. Heavy parts are made when first asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import inf

from ftmonitor.models.source import Verb
from ftmonitor.simulator import events
from ftmonitor.simulator.plan import Ask, JobPlan
from ftmonitor.simulator.script import Entry, script_of, step_times
from ftmonitor.simulator.timeline import CANCEL_EVENT_S, Timeline, timeline_of
from ftmonitor.simulator.training import Training, training_of

Stamp = Callable[[float], int]
"""World time -> unix seconds."""

_KEPT = 1000
"""Events of a job that are kept made: a poll asks for the newest hundred again and again."""


@dataclass(frozen=True, slots=True)
class Control:
    """An event that follows an ask: told at `at`, after `before` entries of the script."""

    at: float
    before: int
    message: str


class Life:
    """One job from its creation on. Times are world seconds."""

    def __init__(self, plan: JobPlan) -> None:
        self.plan = plan
        self.asks = plan.asks
        self.line: Timeline = timeline_of(plan, plan.asks)
        self._ids: dict[str, int] = {}
        self._objects: dict[int, dict[str, object]] = {}

    def ask(self, verb: Verb, at: float) -> None:
        """Record that `verb` was asked for."""
        self._change(self.plan, (*self.asks, Ask(at, verb)))

    def replan(self, plan: JobPlan) -> None:
        """Go on under another plan; it must agree with the old one about all that was told."""
        self._change(plan, self.asks)

    def _change(self, plan: JobPlan, asks: tuple[Ask, ...]) -> None:
        if plan is not self.plan:
            for name in ("_script", "_told", "training", "steps"):
                self.__dict__.pop(name, None)
        self.plan, self.asks = plan, asks
        self.line = timeline_of(plan, asks)
        self._ids.clear()
        self._objects.clear()
        self.__dict__.pop("_controls", None)

    def status(self, at: float) -> str:
        """Return the status at a time."""
        return self.line.status(at)

    @cached_property
    def training(self) -> Training:
        """Return the numbers of the run."""
        return training_of(self.plan)

    @cached_property
    def steps(self) -> tuple[float, ...]:
        """Return when each step is told, in seconds of work."""
        return step_times(self.plan)

    def steps_done(self, at: float) -> int:
        """Return how many steps are told at a time."""
        return self.line.steps_done(at, self.steps)

    def event_count(self, at: float) -> int:
        """Return how many events are told at a time."""
        told = bisect_right(self._told, self.line.work(at))
        return told + sum(control.at <= at for control in self._controls)

    def event(self, index: int, stamp: Stamp) -> dict[str, object]:
        """Return one event by its place, the oldest being 0; what is asked for again is kept."""
        if index not in self._objects:
            if len(self._objects) >= _KEPT:
                self._objects.clear()
            self._objects[index] = self._object(self._at(index), stamp(self.told_at(index)))
        return self._objects[index]

    def told_at(self, index: int) -> float:
        """Return when an event is told, by its place."""
        found = self._at(index)
        return self.line.time_of(found.at) if isinstance(found, Entry) else self._controls[found].at

    def place_of(self, event_id: str, at: float) -> int | None:
        """Return the place of an event told by now, or None."""
        count = self.event_count(at)
        for index in range(len(self._ids), count):
            self._ids[self._event_id(index)] = index
        place = self._ids.get(event_id)
        return place if place is not None and place < count else None

    def _object(self, found: Entry | int, created_at: int) -> dict[str, object]:
        if isinstance(found, Entry):
            return events.event_object(self.plan, self.training, found, created_at)
        return events.control_object(self.plan, found, self._controls[found].message, created_at)

    def _event_id(self, index: int) -> str:
        found = self._at(index)
        return events.event_id(self.plan, found) if isinstance(found, Entry) else events.control_id(self.plan, found)

    def _at(self, index: int) -> Entry | int:
        """Return what stands at a place: an entry of the script, or the number of a control."""
        for number, control in enumerate(self._controls):
            if index == control.before + number:
                return number
            if index < control.before + number:
                return self._script[index - number]
        return self._script[index - len(self._controls)]

    @cached_property
    def _script(self) -> tuple[Entry, ...]:
        return script_of(self.plan)

    @cached_property
    def _told(self) -> tuple[float, ...]:
        return tuple(entry.at for entry in self._script)

    @cached_property
    def _controls(self) -> tuple[Control, ...]:
        moments: list[tuple[float, float, str]] = []
        for pause in self.line.pauses:
            moments.append((pause.paused, pause.paused, events.PAUSED))
            if pause.running < self.line.cancelled_at:
                moments.append((pause.running, pause.running, events.RESUMED))
        if self.line.cancelled_at < inf:
            moments.append((self.line.cancelled_at + CANCEL_EVENT_S, self.line.cancelled_at, events.CANCELLED))
        return tuple(
            Control(at, bisect_right(self._told, self.line.work(since)), message)
            for at, since, message in moments
            if at < inf
        )
