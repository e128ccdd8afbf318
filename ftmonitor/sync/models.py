"""Once a day: the models of the server, for the day on which a base model goes away. Where there are none, nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Protocol, runtime_checkable

from ftmonitor.models.source import Row
from ftmonitor.models.summary import text_of, time_of
from ftmonitor.store import models
from ftmonitor.store.database import Connection

EVERY_S = 86_400.0
"""Between two looks: such days are announced months before."""
SOON_S = 3.0
"""After the list was read: what the user looks at comes first."""
MOST = 5_000
"""Models that are kept: tuned ones are listed among them."""


@runtime_checkable
class ModelSource(Protocol):
    """A source that knows its models; not every one does."""

    async def models(self) -> tuple[Row, ...]:
        """Return all models, with one request."""
        ...


def shutdown_of(raw: Mapping[str, object]) -> str:
    """Return the day on which a model goes away, `YYYY-MM-DD`, "" where none is told.

    OpenAI says `shutdown_date`; Azure `deprecation.inference`, in seconds since the epoch.
    """
    told = text_of(raw.get("shutdown_date"))[:10]
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError:
        pass
    deprecation = raw.get("deprecation")
    time = time_of(deprecation.get("inference")) if isinstance(deprecation, Mapping) else None
    return "" if time is None else datetime.fromtimestamp(time, UTC).date().isoformat()


def store_all(connection: Connection, rows: Iterable[Row], now: float) -> bool:
    """Write down the models; `now` is in seconds since the epoch. Return whether a last day is another one."""
    found = [(row.id, row.text, shutdown_of(row.raw)) for row in rows]
    return models.store_all(connection, found[:MOST], now)


def wanted(connection: Connection, now: float) -> bool:
    """Return whether the models were not read for a day."""
    read_at = models.read_at(connection)
    return read_at is None or not 0 <= now - read_at < EVERY_S
