"""The tables, as migrations: appended to, never changed. `PRAGMA user_version` counts those that were applied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ftmonitor.errors import StoreTooNew
from ftmonitor.store.database import APPLICATION_ID, Connection, copy_to, transaction
from ftmonitor.store.disk import FILE_MODE

_FIRST = """
-- What is known about the history itself; `revision` counts what was written.
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Jobs as sent. listed: stood in a page of the list. followed: all its events are wanted.
-- quiet: polls in a row without news since it ended. gone: the server no longer knows it.
-- checkpoints_for: the status its checkpoints were last read in.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    raw TEXT NOT NULL,
    seen_at REAL,
    listed INTEGER NOT NULL DEFAULT 0,
    followed INTEGER NOT NULL DEFAULT 0,
    quiet INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    checkpoints_for TEXT
);

-- One row a job, as lists show it. rank: higher is newer, in the server's order. Revisions: when what changed last.
-- digest: what the columns from the events are computed from.
CREATE TABLE summaries (
    id TEXT PRIMARY KEY,
    rank REAL NOT NULL,
    revision INTEGER NOT NULL,
    events_revision INTEGER NOT NULL DEFAULT 0,
    checkpoints_revision INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL, status TEXT NOT NULL, model TEXT NOT NULL, method TEXT NOT NULL,
    created_at REAL, finished_at REAL, estimated_finish REAL,
    fine_tuned_model TEXT NOT NULL, trained_tokens INTEGER, n_epochs REAL, error TEXT NOT NULL, metadata TEXT NOT NULL,
    step INTEGER, total_steps INTEGER, first_step_at REAL, last_step_at REAL, last_event_at REAL,
    metric TEXT NOT NULL, value REAL, valid REAL, trend TEXT NOT NULL,
    warnings INTEGER NOT NULL, errors INTEGER NOT NULL
);
CREATE INDEX summaries_by_rank ON summaries (rank);
CREATE INDEX summaries_by_revision ON summaries (revision);

-- position: the server's order, oldest first; numbers are skipped where a gap is or was.
-- created_at: 0 where none was sent.
CREATE TABLE events (
    job_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    created_at REAL NOT NULL,
    level TEXT NOT NULL,
    type TEXT NOT NULL,
    step INTEGER,
    message TEXT NOT NULL,
    raw TEXT NOT NULL,
    PRIMARY KEY (job_id, position)
);
-- Ids are random: behind the time they are written where the last ones were, three times as fast.
CREATE UNIQUE INDEX events_once ON events (job_id, created_at, id);

-- Positions without a hole. below: what lies under `first` (see runs.Below); cursor: where to go on from, given with
-- the row at `cursor_at`.
CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    below INTEGER NOT NULL,
    cursor TEXT,
    cursor_at INTEGER
);
CREATE INDEX runs_of_job ON runs (job_id, last);

-- One row a step and set of names: little-endian doubles in the order of the names.
CREATE TABLE layouts (number INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE);
CREATE TABLE points (
    job_id TEXT NOT NULL,
    step INTEGER NOT NULL,
    layout INTEGER NOT NULL,
    position INTEGER NOT NULL,
    time REAL NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job_id, step, layout)
) WITHOUT ROWID;

-- place: 0 is the first of the server's list.
CREATE TABLE checkpoints (
    job_id TEXT NOT NULL,
    id TEXT NOT NULL,
    place INTEGER NOT NULL,
    raw TEXT NOT NULL,
    PRIMARY KEY (job_id, id)
) WITHOUT ROWID;

-- How far a list was walked: cursor of the next page, the row it was given with.
CREATE TABLE cursors (what TEXT PRIMARY KEY, state TEXT NOT NULL, cursor TEXT, after_id TEXT) WITHOUT ROWID;

-- What the user asked the server to do.
CREATE TABLE actions (
    number INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    verb TEXT NOT NULL,
    job_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    request_id TEXT
);
"""

MIGRATIONS: Sequence[str] = (_FIRST,)


def migrate(connection: Connection, path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring the tables up to date; before an older history is changed, a whole copy is kept beside it.

    Raises:
        StoreTooNew: If a newer ftmonitor wrote this history.
    """
    version = check(connection, path, migrations)
    if version == len(migrations):
        return
    if version:
        copy = path.with_name(f"{path.name}.before-{version + 1}")
        if not copy.exists():
            copy_to(connection, copy)
            copy.chmod(FILE_MODE)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    while _version(connection) < len(migrations):
        transaction(connection, lambda inside: _step(inside, migrations))


def check(connection: Connection, path: Path, migrations: Sequence[str] = MIGRATIONS) -> int:
    """Return how many migrations were applied.

    Raises:
        StoreTooNew: If there are more than this program knows.
    """
    version = _version(connection)
    if version > len(migrations):
        raise StoreTooNew(
            f"The history {path} was written by a newer ftmonitor (its schema is {version}, "
            f"this one knows {len(migrations)}): update ftmonitor, or choose another folder with --data-dir."
        )
    return version


def probe(connection: Connection) -> None:
    """Read a little of every table, so that damage shows now and not in the middle of something."""
    for table in ("notes", "jobs", "summaries", "events", "runs", "layouts", "points", "checkpoints", "cursors"):
        connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608


def _step(connection: Connection, migrations: Sequence[str]) -> None:
    version = _version(connection)  # once more: another process may have been quicker
    if version < len(migrations):
        for statement in _statements(migrations[version]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version + 1}")


def _statements(script: str) -> list[str]:
    """Return the statements of a script: sqlite3's own executescript would end the transaction."""
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [statement for part in "\n".join(lines).split(";") if (statement := part.strip())]


def _version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
