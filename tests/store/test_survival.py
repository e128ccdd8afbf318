"""Histories that are locked, foreign, half migrated, or on a full disk, and those that two begin at once."""

from __future__ import annotations

import errno
import json
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from ftmonitor.errors import StoreError, StoreTooNew
from ftmonitor.store import disk, notes, schema
from ftmonitor.store.disk import Full, Held
from ftmonitor.store.opening import open_writable
from ftmonitor.store.schema import MIGRATIONS, migrate
from ftmonitor.store.store import Store
from tests.support.clock import START
from tests.support.damage import held, run_python
from tests.support.histories import filled

HISTORY = (
    "from pathlib import Path; import os, sys; from ftmonitor.store.store import Store; path = Path(sys.argv[1]); "
)


def beside(path: Path) -> set[str]:
    return {found.name for found in path.parent.iterdir()} - {path.name}


def foreign(path: Path, mode: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    path.chmod(0o644)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_another_programs_database_is_not_touched_at_all(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "h.db"
    foreign(path, mode)
    before = path.read_bytes(), path.stat()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    after = path.stat()
    assert (path.read_bytes(), stat.S_IMODE(after.st_mode), after.st_mtime_ns) == (
        before[0],
        0o644,
        before[1].st_mtime_ns,
    )
    assert beside(path) == set()


def test_whose_it_is_stands_in_the_file_from_the_first_moment(tmp_path: Path) -> None:
    """However early it is killed, the next start must not take it for another program's."""
    path = tmp_path / "h.db"
    run_python(HISTORY + "Store.open(path); os._exit(9)", path)
    assert not disk.is_foreign(path)
    store = Store.open(path)
    assert (store.notice, store.how.unclean) == ("", True)
    store.close()
    store = Store.open(path)
    assert not store.how.unclean
    store.close()


# Locked


def test_a_history_that_is_held_is_refused_with_a_word_that_is_true(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    with held(path), pytest.raises(Held, match="held by another program: close that program") as caught:
        open_writable(path, START)
    assert "again" not in str(caught.value)


@pytest.mark.anyio
async def test_memory_stands_in_for_a_history_that_is_held(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=3).close()
    with held(path):
        store = Store.open(path, stand_in=True)
        assert (store.how.passing, store.read_only, store.first(), store.path) == (True, False, (), path)
        assert "in memory only, since another program holds" in store.notice
        await store.write(notes.put, "word", "kept")
        assert await store.notes.get("word") == "kept"
        assert await store.summaries.all() == ()
        await store.aclose()
    store = Store(open_writable(path, START))
    assert (store.count(), store.notice, store.how.passing) == (3, "", False)
    store.close()


def test_a_writer_that_takes_its_time_does_not_keep_others_from_opening(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=2).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    store = Store.open(path, stand_in=True)
    assert (store.count(), store.notice) == (2, "")
    store.close()
    connection.close()


# A full disk


def test_a_full_disk_is_told_from_other_troubles(tmp_path: Path) -> None:
    assert isinstance(disk.unwritable(tmp_path, OSError(errno.ENOSPC, "No space left on device")), Full)
    assert not isinstance(disk.unwritable(tmp_path, OSError(errno.EACCES, "Permission denied")), Full)


@pytest.mark.anyio
async def test_what_does_not_fit_is_not_written_at_all_and_goes_in_when_there_is_room(tmp_path: Path) -> None:
    store = filled(tmp_path / "h.db")
    store._database.at_once(_at_most, 1)
    with pytest.raises(Full, match=r"The disk is full: nothing more can be written to the history .* make room"):
        await store.write(_put_much, 500_000)
    assert await store.notes.get("much") is None
    store._database.at_once(_at_most, 2**30)
    await store.write(_put_much, 500_000)
    assert len(await store.notes.get("much") or "") == 500_000
    await store.aclose()


def _at_most(connection: sqlite3.Connection, pages: int) -> None:
    connection.execute(f"PRAGMA max_page_count = {pages}")  # never below what the file has


def _put_much(connection: sqlite3.Connection, length: int) -> None:
    connection.execute("INSERT INTO notes VALUES ('much', ?)", ("x" * length,))


def test_without_room_an_old_history_is_read_and_a_new_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=3).close()
    said = run_python(
        HISTORY + "store = Store.open(path); print(store.count(), store.read_only, store.how.passing, store.notice)",
        path,
        largest_file=0,
    )
    assert said.stdout.startswith("3 True True The history"), said.stderr
    said = run_python(HISTORY + "store = Store.open(path, stand_in=True)", tmp_path / "new.db", largest_file=0)
    assert "cannot be written" in said.stderr
    store = Store.open(path)
    assert (store.count(), store.read_only, store.notice) == (3, False, "")
    store.close()


# Migrations

MORE = (*MIGRATIONS, "CREATE TABLE later (x); INSERT INTO later VALUES (1);")


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def test_a_migration_that_is_killed_leaves_the_old_history_and_no_half_copy(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=2).close()
    code = (
        "import os, sqlite3, sys; from pathlib import Path; from ftmonitor.store.schema import MIGRATIONS, migrate\n"
        "def die(connection):\n"
        "    connection.execute('CREATE TABLE later (x)'); connection.execute('DELETE FROM jobs'); os._exit(9)\n"
        "path = Path(sys.argv[1]); connection = sqlite3.connect(path, isolation_level=None)\n"
        "migrate(connection, path, (*MIGRATIONS, die))"
    )
    assert run_python(code, path).returncode == 9
    store = Store.open(path)
    assert (store.count(), version(path)) == (2, len(MIGRATIONS))
    store.close()
    copy = tmp_path / f"h.db.before-{len(MORE)}"
    assert (version(copy), stat.S_IMODE(copy.stat().st_mode)) == (len(MIGRATIONS), 0o600)
    assert not [name for name in beside(path) if name.endswith(".part")]


def test_a_migration_without_room_for_the_copy_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=40).close()
    code = (
        "import sqlite3, sys; from pathlib import Path; from ftmonitor.store.schema import MIGRATIONS, migrate\n"
        "from ftmonitor.errors import StoreError\n"
        "path = Path(sys.argv[1]); connection = sqlite3.connect(path, isolation_level=None)\n"
        "try: migrate(connection, path, (*MIGRATIONS, 'CREATE TABLE later (x);'))\n"
        "except StoreError as error: print(error)"
    )
    said = run_python(code, path, largest_file=path.stat().st_size - 8192)
    assert "cannot be written" in said.stdout, said.stderr
    assert beside(path) <= {"h.db-wal", "h.db-shm"}
    store = Store.open(path)
    assert (store.count(), version(path)) == (40, len(MIGRATIONS))
    store.close()


def test_two_that_migrate_at_once_do_it_once(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=2).close()
    failed: list[BaseException] = []
    together = threading.Barrier(2)

    def one() -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            together.wait()
            migrate(connection, path, MORE)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM later").fetchone() == (1,)
    connection.close()
    assert version(tmp_path / f"h.db.before-{len(MORE)}") == len(MIGRATIONS)


def test_an_older_history_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 1")
    with pytest.raises(StoreError, match="must be brought up to date, and cannot be written"):
        schema.check_readable(connection, path)
    connection.close()


def test_of_a_newer_history_nothing_is_changed_not_even_how_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="update ftmonitor"):
        Store.open(path, stand_in=True)
    assert path.read_bytes() == before


def test_many_that_begin_a_history_at_once(tmp_path: Path) -> None:
    code = HISTORY + "store = Store.open(path); print(store.count(), repr(store.notice)); store.close()"
    said: list[str] = []
    threads = [
        threading.Thread(target=lambda: said.append(run_python(code, tmp_path / "h.db").stdout)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["0 ''\n"] * 3


# When the server last answered


def test_when_the_server_last_answered_is_kept_also_where_the_clock_was_set_back(tmp_path: Path) -> None:
    store = filled(tmp_path / "h.db")
    for at in (START, START + 59, START + 61, START - 86_400):
        store._database.at_once(notes.put_time, notes.ANSWERED_AT, at)
    assert store.seen_at() == START - 86_400
    store._database.at_once(notes.put, notes.ANSWERED_AT, json.dumps("no time"))
    assert store.seen_at() is not None
    store.close()
