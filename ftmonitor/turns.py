"""Choices that a key goes through, one after the other and round again."""

from __future__ import annotations

from enum import Enum
from typing import Self


class InTurn(Enum):
    """The base of such choices, in the order in which they stand."""

    @property
    def next(self) -> Self:
        """Return the one that the key goes on to."""
        every = list(type(self))
        return every[(every.index(self) + 1) % len(every)]
