"""`ftmonitor create`: check the files, show what will be sent, ask, upload, create. Nothing is sent twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ftmonitor.cli import jobs, show
from ftmonitor.cli.body import Body, body_of, method_of
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing
from ftmonitor.cli.talk import Talk
from ftmonitor.dataset import Report, check
from ftmonitor.errors import ApiError, ConfigError, UsageError
from ftmonitor.format import bar, percent
from ftmonitor.models.method import masked
from ftmonitor.models.source import Row
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.api.client import Client

REFUSED = 1
"""Exit code where the user who was asked said no."""
MOST_FAULTS = 20
"""Faults of a file that are printed; the number of all is said."""
BAR = 30
SIDES = (("training_file", "training"), ("validation_file", "validation"))
CHECKED = frozenset({"supervised", "dpo", "reinforcement"})


@dataclass(frozen=True, slots=True)
class _Local:
    """A file on this machine that is to be uploaded."""

    field: str
    path: Path
    size: int
    examples: int | None
    """None where the method is none that we can check."""

    @property
    def words(self) -> str:
        """Return the file and what is in it."""
        held = f"{self.examples:,} examples, " if self.examples is not None else ""
        return f"{self.path} ({held}{_size(self.size)})"


def run(context: Context) -> int:
    """Create a job and print it."""
    asked = context.arguments
    if context.settings.profile.read_only:
        raise ConfigError("read-only: nothing is changed on the server, so `create` does nothing here")
    body = body_of(asked)
    files = [file for field, side in SIDES if (file := _local(context.talk, body, field, side)) is not None]
    if not asked.yes and not context.talk.can_ask:
        raise UsageError("there is no terminal to ask at; `ftmonitor create --yes` does it unasked")
    _show(context, body, files)
    if not asked.yes and not context.talk.ask("Upload and create this job?" if files else "Create this job?"):
        context.talk.note("nothing was sent")
        return REFUSED
    row = context.ask(lambda client: _create(context, client, body, files))
    if context.output.form in ("json", "jsonl"):
        show.write(context.output, [row])
    else:
        listing: Listing[Row] = Listing(context.output, jobs.COLUMNS, jobs.cells)
        listing.add([row])
        listing.close()
    context.talk.note(f"created; `ftmonitor watch {one_line(row.id)}` tells how it goes")
    return 0


def _local(talk: Talk, body: Body, field: str, side: str) -> _Local | None:
    """Return the file that a field names by its path, checked, or None where it names the id of one.

    Raises:
        UsageError: If there is no such file, or something is wrong with it: that has been said, line by line.
    """
    named = body.get(field)
    if not isinstance(named, str) or not named:
        return None
    path = Path(named).expanduser()
    if not path.is_file():
        if "/" in named or path.suffix:
            raise UsageError(f"--{side}-file: there is no file {one_line(named)}; an id reads like file-abc123")
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"--{side}-file: {one_line(named)} cannot be read: {error.strerror or error}") from None
    method = method_of(body)
    if method not in CHECKED:
        return _Local(field, path, len(content), None)
    report = check(content, method, side=side, most=1_000_000)
    if not report.fits:
        _complain(talk, path, report)
        count = len(report.faults)
        what = f"{count} thing{'s are' if count > 1 else ' is'} wrong with {one_line(named)}"
        raise UsageError(f"{what}; nothing was sent. Mend the file and try again")
    return _Local(field, path, len(content), report.examples)


def _complain(talk: Talk, path: Path, report: Report) -> None:
    for fault in report.faults[:MOST_FAULTS]:
        place = f"{path}:{fault.line}" if fault.line else str(path)
        talk.bare(one_line(f"{place}: {fault.message}"))
    if len(report.faults) > MOST_FAULTS:
        talk.bare(f"... and {len(report.faults) - MOST_FAULTS} more")


def _show(context: Context, body: Body, files: list[_Local]) -> None:
    """Show what will be sent, and where to; what may be secret in a grader is masked."""
    profile = context.settings.profile
    talk = context.talk
    talk.note(f"this will be sent to {profile.base_url} (profile {profile.name}):")
    talk.bare(json.dumps(masked(body), indent=2, ensure_ascii=False))
    for file in files:
        talk.bare(f"to be uploaded first: {file.words}")


async def _create(context: Context, client: Client, body: Body, files: list[_Local]) -> Row:
    """Upload the files, then create the job.

    Raises:
        ApiError: If one of it fails; what was uploaded by then has been said, and can be named by its id.
    """
    talk = context.talk
    uploaded: Body = {}
    try:
        for file in files:
            sent = await client.files.create(file.path, on_progress=_progress(talk, file))
            talk.stand(())
            uploaded[file.field] = sent.id
            talk.note(f"{file.path} was uploaded as {one_line(sent.id)}")
        return await client.jobs.create_row({**body, **uploaded})
    except ApiError:
        talk.stand(())
        for field, file_id in uploaded.items():
            option = "--" + field.replace("_", "-")
            talk.note(f"to try again without uploading it again: {option} {one_line(str(file_id))}")
        raise


def _progress(talk: Talk, file: _Local) -> Callable[[int], None]:
    """Return what shows how much of a file was sent, in bytes, on a terminal."""
    shown = ""

    def show_sent(sent: int) -> None:
        nonlocal shown
        share = min(1.0, sent / file.size) if file.size else 1.0
        line = f"{file.path.name}  {bar(share, BAR)} {percent(share):>4} of {_size(file.size)}"
        if line != shown:
            shown = line
            talk.stand([line])

    return show_sent


def _size(count: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"
