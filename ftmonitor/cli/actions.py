"""`ftmonitor cancel`, `pause` and `resume`: ask, do, read the job again, say what became of it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
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
    from ftmonitor.clock import Clock
    from ftmonitor.store.store import Store

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
    outcomes = []
    async with _diary(context) as diary:
        for job_id in job_ids:
            number = await diary.begin(verb, job_id)
            outcome = await act(_Asker(client), job_id, verb)
            await diary.finish(number, outcome)
            tell = context.talk.note if outcome.accepted else context.talk.error
            tell(f"{one_line(job_id)}: {outcome.sentence}")
            outcomes.append(outcome)
    return outcomes


class _Diary:
    """Where deeds are written. What cannot be written is done all the same: what is asked for is what counts here."""

    def __init__(self, store: Store | None, clock: Clock) -> None:
        """Without a `store` nothing is written."""
        self._store = store
        self._clock = clock

    async def begin(self, verb: Verb, job_id: str) -> int:
        """Write that something is asked for, before it is; return the number of the deed, 0 where it is not written.

        A screen that is open beside may see the job paused before the answer is here, and would wonder who did it.
        """
        if self._store is not None:
            from ftmonitor.store.actions import Action

            with contextlib.suppress(StoreError):
                deed = Action(self._clock.now(), verb, job_id, f"asked to {verb}; no answer yet")
                return await self._store.actions.add(deed)
        return 0

    async def finish(self, number: int, outcome: Outcome) -> None:
        """Write what became of a deed."""
        if self._store is not None and number:
            with contextlib.suppress(StoreError):
                request_id = outcome.error.request_id if outcome.error else None
                await self._store.actions.finish(number, outcome.sentence, request_id)


@contextlib.asynccontextmanager
async def _diary(context: Context) -> AsyncIterator[_Diary]:
    """Give the diary in the history of the profile, where there is one."""
    from ftmonitor.clock import SystemClock
    from ftmonitor.config.paths import history_file

    settings = context.settings
    file, clock, store = history_file(settings.profile, settings.data_dir), context.clock or SystemClock(), None
    if file.is_file():
        from ftmonitor.monitor.histories import open_history

        with contextlib.suppress(StoreError):
            store = open_history(file, clock)
    try:
        yield _Diary(store, clock)
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
