"""What every test may ask for, and how hard the properties are tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from ftmonitor import secret

# Plain runs try the same few examples each time and hold no clock; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("plain", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile("plain")


@pytest.fixture
def anyio_backend() -> str:
    """Run async tests on asyncio: that is what the program runs on."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _own_keys() -> Iterator[None]:
    """Forget the keys of a test after it: what is masked in the next must not depend on the order."""
    known = frozenset(secret._known)
    yield
    secret._known.intersection_update(known)
