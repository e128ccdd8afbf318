"""One look at some of a log that was not looked at yet, all of it from one state of the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ftmonitor.models.log import Gap
from ftmonitor.monitor.coverage import Coverage, Way
from ftmonitor.store import bindable, gaps, search

if TYPE_CHECKING:
    from ftmonitor.store.database import Connection

T = TypeVar("T")


class Glance(NamedTuple):
    """One look at a log: where its gaps are, and what a slice of what is new has brought."""

    total: int
    """Events of the log."""
    gaps: tuple[tuple[int, Gap], ...]
    """Each with the position of the event right above it."""
    moved: bool
    """Whether events have moved, so that nothing that was found holds."""
    stretches: tuple[tuple[int, int, str], ...]
    """(first, last, id of the last) of what was looked at now."""
    ends: tuple[int, int] = (0, 0)
    """The positions of the oldest event and of the newest."""


def look(
    connection: Connection,
    job_id: str,
    coverage: Coverage,
    most: int,
    find: Callable[[str, int, int], T],
    *,
    way: Way | None = None,
) -> tuple[Glance, list[T]]:
    """Look at up to `most` events of a log that were not looked at yet, each stretch by `find`.

    It is the newest of them, or the next ones on a way, where there are some.
    """
    key = bindable.key(job_id)
    if not coverage.holds(search.names_at(connection, key, coverage.ends)):
        return Glance(0, (), True, ()), []
    runs = [(run.first, run.last) for run in reversed(gaps.load(connection, key))]
    spans = gaps.spans(connection, key)
    held = []
    for gap in gaps.of(connection, key):
        between = spans.between(gap.index, gap.index + 1)
        held.append((between[0] if between else 0, gap))
    stretches = coverage.missing(runs, most, way)
    names = search.names_at(connection, key, [high for _, high in stretches])
    found = [find(key, low, high) for low, high in stretches]
    shown = tuple((low, high, names.get(high, "")) for low, high in stretches)
    ends = (runs[0][0], runs[-1][1]) if runs else (0, 0)
    return Glance(spans.total, tuple(held), False, shown, ends), found
