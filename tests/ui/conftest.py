"""What pictures have in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def snap_compare(snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., bool]]:
    """Compare pictures with times in UTC, in colours, in the theme that the app sets."""
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    yield snap_compare
    monkeypatch.undo()
    time.tzset()
