"""The stage with what stands beside the curves: marks, compared jobs, and the log, which points at them and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.stage import Stage

RIGHT_BUTTON = 3
SIZES = "layout.sizes"
"""Where the borders are remembered: a share by the name of a border."""

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ftmonitor.ui.palette import Setting
    from ftmonitor.ui.screens.around import Around
    from ftmonitor.ui.screens.beside import Beside
    from ftmonitor.ui.screens.splits import Splits
    from ftmonitor.ui.widgets.event_log import EventLog
    from ftmonitor.ui.widgets.json_tree import JsonTree
    from ftmonitor.ui.widgets.metrics_pane import MetricsPane


class Bench(Stage):
    """The panes; the cursor of the curves and the line of the log move each other."""

    beside: Beside | None = None
    """None before the panes are there."""
    around: Around | None = None
    """None before the panes are there."""

    _splits: Splits | None = None
    """None while the borders are where the layout has them."""

    @property
    def settings(self) -> Iterable[Setting]:
        """Return what can be set, for the palette."""
        return self.around.wardrobe.settings if self.around is not None else ()

    async def furnish(self) -> None:
        """Bring in the other panes, and what stands beside the curves."""
        await super().furnish()
        if self.panes is not None:
            from ftmonitor.ui.screens.beside import Beside

            self.beside = Beside(self, self.panes.metrics)

    def lay_out(self) -> None:
        """Show what belongs on a screen of this size, with the borders where they were moved to."""
        super().lay_out()
        if self._splits is None and (self.panes is not None or self.monitor.views.get(SIZES)):
            from ftmonitor.ui.screens.splits import Splits

            self._splits = Splits(self)
        if self._splits is not None:
            self._splits.apply()

    # The mouse: what no widget wanted

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a border, or show what can be done to the thing under the pointer."""
        if event.button == RIGHT_BUTTON and self.around is not None:
            self.around.point_out(event)
        elif self._splits is not None:
            self._splits.grab(event.screen_offset)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the border that is held."""
        if self._splits is not None and self._splits.held:
            event.stop()
            if self.app.mouse_captured is None:  # not before it moves: a click on what stands there is a click
                self.query_one("#panes").capture_mouse()
            self._splits.drag(event.screen_offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the border."""
        if self._splits is not None and self._splits.held:
            self._splits.drop()
            if self.app.mouse_captured is not None:
                event.stop()
                self.query_one("#panes").release_mouse()

    def reset_layout(self) -> None:
        """Put everything where it was at first: borders, zoom, which panes are seen."""
        if self._splits is not None:
            self._splits.reset()
        self.zoomed = False
        self.lower, self.side = Pane.METRICS, Pane.DETAIL
        self.lay_out()

    # By name, since `on` would import the panes before the first frame.

    def on_metrics_pane_pointed(self, message: MetricsPane.Pointed) -> None:
        """Put the log on the line of the step that the cursor of the curves is on."""
        message.stop()
        if self.beside is not None:
            self.beside.find(message.job_id, message.step, message.at)

    def on_event_log_pointed(self, message: EventLog.Pointed) -> None:
        """Put the cursor of the curves on the step of a line of the log."""
        message.stop()
        if self.panes is not None and message.job_id == self.job_id:
            self.panes.metrics.charts.point_at(message.step)

    def on_json_tree_copied(self, message: JsonTree.Copied) -> None:
        """Copy a path or a value of the job's JSON."""
        from ftmonitor.ui import actions

        message.stop()
        actions.copy(self, message.text, message.what)
