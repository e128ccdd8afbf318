"""What is kept of a damaged history: all that can be read, in its order, with a gap where something is missing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from ftmonitor.models.source import Page
from ftmonitor.store import checkpoints, jobs, notes
from ftmonitor.store.actions import Action
from ftmonitor.store.connecting import check_pages
from ftmonitor.store.disk import Damaged
from ftmonitor.store.opening import open_anew
from ftmonitor.store.runs import BASE, Below, Run
from ftmonitor.store.store import Store
from ftmonitor.sync import jobs as job_rows
from ftmonitor.sync.salvage import Salvage, rebuilt
from tests.support.clock import START
from tests.support.damage import break_page
from tests.support.histories import close_gap, poll
from tests.support.ledger import event_row, job_row, step_row

pytestmark = pytest.mark.anyio

EVENTS = 700


async def made(path: Path) -> None:
    """Make a history with a job of many events, one of few, one that the server forgot, and other things."""
    store = Store.open(path)
    listed = tuple(job_row(f"j{number}", created_at=START + number) for number in reversed(range(60)))
    await store.write(job_rows.store_newest, Page((*listed, job_row("old", "succeeded"))), START)
    await store.write(jobs.lose, "old")
    log = [event_row(number) for number in range(EVENTS)]
    for start in range(0, EVENTS, 100):
        await poll(store, "j7", log[max(0, start - 1) : start + 100][::-1], following=log[start].id if start else None)
    await poll(store, "j8", [step_row(step) for step in range(40, 0, -1)])
    await poll(store, "old", [event_row(number, prefix="old") for number in range(99, 0, -1)])
    await store.write(checkpoints.renew, "j8", [("c1", '{"id":"c1"}')])
    await store.actions.add(Action(START, "pause", "j8", "paused"))
    await store.notes.put(notes.ORGANIZATION, "org-1")
    await store.aclose()


async def ids(store: Store, job_id: str) -> list[str]:
    return [json.loads(text)["id"] for text in await store.events.texts(job_id, 0, 10**9)]


async def salvage(store: Store, path: Path) -> str:
    work = Salvage(store, path)
    await work.begin()
    await work.rest()
    return work.words


async def rescued(path: Path) -> tuple[Store, str]:
    store = Store(open_anew(path, START, "in a test"))
    name = await store.notes.get(notes.WRECK)
    assert name is not None
    return store, await salvage(store, path.with_name(name))


async def test_of_a_history_that_only_seems_damaged_everything_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await made(path)
    before = Store.open(path)
    jobs_before = [job.id for job in before.first(100)]
    summaries = {job.id: job for job in before.first(100)}
    series = await before.points.series("j8")
    standings = [await before.jobs.standing(job_id) for job_id in ("j7", "j8", "old")]
    await before.aclose()
    store, said = await rescued(path)
    assert said == f"61 jobs and {EVENTS + 139} events that could be read were kept"
    assert [job.id for job in store.first(100)] == jobs_before
    assert {job.id: job for job in store.first(100)} == summaries
    assert await ids(store, "j7") == [f"ev-{number}" for number in range(EVENTS)]
    assert await store.points.series("j8") == series
    assert [await store.jobs.standing(job_id) for job_id in ("j7", "j8", "old")] == standings
    assert await store.checkpoints.texts("j8") == ('{"id":"c1"}',)
    assert [deed.verb for deed in await store.actions.recent()] == ["pause"]
    assert await store.notes.get(notes.ORGANIZATION) == "org-1"
    assert await store.notes.get(notes.WRECK) is None
    await store.aclose()


async def test_around_a_page_that_cannot_be_read_everything_is_kept_and_a_gap_is_left(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await made(path)
    break_page(path, b'"id": "ev-350"')
    store, said = await rescued(path)
    kept = await ids(store, "j7")
    whole = [f"ev-{number}" for number in range(EVENTS)]
    missing = [name for name in whole if name not in kept]
    assert "ev-350" in missing
    assert 1 <= len(missing) <= 60
    assert kept == [name for name in whole if name not in missing]
    assert said == f"61 jobs and {EVENTS + 139 - len(missing)} events that could be read were kept"
    above = [at for at in range(1, len(kept)) if int(kept[at][3:]) != int(kept[at - 1][3:]) + 1]
    assert [(gap.index, gap.lost) for gap in await store.gaps.of("j7")] == [(at, False) for at in above]
    await store.aclose()


async def test_a_gap_that_damage_left_is_closed_by_the_next_walk(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await made(path)
    break_page(path, b'"id": "ev-350"')
    store, _ = await rescued(path)
    log = [event_row(number) for number in range(EVENTS)]
    cursor, walked = None, 0
    while await store.gaps.of("j7"):
        end = EVENTS if cursor is None else int(cursor[3:])
        asked = await close_gap(store, "j7", log[end - 100 : end][::-1], following=f"ev-{end - 100}")
        assert asked.cursor == cursor
        cursor, walked = f"ev-{end - 100}", walked + 1
        assert walked < 20
    assert await ids(store, "j7") == [row.id for row in log]
    assert await store.gaps.of("j7") == ()
    await store.aclose()


async def test_of_a_job_that_the_server_forgot_a_gap_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await made(path)
    break_page(path, b'"id": "old-50"')
    store, _ = await rescued(path)
    lost = await store.gaps.of("old")
    assert lost
    assert all(gap.lost for gap in lost)
    assert 0 < await store.events.count("old") < 99
    await store.aclose()


@pytest.mark.parametrize("number", range(1, 12))
async def test_whichever_of_the_first_pages_breaks_the_rest_is_kept_or_it_is_said(tmp_path: Path, number: int) -> None:
    """The roots of the tables stand there; the one of the jobs takes all with it."""
    path = tmp_path / "h.db"
    await made(path)
    with path.open("r+b") as file:
        file.seek(number * 4096)
        file.write(b"\x00" * 4096)
    store, said = await rescued(path)
    if store.count():
        assert said.startswith("61 jobs and ")
        assert await ids(store, "j8") in ([], [f"step-{step}" for step in range(1, 41)])
    else:
        assert said == "nothing of it could be read, and a new one begins"
    assert await store.read(_quick_check) == "ok"
    await store.aclose()


def _quick_check(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


async def test_nothing_of_what_is_no_database_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    path.write_bytes(b"bad" * 9_000)
    store, said = await rescued(path)
    assert said == "nothing of it could be read, and a new one begins"
    assert await store.notes.get(notes.WRECK) is None
    await store.aclose()


async def test_what_is_there_already_stays_and_a_salvage_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await made(path)
    store = Store(open_anew(path, START, "in a test"))
    wreck = path.with_name(await store.notes.get(notes.WRECK) or "")
    await store.write(job_rows.store_newest, Page((job_row("j7", "failed"), job_row("new"))), START + 60)
    await poll(store, "j7", [event_row(number, prefix="newer") for number in (2, 1)])
    said = await salvage(store, wreck)
    assert said == "60 jobs and 139 events that could be read were kept"
    assert (await store.summaries.one("j7")).status == "failed"  # type: ignore[union-attr]
    assert await ids(store, "j7") == ["newer-1", "newer-2"]
    assert await salvage(store, wreck) == "what could be read of it was kept before"
    await store.aclose()


async def test_a_check_of_every_page_finds_what_a_start_does_not(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await made(path)
    store = Store.open(path)
    assert store.notice == ""
    connection = sqlite3.connect(path)
    check_pages(connection, path)
    store.close()
    connection.close()
    break_page(path, b'"id": "ev-350"')
    connection = sqlite3.connect(path)
    with pytest.raises(Damaged, match="is damaged"):
        check_pages(connection, path)
    connection.close()


OPEN, JOINED, END, LOST = Below.OPEN, Below.JOINED, Below.END, Below.LOST


@pytest.mark.parametrize(
    ("before", "positions", "after"),
    [
        ([Run(1, 5, END)], [1, 2, 3, 4, 5], [Run(1, 5, END)]),
        ([Run(1, 5, END)], [1, 2, 4, 5], [Run(4, 5, OPEN), Run(1, 2, END)]),
        ([Run(1, 5, END)], [2, 3], [Run(2, 3, OPEN)]),
        ([Run(1, 5, OPEN, "c", 1)], [1, 2, 3], [Run(1, 3, OPEN, "c", 1)]),
        ([Run(1, 5, OPEN, "c", 4)], [1, 2, 3], [Run(1, 3, OPEN)]),
        ([Run(11, 12, JOINED), Run(1, 5, LOST)], [1, 2, 3, 4, 5, 11, 12], [Run(11, 12, JOINED), Run(1, 5, LOST)]),
        ([Run(11, 12, JOINED), Run(1, 5, LOST)], [1, 2, 11, 12], [Run(11, 12, OPEN), Run(1, 2, LOST)]),
        ([Run(6, 7, OPEN), Run(1, 5, END)], [1, 2, 3, 4, 5, 6, 7], [Run(6, 7, OPEN), Run(1, 5, END)]),
        ([], [BASE, BASE + 1], [Run(BASE, BASE + 1, OPEN)]),
        ([Run(1, 5, END)], [], []),
    ],
)
def test_the_runs_of_what_is_left(before: list[Run], positions: list[int], after: list[Run]) -> None:
    assert rebuilt(before, positions) == tuple(after)


def test_the_runs_of_what_is_left_of_a_job_that_is_gone() -> None:
    assert rebuilt([Run(1, 5, OPEN, "c", 1)], [1, 3], gone=True) == (Run(3, 3, LOST), Run(1, 1, LOST))
