"""Jobs in groups, by day or by status, each under a line of its own that can be folded. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.query.order import PHASE_RANK, SLICE
from ftmonitor.turns import InTurn

DAYS = 7
"""Days back that have a group of their own, today among them."""
MONTH = 30
"""Days back of the group after those."""


class Grouping(InTurn, StrEnum):
    """What jobs are put together by."""

    NONE = "none"
    DAY = "day"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Heading:
    """The line over a group. `tokens` is the sum of what is known of its jobs, 0 where nothing is."""

    id: str
    """Like `day:today`; no job has such an id, since those of headings begin with U+0001."""
    title: str
    count: int
    tokens: int
    folded: bool = False
    members: tuple[JobSummary, ...] = field(default=(), repr=False, compare=False)
    """The jobs of the group, shown or folded away, in their order."""


Line = JobSummary | Heading
"""What stands on a line of the list."""

MARK = "\x01"
PINNED = f"{MARK}pinned"


def grouped(
    jobs: Sequence[JobSummary],
    by: Grouping,
    folded: Collection[str],
    now: float,
    zone: tzinfo | None = None,
) -> Generator[None, None, tuple[Line, ...]]:
    """Return the lines of a list: `jobs` in their order, under the headings of their groups; pinned ones are the first.

    A generator, as those of `query.order`. `now` is in seconds since the epoch; days are those of `zone`, None: here.
    """
    if by is Grouping.NONE:
        return tuple(jobs)
    group_of = _by_day(now, zone) if by is Grouping.DAY else _by_status
    found: dict[tuple[float, str, str], list[JobSummary]] = {}
    for start in range(0, len(jobs), SLICE):
        for job in jobs[start : start + SLICE]:
            place = (-1.0, PINNED, "pinned") if job.pinned_at is not None else group_of(job)
            found.setdefault(place, []).append(job)
        yield
    lines: list[Line] = []
    for (_, group_id, title), members in sorted(found.items(), key=lambda item: item[0][:2]):
        shut = group_id in folded
        tokens = sum(job.trained_tokens or 0 for job in members)
        lines.append(Heading(group_id, title, len(members), tokens, shut, tuple(members)))
        if not shut:
            lines += members
    return tuple(lines)


def next_midnight(now: float, zone: tzinfo | None = None) -> float:
    """Return when the day ends, in seconds since the epoch: then groups by day are others."""
    return _midnight(now, 1, zone)


def _by_status(job: JobSummary) -> tuple[float, str, str]:
    phase = job.phase
    title = "of a status not known here" if phase is Phase.UNKNOWN else phase.value
    return float(PHASE_RANK[phase]), f"{MARK}status:{phase.value}", title


def _by_day(now: float, zone: tzinfo | None) -> Callable[[JobSummary], tuple[float, str, str]]:
    """Return what tells the group of a job: going on, or by the day on which it ended."""
    starts = [_midnight(now, -back, zone) for back in (*range(DAYS), MONTH)]
    titles = ["today", "yesterday"]
    titles += [f"{datetime.fromtimestamp(start, zone):%a %-d %b}" for start in starts[2:DAYS]]
    titles += [f"in the last {MONTH} days", "before that"]
    names = [f"{MARK}day:{back}" for back in range(len(titles))]
    ascending = starts[::-1]

    def group_of(job: JobSummary) -> tuple[float, str, str]:
        if not job.phase.ended:
            return 0.0, f"{MARK}day:on", "going on"
        time = job.ended_at if job.ended_at is not None else job.created_at
        if time is None:
            return 99.0, f"{MARK}day:none", "ended at a time not told"
        back = len(starts) - bisect_right(ascending, time)
        return 1.0 + back, names[back], f"ended {titles[back]}"

    return group_of


def _midnight(now: float, days: int, zone: tzinfo | None) -> float:
    here = datetime.fromtimestamp(now, zone)
    day = (here + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    return day.timestamp()
