"""One monitor through bad days of its history: other organizations, damage, renaming, locks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ftmonitor.config.paths import history_of
from ftmonitor.errors import ConnectionFailed
from ftmonitor.store import notes
from ftmonitor.store.disk import Damaged
from ftmonitor.store.health import CHECKED_AT
from ftmonitor.store.store import Store
from ftmonitor.sync.changes import HistoryChanged
from ftmonitor.sync.link import Health
from tests.support.damage import break_page, held
from tests.support.kept import Kept, whole
from tests.support.ledger import event_row, job_row

pytestmark = pytest.mark.anyio


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "api.test-0123.sqlite3")


def jobs_in(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    try:
        return {row[0] for row in connection.execute("SELECT id FROM jobs")}
    finally:
        connection.close()


# Organizations


async def test_another_organization_has_a_history_of_its_own_and_the_first_goes_on_in_its_own(kept: Kept) -> None:
    first, second = kept.server("a1", "a2", organization="org-A"), kept.server("b1", organization="org-B")
    other = history_of(kept.home, "org-B")
    kept.source = first
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, first))
        assert (monitor.notice, monitor.store.path) == ("", kept.home)
    kept.source = second
    async with kept.opened() as monitor:
        assert {job.id for job in monitor.jobs.first()} == {"a1", "a2"}
        monitor.select("a1")
        await kept.until(lambda: whole(monitor, second))
        assert monitor.store.path == other
        assert monitor.notice == (
            "The server answers for the organization org-B now: its jobs have a history of their own."
        )
        assert any(isinstance(change, HistoryChanged) for change in kept.heard)
        assert {entry[1] for entry in second.asked} <= {None, "a1", "b1"}
    assert (jobs_in(kept.home), jobs_in(other)) == ({"a1", "a2"}, {"b1"})
    async with kept.opened() as monitor:  # the one seen last is opened at once
        assert {job.id for job in monitor.jobs.first()} == {"b1"}
        assert (monitor.store.path, monitor.notice) == (other, "")
    first.jobs.append(job_row("a3", organization_id="org-A"))
    first.events["a3"] = []
    kept.source = first
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, first))
        assert monitor.store.path == kept.home
        assert "org-A" in monitor.notice
    assert (jobs_in(kept.home), jobs_in(other)) == ({"a1", "a2", "a3"}, {"b1"})
    async with kept.opened() as monitor:
        assert monitor.store.path == kept.home


async def test_with_another_key_nothing_is_asked_about_the_jobs_that_are_held_before_the_list_came(kept: Kept) -> None:
    """The other organization's server does not know them: they must not be taken for gone."""
    first, second = kept.server("a1", organization="org-A"), kept.server("b1", organization="org-B")
    kept.source = first
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, first))
    kept.source = second
    second.slow_s = 3.0
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, second))
    assert not [entry for entry in second.asked if entry[1] == "a1"]
    store = Store.open(kept.home)
    standing = await store.jobs.standing("a1")
    assert standing is not None
    assert not standing.gone
    await store.aclose()


async def test_servers_that_name_no_organization_or_several_are_never_doubted(kept: Kept) -> None:
    nameless = kept.server("n1")
    kept.source = nameless
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, nameless))
        nameless.jobs.append(job_row("m1", organization_id="org-A"))
        nameless.jobs.append(job_row("m2", organization_id="org-B"))
        nameless.events |= {"m1": [], "m2": []}
        monitor.hurry()
        await kept.until(lambda: whole(monitor, nameless))
        for job_id in ("m3", "m4"):
            nameless.jobs.append(job_row(job_id, organization_id=f"org-{job_id}"))
            nameless.events[job_id] = []
        monitor.hurry()
        await kept.until(lambda: whole(monitor, nameless))
        assert (monitor.store.path, monitor.notice) == (kept.home, "")


async def test_a_server_that_answers_now_for_one_and_now_for_another_is_kept_together(kept: Kept) -> None:
    source = kept.server("a1", organization="org-A")
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
        for job_id, organization in (("b1", "org-B"), ("a2", "org-A"), ("b2", "org-B"), ("a3", "org-A")):
            source.jobs[:] = [job_row(job_id, organization_id=organization)]
            source.events[job_id] = []
            monitor.hurry()
            await kept.until(lambda job_id=job_id: _has(monitor, job_id))
        assert "now for one organization, now for another" in monitor.notice
        files = [path for path in kept.home.parent.iterdir() if path.suffix == ".sqlite3"]
        assert len(files) == 2


async def _has(monitor: object, job_id: str) -> bool:
    return job_id in {job.id for job in await monitor.jobs.summaries()}  # type: ignore[attr-defined]


async def test_an_organization_that_is_named_like_a_path_stays_in_the_folder(kept: Kept) -> None:
    path = history_of(kept.home, "../../\x1b[31m/etc/passwd\udcff")
    assert path.parent == kept.home.parent
    assert path.name.isascii()
    assert history_of(kept.home, "org-A") != history_of(kept.home, "ORG-a")


# Damage


async def test_damage_that_a_read_finds_is_set_aside_and_what_is_left_goes_on(kept: Kept) -> None:
    source = kept.server("j1", "j2", events=1_200)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
    store = Store.open(kept.home)
    await store.write(notes.put, CHECKED_AT, str(kept.clock.now()))  # the check finds nothing for a day
    await store.aclose()
    break_page(kept.home, b'"id": "ev-450"')
    source.oldest |= {"j1": 1_100, "j2": 1_100}
    async with kept.opened() as monitor:
        assert monitor.notice == ""
        with pytest.raises(Exception, match="is damaged"):
            for job_id in ("j1", "j2"):
                await monitor.events.texts(job_id, 0, 1_200)
        await kept.until(lambda: "events that could be read were kept" in monitor.notice)
        assert "was set aside as api.test-0123.sqlite3.corrupt-" in monitor.notice
        await kept.until(lambda: monitor.link.health is Health.LIVE)
        assert {job.id for job in await monitor.jobs.summaries()} == {"j1", "j2"}
        counts = [(await monitor.events.outline(job_id)).count for job_id in ("j1", "j2")]
        assert 2_300 < sum(counts) < 2_400
        assert any(isinstance(change, HistoryChanged) for change in kept.heard)
    async with kept.opened() as monitor:
        assert monitor.notice == ""


async def test_damage_in_the_middle_of_a_large_history_is_found_by_a_check_beside_the_work(kept: Kept) -> None:
    source = kept.server("j1", events=2_000)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
    assert kept.home.stat().st_size > 1_000_000
    break_page(kept.home, b'"id": "ev-1000"')
    async with kept.opened() as monitor:
        await kept.until(lambda: "events that could be read were kept" in monitor.notice)
        await kept.until(lambda: whole(monitor, source))


async def test_a_large_history_is_checked_once_a_day(kept: Kept) -> None:
    source = kept.server("j1", events=2_000)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
    store = Store.open(kept.home)
    await store.write(notes.drop, CHECKED_AT)
    await store.aclose()
    for passed, checked in ((0.0, True), (3_600.0, False), (90_000.0, True)):
        kept.clock.advance(passed)
        assert await _check_runs(kept) is checked
    store = Store.open(kept.home)  # as one that was killed, or is still at work
    await store.notes.put("word", "written")
    assert await _check_runs(kept)
    await store.aclose()


async def _check_runs(kept: Kept) -> bool:
    """Return whether a check was done within a minute after the start."""
    before = await _checked_at(kept.home)
    async with kept.opened():
        at = kept.clock.monotonic()
        await kept.until(lambda: kept.clock.monotonic() > at + 90)
    return await _checked_at(kept.home) != before


async def _checked_at(path: Path) -> str | None:
    store = Store.open(path)
    try:
        return store.notes.first(CHECKED_AT)
    finally:
        await store.aclose()


async def test_a_history_that_is_damaged_at_the_start_is_salvaged_too(kept: Kept) -> None:
    source = kept.server("j1", "j2", events=60)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
    break_page(kept.home, b'"id": "ev-30"')
    source.down = ConnectionFailed("no network", sent=False)
    async with kept.opened() as monitor:
        assert "set aside" in monitor.notice
        await kept.until(lambda: "could be read were kept" in monitor.notice)
        assert {job.id for job in await monitor.jobs.summaries()} == {"j1", "j2"}
        source.down = None
        await kept.until(lambda: whole(monitor, source))


# The file is not there, or not ours to write


@pytest.mark.parametrize("how", ["renamed", "deleted"])
async def test_a_history_that_is_renamed_or_deleted_under_us_goes_on_in_a_new_one(kept: Kept, how: str) -> None:
    source = kept.server("j1", events=300)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
        for path in sorted(kept.home.parent.iterdir()):
            path.rename(path.with_name("old-" + path.name)) if how == "renamed" else path.unlink()
        await kept.until(lambda: "was renamed or deleted while it was open: a new one begins" in monitor.notice)
        await kept.until(lambda: whole(monitor, source))
    assert jobs_in(kept.home) == {"j1"}


@pytest.mark.parametrize("finders", [1, 2])
async def test_two_programs_that_find_damage_go_on_in_the_same_new_history(kept: Kept, finders: int) -> None:
    source = kept.server("j1", events=300)
    kept.source = source
    async with kept.opened() as one, kept.opened() as two:
        await kept.until(lambda: whole(one, source))
        await kept.until(lambda: whole(two, source))
        before = one.store.how.identity
        for monitor in (one, two)[:finders]:
            monitor.store._database._reads.damage = Damaged("The history is damaged (as a read found).")
            await kept.until(lambda: any(kept.home.parent.glob("*.corrupt-*")))
        await kept.until(lambda: before not in (one.store.how.identity, two.store.how.identity))
        await kept.until(lambda: whole(one, source))
        await kept.until(lambda: whole(two, source))
        assert one.store.how.identity == two.store.how.identity
    wrecks = {path.name.removesuffix("-wal").removesuffix("-shm") for path in kept.home.parent.glob("*.corrupt-*")}
    assert len(wrecks) == 1


async def test_a_history_that_is_locked_at_the_start_is_waited_for_and_comes_alive(kept: Kept) -> None:
    source = kept.server("j1", events=30)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
    source.jobs.append(job_row("j2"))
    source.events["j2"] = [event_row(1)]
    with held(kept.home):
        context = kept.opened()
        monitor = await context.__aenter__()
        assert "another program holds" in monitor.notice
        await kept.until(lambda: whole(monitor, source))  # in memory meanwhile
    await kept.until(lambda: monitor.notice == "")
    await kept.until(lambda: whole(monitor, source))
    assert not monitor.store.how.passing
    await context.__aexit__(None, None, None)
    assert jobs_in(kept.home) == {"j1", "j2"}
