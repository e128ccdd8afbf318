"""What to ask when. Pure: jobs, focus, idleness, failures and the budget in, requests to start now and a time out.

Times are monotonic seconds. The selected job and the list have their own right; all others share what the budget of 60
requests a minute leaves: at 3.8 s and 20 s those two take 19, the others get 36, and the rest is slack.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ftmonitor.models.phase import Phase
from ftmonitor.store.jobs import QUIET, Standing

SELECTED_S = 3.8
"""Between two polls of the selected running job: 4 s or less, with an answer, are promised."""
LIST_S = 20.0
SHARED_PER_MINUTE = 36.0
BURST = 5.0
"""Shared requests that may follow each other at once."""
FIRST_LOOKS = 12.0
"""The same at the start: so many jobs are looked at before the first minute's turn of each would come."""
BORROWED_S = (FIRST_LOOKS - BURST) * 60 / SHARED_PER_MINUTE
"""The bucket fills this much later for it, so that the first minute has no more requests than any other."""
CHANGING_S = 2.0
"""Between two looks at a job that is pausing or being cancelled: that takes seconds, and the user waits for it."""
IDLE_S = 300.0
"""Without a key for this long, the user looks elsewhere."""
SETTLE_S = 0.25
"""A selection that lasts shorter is passing by."""
SOON_S = 5.0
"""Between two looks at the list when something asks for one."""
AGAIN_S = 1.0
"""Between two requests of one stream, however often a key is pressed."""
CHECKPOINTS_S = 30.0
"""Between two looks at the checkpoints of a running job."""
CHANGING = frozenset({Phase.PAUSING, Phase.STOPPING})

TICK_S = 0.05
"""No two looks at the streams closer than this, where only time makes the difference."""


class Kind(StrEnum):
    """What is asked again and again."""

    LIST = "list"
    JOB = "job"
    EVENTS = "events"
    CHECKPOINTS = "checkpoints"
    MODELS = "models"


@dataclass(slots=True)
class Stream:
    """One thing that is asked again and again; never two requests of it at a time."""

    kind: Kind
    job_id: str = ""
    """"" for the list."""
    phase: Phase = Phase.RUNNING
    selected: bool = False
    asked_at: float = -math.inf
    wanted_at: float = math.inf
    """Due by then, whatever the interval says."""
    not_before: float = -math.inf
    """Its own wait after a failure."""
    failures: int = 0
    busy: bool = False
    once: bool = False
    """Forgotten once it was answered."""
    follow: bool = False
    """The job is followed once it is read."""


@dataclass(frozen=True, slots=True)
class Mood:
    """How the user is: whether the terminal has the focus (or does not tell), seconds since the last key."""

    focused: bool = True
    idle_s: float = 0.0
    moving: bool = True
    """Whether any job is expected to bring news."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests that the shared streams may make: a bucket that fills with time, from `at` on."""

    tokens: float = FIRST_LOOKS
    at: float = 0.0

    def filled(self, now: float) -> Budget:
        """Return the bucket at `now`."""
        grown = self.tokens + max(0.0, now - self.at) * SHARED_PER_MINUTE / 60
        return Budget(min(max(BURST, self.tokens), grown), max(now, self.at))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to start now, in this order; when to look again; what is left of the budget."""

    start: tuple[Stream, ...]
    wake_at: float
    budget: Budget


def wanted(standing: Standing, *, selected: bool, on_first_page: bool) -> frozenset[Kind]:
    """Return what is to be asked of one job."""
    if standing.gone:
        return frozenset()
    kinds = set()
    ended = standing.phase.ended
    cared_for = standing.followed or selected
    if not ended or (cared_for and standing.quiet < QUIET):
        kinds.add(Kind.EVENTS)
    if not ended and (standing.phase in CHANGING or not on_first_page):
        kinds.add(Kind.JOB)
    if cared_for and (ended or standing.phase is Phase.PAUSED) and standing.checkpoints_for != standing.status:
        kinds.add(Kind.CHECKPOINTS)
    return frozenset(kinds)


def interval(stream: Stream, mood: Mood) -> float:
    """Return the seconds between two requests of a stream, as long as the budget does not say more."""
    slow = 1.0 if mood.focused else 2.5
    if stream.kind is Kind.LIST:
        calm = mood.idle_s >= IDLE_S or not mood.moving
        return (LIST_S * 1.5 if calm else LIST_S) * (1.0 if mood.focused else 2.0)
    if stream.kind is Kind.JOB and stream.phase in CHANGING:
        return slow * CHANGING_S
    if stream.selected:
        return slow * _SELECTED[stream.kind if stream.kind is not Kind.EVENTS else stream.phase]
    idle = 1.5 if mood.idle_s >= IDLE_S else 1.0
    return slow * idle * _OTHERS[stream.kind if stream.kind is not Kind.EVENTS else stream.phase]


_SELECTED: dict[Kind | Phase, float] = {
    **dict.fromkeys(Phase, SELECTED_S),
    Phase.PAUSED: 10.0,
    Kind.JOB: 10.0,
    Kind.CHECKPOINTS: 60.0,
    Kind.MODELS: 86_400.0,
}
_OTHERS: dict[Kind | Phase, float] = {
    **dict.fromkeys(Phase, 10.0),
    Phase.WAITING: 20.0,
    Phase.PAUSED: 40.0,
    Kind.JOB: 60.0,
    Kind.CHECKPOINTS: 60.0,
    Kind.MODELS: 86_400.0,
}


def shared(stream: Stream) -> bool:
    """Return whether a stream shares the budget: all but the list and the events of the selected job."""
    return stream.kind is not Kind.LIST and not (stream.selected and stream.kind is Kind.EVENTS)


def stretch(streams: Iterable[Stream], mood: Mood) -> float:
    """Return by what the intervals of the shared streams grow, so that the budget holds: 1 or more."""
    per_minute = sum(60.0 / interval(stream, mood) for stream in streams if shared(stream) and not stream.once)
    return max(1.0, per_minute / SHARED_PER_MINUTE)


def due_at(stream: Stream, mood: Mood, stretched: float) -> float:
    """Return when a stream is due."""
    every = interval(stream, mood) * (stretched if shared(stream) else 1.0)
    soonest = max(stream.asked_at + AGAIN_S, stream.not_before)
    return max(min(stream.asked_at + every, stream.wanted_at), soonest)


def plan(streams: Sequence[Stream], mood: Mood, budget: Budget, now: float, free: int) -> Plan:
    """Return what to start at `now`, with `free` requests that may be under way besides those that are."""
    budget = budget.filled(now)
    stretched = stretch(streams, mood)
    waiting = sorted(
        ((due_at(stream, mood, stretched), at, stream) for at, stream in enumerate(streams) if not stream.busy),
        key=lambda entry: (entry[0] > now, shared(entry[2]), entry[0], entry[1]),
    )
    start: list[Stream] = []
    wake_at = math.inf
    tokens = budget.tokens
    for due, _, stream in waiting:
        if due > now:
            wake_at = min(wake_at, due)
        elif len(start) >= free:
            break  # the end of any request looks again
        elif not shared(stream):
            start.append(stream)
        elif tokens >= 1.0:
            start.append(stream)
            tokens -= 1.0
        else:
            wake_at = min(wake_at, max(now + TICK_S, budget.at + (1.0 - tokens) * 60 / SHARED_PER_MINUTE))
    return Plan(tuple(start), wake_at, Budget(tokens, budget.at))
