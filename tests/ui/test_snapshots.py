"""A picture per state of the screen, over a history that is the same each time, at a time that stands still."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ftmonitor.models.source import Page
from ftmonitor.store.database import Connection, transaction
from ftmonitor.store.store import Store
from ftmonitor.sync import jobs as job_rows
from ftmonitor.sync.link import Health, Link
from tests.benchmarks import histories
from tests.support.ledger import job_row
from tests.support.opened import LIVE, NOW, template
from tests.support.posed import posed

Compare = Callable[..., bool]

REFUSED = "Every connection was refused: is the server running?"
OFFLINE = Link(Health.OFFLINE, since=NOW - 240, answered_at=NOW - 240, retry_at=NOW + 8, message=REFUSED)
NO_KEY = Link(Health.NO_KEY, message="No API key: set OPENAI_API_KEY.")
WIDE, MIDDLE, SMALL = (200, 60), (120, 40), (80, 24)


def ten_thousand(connection: Connection) -> None:
    """Write as many jobs as an organization ever had."""
    histories.store_jobs(connection, 10_000)


def all_failed(connection: Connection) -> None:
    """Write a bad week."""
    rows = tuple(
        job_row(
            f"ftjob-{number:024}",
            "failed",
            created_at=NOW - 7_200 * number,
            error={
                "code": "invalid_n_examples",
                "message": f"Training file has {number + 1} example(s).",
                "param": None,
            },
            user_provided_suffix=f"try-{number}",
        )
        for number in range(1, 31)
    )
    job_rows.store_newest(connection, Page(rows), NOW)


@dataclass(frozen=True)
class State:
    """What the screen is shown in: its size, the job under the cursor, keys pressed, the connection."""

    size: tuple[int, int] = MIDDLE
    suffix: str = "support-v7"
    keys: tuple[str, ...] = ()
    link: Link = LIVE
    filled: bool = True
    fill: Callable[[Connection], None] | None = None
    """What writes the jobs instead of those of the demo."""
    read_only: bool = False


STATES = {
    "full_200x60": State(WIDE),
    "full_160x50": State((160, 50)),
    "full_120x40": State(MIDDLE),
    "full_100x30": State((100, 30)),
    "full_80x24": State(SMALL),
    "full_60x20": State((60, 20)),
    "full_50x12": State((50, 12)),
    "full_40x10": State((40, 10)),
    "full_20x5": State((20, 5)),
    "detail_60x20": State((60, 20), keys=("2",)),
    "events_80x24": State(SMALL, keys=("4",)),
    "metrics_zoomed": State(keys=("3", "z")),
    "checkpoints": State(suffix="support-v6", keys=("5",)),
    "reinforcement": State(suffix="sql-rft-3"),
    "failed_job": State(suffix="triage-v1", keys=("2",)),
    "read_only": State(read_only=True),
    "empty": State(suffix="", filled=False),
    "loading": State(suffix="", filled=False, link=Link()),
    "offline": State(link=OFFLINE),
    "retry": State(link=replace(OFFLINE, health=Health.RETRY)),
    "no_key_with_a_history": State(link=NO_KEY),
    "no_key": State(SMALL, suffix="", filled=False, link=NO_KEY),
    "pause": State(keys=("P",)),
    "pause_40x10": State((40, 10), keys=("P",)),
    "cancel": State(SMALL, keys=("X", "m", "x")),
    "help": State(keys=("question_mark",)),
    "help_60x20": State((60, 20), keys=("question_mark",)),
    "help_search": State(SMALL, keys=("4", "question_mark", "slash", *"follow")),
    "json": State(keys=("d",)),
    "event_json": State(SMALL, keys=("4", "enter")),
    "ten_thousand": State(suffix="", fill=ten_thousand, keys=("G",)),
    "ten_thousand_sort": State(SMALL, suffix="", fill=ten_thousand, keys=("s",)),
    "all_failed": State(suffix="", fill=all_failed),
    "all_failed_columns": State(SMALL, suffix="", fill=all_failed, keys=("c",)),
    "empty_help": State(SMALL, suffix="", filled=False, keys=("question_mark",)),
    "nothing_fits_palette": State(keys=("slash", "z", "z", "enter", "colon")),
    "offline_pause": State(link=OFFLINE, keys=("P",)),
    "read_only_copy": State(SMALL, read_only=True, keys=("y",)),
    "why_not": State(SMALL, suffix="support-v6", keys=("P",)),
}


@pytest.mark.parametrize("name", STATES)
def test_state(name: str, snap_compare: Compare, tmp_path: Path) -> None:
    state = STATES[name]
    history = template("default") if state.filled else None
    if state.fill is not None:
        history = tmp_path / "filled.sqlite3"
        with closing(Store.open(history)) as store:
            store._database.at_once(transaction, state.fill)
    with posed(tmp_path, history, state.link, read_only=state.read_only) as pose:

        async def act(pilot: Pilot[Any]) -> None:
            there = pose.shown(pilot)
            await there.until(lambda: there.main.panes is not None)
            if state.suffix:
                await there.move_to(state.suffix)
            await there.settle()
            if state.keys:
                await there.press(*state.keys)
                await there.settle()

        assert snap_compare(pose.app, terminal_size=state.size, run_before=act)
