"""The tables, as migrations: appended to, never changed. `PRAGMA user_version` counts those that were applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ftmonitor.errors import StoreError, StoreTooNew
from ftmonitor.store.connecting import connect_to_read, copy, sentences
from ftmonitor.store.database import Connection, transaction

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

_RESULTS = """
-- Result files, decoded. bytes: of the file as sent. note: what is odd about it. content: NULL where it was too large.
CREATE TABLE files (
    job_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    fetched_at REAL NOT NULL,
    bytes INTEGER NOT NULL,
    note TEXT NOT NULL,
    content TEXT,
    PRIMARY KEY (job_id, id)
);

-- One row a curve of a job's result file: little-endian 64-bit integers and doubles.
CREATE TABLE results (
    job_id TEXT NOT NULL,
    name TEXT NOT NULL,
    steps BLOB NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job_id, name)
) WITHOUT ROWID;

-- How fast a job is, in seconds: a usual step with its spread, and the usual pause between two events with a step.
ALTER TABLE summaries ADD COLUMN step_s REAL;
ALTER TABLE summaries ADD COLUMN step_s_low REAL;
ALTER TABLE summaries ADD COLUMN step_s_high REAL;
ALTER TABLE summaries ADD COLUMN event_s REAL;
"""

_NUMBERED = """
-- The logs by number: half of a row would be the id of its job. digest: what the summary's columns from the events are
-- computed from.
CREATE TABLE logs (number INTEGER PRIMARY KEY, job_id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL DEFAULT '');
INSERT INTO logs (job_id) SELECT job_id FROM runs UNION SELECT job_id FROM events UNION SELECT job_id FROM points;
UPDATE logs SET digest = coalesce((SELECT digest FROM summaries WHERE id = job_id), '');
ALTER TABLE summaries DROP COLUMN digest;

-- The rows of the view `events`, which see. Logs are written from the newest event downward: so are the indexes.
CREATE TABLE entries (
    log INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    created_at REAL NOT NULL,
    level TEXT NOT NULL,
    type TEXT NOT NULL,
    step INTEGER,
    message TEXT NOT NULL,
    raw TEXT NOT NULL,
    PRIMARY KEY (log, position DESC)
);
INSERT INTO entries
    SELECT number, position, id, created_at, level, type, step, message, raw FROM logs JOIN events USING (job_id)
    ORDER BY number, position DESC;
DROP TABLE events;
-- Ids are random: behind the time they are written where the last ones were, three times as fast.
CREATE UNIQUE INDEX entries_once ON entries (log, created_at DESC, id);

-- position: the server's order, oldest first; numbers are skipped where a gap is or was.
-- created_at: 0 where none was sent.
CREATE VIEW events AS
    SELECT job_id, position, id, created_at, level, type, step, message, raw FROM logs JOIN entries ON log = number;

-- Curves in pieces: the steps from `first` to `last` of one set of names, each once; no two pieces of a set overlap.
-- top: the highest position among them. numbers: see pieces.
CREATE TABLE pieces (
    number INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    layout INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    top INTEGER NOT NULL,
    numbers BLOB NOT NULL
);
CREATE INDEX pieces_in_order ON pieces (log, layout, first, last, top);

CREATE INDEX jobs_by_sight ON jobs (seen_at);
CREATE INDEX jobs_followed ON jobs (id) WHERE followed = 1;
"""

_AROUND = """
-- What the user says of a job: pinned at the top since when, a note, whether it is watched. No server knows of it.
CREATE TABLE remarks (
    job_id TEXT PRIMARY KEY,
    pinned_at REAL,
    note TEXT NOT NULL DEFAULT '',
    watched INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- What a profile remembers of the screen: JSON by name.
CREATE TABLE views (profile TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (profile, name))
WITHOUT ROWID;

-- What was told of a job, once for each rule and subject. seen_at: when the user acknowledged it. revision: when it
-- changed last.
CREATE TABLE alerts (
    number INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    job_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    said TEXT NOT NULL,
    seen_at REAL,
    revision INTEGER NOT NULL,
    UNIQUE (job_id, rule, subject)
);
CREATE INDEX alerts_by_revision ON alerts (revision);

-- The models of the server, as sent. shutdown: the day it goes away, YYYY-MM-DD, '' while none is told.
CREATE TABLE models (
    id TEXT PRIMARY KEY,
    raw TEXT NOT NULL,
    seen_at REAL NOT NULL,
    shutdown TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
"""


def _in_pieces(connection: Connection) -> None:
    """Write the points, one row a step, as pieces."""
    from ftmonitor.store import points  # the first frame reads none

    points.repack(connection)
    connection.execute("DROP TABLE points")


Migration = str | Callable[[Connection], None]
"""A script, or what no script can do. Each runs in a transaction."""

MIGRATIONS: Sequence[Migration] = (_FIRST, _RESULTS, _NUMBERED, _in_pieces, _AROUND)


def migrate(
    connection: Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS, *, keep: bool = True
) -> None:
    """Bring the tables up to date, all of them or none; of an older history a whole copy is kept as NAME.before-N.

    Not `keep`: no copy is, for the tables are one themselves.

    Raises:
        StoreTooNew: If a newer ftmonitor wrote this history.
        StoreError: If there is no room for the copy, or another program holds the file.
    """
    if check(connection, path, migrations) == len(migrations):
        return

    def apply(inside: Connection) -> None:
        version = check(inside, path, migrations)  # once more: another process may have been quicker
        if keep and 0 < version < len(migrations):
            # Nobody else writes while this transaction lasts, so the copy is what it says.
            copy(path, path.with_name(f"{path.name}.before-{version + 1}"))
        for migration in migrations[version:]:
            if callable(migration):
                migration(inside)
            else:
                for statement in _statements(migration):
                    inside.execute(statement)
        inside.execute(f"PRAGMA user_version = {len(migrations)}")

    transaction(connection, apply)


def check(connection: Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> int:
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


def check_readable(connection: Connection, path: Path) -> None:
    """Look whether a history that cannot be written has the tables of today.

    Raises:
        StoreTooNew: If there are more migrations than this program knows.
        StoreError: If there are fewer.
    """
    if check(connection, path) < len(MIGRATIONS):
        raise StoreError(
            f"The history {path} must be brought up to date, and cannot be written: "
            "make it writable or choose another folder with --data-dir."
        )


def connect_readable(path: Path) -> Connection:
    """Return a connection that only reads a history with the tables of today.

    Raises:
        StoreTooNew: If a newer ftmonitor wrote it.
        StoreError: If it cannot be opened, or its tables are older ones.
    """
    connection = connect_to_read(path)
    try:
        with sentences(path):
            check_readable(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def probe(connection: Connection) -> None:
    """Read a little of every table, so that damage shows now and not in the middle of something."""
    for table in (
        *("notes", "jobs", "summaries", "logs", "entries", "runs", "layouts", "pieces"),
        *("checkpoints", "cursors", "files", "results", "remarks", "views", "alerts", "models"),
    ):
        connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608


def _statements(script: str) -> list[str]:
    """Return the statements of a script: sqlite3's own executescript would end the transaction."""
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [statement for part in "\n".join(lines).split(";") if (statement := part.strip())]


def _version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
