"""`ftmonitor metrics`: the curves of a job, as numbers or drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from ftmonitor.cli import checkpoints, results
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing, Output
from ftmonitor.cli.table import Cell, Column
from ftmonitor.errors import BadAnswer, Refused, UsageError
from ftmonitor.format import exact, plural
from ftmonitor.metrics.merge import merged, of_checkpoints, of_readings
from ftmonitor.metrics.points import read
from ftmonitor.metrics.results import decoded, series_of, table
from ftmonitor.metrics.series import Series
from ftmonitor.models.source import Row
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.cli.archive import Reader
    from ftmonitor.metrics.points import Reading

PAGE = 100
"""Events asked for at once: what the API is known to give."""

BATCH = 500
"""Rows written at once."""

LEAST_NUMBER = 11
"""Cells of a number with six digits and its exponent, `1.23457e-05`; a longer title is cut to that on a terminal."""

STEP = 8
"""Cells of the column of steps on a terminal, and the gap behind it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step and its values; "" where a series has none."""

    cells: tuple[Cell, ...]
    text: str = ""


def run(context: Context) -> int:
    """Print or draw the series of a job."""
    asked = context.arguments
    if asked.plot and asked.output not in (None, "table"):
        raise UsageError("--plot draws text: leave out --output, or --plot")
    job, series = context.read(lambda client: _fetch(context, client))
    if not series:
        context.talk.note("there are no numbers in the result file" if asked.results else "there are no metrics yet")
    if asked.plot:
        from ftmonitor.cli.plot import plot

        plot(context, job, series)
    elif context.output.form == "json":
        _document(context.output, series)
    elif context.output.form == "jsonl":
        for one in series:
            context.output.line(text_of(one))
    else:
        _table(context, series)
    return 0


def text_of(one: Series) -> str:
    """Return a series as one JSON object; a time that is not known is null, others are seconds since the epoch."""
    points = [[step, _time(time), value] for step, time, value in zip(one.steps, one.times, one.values, strict=True)]
    return json.dumps({"name": one.name, "source": one.source, "points": points})


async def _fetch(context: Context, client: Reader) -> tuple[Row, tuple[Series, ...]]:
    job = await client.jobs.retrieve_row(context.arguments.job or "")
    if context.arguments.results:
        file_id = results.file_of(job)
        found = table(decoded(await results.content(context, client, file_id)))
        if found.fault:
            raise BadAnswer(f"the result file {one_line(file_id, 80)} {found.fault}, so there are no series in it")
        return job, series_of(found)
    readings = await _readings(context, client, job.id)
    return job, merged(of_readings(reversed(readings)), await _checkpoints(context, client, job.id))


async def _readings(context: Context, client: Reader, job_id: str) -> list[Reading]:
    """Return the numbers of all events, the newest first, as the API gives them."""
    readings: list[Reading] = []
    try:
        async for row in client.events.iterate(job_id, limit=PAGE):
            readings.append(read(row.raw))
            if len(readings) % PAGE == 0:
                context.talk.stand([f"reading the events… {exact(len(readings))}"])
    finally:
        context.talk.stand(())
    return readings


async def _checkpoints(context: Context, client: Reader, job_id: str) -> tuple[Series, ...]:
    """Return the series of the checkpoints, none where the server has no such thing."""
    try:
        return of_checkpoints(row.raw for row in await checkpoints.every(client, job_id))
    except Refused as error:
        context.talk.detail(f"without the checkpoints: {error}")
        return ()


def _document(output: Output, series: Sequence[Series]) -> None:
    output.write('{"series": [')
    for at, one in enumerate(series):
        output.write(f"{',' if at else ''}\n  {text_of(one)}")
    output.write("\n]}\n" if series else "]}\n")


def _table(context: Context, series: Sequence[Series]) -> None:
    """Write a row a step and a column a series; on a terminal as many series as fit, the telling ones first."""
    output, shown = context.output, list(series)
    if output.width is not None:
        shown = _telling(series)[: max(1, (output.width - STEP) // (LEAST_NUMBER + 2))]
        if len(shown) < len(series):
            left = plural(len(series) - len(shown), "more series", "more series")
            context.talk.note(f"{left} not shown, for want of room: -o csv has all of them")
    columns = [Column("step"), *(Column(one_line(one.name), LEAST_NUMBER) for one in shown)]
    listing: Listing[Line] = Listing(output, columns, lambda line: line.cells)
    lines = _lines(shown, "{!r}" if output.width is None else "{:.6g}")
    while batch := list(islice(lines, BATCH)):
        listing.add(batch)
    listing.close()


def _telling(series: Sequence[Series]) -> list[Series]:
    """Return the series in the order of the charts, what is in no chart last."""
    from ftmonitor.metrics.panels import panels

    method = "reinforcement" if any("reward" in one.name for one in series) else "supervised"
    found = [curve.series for panel in panels(series, method) for curve in panel.curves]
    drawn = {one.name for one in found}
    return [*found, *(one for one in series if one.name not in drawn)]


def _lines(series: Sequence[Series], form: str) -> Iterator[Line]:
    columns = [dict(zip(one.steps, one.values, strict=True)) for one in series]
    for step in sorted(set().union(*columns)):
        values = (column.get(step) for column in columns)
        yield Line((Cell(str(step)), *(Cell("" if value is None else form.format(value)) for value in values)))


def _time(time: float) -> float | int | None:
    if not time:
        return None
    return int(time) if time.is_integer() else time
