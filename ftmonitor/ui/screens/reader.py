"""The screen with what the event log can do beyond following."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.safe import say_error
from ftmonitor.ui.screens.listing import Listing
from ftmonitor.ui.screens.questions import launch

if TYPE_CHECKING:
    from ftmonitor.models.log import LogRow, Outline
    from ftmonitor.ui.screens.log_desk import LogDesk
    from ftmonitor.ui.widgets.event_log import EventLog
    from ftmonitor.ui.widgets.log_bar import LogBar, LogInput
    from ftmonitor.ui.widgets.log_pane import LogPane
    from ftmonitor.ui.widgets.log_panel import LogPanel
    from ftmonitor.ui.widgets.log_strip import LogStrip


class Reader(Listing):
    """The screen with what the event log can do beyond following."""

    log_desk: LogDesk | None = None
    """None before the panes are there."""

    async def furnish(self) -> None:
        """Bring in the other panes, and what can be done in the log."""
        await super().furnish()
        if self.panes is not None:
            from ftmonitor.ui.screens.log_desk import LogDesk

            self.log_desk = LogDesk(self, self.panes.log, self.open_job)
            self.reading.heard_by.append(self.log_desk.heed)

    def open_job(self, job_id: str) -> None:
        """Move to a job and show it."""
        raise NotImplementedError

    def deeds_of_log(self) -> Mapping[str, Callable[[], object]]:
        """Return what the commands of the log do, by id."""
        return self.log_desk.deeds if self.log_desk is not None else {}

    # What is shown

    @property
    def held_row(self) -> LogRow | None:
        """Return the row of the whole log that has to stay where it is."""
        return None if self._viewing else super().held_row

    @property
    def log_follows(self) -> bool:
        """Return whether the newest rows of the whole log are in sight."""
        return not self._viewing and super().log_follows

    @property
    def _viewing(self) -> bool:
        return self.log_desk is not None and self.log_desk.view.active

    def show_log(self, outline: Outline | None) -> None:
        """Show how the log is now: all of the job's, or what was asked for instead."""
        if self.log_desk is None:
            super().show_log(outline)
            return
        if self._viewing:
            self.log_desk.view.renew()
        else:
            super().show_log(outline)
        self.log_desk.counts.renew()

    def point_at_event(self, index: int) -> None:
        """Put the log on an event of the selected job, where all of them are shown."""
        if not self._viewing:
            super().point_at_event(index)

    def let_go(self) -> bool:
        """Let go of what was laid over the log, where the user is there."""
        here = self.current is Pane.EVENTS and self.log_desk is not None and self.log_desk.let_go()
        return here or super().let_go()

    # What the pane says; by name, since `on` would import it before the first frame.

    def on_event_log_wanted(self, message: EventLog.Wanted) -> None:
        """Read the rows that came into sight."""
        message.stop()
        if self.log_desk is None:
            return
        rows = self.log_desk.view.rows

        async def fill() -> None:
            try:
                found = await rows(message.start, message.end, message.view, message.job_id)
            except FtmonitorError as error:
                say_error(self, error)
                return
            if self.panes is not None:
                self.panes.events.fill(message.job_id, found, message.view)

        launch(self, fill, "rows")

    def on_event_log_opened(self, message: EventLog.Opened) -> None:
        """Show the JSON of an event, or hide it."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.json.toggle(stay=message.stay)

    def on_event_log_here(self, message: EventLog.Here) -> None:
        """Show what goes with the line of the cursor."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.json.follow()
            self.log_desk.counts.mark()

    def on_event_log_changed(self, message: EventLog.Changed) -> None:
        """Remember how the log reads."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.changed()

    def on_log_panel_said(self, message: LogPanel.Said) -> None:
        """Do what the JSON beside the log was asked for."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.json.do(message.what)

    def on_log_panel_resized(self, message: LogPanel.Resized) -> None:
        """Lay the JSON out for its new width."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.json.follow()

    def on_log_strip_clicked(self, message: LogStrip.Clicked) -> None:
        """Go to when it was."""
        message.stop()
        if self.log_desk is not None and (time := self.log_desk.counts.time_of(message.column)) is not None:
            launch(self, partial(self.log_desk.view.go_to_time, time), "when")

    def on_log_strip_resized(self, message: LogStrip.Resized) -> None:
        """Count for it: while nobody sees it, nobody does."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.counts.renew()

    def on_log_pane_pressed(self, message: LogPane.Pressed) -> None:
        """Do what a word of the title stands for."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.press(message.action)

    def on_log_bar_typed(self, message: LogBar.Typed) -> None:
        """Search or filter."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.typed(message.sign, message.text)

    def on_log_input_left(self, message: LogInput.Left) -> None:
        """Keep what was typed, or not."""
        message.stop()
        if self.log_desk is not None:
            self.log_desk.left(message.sign, message.keep)
            self.say_hints()
