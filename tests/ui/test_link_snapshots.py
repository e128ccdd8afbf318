"""A picture per state of the connection, and of what it leaves in the log: gaps, old data, lists half read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ftmonitor.sync.link import Health, Link
from ftmonitor.ui.screens.desk import AGES_S
from tests.support.clock import START
from tests.support.opened import FILLED_S, template
from tests.support.posed import AWAY_S, posed, torn

Compare = Callable[..., bool]

NOW = START + FILLED_S
LIVE = Link(Health.LIVE, NOW - 600, NOW - 3, requests_per_minute=9, next_at=NOW + 1.5)
GONE = "Every connection was refused: is the server running?"
SLOW_DOWN = "demo is asked too often (429): requests per minute. Try again later."
NO_KEY = "The key is wrong, or was revoked (401): set another one in OPENAI_API_KEY."
EARLIER = NOW - 3 * 3600
WIDE, MIDDLE, SMALL, TINY = (200, 60), (120, 40), (80, 24), (40, 10)


@dataclass(frozen=True)
class State:
    """The size of the screen, how the connection is, and what it becomes after that."""

    size: tuple[int, int]
    link: Link
    then: Link | None = None
    whole: bool = True


STATES = {
    "live_200x60": State(WIDE, LIVE),
    "list_half_read": State(MIDDLE, LIVE, whole=False),
    "list_half_read_80x24": State(SMALL, LIVE, whole=False),
    "connecting": State(SMALL, Link(Health.CONNECTING, NOW - 1, EARLIER)),
    "waiting": State(SMALL, replace(LIVE, answered_at=NOW - 12, next_at=NOW - 9)),
    "retry": State(SMALL, Link(Health.RETRY, NOW - 2, NOW - 5, NOW + 3, GONE)),
    "rate_limited": State(MIDDLE, Link(Health.RETRY, NOW - 2, NOW - 5, NOW + 42, SLOW_DOWN)),
    "offline": State(SMALL, Link(Health.OFFLINE, NOW - 240, NOW - 241, NOW + 8, GONE)),
    "offline_start": State(MIDDLE, Link(Health.OFFLINE, NOW - 20, EARLIER, NOW + 8, GONE)),
    "offline_start_40x10": State(TINY, Link(Health.OFFLINE, NOW - 20, EARLIER, NOW + 8, GONE)),
    "key_refused": State(SMALL, Link(Health.REFUSED, NOW - 60, NOW - 65, NOW + 30, NO_KEY)),
    "recovered": State(SMALL, Link(Health.OFFLINE, NOW - 240, NOW - 241, NOW - 1, GONE), then=LIVE),
}


@pytest.mark.parametrize("name", STATES)
def test_state(name: str, snap_compare: Compare, tmp_path: Path) -> None:
    state = STATES[name]
    with posed(tmp_path, template("default"), state.link) as pose:
        pose.monitor.whole = state.whole

        async def act(pilot: Pilot[Any]) -> None:
            there = pose.shown(pilot)
            await there.move_to("support-v7")
            await there.settle()
            if state.then is not None:
                await pose.become(there, state.then)

        assert snap_compare(pose.app, terminal_size=state.size, run_before=act)


@dataclass(frozen=True)
class GapState:
    """The size of the screen, what the gap in the middle is, whether the server answers, and keys to get there."""

    size: tuple[int, int]
    lost: bool
    asking: bool
    keys: tuple[str, ...]


GAPS = {
    "lost": GapState(MIDDLE, lost=True, asking=True, keys=(*["pageup"] * 7, *["j"] * 12)),
    "open": GapState(SMALL, lost=False, asking=True, keys=(*["pageup"] * 8, *["j"] * 4)),
    "open_offline": GapState(SMALL, lost=False, asking=False, keys=(*["pageup"] * 10, *["j"] * 10)),
    "lost_at_the_old_end": GapState(TINY, lost=True, asking=True, keys=("g",)),
}


@pytest.mark.parametrize("name", GAPS)
def test_gap(name: str, snap_compare: Compare, tmp_path: Path) -> None:
    state, now = GAPS[name], NOW + AWAY_S
    live = Link(Health.LIVE, now - 600, now - 3, requests_per_minute=9, next_at=now + 1.5)
    link = live if state.asking else Link(Health.OFFLINE, now - 20, now - 21, now + 8, GONE)
    with posed(tmp_path, torn(lost=state.lost), link, now=now - AGES_S) as pose:

        async def act(pilot: Pilot[Any]) -> None:
            there = pose.shown(pilot)
            await there.move_to("support-v7")
            await there.press("4")
            await pose.later(there, AGES_S)
            await there.type_ahead(*state.keys)
            await there.settle()

        assert snap_compare(pose.app, terminal_size=state.size, run_before=act)
