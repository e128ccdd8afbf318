"""What the user does to a job: ask (a dialog), do (the monitor), tell (a toast, or a dialog where it failed)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from textual.screen import ModalScreen, Screen

from ftmonitor import format as words
from ftmonitor.config.terminal import Reach
from ftmonitor.errors import ApiError, ConnectionFailed, FtmonitorError, TimedOut, Unanswered
from ftmonitor.models.source import Verb
from ftmonitor.models.summary import JobSummary, summary_of
from ftmonitor.monitor.actions import became
from ftmonitor.ui import terminal
from ftmonitor.ui.dialogs.cancel_job import CancelJob
from ftmonitor.ui.dialogs.confirm import Confirm, Question
from ftmonitor.ui.dialogs.failure import Failure, Trouble
from ftmonitor.ui.safe import line, say_error

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.actions import Outcome
    from ftmonitor.monitor.monitor import Monitor

LASTING_S = 15.0
"""Seconds that a path stands, for it has to be read."""

NAME_CELLS = 40
"""Characters of a job's name in a toast and in the status line."""

_DOING = {Verb.PAUSE: "pausing", Verb.RESUME: "resuming", Verb.CANCEL: "cancelling"}
_CONSEQUENCE = {
    Verb.PAUSE: "The server saves a snapshot and stops training. R goes on from there.",
    Verb.RESUME: "Training goes on from where it was paused, and is paid for again.",
    Verb.CANCEL: "This cannot be undone. The job ends without a tuned model.",
}


class Steering:
    """Pause, resume and cancel, each behind a question; never two questions at once."""

    def __init__(self, screen: Screen[None], monitor: Monitor, clock: Clock, show: Callable[[str], None]) -> None:
        """`show` is given what is going on now, as one line ("" = nothing)."""
        self._screen = screen
        self._monitor = monitor
        self._clock = clock
        self._show = show
        self._asking = False
        self._going_on: dict[str, str] = {}
        self._awaited: dict[str, Verb] = {}

    def start(self, verb: Verb, job: JobSummary) -> None:
        """Begin with a verb; where the job's state does not allow it, say why and ask nothing."""
        if self._asking:
            return
        if reason := self._monitor.actions.why_not(job, verb):
            self._screen.notify(line(reason), severity="warning", markup=False)
            return
        self._asking = True
        steps = {Verb.PAUSE: self.pause, Verb.RESUME: self.resume, Verb.CANCEL: self.cancel}[verb]
        self._screen.run_worker(steps(job), name=verb.value, group="steer", exit_on_error=False)

    async def pause(self, job: JobSummary) -> None:
        """Ask, then pause the job."""
        await self._steer(Verb.PAUSE, job, Confirm(self._question(Verb.PAUSE, job)))

    async def resume(self, job: JobSummary) -> None:
        """Ask, then resume the job."""
        await self._steer(Verb.RESUME, job, Confirm(self._question(Verb.RESUME, job)))

    async def cancel(self, job: JobSummary) -> None:
        """Ask for part of the id, then cancel the job."""
        await self._steer(Verb.CANCEL, job, CancelJob(self._question(Verb.CANCEL, job), job.id))

    async def _steer(self, verb: Verb, job: JobSummary, dialog: ModalScreen[bool]) -> None:
        try:
            agreed = await self._screen.app.push_screen_wait(dialog)
        finally:
            self._asking = False
        if not agreed:
            return
        name = line(job.name, NAME_CELLS)
        self._goes_on(job.id, f"{_DOING[verb]} {name}…")
        try:
            outcome = await self._monitor.actions.perform(job.id, verb)
        except FtmonitorError as error:
            fail(self._screen, Trouble(f"Could not {verb} {name}", str(error)))
        else:
            self._tell(outcome, name)
        finally:
            self._goes_on(job.id, "")

    def heed(self, jobs: Iterable[JobSummary]) -> None:
        """Tell once what an accepted request has come to: the server may need minutes for it."""
        for job in jobs if self._awaited else ():
            verb = self._awaited.get(job.id)
            if verb is not None and (word := became(verb, job)):
                del self._awaited[job.id]
                self._screen.notify(line(f"{line(job.name, NAME_CELLS)}: {word}"), markup=False)

    def _tell(self, outcome: Outcome, name: str) -> None:
        if outcome.accepted:
            self._screen.notify(line(f"{name}: {outcome.sentence}"), markup=False)
            if outcome.row is None or not became(outcome.verb, summary_of(outcome.row.raw, outcome.job_id)):
                self._awaited[outcome.job_id] = outcome.verb
        elif outcome.error is None:
            fail(self._screen, Trouble(f"Could not {outcome.verb} {name}", outcome.sentence))
        else:
            fail(self._screen, trouble_of(f"Could not {outcome.verb} {name}", outcome.error))

    def _goes_on(self, job_id: str, what: str) -> None:
        if what:
            self._going_on[job_id] = what
        else:
            self._going_on.pop(job_id, None)
        self._show("  ".join(self._going_on.values()))

    def _question(self, verb: Verb, job: JobSummary) -> Question:
        return Question(verb.value, line(job.name, 200), facts_of(job, self._clock.now()), _CONSEQUENCE[verb])


def facts_of(job: JobSummary, now: float) -> tuple[tuple[str, str], ...]:
    """Return what a question names of a job: names and values, "" where nothing is known."""
    steps = f"step {job.step:,} of {job.total_steps:,}" if job.step is not None and job.total_steps else ""
    share = f"{words.percent(job.progress)}, " if job.progress is not None else ""
    name, since = ("first step", job.first_step_at) if job.first_step_at else ("created", job.created_at)
    tokens = (
        f"{words.count(job.trained_tokens)} trained" if job.trained_tokens is not None else "not told while it runs"
    )
    return (
        ("job", job.id),
        ("base", job.model),
        ("status", job.status),
        ("progress", f"{share}{steps}" if steps else "no step yet" if job.step is None else f"step {job.step:,}"),
        (name, "" if since is None else f"{words.age(since, now)} ago"),
        ("tokens", tokens),
    )


def trouble_of(heading: str, error: ApiError) -> Trouble:
    """Return a failed request as what a dialog shows."""
    facts = (
        ("status", str(error.status or "")),
        ("code", error.code or ""),
        ("request id", error.request_id or ""),
        ("tries", str(error.tries) if error.tries > 1 else ""),
    )
    return Trouble(heading, error.message, _advice(error), tuple((name, value) for name, value in facts if value))


def _advice(error: ApiError) -> str:
    if isinstance(error, ConnectionFailed | TimedOut) and not error.sent:
        return "The request did not reach the server: nothing was changed."
    if isinstance(error, Unanswered):
        return "It may have arrived all the same: the list shows what the server says of the job, r asks now."
    return "Nothing was changed."


def fail(screen: Screen[None], trouble: Trouble) -> None:
    """Show a failure: as a dialog, or as a toast where another dialog is open."""
    if isinstance(screen.app.screen, ModalScreen):
        screen.app.notify(line(f"{trouble.heading}: {trouble.message}"), severity="error", markup=False)
    else:
        screen.app.push_screen(Failure(trouble))


def copy(screen: Screen[None], text: str, what: str) -> None:
    """Put outside text where the user can paste it from, and say where that is; `what` is our own word for it."""
    reach = reach_of(screen)
    sequence = terminal.clipboard(text, reach)
    if sequence:
        screen.app.copy_to_clipboard(text)
    if sequence and reach.multiplexer != "tmux":
        by = {"": "OSC 52", "screen": "OSC 52 via screen"}[reach.multiplexer]
        screen.notify(f"Copied {what} ({by}): {line(text, 120)}", markup=False)
        return
    screen.run_worker(
        _copy_elsewhere(screen, text, what, bool(sequence)), name="copy", group="copy", exit_on_error=False
    )


async def _copy_elsewhere(screen: Screen[None], text: str, what: str, sent: bool) -> None:
    """Hand the text to tmux itself, which by default takes none from programs; else write it into a file."""
    from ftmonitor.monitor import copies

    reach = reach_of(screen)
    if reach.multiplexer == "tmux" and await copies.to_tmux(text):
        screen.notify(f"Copied {what} (tmux{' and OSC 52' if sent else ''}): {line(text, 120)}", markup=False)
    elif sent:
        screen.notify(f"Copied {what} (OSC 52 via tmux): {line(text, 120)}", markup=False)
    else:
        why = "This terminal has no clipboard" if not reach.clipboard else f"Too long for the clipboard: {what}"
        monitor = getattr(screen.app, "monitor", None)
        if monitor is None:
            screen.notify(f"{why}; it was not copied", severity="warning", markup=False)
            return
        try:
            path = await asyncio.to_thread(copies.keep, monitor.copies, what, text, monitor.clock.now())
        except FtmonitorError as error:
            say_error(screen, error)
        else:
            screen.notify(line(f"{why}; written to {path}"), timeout=LASTING_S, markup=False)


def reach_of(screen: Screen[None]) -> Reach:
    """Return what can be asked of the terminal that the screen is on."""
    reach = getattr(screen.app, "reach", None)
    return reach if isinstance(reach, Reach) else Reach()


def safe_link(url: str) -> str:
    """Return `url` where it is https with a host and nothing odd in it, else ""."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme == "https" and parts.hostname and not parts.username else ""


def open_link(screen: Screen[None], url: str, what: str = "the wandb run") -> None:
    """Open an https link in the browser, or copy it where there is none here; `what` is our own word for it."""
    link, reach = safe_link(url), reach_of(screen)
    if not link:
        screen.notify("the link is no https address: it is not opened", severity="warning", markup=False)
    elif not reach.remote and reach.graphical and has_browser():
        screen.app.open_url(link)
        screen.notify(f"Opened {what} in the browser: {line(link, 120)}", markup=False)
    else:
        why = "over SSH" if reach.remote else "no browser here"
        copy(screen, link, f"the address of {what}, {why}")


def dashboard(base_url: str, job_id: str) -> str:
    """Return the address of a job's page, "" where the host is not known to have one.

    Source: https://platform.openai.com/finetune
    """
    if urlsplit(base_url).hostname != "api.openai.com":
        return ""
    return safe_link(f"https://platform.openai.com/finetune/{quote(job_id, safe='', errors='replace')}")


def has_browser() -> bool:
    """Return whether anything here can open a link; over SSH there is often nothing."""
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
