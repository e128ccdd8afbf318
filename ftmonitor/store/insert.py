"""Many rows in one statement: a third quicker than one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from ftmonitor.store.database import Connection

AT_ONCE = 100
"""Rows of one statement, as many as a page has. SQLite takes 32,766 values: no table has so many columns."""


class Insert:
    """An INSERT: `head` is all before VALUES, `row` the marks of one row in brackets, `tail` what follows."""

    def __init__(self, head: str, row: str, tail: str = "") -> None:
        self._one = f"{head} VALUES {row} {tail}"
        self._many = f"{head} VALUES {', '.join([row] * AT_ONCE)} {tail}"

    def run(self, connection: Connection, rows: Iterable[Sequence[Any]], count: int) -> None:
        """Write `count` rows."""
        left = iter(rows)
        for _ in range(count // AT_ONCE):
            connection.execute(self._many, tuple(chain.from_iterable(islice(left, AT_ONCE))))
        connection.executemany(self._one, left)
