"""Memory of the program over a big history: `python -m tests.benchmarks.memory [HISTORY]`. Linux only.

The real program in a pseudo-terminal, polling a simulator, over 10,000 jobs and 1,000,000 events, 100,000 of them in
one job (made first where no history of `tests.benchmarks.histories` is given). Measured after the start, and again
after it was read for a while: the log from end to end, curves, one job after the other. Beside it hello-world Textual.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from ftmonitor.config.paths import history_file
from ftmonitor.config.profiles import ENV, Profile
from tests.benchmarks import histories
from tests.benchmarks.keys import Session, session
from tests.benchmarks.rig import HELLO, served
from tests.benchmarks.terminal import _rss_mb

STARTED_S, READ_S = 6.0, 1.5
PAGE_UP, PAGE_DOWN = b"\x1b[5~", b"\x1b[6~"


def memory(history: Path | None = None) -> None:
    """Print the megabytes after the start, and after it was used."""
    with tempfile.TemporaryDirectory(dir=history and history.parent) as folder, served() as url:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "FTMONITOR_"))}
        env |= {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "x"}
        env |= {"FTMONITOR_DATA_DIR": folder, "FTMONITOR_CONFIG": str(Path(folder) / "none.toml")}
        path = history_file(Profile(ENV, url), Path(folder))
        path.parent.mkdir(parents=True, exist_ok=True)
        if history is None:
            histories.build(path)
        else:
            shutil.copy(history, path)
        with session([sys.executable, "-c", HELLO], env) as hello:
            hello.until(b"HELLOMARK")
            hello.rest(READ_S)
            floor = _rss_mb(hello.pid)
        with session([sys.executable, "-m", "ftmonitor", histories.job_id(0)], env) as ours:
            ours.until(b"bench-00000")
            ours.rest(STARTED_S)
            started = _rss_mb(ours.pid)
            for _ in range(3):
                _use(ours)
            used = _rss_mb(ours.pid)
    print(
        f"memory with 10,000 jobs and 1,000,000 events: {started:.0f} MB after the start, {used:.0f} MB after it was "
        f"read through three times (hello-world Textual {floor:.0f} MB)"
    )


def _use(program: Session) -> None:
    """Look at everything: the log, the curves, the list from end to end, some jobs one after the other."""
    log = [b"4", b"g", *[PAGE_DOWN] * 30, b"G", *[PAGE_UP] * 30]
    jobs = [b"1", b"G", *[PAGE_UP] * 30, b"g", *[b"j"] * 30, *[b"k"] * 30, b"g"]
    for key in (*log, b"3", *jobs):
        os.write(program.handle, key)
        program.rest(0.05)
    program.rest(READ_S)


if __name__ == "__main__":
    memory(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
