"""`ftmonitor cancel`, `pause` and `resume`: ask, do, read the job again, say what became of it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from ftmonitor.cli import jobs, show
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing, Output
from ftmonitor.errors import ConfigError, Refused, StoreError, UsageError
from ftmonitor.models.source import Row, Verb
from ftmonitor.models.summary import name_of, text_of
from ftmonitor.monitor.actions import Outcome, act
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.api.client import Client

REFUSED = 1
"""Exit code where the server, or the user who was asked, said no."""


class _Asker:
    """A client as the one who acts."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def can(self, verb: Verb) -> str:
        """Return "": whoever names a verb wants it asked for."""
        return ""

    async def act(self, job_id: str, verb: Verb) -> Row | None:
        """Ask for `verb`."""
        return await self._client.jobs.ask(job_id, verb)

    async def job(self, job_id: str) -> Row:
        """Return the job as it is now."""
        return await self._client.jobs.retrieve_row(job_id)


def run(context: Context) -> int:
    """Act on each job that was named, and print it as it is then."""
    asked = context.arguments
    verb = Verb(asked.command)
    if context.settings.profile.read_only:
        raise ConfigError(f"read-only: nothing is changed on the server, so `{verb}` does nothing here")
    if not asked.yes and not context.talk.can_ask:
        raise UsageError(f"there is no terminal to ask at; `ftmonitor {verb} --yes` does it unasked")
    job_ids = tuple(dict.fromkeys(asked.jobs))
    # Asked between two loops: inside of one, ctrl-c would not be heard while the terminal is waited for.
    if not asked.yes and not context.talk.ask(context.ask(lambda client: _question(client, verb, job_ids))):
        context.talk.note("nothing was done")
        return REFUSED
    outcomes = context.ask(lambda client: _act(context, client, verb, job_ids))
    rows = [outcome.row for outcome in outcomes if outcome.row is not None]
    if rows:
        _print(context.output, rows, single=len(job_ids) == 1)
    return exit_code(outcomes)


def _print(output: Output, rows: Sequence[Row], *, single: bool) -> None:
    """Print the jobs as they are now: a line each, or as they were sent."""
    if output.form in ("json", "jsonl"):
        show.write(output, rows, single=single)
        return
    listing: Listing[Row] = Listing(output, jobs.COLUMNS, jobs.cells)
    listing.add(rows)
    listing.close()


async def _act(context: Context, client: Client, verb: Verb, job_ids: Sequence[str]) -> list[Outcome]:
    return [await _one(context, client, verb, job_id) for job_id in job_ids]


async def _one(context: Context, client: Client, verb: Verb, job_id: str) -> Outcome:
    async with _remembered(context, verb, job_id) as finish:
        outcome = await act(_Asker(client), job_id, verb)
        await finish(outcome)
    sentence = f"{one_line(job_id)}: {outcome.sentence}"
    if outcome.accepted:
        context.talk.note(sentence)
    else:
        context.talk.error(sentence)
    return outcome


@contextlib.asynccontextmanager
async def _remembered(context: Context, verb: Verb, job_id: str) -> AsyncIterator[Callable[[Outcome], Awaitable[None]]]:
    """Write a deed into the history, where there is one, before it is done, and yield how to write what became of it.

    A screen that is open beside may see the job paused before the answer is here, and would wonder who did it.
    """
    from ftmonitor.clock import SystemClock
    from ftmonitor.config.paths import history_file

    settings = context.settings
    file = history_file(settings.profile, settings.data_dir)
    store, number = None, 0
    with contextlib.suppress(StoreError):  # what is asked for is what counts here
        if file.is_file():
            from ftmonitor.monitor.histories import open_history
            from ftmonitor.store.actions import Action

            clock = context.clock or SystemClock()
            store = open_history(file, clock)
            number = await store.actions.add(Action(clock.now(), verb, job_id, f"asked to {verb}; no answer yet"))

    async def finish(outcome: Outcome) -> None:
        if store is not None and number:
            with contextlib.suppress(StoreError):
                request_id = outcome.error.request_id if outcome.error else None
                await store.actions.finish(number, outcome.sentence, request_id)

    try:
        yield finish
    finally:
        if store is not None:
            with contextlib.suppress(StoreError):
                await store.aclose()


async def _question(client: Client, verb: Verb, job_ids: Sequence[str]) -> str:
    """Return what to ask, with the name and status of each job; one that the server does not know has only its id."""
    named = []
    for job_id in job_ids:
        try:
            row = await client.jobs.retrieve_row(job_id)
        except Refused:
            named.append(one_line(job_id))
        else:
            name, status = one_line(name_of(row.raw, job_id)), one_line(text_of(row.raw.get("status")))
            named.append(f"{name} ({one_line(job_id)}, {status})")
    return f"{verb.capitalize()} {', '.join(named)}?"


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 0 where every request was accepted, 1 where one was refused, else the code of the first failure."""
    codes = [outcome.error.exit_code if outcome.error else REFUSED for outcome in outcomes if not outcome.accepted]
    return REFUSED if REFUSED in codes else next(iter(codes), 0)
