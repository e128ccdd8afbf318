"""A newest-first list that lives: rows come on top, late below others, and the oldest are served no more."""

from __future__ import annotations

from collections.abc import Sequence

Answer = tuple[list[str], str | None]
"""The rows of a page, newest first, and the cursor of the page after it."""


def page(server: Sequence[str], size: int, after: str | None = None) -> Answer:
    """Return a page of a newest-first list whose oldest row is the first of `server`."""
    stop = len(server) if after is None else server.index(after)
    rows = list(reversed(server[max(0, stop - size) : stop]))
    return rows, rows[-1] if rows and stop > size else None


class Served:
    """What a server has (`rows`, oldest first) and serves of it (from `floor` on), and what it said to its clients."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.floor = 0
        self.late: set[str] = set()
        """Rows that came below others: under more newer ones than anybody asks for again, nobody can notice them."""
        self.ends: set[str | None] = set()
        """Rows that it said were its oldest."""
        self._made = 0

    def grow(self, count: int) -> None:
        """Add rows on top."""
        self.rows += [str(number) for number in range(self._made, self._made + count)]
        self._made += count

    def add_late(self, depth: int) -> None:
        """Add a row under the newest `depth` ones."""
        name = f"late-{self._made}"
        self._made += 1
        self.late.add(name)
        self.rows.insert(max(self.floor, len(self.rows) - depth), name)

    def retire(self, count: int) -> None:
        """Serve so many of the oldest rows no more; the newest one always is."""
        self.floor = max(self.floor, min(len(self.rows) - 1, self.floor + count))

    def answer(self, size: int, after: str | None) -> Answer | None:
        """Return a page, or None where the cursor is not known (any more)."""
        served = self.rows[self.floor :]
        if after is not None and after not in served:
            return None
        answer = page(served, size, after)
        if answer[1] is None:
            self.ends.add(answer[0][-1] if answer[0] else after)
        return answer

    def before(self, size: int, after: str) -> Answer | None:
        """Return the page that ends with the cursor's row: the wrong one, as some servers do now and then."""
        served = self.rows[self.floor :]
        if after not in served:
            return None
        at = served.index(after)
        return list(reversed(served[at : at + size])), after

    def overlapping(self, size: int, after: str, rows: int) -> Answer | None:
        """Return the page after the cursor's row, with so many rows down to that once more on top."""
        found = self.answer(size, after)
        if found is None:
            return None
        at = self.rows.index(after)
        return list(reversed(self.rows[at : at + rows])) + found[0], found[1]


def doubled(answer: Answer, at: int) -> Answer:
    """Return the page with one of its rows twice."""
    rows, following = answer
    at %= len(rows) or 1
    return rows[: at + 1] + rows[at:], following


def swapped(answer: Answer, at: int) -> Answer:
    """Return the page with two neighbours in each other's place; the cursor is that of the row that is last then."""
    rows, following = list(answer[0]), answer[1]
    if len(rows) > 1:
        at %= len(rows) - 1
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return rows, following and rows[-1]
