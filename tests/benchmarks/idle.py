"""What watching costs while nothing is asked of the program: one running job, selected and polled. Linux only."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.rig import OURS, THEIRS, environment, served
from tests.benchmarks.terminal import paint

IDLE_S = 20.0
BACKFILL_S = 12.0
"""Until the history of the account is read."""
SHOWN = "single"
"""The one job of the scenario of that name that runs; a step of it takes five seconds."""


def idle() -> None:
    """Print the CPU time in per cent of one core, beside hello-world Textual at rest."""
    with served(SHOWN) as url, tempfile.TemporaryDirectory() as folder:
        env = environment(url, Path(folder))
        first = paint(OURS, "running", env, idle_s=1.0, settle_s=BACKFILL_S)  # fills the history
        job_id = running(Path(folder))
        ours = paint([*OURS, job_id], rf"\b{SHOWN}\b", env, idle_s=IDLE_S, settle_s=BACKFILL_S)
        floor = paint(THEIRS, "HELLOMARK", env, idle_s=IDLE_S)
        print(
            f"CPU over {IDLE_S:.0f} s, one running job polled: {ours.idle_cpu_percent:.2f} % "
            f"(hello-world Textual {floor.idle_cpu_percent:.2f} %)"
        )
        print(f"  memory then: {max(first.rss_mb, ours.rss_mb):.0f} MB ({floor.rss_mb:.0f} MB)", flush=True)


def running(folder: Path) -> str:
    """Return the id of the job that runs, out of the one history in `folder`."""
    from ftmonitor.models.phase import Phase
    from ftmonitor.store.store import Store

    store = Store.open(next(folder.glob("*.sqlite3")))
    try:
        return next(job.id for job in store.first() if job.phase is Phase.RUNNING)
    finally:
        store.close()


if __name__ == "__main__":
    idle()
