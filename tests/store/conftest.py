"""A history with one running job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ftmonitor.store.store import Store
from tests.support.histories import filled


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path / "h.db")
    yield opened
    opened.close()
