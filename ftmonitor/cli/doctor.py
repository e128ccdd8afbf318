"""`ftmonitor doctor`: what works and what does not, as something that can be pasted into a report."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from ftmonitor import __version__
from ftmonitor.cli import health
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing
from ftmonitor.cli.table import Cell, Column
from ftmonitor.config.paths import history_file
from ftmonitor.errors import ApiError, FtmonitorError, StoreError
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.api.client import Client
    from ftmonitor.api.exchange import Exchange
    from ftmonitor.config.settings import Settings
    from ftmonitor.models.source import Row

COLUMNS = (Column("result"), Column("what"), Column("found", 20))
LIBRARIES = ("textual", "httpx", "pydantic")


class Result(StrEnum):
    """How a look at something ended."""

    OK = "ok"
    NOTE = "note"
    """Worth knowing, no fault."""
    FAULT = "fault"


_INK = {Result.OK: "32", Result.NOTE: "33", Result.FAULT: "31"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    result: Result
    what: str
    found: str

    @property
    def text(self) -> str:
        """The finding as one JSON object."""
        return json.dumps({"result": self.result, "what": self.what, "found": self.found}, ensure_ascii=False)


class _Report:
    """Collects findings; the home folder reads `~`, for the name of a user is nobody's business."""

    def __init__(self, context: Context) -> None:
        self._listing: Listing[Finding] = Listing(context.output, COLUMNS, cells)
        self._findings: list[Finding] = []
        self._home = str(Path.home()) if len(str(Path.home())) > 1 else ""

    def add(self, result: Result, what: str, found: str) -> None:
        """Take in a finding."""
        shown = one_line(found)
        self._findings.append(Finding(result, what, shown.replace(self._home, "~") if self._home else shown))

    def close(self) -> None:
        """Print the report."""
        self._listing.add(self._findings)
        self._listing.close()


def run(context: Context) -> int:
    """Look at everything; 0 where jobs can be listed, else the exit code of what is in the way."""
    report = _Report(context)
    try:
        return _look(context, report)
    finally:
        report.close()


def _look(context: Context, report: _Report) -> int:
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    report.add(
        Result.OK, "version", f"ftmonitor {__version__}, Python {platform.python_version()}, {platform.system()}"
    )
    report.add(Result.OK, "libraries", libraries)
    for result, what, found in health.terminal(os.environ, sys.stdout):
        report.add(Result(result), what, found)
    try:
        settings = context.settings
    except FtmonitorError as error:
        report.add(Result.FAULT, "configuration", str(error))
        return error.exit_code
    _configuration(report, settings)
    _history(report, settings)
    if context.arguments.offline:
        report.add(Result.NOTE, "server", "not asked: --offline")
        return 0
    if not settings.profile.api_key:
        report.add(Result.FAULT, "key", f"none: {settings.profile.key_hint}")
        return 5
    report.add(Result.OK, "key", "there is one; it is not shown")
    exchanges: list[Exchange] = []
    return context.ask(lambda client: _server(report, client, exchanges), tries=1, on_exchange=exchanges.append)


def _configuration(report: _Report, settings: Settings) -> None:
    there = "" if settings.file.exists() else " (it does not exist, and need not)"
    report.add(Result.NOTE if settings.warnings else Result.OK, "configuration", f"{settings.file}{there}")
    for warning in settings.warnings:
        report.add(Result.NOTE, "configuration", warning)
    profile = settings.profile
    said = [profile.name, profile.base_url, f"kind {profile.kind}"]
    said += [f"api-version {profile.api_version}"] if profile.api_version else []
    said += [
        name for name, given in (("organization set", profile.organization), ("project set", profile.project)) if given
    ]
    said += [name for name, on in (("read-only", profile.read_only), ("insecure", profile.insecure)) if on]
    report.add(Result.OK, "profile", ", ".join(said))
    proxies = [name for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
               if os.environ.get(name) or os.environ.get(name.lower())]  # fmt: skip
    if proxies:
        report.add(Result.NOTE, "network", f"set in the environment: {', '.join(proxies)}")


def _history(report: _Report, settings: Settings) -> None:
    file = history_file(settings.profile, settings.data_dir)
    if not file.is_file():
        report.add(Result.OK, "history", f"{file} (it does not exist yet)")
        return
    from ftmonitor.monitor.histories import look_into_history

    try:
        store = look_into_history(file)
    except StoreError as error:
        report.add(Result.FAULT, "history", str(error))
        return
    try:
        size = sum(path.stat().st_size for path in file.parent.glob(f"{file.name}*") if path.is_file())
        said = f"{file}, {size / 1e6:.1f} MB, {store.count():,} jobs"
        report.add(Result.NOTE if store.notice else Result.OK, "history", f"{said}. {store.notice}".rstrip(" ."))
    except StoreError as error:
        report.add(Result.FAULT, "history", str(error))
    finally:
        store.close()


async def _server(report: _Report, client: Client, exchanges: list[Exchange]) -> int:
    """Ask for the list three times, then once for all else that jobs have."""
    rows: Sequence[Row] = ()
    try:
        for _ in range(health.LOOKS):
            rows = (await client.jobs.list(limit=1)).rows
    except ApiError as error:
        report.add(Result.FAULT, "list jobs", str(error))
        for result, what, found in health.server(exchanges):
            report.add(Result(result), what, found)
        return error.exit_code
    report.add(Result.OK, "list jobs", "allowed" if rows else "allowed; there are none yet")
    for result, what, found in health.server(exchanges):
        report.add(Result(result), what, found)
    for what, ask in _questions(client, rows):
        report.add(*await _allowed(what, ask))
    report.add(Result.NOTE, "act on jobs", "not tried: that would change something")
    return 0


Ask = Callable[[], Awaitable[object]]


def _questions(client: Client, rows: Sequence[Row]) -> list[tuple[str, Ask | None]]:
    """Return what else is asked for, by the newest job; None where there is nothing to ask about."""
    if not rows:
        return [(what, None) for what in ("list events", "list checkpoints", "read files", "read models")]
    job_id = rows[0].id
    file, model = rows[0].raw.get("training_file"), rows[0].raw.get("model")
    return [
        ("list events", lambda: client.events.list(job_id, limit=1)),
        ("list checkpoints", lambda: client.checkpoints.list(job_id, limit=1)),
        ("read files", (lambda: client.files.retrieve(file)) if isinstance(file, str) and file else None),
        ("read models", (lambda: client.models.retrieve(model)) if isinstance(model, str) and model else None),
    ]


async def _allowed(what: str, ask: Ask | None) -> tuple[Result, str, str]:
    if ask is None:
        return Result.NOTE, what, "not tried: there is no job to ask about"
    try:
        await ask()
    except ApiError as error:
        return Result.NOTE, what, str(error)
    return Result.OK, what, "allowed"


def cells(finding: Finding) -> Sequence[Cell]:
    """Return a finding as a row."""
    return (Cell(finding.result, _INK[finding.result]), Cell(finding.what), Cell(finding.found))
