from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ftmonitor.format import sparkline
from ftmonitor.models.phase import Phase
from ftmonitor.models.source import Page, Row
from ftmonitor.store.store import FIRST_ROWS, Store
from ftmonitor.sync import jobs
from ftmonitor.sync.jobs import JobsPass
from tests.support.histories import poll
from tests.support.ledger import event_row, job_row, row, step_row

NOW = 1_795_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "h.db")
    yield opened
    opened.close()


async def newest(store: Store, rows: Sequence[Row], following: str | None = None, now: float = NOW) -> JobsPass:
    return await store.write(jobs.store_newest, Page(tuple(rows), next=following), now)


async def listed(store: Store) -> list[str]:
    return [summary.id for summary in await store.summaries.all()]


@pytest.mark.anyio
async def test_a_summary_says_what_the_job_and_its_events_say(store: Store) -> None:
    await newest(
        store, [job_row("j", method={"type": "supervised"}, metadata={"team": "a"}, user_provided_suffix="v7")]
    )
    await poll(
        store, "j", [event_row(9, level="warn"), step_row(2, 50, train_loss=0.5, valid_loss=0.7), step_row(1, 50)]
    )
    (summary,) = await store.summaries.all()
    assert (summary.name, summary.phase, summary.method) == ("v7", Phase.RUNNING, "supervised")
    assert summary.metadata == (("team", "a"),)
    assert (summary.step, summary.total_steps, summary.metric) == (2, 50, "train_loss")
    assert (summary.value, summary.valid, summary.trend) == (0.5, 0.7, (2.0, 0.5))
    assert (summary.warnings, summary.errors, summary.last_event_at) == (1, 0, NOW + 3)
    assert (summary.first_step_at, summary.last_step_at, summary.seen_at) == (NOW, NOW, NOW)
    assert store.first() == (summary,)
    assert await store.summaries.one("j") == summary
    assert await store.summaries.one("k") is None


@pytest.mark.anyio
async def test_what_is_not_held_of_a_trend_is_kept_as_blank(store: Store) -> None:
    await newest(store, [job_row("j")])
    await poll(store, "j", [step_row(step, 36, train_loss=0.5) for step in range(36, 30, -1)])
    (summary,) = await store.summaries.all()
    assert summary == await store.summaries.one("j"), "blanks are equal to themselves"
    assert sparkline(summary.trend) == "     ▄"


@pytest.mark.anyio
async def test_what_the_events_said_outlives_a_change_of_the_job(store: Store) -> None:
    await newest(store, [job_row("j")])
    await poll(store, "j", [step_row(2, 50, train_loss=0.5)])
    await newest(store, [job_row("j", "succeeded", trained_tokens=5)])
    (summary,) = await store.summaries.all()
    assert (summary.phase, summary.trained_tokens, summary.step, summary.value) == (Phase.SUCCEEDED, 5, 2, 0.5)


@pytest.mark.anyio
async def test_a_job_that_counts_its_own_steps_moves_on(store: Store) -> None:
    for done in (3, 4):
        await newest(store, [job_row("j", trained_steps=done, total_steps=9)])
        (summary,) = await store.summaries.all()
        assert (summary.step, summary.total_steps) == (done, 9)


@pytest.mark.anyio
async def test_only_what_changed_is_written(store: Store) -> None:
    first = await newest(store, [job_row("b"), job_row("a")])
    assert first.changed == {"a", "b"}
    same = await store.summaries.all()
    again = await newest(store, [job_row("b"), job_row("a", "succeeded")])
    assert again.changed == {"a"}
    assert (await newest(store, [job_row("b"), job_row("a", "succeeded")])).changed == frozenset()
    after = await store.summaries.all()
    assert after[0] is same[0]
    assert after is await store.summaries.all()


@pytest.mark.anyio
async def test_the_order_is_the_servers_even_where_times_are_equal_or_absent(store: Store) -> None:
    await newest(store, [job_row(name, created_at=NOW) for name in "fcd"], "d")
    state = await store.cursors.jobs()
    await store.write(jobs.store_older, Page((job_row("a"), job_row("e", created_at=NOW))), state, NOW)
    assert await listed(store) == list("fcdae")
    await newest(store, [job_row(name) for name in "zyfcd"], "d")
    assert await listed(store) == list("zyfcdae")


@pytest.mark.anyio
async def test_a_job_seen_alone_goes_where_its_time_puts_it_until_the_list_tells(store: Store) -> None:
    await newest(store, [job_row("c", created_at=30.0), job_row("a", created_at=10.0)])
    for name, at in (("b", 20.0), ("z", 1.0), ("d", 99.0)):
        await store.write(jobs.store_one, job_row(name, created_at=at), NOW)
    assert await listed(store) == list("dcbaz")
    await newest(store, [job_row(name) for name in "cdabz"])
    assert await listed(store) == list("cdabz")


@pytest.mark.anyio
async def test_ranks_that_run_out_of_room_are_spread(store: Store) -> None:
    names = ["a", "b"]
    await newest(store, [job_row(name) for name in names])
    for number in range(120):
        names.insert(1, f"n{number}")
        await newest(store, [job_row(name) for name in names[:3]], "more")
    assert await listed(store) == names


@pytest.mark.anyio
async def test_hostile_jobs_are_kept_and_shown_on_one_line(store: Store) -> None:
    await newest(
        store,
        [
            row({"id": "j\ud800", "status": "a\nb\x1b[31m", "model": "m" * 9999, "metadata": {"\ud800": "x\x00y"},
                 "user_provided_suffix": "\u202eevil\n\n", "error": {"message": "\udfff" * 3}, "created_at": 1e400}),
            row({"id": "n", "status": None, "trained_tokens": 10**40, "total_steps": 10**40, "trained_steps": "9"}),
        ],
    )  # fmt: skip
    first, second = await store.summaries.all()
    assert (first.id, first.status, first.name) == ("j\\ud800", "a b\ufffd[31m", "\ufffdevil")
    assert len(first.model) <= 300
    assert first.metadata == (("\ufffd", "x\ufffdy"),)
    assert (second.trained_tokens, second.step) == (None, 9)
    assert store.first() == (first, second)


@pytest.mark.anyio
async def test_many_jobs_are_counted_while_the_first_frame_takes_few(store: Store) -> None:
    await newest(store, [job_row(f"j{number:04}") for number in range(500)])
    assert (len(store.first()), store.count(), await store.jobs.count()) == (FIRST_ROWS, 500, 500)
    assert len(await store.summaries.all()) == 500


@pytest.mark.anyio
async def test_two_histories_on_one_file_hear_of_each_other(tmp_path: Path, store: Store) -> None:
    other = Store.open(tmp_path / "h.db")
    await newest(store, [job_row("b"), job_row("a")])
    assert len(await other.summaries.all()) == 2
    version, seen = await other.version(), (await other.news(-1)).revision
    await poll(store, "a", [event_row(0)])
    await newest(store, [job_row("c"), job_row("b")])
    assert await other.version() != version
    news = await other.news(seen)
    assert (news.jobs, news.events, news.checkpoints) == (frozenset({"a", "c"}), frozenset({"a"}), frozenset())
    assert [summary.id for summary in await other.summaries.all()] == ["c", "b", "a"]
    other.close()
