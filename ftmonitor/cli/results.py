"""`ftmonitor results`: the result file of a job, decoded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing
from ftmonitor.cli.table import Cell, Column
from ftmonitor.errors import BadAnswer, FtmonitorError, UsageError
from ftmonitor.metrics import results
from ftmonitor.models.source import Row
from ftmonitor.models.summary import name_of, text_of
from ftmonitor.monitor.results import file_ids
from ftmonitor.text import one_line, plain

if TYPE_CHECKING:
    from ftmonitor.cli.archive import Reader

STDOUT = "-"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
"""A number as JSON writes it (RFC 8259, section 6)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file. `text` is it as one JSON object: numbers as they are written there, blanks as null."""

    cells: tuple[str, ...]
    text: str


def run(context: Context) -> int:
    """Print the file, or save it where --to says."""
    asked = context.arguments
    if asked.to is not None and asked.output is not None:
        raise UsageError("--to takes the file as it is: leave out --output, or --to")
    job = context.read(lambda client: client.jobs.retrieve_row(asked.job or ""))
    file_id = file_of(job)
    for other in file_ids(job.raw)[1:]:
        context.talk.note(f"the job has another result file, which is left out: {one_line(other, 200)}")
    if asked.to is not None and asked.to != STDOUT:
        _save(context, job, file_id, asked.to)
        return 0
    text = context.read(lambda client: _read(context, client, file_id))
    if asked.output is not None:
        _rows(context, file_id, text)
    elif context.output.width is None:
        context.output.write(text)
    else:
        shown = plain("\n".join(text.splitlines()))
        context.output.write(shown + "\n" if shown else "")
    return 0


def file_of(job: Row) -> str:
    """Return the id of a job's result file.

    Raises:
        FtmonitorError: If it has none.
    """
    ids = file_ids(job.raw)
    if ids:
        return ids[0]
    status = one_line(text_of(job.raw.get("status")), 60) or "without a status"
    raise FtmonitorError(
        f"job {one_line(job.id, 80)} has no result file ({status}): "
        "the service makes one when a job has succeeded or is paused"
    )


async def content(context: Context, client: Reader, file_id: str) -> bytes:
    """Return a file as sent; on a terminal it is said what is waited for."""
    context.talk.stand([f"reading the result file {one_line(file_id, 80)}…"])
    try:
        return await client.files.content(file_id)
    finally:
        context.talk.stand(())


async def _read(context: Context, client: Reader, file_id: str) -> str:
    return results.decoded(await content(context, client, file_id))


def _save(context: Context, job: Row, file_id: str, to: str) -> None:
    from ftmonitor.monitor import saving

    path = saving.target(to)
    if path.is_dir():
        file = context.read(lambda client: client.files.retrieve(file_id))
        path /= saving.results_name(name_of(job.raw, job.id), file.filename, file_id)
    overwrite = saving.taken(path)
    if overwrite and not (context.talk.can_ask and context.talk.ask(f"{path} is there already. Overwrite it?")):
        raise UsageError(saving.refusal(path))
    text = context.read(lambda client: _read(context, client, file_id))
    saving.save(path, text, overwrite=overwrite)
    context.talk.note(f"saved {path}")


def _rows(context: Context, file_id: str, text: str) -> None:
    found = results.table(text)
    if found.fault:
        raise BadAnswer(
            f"the result file {one_line(file_id, 80)} {found.fault}; without --output it is printed as it is"
        )
    titles = [one_line(title) for title in found.titles]
    listing: Listing[Line] = Listing(
        context.output, [Column(title) for title in titles], lambda line: [Cell(cell) for cell in line.cells]
    )
    listing.add([Line(row, _json(found.titles, row)) for row in found.rows])
    listing.close()


def _json(titles: tuple[str, ...], row: tuple[str, ...]) -> str:
    return (
        "{" + ", ".join(f"{json.dumps(title)}: {_value(cell)}" for title, cell in zip(titles, row, strict=True)) + "}"
    )


def _value(cell: str) -> str:
    if not cell.strip():
        return "null"
    return cell if _NUMBER.fullmatch(cell) else json.dumps(cell)
