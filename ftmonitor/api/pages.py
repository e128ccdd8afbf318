"""Pages of rows: one at a time, or all of them by following the cursor. No pydantic until `ListPage.data` is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ftmonitor.api.caller import Caller
from ftmonitor.api.exchange import Request
from ftmonitor.errors import BadRequest
from ftmonitor.jsontext import Item
from ftmonitor.models.rows import SYNTHETIC, row_of
from ftmonitor.models.source import Row

T = TypeVar("T")

SAFE_LIMIT = 50
"""What is asked for where the server refuses the limit; where it refuses this too, none is sent."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page, in the server's order (newest first).

    `next` is the cursor of the page with older rows, None where there is nothing further. `data` are the rows as
    models; reading it imports pydantic.
    """

    rows: tuple[Row, ...]
    has_more: bool
    next: str | None
    reader: Callable[[Row], T]

    @property
    def data(self) -> tuple[T, ...]:
        """Return the rows as models; no row makes it fail."""
        return tuple(self.reader(row) for row in self.rows)


class Limits:
    """What limits a server refused, by list; one for the life of a client."""

    def __init__(self) -> None:
        self._most: dict[str, int | None] = {}

    def fit(self, stream: str, limit: int | None) -> int | None:
        """Return the limit to send for a stream where `limit` is wanted; None sends none."""
        if limit is None or stream not in self._most:
            return limit
        most = self._most[stream]
        return None if most is None else min(limit, most)

    def refused(self, stream: str, limit: int) -> None:
        """Remember that the server refused `limit`."""
        self._most[stream] = SAFE_LIMIT if limit > SAFE_LIMIT else None


async def fetch(
    caller: Caller,
    limits: Limits,
    stream: str,
    reader: Callable[[Row], T],
    request: Callable[[tuple[tuple[str, str], ...]], Request],
    *,
    after: str | None,
    limit: int | None,
) -> ListPage[T]:
    """Return one page; `request` makes the request out of the query pairs for cursor and limit.

    A limit that the server refuses is asked again with `SAFE_LIMIT`, then with none, and remembered for `stream`.
    """
    while True:
        fitting = limits.fit(stream, limit)
        query = () if after is None else (("after", after),)
        if fitting is not None:
            query = (*query, ("limit", str(fitting)))
        try:
            envelope, items = await caller.many(request(query))
        except BadRequest as error:
            if fitting is None or not _is_about_the_limit(error):
                raise
            limits.refused(stream, fitting)
        else:
            return page_of(envelope, items, after, reader)


def page_of(
    envelope: Mapping[str, object], items: tuple[Item, ...], after: str | None, reader: Callable[[Row], T]
) -> ListPage[T]:
    """Return the page that an answer holds, `after` being the cursor it was asked with.

    The next cursor is the last id that the server sent itself. Where `has_more` is missing, an empty page is the end.
    """
    rows = tuple(map(row_of, items))
    said = envelope.get("has_more")
    has_more = bool(rows) and (said is None or said is True or str(said).lower() in ("true", "1"))
    cursor = next((row.id for row in reversed(rows) if not row.id.startswith(SYNTHETIC)), None)
    return ListPage(rows, has_more, cursor if has_more and cursor != after else None, reader)


async def walk(fetch_page: Callable[[str | None], Awaitable[ListPage[T]]]) -> AsyncIterator[Row]:
    """Yield the rows of all pages, by following the cursor.

    It ends where a page is empty or says that there is no more, and where a cursor repeats, which some servers do for
    ever. A row that the page before had too is yielded once.
    """
    cursor: str | None = None
    cursors: set[str] = set()
    before: frozenset[str] = frozenset()
    while True:
        page = await fetch_page(cursor)
        for row in page.rows:
            if row.id not in before:
                yield row
        cursor = page.next
        if cursor is None or cursor in cursors:
            return
        cursors.add(cursor)
        before = frozenset(row.id for row in page.rows)


def _is_about_the_limit(error: BadRequest) -> bool:
    if error.param:
        return error.param.rpartition(".")[2] == "limit"
    return "limit" in error.message.lower().replace("rate limit", "")
