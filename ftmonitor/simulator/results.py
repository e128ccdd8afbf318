"""Result files: the CSV of all steps in base64, as the service gives it; a paused job already has one."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from ftmonitor.simulator.ids import FILE, token
from ftmonitor.simulator.life import Life

FILENAME = "step_metrics.csv"


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A result file: made at a world time, of the first `steps` steps."""

    id: str
    made_at: float
    steps: int


def result_files_of(life: Life, at: float) -> tuple[ResultFile, ...]:
    """Return the result files made by a time, oldest first; the job names the last one."""
    made = [(pause.paused, life.steps_done(pause.paused)) for pause in life.line.pauses if pause.paused <= at]
    if life.status(at) == "succeeded":
        made.append((life.line.ends_at, life.plan.total_steps))
    return tuple(ResultFile(_id(life, number), when, steps) for number, (when, steps) in enumerate(made))


def result_id(life: Life, at: float) -> str | None:
    """Return the id of the newest result file at a time; cheap, as lists ask for it."""
    pauses = sum(pause.paused <= at for pause in life.line.pauses)
    count = pauses + (life.status(at) == "succeeded")
    return _id(life, count - 1) if count else None


def content_of(life: Life, file: ResultFile) -> bytes:
    """Return the bytes of a result file: base64 of the whole CSV."""
    lines = [life.training.header(), *(life.training.row(step) for step in range(1, file.steps + 1))]
    return b64encode(("\n".join(lines) + "\n").encode("ascii"))


def _id(life: Life, number: int) -> str:
    return f"file-{token(life.plan.id, 'results', number, length=FILE)}"
