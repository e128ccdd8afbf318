"""Whose jobs a history holds. The first organization that the server names stays its own; another one is kept out.

Servers that name none are never asked about it. A page that names several shows that the server keeps them together:
then so does the history, and nothing more is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from ftmonitor.errors import StoreError
from ftmonitor.models.source import Row
from ftmonitor.store import notes
from ftmonitor.store.database import Connection
from ftmonitor.text import one_line

SEVERAL = "*"
"""What is kept in place of an organization where the server lists several together."""

LONGEST = 80
"""Characters of an organization's id that are shown."""


class OtherOrganization(StoreError):
    """The server's answer is about another organization than the history; none of it was written."""

    def __init__(self, organization: str) -> None:
        super().__init__(f"The server answers for another organization now: {one_line(organization, LONGEST)}.")
        self.organization = organization


def heed(connection: Connection, rows: Iterable[Row]) -> None:
    """Take in which organization the server answers for; the first one is kept.

    Raises:
        OtherOrganization: If these jobs are of another one than the history's.
    """
    told = {text for row in rows if isinstance(text := row.raw.get("organization_id"), str) and text.strip()}
    if not told:
        return
    kept = held(connection)
    named = next(iter(told)) if len(told) == 1 else SEVERAL
    if kept is None or (kept in told and named == SEVERAL):
        notes.put(connection, notes.ORGANIZATION, named)
    elif kept not in told and kept != SEVERAL:
        raise OtherOrganization(named)


def held(connection: Connection) -> str | None:
    """Return the organization that the history belongs to, SEVERAL, or None where none was named."""
    return notes.get(connection, notes.ORGANIZATION)


def known(connection: Connection) -> bool:
    """Return whether the history belongs to one organization, so that the server may turn out to be another's."""
    return held(connection) not in (None, SEVERAL)


def keep_together(connection: Connection) -> None:
    """Look at organizations no more: the server answers now for one, now for another, and means the same jobs."""
    notes.put(connection, notes.ORGANIZATION, SEVERAL)
