"""What every test may ask for, and how hard the properties are tried."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from ftmonitor import secret
from tests.long import is_left
from tests.support import TEMPLATES

# Where bytecode is not to be written (PYTHONDONTWRITEBYTECODE), each process of each run would rewrite the assertions
# of all tests anew: more than a tenth of the whole. Processes that tests start write theirs anyway.
sys.dont_write_bytecode = False

# Plain runs try the same few examples each time and hold no clock; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("plain", max_examples=30, derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile("plain")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what only the long run plays, before anything is chosen by its marks."""
    for item in items:
        if is_left(item.nodeid):
            item.add_marker("long")


def pytest_collection_finish() -> None:
    """Keep what was collected out of every search for garbage: an eighth of the time of all tests went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def _templates_are_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let all processes of a run copy the same histories: each takes half a second to fill."""
    mine = tmp_path_factory.getbasetemp()
    run = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    os.environ.setdefault(TEMPLATES, str(run / "templates"))


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


_parsed: dict[object, list[RuleSet]] = {}


@pytest.fixture(autouse=True, scope="session")
def _styles_are_parsed_once() -> Iterator[None]:
    """Let all apps of a process share what their style sheets were parsed to: a third of every start of the screen."""
    parse = Stylesheet._parse_rules

    def parse_once(self: Stylesheet, *args: object, **named: object) -> list[RuleSet]:
        key = (tuple(self._variables.items()), args, tuple(sorted(named.items())))
        if key not in _parsed:
            _parsed[key] = parse(self, *args, **named)  # type: ignore[arg-type]
        return _parsed[key]

    Stylesheet._parse_rules = parse_once  # type: ignore[method-assign]
    yield
    Stylesheet._parse_rules = parse  # type: ignore[method-assign]
