"""The walk down the job list: pages in every order, lists that change under it, cursors that are forgotten."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from ftmonitor.models.source import Page
from ftmonitor.store.cursors import Walk
from ftmonitor.store.store import Store
from ftmonitor.sync import jobs
from tests.support.ledger import job_row

pytestmark = pytest.mark.anyio

NOW = 1_795_000_000.0


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store.open(tmp_path / "h.db")
    yield opened
    await opened.aclose()


def page(server: Sequence[str], size: int, after: str | None = None) -> Page:
    """A page of a list that is given newest first."""
    start = server.index(after) + 1 if after is not None else 0
    names = server[start : start + size]
    more = start + size < len(server)
    return Page(tuple(job_row(name, "succeeded") for name in names), next=names[-1] if names and more else None)


async def first(store: Store, server: Sequence[str], size: int = 3) -> Walk:
    return (await store.write(jobs.store_newest, page(server, size), NOW)).walk


async def older(store: Store, server: Sequence[str], size: int = 3) -> Walk:
    state = await store.cursors.jobs()
    return (await store.write(jobs.store_older, page(server, size, state.cursor), state, NOW)).walk


async def anew(store: Store) -> bool:
    """Whether the walk is to begin at the first page."""
    state = await store.cursors.jobs()
    return (state.walk, state.cursor) == (Walk.TO_THE_END, None)


async def listed(store: Store) -> str:
    return "".join(summary.id for summary in await store.summaries.all())


async def walk_down(store: Store, server: Sequence[str]) -> None:
    """Walk from the first page to the end, and see that all is held then, in the server's order."""
    assert await first(store, server) is Walk.TO_THE_END
    while await older(store, server) is not Walk.DONE:
        pass
    assert await listed(store) == server


async def test_it_goes_down_to_the_end_once(store: Store) -> None:
    server = "ihgfedcba"
    assert await first(store, server) is Walk.TO_THE_END
    assert await older(store, server) is Walk.TO_THE_END
    assert await listed(store) == "ihgfed"
    assert await older(store, server) is Walk.DONE
    assert await listed(store) == server
    assert await first(store, server) is Walk.DONE


async def test_a_list_of_one_page_is_done_at_once(store: Store) -> None:
    assert await first(store, "cba") is Walk.DONE
    assert await first(store, "") is Walk.DONE


async def test_a_walk_that_was_interrupted_goes_on_where_it_was(store: Store, tmp_path: Path) -> None:
    server = "ihgfedcba"
    await first(store, server)
    await first(store, "j" + server)
    assert (await store.cursors.jobs()).cursor == "g"
    assert await older(store, "j" + server) is Walk.TO_THE_END
    assert await older(store, "j" + server) is Walk.DONE
    assert await listed(store) == "j" + server


async def test_more_new_jobs_than_a_page_holds_are_walked_down_to_what_is_known(store: Store) -> None:
    await first(store, "cba")
    server = "kjihgfedcba"
    assert await first(store, server) is Walk.DOWN
    assert await older(store, server) is Walk.DOWN
    assert await older(store, server) is Walk.DOWN  # one known job at the end of a page may have moved there
    assert await older(store, server) is Walk.DONE
    assert await listed(store) == server


async def test_a_known_job_in_the_middle_of_new_ones_ends_no_walk(store: Store) -> None:
    await first(store, "dcba", 4)
    assert await first(store, "nmlakjihgfedcb", 4) is Walk.DOWN
    while await older(store, "nmlakjihgfedcb", 4) is not Walk.DONE:
        pass
    assert sorted(await listed(store)) == sorted("nmlakjihgfedcb")


async def test_a_job_that_was_only_seen_alone_does_not_end_the_walk(store: Store) -> None:
    await first(store, "cba")
    await store.write(jobs.store_one, job_row("f", "succeeded", created_at=NOW), NOW)
    server = "ihgfedcba"
    assert await first(store, server) is Walk.DOWN
    assert await older(store, server) is Walk.DOWN
    assert await older(store, server) is Walk.DONE
    assert await listed(store) == server


async def test_a_burst_during_the_first_walk_begins_it_anew(store: Store) -> None:
    await first(store, "fedcba")
    server = "zyxwvfedcba"
    await walk_down(store, server)


async def test_a_forgotten_cursor_begins_anew(store: Store) -> None:
    server = "ihgfedcba"
    await first(store, server)
    await store.write(jobs.forget_cursor, await store.cursors.jobs())
    assert await anew(store)
    server = "kj" + server
    await walk_down(store, server)


async def test_a_page_that_leads_back_begins_the_walk_anew(store: Store) -> None:
    server = "ihgfedcba"
    await first(store, server)
    state = await store.cursors.jobs()
    turned = await store.write(jobs.store_older, page(server, 3), state, NOW)
    assert (turned.forgot, turned.turned, turned.walk) == (True, True, Walk.TO_THE_END)
    assert await anew(store)
    await walk_down(store, server)


async def test_a_list_that_is_given_up_is_done_with_what_was_seen(store: Store) -> None:
    await first(store, "ihgfedcba")
    await store.write(jobs.give_up)
    assert (await store.cursors.jobs()).walk is Walk.DONE


async def test_a_cursor_that_moved_up_begins_the_walk_anew(store: Store) -> None:
    await first(store, "cba")
    server = "kjihgfedcba"
    assert await first(store, server) is Walk.DOWN
    server = "ikjhgfedcba"
    await walk_down(store, server)


async def test_a_first_page_that_was_overtaken_ends_no_walk(store: Store) -> None:
    early, asked = page("cba", 3), await store.cursors.jobs()
    assert await first(store, "ihgfedcba") is Walk.TO_THE_END
    assert (await store.write(jobs.store_newest, early, NOW, asked)).walk is Walk.TO_THE_END
    assert (await store.cursors.jobs()).cursor == "g"


async def test_a_first_page_that_was_overtaken_skips_nothing(store: Store) -> None:
    await first(store, "cba")
    asked = await store.cursors.jobs()
    early = page("fedcba", 2)
    server = "onmlkjihgfedcba"
    assert await first(store, server) is Walk.DOWN
    assert (await store.write(jobs.store_newest, early, NOW, asked)).walk is Walk.TO_THE_END
    assert await anew(store)
    await walk_down(store, server)


async def test_a_later_page_that_was_overtaken_is_dropped(store: Store) -> None:
    server = "ihgfedcba"
    await first(store, server)
    state = await store.cursors.jobs()
    await older(store, server)
    assert (await store.write(jobs.store_older, page(server, 5, "g"), state, NOW)).ids == ()
    assert await listed(store) == "ihgfed"


async def test_jobs_that_vanish_are_kept(store: Store) -> None:
    await first(store, "edcba", 9)
    await first(store, "eca", 9)
    assert await listed(store) == "edcba"


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_happens_every_job_is_held_once_in_the_servers_order(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    server = [f"s{number:03}" for number in range(chance.randrange(80))]
    made = 0
    for _ in range(60):
        for _ in range(chance.choice((0, 0, 1, 2, 15))):
            made += 1
            server.insert(0, f"n{made:03}")
        act, size = chance.random(), chance.choice((2, 5, 20))
        if act < 0.4:
            await first(store, server, size)
        elif act < 0.8:
            state = await store.cursors.jobs()
            if state.cursor is not None and state.walk is not Walk.DONE:
                await older(store, server, size)
        elif act < 0.85:
            await store.write(jobs.forget_cursor, await store.cursors.jobs())
        elif server:
            name = chance.choice(server)
            await store.write(jobs.store_one, job_row(name, "succeeded", created_at=NOW + chance.randrange(99)), NOW)
    await first(store, server, 20)
    for _ in range(200):
        state = await store.cursors.jobs()
        if state.walk is Walk.DONE:
            break
        await (first(store, server, 20) if state.cursor is None else older(store, server, 20))
    assert [summary.id for summary in await store.summaries.all()] == server
