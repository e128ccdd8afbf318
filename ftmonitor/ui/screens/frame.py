"""The frame: the job list first, the other panes as soon as that is painted; and what the frame says around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from ftmonitor.config.profiles import Profile
from ftmonitor.format import Glyphs
from ftmonitor.sync.link import Health, Link
from ftmonitor.text import plain
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.messages import Painted
from ftmonitor.ui.safe import line, literal
from ftmonitor.ui.screens.desk import Desk
from ftmonitor.ui.screens.layout import Arrangement
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.room import Blank, Room
from ftmonitor.ui.widgets.status_bar import TopBar

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.models.log import LogRow, Outline
    from ftmonitor.models.source import Verb
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.ui.screens.panes import Panes


LATE_S = 1.0
"""The panes wait no longer than this for the first jobs of a server."""

LASTING_S = 10.0
"""Trouble that lasts so long is said in words."""


class Frame(Desk):
    """The list in its place, then the other panes; not yet laid out."""

    _unfolding = False

    answering = False
    """Whether a key asked for something that is still to come: the next one waits for it."""

    panes: Panes | None = None
    """The other panes, None before they are there: what is seen then is the list of the history and its frame."""

    def __init__(self, monitor: Monitor, clock: Clock, glyphs: Glyphs) -> None:
        super().__init__(monitor, clock)
        self._glyphs = glyphs
        self._notice = Static(id="notice", markup=False)
        self._noticed = ""
        self._ground = Blank()

    def compose(self) -> ComposeResult:
        """Yield what the first frame shows; where it stands is up to the layout."""
        classes = self.arrangement().classes  # now, when there is nothing yet that they would restyle
        self.add_class(*(name for name, on in classes.items() if on))
        yield TopBar(id="top").data_bind(link=Desk.link, now=Desk.moment, whole=Desk.whole)
        with Room(id="panes"):
            yield JobList(id="jobs", classes="pane").data_bind(
                jobs=Desk.lines,
                now=Desk.now,
                known_at=Desk.known_at,
                heard_since=Desk.heard_since,
                stale=Desk.stale,
                whole=Desk.whole,
            )
        yield Room(id="foot")

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the screen itself, which are blank."""
        return self._ground.lines(self, crop)

    async def unfold(self) -> None:
        """Go on with the panes; where there is nothing to show in them yet, with the server, and the panes after."""
        if self.jobs or self.link.health is not Health.CONNECTING:
            await self.furnish()
        else:
            self.post_message(Painted())
            self.watch(self, "jobs", self._unfold_late, init=False)
            self.set_timer(LATE_S, self._unfold_late)

    def _unfold_late(self) -> None:
        if not self._unfolding:
            self._unfolding = True
            self.call_after_refresh(self.furnish)

    async def furnish(self) -> None:
        """Bring in the other panes, once the first frame stands; not where the user has left already."""
        if not self.is_attached:
            return
        from ftmonitor.ui.screens.panes import Panes

        panes = Panes(self._glyphs)
        await panes.join(self.query_one("#panes"), self.query_one("#foot"))
        self.panes = panes

    def pane(self, pane: Pane) -> Widget:
        """Return the widget of a pane; before the others are there, all there is, which is the list."""
        return self.panes.by_name[pane] if self.panes and pane is not Pane.JOBS else self.query_one(JobList)

    @property
    def held_row(self) -> LogRow | None:
        """Return the row of the log that has to stay where it is."""
        return self.panes.events.held_row if self.panes else None

    @property
    def log_follows(self) -> bool:
        """Return whether the end of the log is in sight."""
        return self.panes is None or self.panes.events.following or self.panes.events.job_id != self.job_id

    def log_grew(self, outline: Outline | None) -> None:
        """Show the log."""
        super().log_grew(outline)
        if self.panes is None:
            return
        reading = not self.loaded and self.link.health in (Health.LIVE, Health.CONNECTING)
        known = "reading the events…" if reading else "no events yet"
        self.panes.events.note = known if outline is not None else ""
        self.panes.metrics.reading = reading
        self.show_log(outline)
        self.say_counts()
        self._say_checkpoints()

    def watch_shown(self) -> None:
        """List the jobs that are shown: here, in the order of the server."""
        self.lines = self.shown

    def let_go(self) -> bool:
        """Let go of what escape takes away before all else; return whether there was anything."""
        return False

    def show_log(self, outline: Outline | None) -> None:
        """Show how the log of the selected job is now."""
        if self.panes is not None:
            self.panes.events.show(self.job_id, outline)

    def point_at_event(self, index: int) -> None:
        """Put the log on an event of the selected job, by its index there."""
        if self.panes is not None:
            self.panes.events.point(index)

    def steer_marked(self, verb: Verb) -> bool:
        """Begin with a verb on the marked jobs; return whether there are any."""
        return False

    def arrangement(self) -> Arrangement:
        """Return which panes are seen, and where."""
        raise NotImplementedError

    def say_counts(self) -> None:
        """Show how many there are of what."""
        raise NotImplementedError

    def say_doing(self, what: str) -> None:
        """Show what is going on at the server."""
        if self.panes is not None:
            self.panes.doing.update(literal(what))
            self.panes.doing.display = bool(what)

    def say_notice(self) -> None:
        """Show what has to be said all the time."""
        text = notice_of(self.monitor.notice, self.link, empty=not self.jobs)
        if text != self._noticed:  # a label that is updated has everything laid out anew
            self._noticed = text
            self._notice.update(literal(text))
            self._notice.display = bool(text)
            if not self._notice.is_attached:
                self.mount(self._notice, after="#top")
        self._say_checkpoints()
        self.query_one(JobList).note = list_note(self.link, complete=self.monitor.complete)

    def _say_checkpoints(self) -> None:
        """Say why there are no checkpoints, for as long as there are none."""
        if self.panes is not None:
            from ftmonitor.models.source import What

            self.panes.checkpoints.note = checkpoints_note(self.monitor.why_not(What.CHECKPOINTS), self.summary)


def profile_label(profile: Profile) -> str:
    """Return what stands for a profile: its name, or the host where it is the nameless one of the environment."""
    host = profile.base_url.partition("://")[2].partition("/")[0]
    return plain(host if profile.name == "env" else profile.name)


def checkpoints_note(missing: str, summary: JobSummary | None) -> str:
    """Return what stands in the pane of the checkpoints while there are none; `missing` says why there never are."""
    if missing:
        return line(missing)
    if summary is None or summary.phase.ended:
        return "no checkpoints"
    return "no checkpoints yet: many services list them once a job has succeeded or is paused"


def list_note(link: Link, *, complete: bool) -> str:
    """Return what stands in the list while there are no jobs in it."""
    if link.health is Health.CONNECTING:
        return "asking the server…"
    if link.health is Health.NO_KEY:
        return "no history yet"
    if link.health is not Health.LIVE:
        return "no history yet, and no answer from the server"
    return "no fine-tuning jobs yet: a new one shows up here by itself" if complete else "reading the list…"


def notice_of(history: str, link: Link, *, empty: bool) -> str:
    """Return the one line that has to be said all the time, or "": the history's own first, then the connection's."""
    if history:
        return line(history)
    if link.health is Health.NO_KEY:
        return line(link.message if empty else f"{link.message} This is the history, read-only.")
    if link.health is Health.RETRY and link.answered_at is not None and (link.retry_at or 0) - link.since < LASTING_S:
        return ""  # a short hiccup is no news
    shown = link.message and link.health is not Health.LIVE and not empty
    said = link.message if link.message.endswith(("?", "!")) else link.message.rstrip(".") + "."
    return line(f"{said} What is shown is the history." if shown else link.message)


def wear(stage: Frame, classes: Mapping[str, bool]) -> None:
    """Have the screen wear the classes of a layout.

    Set as usual, they would style all that is in the panes anew, and nothing of that depends on them: 20 ms of a key.
    """
    if any(stage.has_class(name) is not on for name, on in classes.items()):
        stage.update_classes(classes, update=False)
        room = stage.query_one("#panes")
        within = [part for column in room.children for part in column.children]
        stage.app.stylesheet.update_nodes([room, *room.children, *within, *stage.query_children("ToastRack")])
