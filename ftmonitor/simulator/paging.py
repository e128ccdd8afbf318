"""Pages: `limit` and `after` as sent -> a slice of what there is, newest first, and the envelope around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ftmonitor.simulator.exchange import Refusal


@dataclass(frozen=True, slots=True)
class Limits:
    """How many rows a page has: where nothing is asked for, and the most that may be asked for.

    The service publishes no most. One above it is refused with 400; `cap` rows are given at most, whatever was asked.
    """

    default: int
    most: int
    cap: int | None = None

    def size(self, query: Sequence[tuple[str, str]]) -> int:
        """Return the rows that a query asks for; raises Refusal (400) where `limit` cannot be."""
        text = last(query, "limit")
        size = self.default
        if text is not None:
            try:
                size = int(text)
            except ValueError:
                raise _refusal(f"expected an integer, but got '{text}' instead.", "invalid_type") from None
        if size < 1:
            said = f"integer below minimum value. Expected a value >= 1, but got {size} instead."
            raise _refusal(said, "integer_below_min_value")
        if size > self.most:
            said = f"integer above maximum value. Expected a value <= {self.most}, but got {size} instead."
            raise _refusal(said, "integer_above_max_value")
        return size if self.cap is None else min(size, self.cap)


def last(query: Sequence[tuple[str, str]], name: str) -> str | None:
    """Return the last value of a parameter, or None."""
    return next((value for key, value in reversed(query) if key == name), None)


def window(count: int, size: int, after: int | None) -> tuple[range, bool]:
    """Return the places of a page, newest first, and whether there is more, of `count` rows of which 0 is the oldest.

    `after` is the place of the cursor: the page begins with the row older than that.
    """
    top = count - 1 if after is None else after - 1
    bottom = max(-1, top - size)
    return range(top, bottom, -1), bottom >= 0


def place_after(query: Sequence[tuple[str, str]], find: Callable[[str], int | None]) -> int | None:
    """Return the place of the `after` of a query, None where there is none; raises Refusal (400) for an unknown one."""
    cursor = last(query, "after")
    if not cursor:
        return None
    place = find(cursor)
    if place is None:
        raise Refusal(400, "Invalid value for 'after'", param="after", code="invalid_value")
    return place


def listing(rows: Sequence[object], *, has_more: bool) -> dict[str, object]:
    """Return the envelope of jobs and events."""
    return {"object": "list", "data": list(rows), "has_more": has_more}


def bounded_listing(rows: Sequence[dict[str, object]], *, has_more: bool) -> dict[str, object]:
    """Return the envelope of checkpoints and files, which names its first and last id."""
    ends = {"first_id": rows[0]["id"], "last_id": rows[-1]["id"]} if rows else {"first_id": None, "last_id": None}
    return {**listing(rows, has_more=has_more), **ends}


def _refusal(said: str, code: str) -> Refusal:
    return Refusal(400, f"Invalid 'limit': {said}", param="limit", code=code)
