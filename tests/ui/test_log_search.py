"""The next place of a search, known before all of a log was looked at: the same that looking at all of it finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from ftmonitor.monitor.log import Sifted
from ftmonitor.query.logline import Sieve, Words
from ftmonitor.store.store import Store
from ftmonitor.ui.screens.log_search import Finder, Spot
from tests.support.histories import close_gap, filled, poll
from tests.support.ledger import event_row

if TYPE_CHECKING:
    from ftmonitor.ui.screens.log_view import LogView

pytestmark = pytest.mark.anyio

JOB = "ftjob-0"


class Whole:
    """A view of the whole log."""

    about = "the job"

    def __init__(self, store: Store, most: int) -> None:
        self._store = store
        self._most = most

    def sift(self, sieve: Sieve) -> Sifted:
        return Sifted(self._store, (JOB,), sieve, most=self._most)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path / "h.db")
    yield opened
    opened.close()


def finder(store: Store, most: int, text: str) -> Finder:
    return Finder(cast("LogView", Whole(store, most)), Sieve(words=(Words(text),)))


async def soonest(one: Finder, spot: Spot, direction: int, *, here: bool) -> tuple[Spot | None, bool, int]:
    """Return where it leads, whether around, and how many events were looked at until that was known."""
    step, more = None, True
    while step is None and more:
        more = await one.look_on(spot, direction)
        step = one.step(spot, direction, here=here, whole=not more)
    return (one.found.spot(step[0]) if step else None), bool(step and step[1]), one.found.looked_at


@pytest.mark.parametrize("hole", [False, True])
@pytest.mark.parametrize("here", [False, True])
async def test_what_is_known_early_is_what_is_known_in_the_end(store: Store, hole: bool, here: bool) -> None:
    await poll(store, JOB, [event_row(number, message=f"line {number}") for number in reversed(range(20))])
    if hole:  # a gap that nobody closes has no events, but positions
        late = [event_row(number, message=f"line {number}") for number in reversed(range(30, 40))]
        await poll(store, JOB, late, late[-1].id)
        between = [event_row(number, message=f"line {number}") for number in reversed(range(25, 30))]
        await close_gap(store, JOB, between, between[-1].id)
    view = Whole(store, 1_000).sift(Sieve())
    await view.advance()
    spots = [spot for at in range(view.count) if (spot := view.spot(at)) is not None]
    assert len(spots) == (35 if hole else 20)
    for text in ("line 1", "7", "line 13", "none"):
        for spot in (*spots, ("", 0)):
            for direction in (1, -1):
                whole = await soonest(finder(store, 1_000, text), spot, direction, here=here)
                early = await soonest(finder(store, 3, text), spot, direction, here=here)
                assert early[:2] == whole[:2], (text, spot, direction)


async def test_no_more_is_looked_at_than_lies_on_the_way(store: Store) -> None:
    await poll(store, JOB, [event_row(number, message=f"line {number}") for number in reversed(range(40))])
    view = Whole(store, 1_000).sift(Sieve())
    await view.advance()
    spots = [view.spot(at) or ("", 0) for at in range(40)]
    for text, start, direction, there, most in (
        ("line 22", 20, 1, 22, 3),
        ("line 18", 20, -1, 18, 3),
        ("line 2", 39, 1, 2, 6),
        ("line 38", 1, -1, 38, 6),
    ):
        found, _, looked_at = await soonest(finder(store, 3, text), spots[start], direction, here=False)
        assert found == spots[there]
        assert looked_at <= most, text
