"""Three connections to one file: none waits for another, and each sees what was written before."""

from __future__ import annotations

import asyncio
import sqlite3
import threading

import pytest

from ftmonitor.store.database import Connection
from ftmonitor.store.store import Store

PATIENCE_S = 30.0


def note(connection: Connection, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO notes VALUES ('n', ?)", (value,))


def noted(connection: Connection) -> str | None:
    found = connection.execute("SELECT value FROM notes WHERE name = 'n'").fetchone()
    return found[0] if found else None


@pytest.mark.anyio
async def test_neither_reads_nor_writes_wait_for_a_survey(store: Store) -> None:
    begun, done = threading.Event(), threading.Event()

    def look(connection: Connection) -> tuple[str | None, bool, str | None]:
        before = noted(connection)
        begun.set()
        return before, done.wait(PATIENCE_S), noted(connection)

    surveying = asyncio.create_task(store._database.survey(look))
    await asyncio.to_thread(begun.wait, PATIENCE_S)
    await store.write(note, "new")
    assert await store.read(noted) == "new"
    done.set()
    assert await surveying == (None, True, None)  # one state of the file from its first look to its last
    assert await store._database.survey(noted) == "new"


@pytest.mark.anyio
async def test_what_was_written_is_read(store: Store) -> None:
    for number in range(50):
        await store.write(note, str(number))
        assert (await store.read(noted), await store._database.survey(noted)) == (str(number), str(number))


@pytest.mark.anyio
async def test_only_another_program_changes_the_version(store: Store) -> None:
    before = await store.version()
    await store.write(note, "ours")
    assert await store.read(noted) == await store._database.survey(noted) == "ours"
    assert await store.version() == before
    other = sqlite3.connect(store.path)
    with other:
        other.execute("INSERT OR REPLACE INTO notes VALUES ('n', 'theirs')")
    other.close()
    assert await store.version() != before
    assert await store.read(noted) == "theirs"


@pytest.mark.anyio
async def test_what_is_read_changes_nothing(store: Store) -> None:
    await store.read(note, "never")
    assert await store.read(noted) is None


@pytest.mark.anyio
async def test_closing_lets_what_is_under_way_end_and_leaves_one_file(store: Store) -> None:
    reading = [asyncio.create_task(ask(noted)) for ask in (store.read, store._database.survey)]
    writing = asyncio.create_task(store.write(note, "last"))
    await asyncio.sleep(0)
    await store.aclose()
    await asyncio.gather(writing, *reading)
    assert [path.name for path in store.path.parent.iterdir()] == ["h.db"]
    again = Store.open(store.path)
    assert again._database.at_once(noted) == "last"
    again.close()
