"""`ftmonitor completion`: what a shell completes, and the ids it offers."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from ftmonitor.cli.arguments import JOBS, whole
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

OFFERED = 200
"""Ids that are offered: as many as anybody looks through."""

_HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")

_ASK = f"ftmonitor completion {JOBS} 2>/dev/null"
IDS = {
    "bash": "_ftmonitor_jobs",
    "zsh": "_ftmonitor_jobs",
    "fish": f"({_ASK})",
    "preamble": {
        "bash": f'_ftmonitor_jobs() {{ compgen -W "$({_ASK})" -- "$1"; }}',
        "zsh": f'_ftmonitor_jobs() {{ local -a ids; ids=("${{(@f)$({_ASK})}}"); compadd -V jobs -a ids; }}',
    },
}
"""What completes the id of a job: asked for at the moment, never when the shell starts; in zsh newest first."""


def run(context: Context) -> int:
    """Print the completions of a shell, or the ids of the jobs in the history."""
    shell = context.arguments.shell
    if shell == JOBS:
        _print_ids(context)
    else:
        Output().write(script(shell))
    return 0


def script(shell: str) -> str:
    """Return the completions of a shell as it wants them."""
    import shtab

    parser = whole()
    _mark(parser)
    return shtab.complete(parser, shell).rstrip("\n") + "\n"


def _mark(parser: argparse.ArgumentParser) -> None:
    """Say of each argument what completes it."""
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _mark(command)
        elif action.metavar == "JOB":
            action.complete = IDS  # type: ignore[attr-defined]
        elif action.metavar == "DIR":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif action.metavar in ("FILE", "(id or path)"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]


def _print_ids(context: Context) -> None:
    """Print the ids in the history; whatever is wrong with it, a completion has nothing to say about that."""
    from ftmonitor.config.paths import history_file
    from ftmonitor.config.settings import Flags, load

    asked = context.arguments
    settings = load(Flags(asked.profile, asked.base_url, asked.data_dir, asked.read_only), with_key=False)
    for job_id in _ids(history_file(settings.profile, settings.data_dir)):
        Output().line(job_id)


def _ids(file: Path) -> list[str]:
    """Return the newest ids that a shell can be offered: it splits at blanks, and expands what looks like a pattern."""
    if not file.is_file():
        return []
    from ftmonitor.monitor.histories import look_into_history

    store = look_into_history(file)
    try:
        return [job.id for job in store.first(OFFERED) if _HARMLESS.fullmatch(job.id)]
    finally:
        store.close()
