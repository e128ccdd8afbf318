"""The alerts, the requests and the copy menu, drawn: a picture per state and size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ftmonitor.api.exchange import Exchange, Request
from ftmonitor.monitor.requests import job_request
from ftmonitor.store import alerts
from ftmonitor.store.actions import Action
from ftmonitor.store.alerts import Alert
from ftmonitor.ui.messages import AlertsChanged
from tests.support.clock import START
from tests.support.opened import FILLED_S, template
from tests.support.posed import Pose, posed
from tests.support.screens import Shown
from tests.ui.test_link_snapshots import LIVE

Compare = Callable[..., bool]

NOW = START + FILLED_S
WIDE, MIDDLE, SMALL, TINY, LEAST = (200, 60), (120, 40), (80, 24), (40, 10), (20, 5)


@dataclass(frozen=True)
class State:
    """The size of the screen, and the keys that lead there."""

    size: tuple[int, int]
    keys: tuple[str, ...]
    told: bool = True


STATES = {
    "alerts_120x40": State(MIDDLE, ("exclamation_mark", "j")),
    "alerts_80x24": State(SMALL, ("exclamation_mark",)),
    "alerts_40x10": State(TINY, ("exclamation_mark",)),
    "alerts_20x5": State(LEAST, ("exclamation_mark",)),
    "no_alerts": State(SMALL, ("exclamation_mark",), told=False),
    "requests_120x40": State(MIDDLE, ("at", "j")),
    "requests_80x24": State(SMALL, ("at", "slash", *"events")),
    "requests_40x10": State(TINY, ("at",)),
    "copy_120x40": State(MIDDLE, ("y",)),
    "copy_80x24": State(SMALL, ("y",)),
    "copy_40x10": State(TINY, ("y",)),
    "watched_200x60": State(WIDE, ("b",)),
    "watched_80x24": State(SMALL, ("b",)),
    "unread_40x10": State(TINY, ()),
}


async def happen(pose: Pose, there: Shown, told: bool) -> None:
    """Let some things have happened, and some have been asked."""
    jobs = {job.name: job.id for job in there.main.jobs}
    found = (
        (
            30,
            "support-v7",
            "rise",
            "warn",
            "validation loss rose 3 evaluations in a row, 0.895 to 0.931, step 290",
            False,
        ),
        (400, "triage-v1", "failed", "error", "failed: invalid_n_examples: Training file has 4 example(s)", False),
        (3_900, "sql-rft-2", "paused", "warn", "paused by itself at step 120", False),
        (4_000, "support-v7", "stalled", "warn", "stands still at step 12: no event for 4m, usually 2s", True),
        (8_000, "support-v6", "succeeded", "info", "succeeded: ft:gpt-4.1-mini-2025-04-14:acme:support-v6:A1b", True),
        (90_000, "support-v5", "cancelled", "info", "was cancelled, as you asked", True),
        (190_000, "tone-sweep-lr4", "nan", "error", "train_loss is not a number (NaN) at step 480", True),
    )
    rows = [
        Alert(NOW - ago, jobs[name], rule, str(at), level, said, NOW if seen else None)
        for at, (ago, name, rule, level, said, seen) in enumerate(found)
        if told
    ]
    monitor, job_id = pose.monitor, jobs["support-v7"]
    await monitor.store.write(alerts.add, rows)
    await monitor.store.actions.add(Action(NOW - 70, "pause", job_id, "asked to pause; pausing now", "req_5f1c"))

    def events() -> Request:
        return Request("GET", f"/fine_tuning/jobs/{job_id}/events", "list events", query=(("limit", "100"),))

    again = events()
    monitor.requests.add(Exchange(again, NOW - 4, 0.2, 500))
    for ago, request, seconds, status in (
        (80, Request("GET", "/fine_tuning/jobs", "list jobs", query=(("limit", "100"),)), 0.084, 200),
        (60, events(), 0.061, 200),
        (40, job_request(job_id), 12.2, None),
        (20, events(), 0.12, 429),
        (3, again, 0.071, 200),
    ):
        headers = {"x-request-id": f"req_{ago:04}b2e7d1f0a9c8"}
        monitor.requests.add(Exchange(request, NOW - ago, seconds, status, headers if status else {}))
    there.main.post_message(AlertsChanged())
    await there.settle()


@pytest.mark.parametrize("name", STATES)
def test_state(name: str, snap_compare: Compare, tmp_path: Path) -> None:
    state = STATES[name]
    with posed(tmp_path, template("default"), LIVE) as pose:

        async def act(pilot: Pilot[Any]) -> None:
            there = pose.shown(pilot)
            await there.move_to("support-v7")
            await there.settle()
            await happen(pose, there, state.told)
            for key in state.keys:
                await there.press(key)
                await there.settle()

        assert snap_compare(pose.app, terminal_size=state.size, run_before=act)
