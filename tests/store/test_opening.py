from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ftmonitor.errors import StoreError, StoreTooNew
from ftmonitor.store.schema import MIGRATIONS, migrate
from ftmonitor.store.store import Store
from tests.support.clock import FakeClock
from tests.support.histories import filled


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_history_is_empty_and_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "history.db"
    store = Store.open(path)
    assert (store.first(), store.count(), store.notice, store.read_only) == ((), 0, "", False)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    store.close()


def test_what_sqlite_keeps_beside_it_is_private_too(tmp_path: Path) -> None:
    store = filled(tmp_path / "h.db")
    assert {mode(path) for path in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) > 1
    store.close()


def test_a_mode_that_is_too_wide_is_narrowed(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    path.chmod(0o644)
    Store.open(path).close()
    assert mode(path) == 0o600


def test_what_was_written_is_there_again(tmp_path: Path) -> None:
    filled(tmp_path / "h.db", jobs=3).close()
    store = Store.open(tmp_path / "h.db")
    assert [job.id for job in store.first()] == ["ftjob-2", "ftjob-1", "ftjob-0"]
    assert [job.id for job in store.first(1)] == ["ftjob-2"]
    store.close()
    store.close()


def test_the_first_frame_needs_neither_pydantic_nor_httpx(tmp_path: Path) -> None:
    filled(tmp_path / "h.db").close()
    code = (
        "import sys; from pathlib import Path; from ftmonitor.store.store import Store; "
        f"store = Store.open(Path({str(tmp_path / 'h.db')!r})); assert store.first(); store.close(); "
        "assert not {'pydantic', 'httpx', 'textual'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def damaged_files(good: bytes) -> dict[str, bytes]:
    middle = len(good) // 2
    return {
        "text": b"this was never a database\n" * 400,
        "short": b"SQLite format 3\x00",
        "cut": good[:middle],
        "zeros": good[:100] + bytes(len(good) - 100),
        "scribbled": good[:4096] + os.urandom(len(good) - 4096),
    }


@pytest.mark.parametrize("kind", ["text", "short", "cut", "zeros", "scribbled"])
def test_a_damaged_history_is_set_aside_and_a_new_one_begins(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    bad = damaged_files(path.read_bytes())[kind]
    path.write_bytes(bad)
    store = Store.open(path, clock=FakeClock())
    kept = tmp_path / "h.db.corrupt-20261118T110640Z"
    assert kept.read_bytes() == bad
    assert "set aside as h.db.corrupt-20261118T110640Z" in store.notice
    assert (store.first(), mode(path)) == ((), 0o600)
    store.close()
    path.write_bytes(b"bad once more, in the same second" * 9)
    Store.open(path, clock=FakeClock()).close()
    assert (tmp_path / "h.db.corrupt-20261118T110640Z-2").exists()
    assert kept.read_bytes() == bad


def test_a_large_history_with_damaged_roots_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=4_000).close()
    good = path.read_bytes()
    assert len(good) > 1_000_000
    path.write_bytes(good[: 3 * 4096] + os.urandom(10 * 4096) + good[13 * 4096 :])
    store = Store.open(path, clock=FakeClock())
    assert "set aside" in store.notice
    assert store.first() == ()
    store.close()


def test_the_log_beside_a_damaged_history_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    path.write_bytes(b"no database" * 100)
    (tmp_path / "h.db-wal").write_bytes(b"its log")
    (tmp_path / "h.db-journal").write_bytes(b"its journal")
    Store.open(path, clock=FakeClock()).close()
    assert (tmp_path / "h.db.corrupt-20261118T110640Z-wal").read_bytes() == b"its log"
    assert (tmp_path / "h.db.corrupt-20261118T110640Z-journal").read_bytes() == b"its journal"


def test_an_empty_file_is_a_new_history(tmp_path: Path) -> None:
    (tmp_path / "h.db").touch()
    store = Store.open(tmp_path / "h.db")
    assert store.notice == ""
    store.close()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_newer_history_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="newer ftmonitor"):
        Store.open(path)
    assert path.read_bytes() == before


def test_an_older_history_is_brought_up_to_date_and_a_copy_kept(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path, jobs=2).close()
    connection = sqlite3.connect(path, isolation_level=None)
    more = (*MIGRATIONS, "CREATE TABLE later (x); INSERT INTO later VALUES (1);")
    migrate(connection, path, more)
    migrate(connection, path, more)
    assert connection.execute("SELECT count(*) FROM later").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM jobs").fetchone() == (2,)
    connection.close()
    copy = tmp_path / f"h.db.before-{len(more)}"
    assert mode(copy) == 0o600
    older = Store.open(copy)
    assert older.count() == 2
    older.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.Error):
        migrate(connection, path, (*MIGRATIONS, "CREATE TABLE later (x); INSERT INTO nowhere VALUES (1);"))
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


@pytest.mark.parametrize("name", ["file/history.db", "folder.db"])
def test_where_nothing_can_be_written_it_says_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreError, match="--data-dir"):
        Store.open(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_history_that_can_only_be_read_is_opened_so(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    filled(path).close()
    path.chmod(0o400)
    with pytest.raises(StoreError):
        Store.open(path, read_only_ok=False)
    store = Store.open(path)
    assert store.read_only
    assert store.first()
    assert "only be read" in store.notice
    store.close()


@pytest.mark.anyio
async def test_a_closed_history_says_so(tmp_path: Path) -> None:
    store = filled(tmp_path / "h.db")
    await store.summaries.all()
    await store.aclose()
    with pytest.raises(StoreError, match="closed"):
        await store.summaries.all()
