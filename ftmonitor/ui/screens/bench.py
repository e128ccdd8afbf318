"""The stage with what stands beside the curves: marks, compared jobs, and the log, which points at them and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftmonitor.ui.screens.stage import Stage

if TYPE_CHECKING:
    from ftmonitor.ui.screens.beside import Beside
    from ftmonitor.ui.widgets.event_log import EventLog
    from ftmonitor.ui.widgets.metrics_pane import MetricsPane


class Bench(Stage):
    """The panes; the cursor of the curves and the line of the log move each other."""

    beside: Beside | None = None
    """None before the panes are there."""

    async def furnish(self) -> None:
        """Bring in the other panes, and what stands beside the curves."""
        await super().furnish()
        if self.panes is not None:
            from ftmonitor.ui.screens.beside import Beside

            self.beside = Beside(self, self.panes.metrics)

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
