"""`ftmonitor checkpoints`: what a job has saved on its way, the best one marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing, Output
from ftmonitor.cli.table import Cell, Column
from ftmonitor.format import iso
from ftmonitor.metrics.checkpoints import best_of, measures, numbers_of, step_of
from ftmonitor.models.source import Row
from ftmonitor.models.summary import text_of, time_of
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.cli.archive import Reader

PAGE = 100
"""Checkpoints asked for at once."""

LEAST_NUMBER, LEAST_MODEL = 8, 20
"""Cells that a number and a model's name may be cut to on a terminal."""

_GREEN = "32"  # SGR (ECMA-48, 8.3.117)


def run(context: Context) -> int:
    """Print the checkpoints as the server lists them: the highest step first."""
    rows = context.read(lambda client: every(client, context.arguments.job or ""))
    names = _names(rows)
    listing: Listing[Row] = Listing(context.output, _columns(names), _cells(rows, names, context.output))
    listing.add(rows)
    listing.close()
    if not rows:
        context.talk.note("there are no checkpoints; many services list them once a job has succeeded or is paused")
    return 0


async def every(client: Reader, job_id: str) -> list[Row]:
    """Return all checkpoints of a job."""
    return [row async for row in client.checkpoints.iterate(job_id, limit=PAGE)]


def _names(rows: Sequence[Row]) -> list[str]:
    """Return the names of all that was measured, the telling ones first."""
    metrics = [numbers_of(row.raw) for row in rows]
    first = [name for name, _ in measures(metrics)]
    return [*first, *(name for name in dict.fromkeys(name for one in metrics for name in one) if name not in first)]


def _columns(names: Sequence[str]) -> list[Column]:
    return [
        Column("best"),
        Column("step"),
        *(Column(one_line(name), LEAST_NUMBER) for name in names),
        Column("created_at", 10),
        Column("fine_tuned_model_checkpoint", LEAST_MODEL),
        Column("id", sheet_only=True),
    ]


def _cells(rows: Sequence[Row], names: Sequence[str], output: Output) -> Callable[[Row], Sequence[Cell]]:
    metrics = [numbers_of(row.raw) for row in rows]
    best = best_of(metrics)
    mark = "best" if output.form == "csv" else "*"

    def cells(row: Row) -> Sequence[Cell]:
        at = next(at for at, other in enumerate(rows) if other is row)
        style = _GREEN if at == best else ""
        step = step_of(row.raw)
        return (
            Cell(mark if at == best else "", style),
            Cell("" if step is None else str(step), style),
            *(Cell(_number(metrics[at].get(name), output), style) for name in names),
            Cell(iso(time_of(row.raw.get("created_at")))),
            Cell(text_of(row.raw.get("fine_tuned_model_checkpoint"))),
            Cell(row.id),
        )

    return cells


def _number(number: float | None, output: Output) -> str:
    """Return a number in full, or in the table on a terminal with as many digits as can be read."""
    if number is None:
        return ""
    return f"{number:.6g}" if output.form == "table" and output.width is not None else repr(number)
