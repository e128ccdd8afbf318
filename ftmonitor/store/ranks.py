"""Places in a list that grows at the top and is seen a page at a time. Pure.

A rank is a number, higher for what the server lists first. Pages come in the server's order, so what is between two
known rows of a page gets a rank between theirs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

LEAP = float(2**20)
"""Room under a page that did not meet anything known, for what is listed below it."""
CLOSEST = 1e-6
"""Neighbours nearer than this ask for new ranks for the whole list."""


def place(
    ids: Sequence[str],
    held: Mapping[str, float],
    above: float | None,
    top: float | None,
    next_below: Callable[[float], float | None],
) -> dict[str, float]:
    """Return new ranks for the rows of one page, first listed first; rows that keep theirs are left out.

    `held` are the ranks of the rows that are known, `above` that of the row the page follows (None: the page is the
    first), `top` the highest rank of the whole list (None: it is empty); `next_below` looks up the rank next under a
    given one, for the end of the page.
    """
    kept = _descending([(name, held[name]) for name in ids if name in held and (above is None or held[name] < above)])
    ranks: dict[str, float] = {}
    block: list[str] = []
    high = above
    for name in ids:
        if name not in kept:
            block.append(name)
            continue
        low = held[name] if high is not None or top is None else max(held[name], top)
        ranks.update(_between(block, high, low))
        block, high = [], held[name]
    if block and high is None and top is not None:
        ranks.update(_between(block, None, top + LEAP))
    elif block:
        ranks.update(_between(block, high, next_below(high) if high is not None else None))
    return ranks


def crowded(ranks: Mapping[str, float]) -> bool:
    """Return whether new ranks of one page stand too close to be told apart for long."""
    ordered = sorted(ranks.values())
    return any(right - left < CLOSEST for left, right in pairwise(ordered))


def _between(block: Sequence[str], high: float | None, low: float | None) -> dict[str, float]:
    """Return descending ranks for `block` under `high` and over `low`, a whole step apart where there is room."""
    size = len(block)
    if high is None:
        high = (low if low is not None else -1.0) + size + 1
        step = 1.0
    else:
        step = 1.0 if low is None else min(1.0, (high - low) / (size + 1))
    return {name: high - step * (at + 1) for at, name in enumerate(block)}


def _descending(rows: Sequence[tuple[str, float]]) -> set[str]:
    """Return the names of a longest strictly descending run of ranks: those rows keep their places."""
    ends: list[float] = []  # negated rank at the end of the best run of each length
    last: list[int] = []
    before: list[int] = []
    for at, (_, rank) in enumerate(rows):
        length = bisect_left(ends, -rank)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(-rank)
            last.append(at)
        else:
            ends[length] = -rank
            last[length] = at
    kept: set[str] = set()
    at = last[-1] if last else -1
    while at >= 0:
        kept.add(rows[at][0])
        at = before[at]
    return kept
