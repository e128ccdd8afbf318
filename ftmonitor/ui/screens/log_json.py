"""The JSON of the event under the cursor: beside the log, following the cursor, or on the whole screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.models.method import masked_text
from ftmonitor.ui import actions
from ftmonitor.ui.safe import say_error
from ftmonitor.ui.screens.questions import launch
from ftmonitor.ui.widgets.log_panel import laid_out

if TYPE_CHECKING:
    from ftmonitor.ui.screens.log_view import LogView
    from ftmonitor.ui.screens.stage import Stage
    from ftmonitor.ui.widgets.log_pane import LogPane


class LogJson:
    """The panel of one log."""

    def __init__(self, stage: Stage, pane: LogPane, view: LogView) -> None:
        self._stage = stage
        self._pane = pane
        self._view = view
        self._shown: tuple[object, ...] = ()
        self._again = False
        self._busy = False

    def toggle(self, *, stay: bool = False) -> None:
        """Show the JSON, or hide it again."""
        if self._pane.opened and stay:
            return
        self._pane.opened = not self._pane.opened
        self._shown = ()
        if self._pane.opened:
            self._stage.call_after_refresh(self.follow)  # the width is known then
        elif self._pane.panel.has_focus:
            self._stage.set_focus(self._pane.events)

    def follow(self, *, anew: bool = False) -> None:
        """Show the event that is under the cursor now."""
        events = self._pane.events
        row = events.current
        shown = (events.view, row.job or events.job_id, row.id, self._pane.panel.page_width) if row is not None else ()
        if self._pane.opened and (anew or shown != self._shown):
            self._shown = shown
            self._again = True
            if not self._busy:
                launch(self._stage, self._follow, "panel", exclusive=True)

    async def _follow(self) -> None:
        """Lay out the event of the cursor until it stays there: one at a time, for a thread cannot be called back."""
        self._busy = True
        try:
            while self._again:
                self._again = False
                found = await self.text()
                panel = self._pane.panel
                if found is None:
                    panel.show(())
                else:
                    panel.show(await asyncio.to_thread(laid_out, *found, max(10, panel.page_width)))
        finally:
            self._busy = False

    async def text(self) -> tuple[str, str] | None:
        """Return a heading and the JSON of the event under the cursor, secrets masked, None where there is none."""
        index = self._pane.events.index
        if index is None:
            return None
        try:
            texts = await self._view.texts(index, index + 1)
        except FtmonitorError as error:
            say_error(self._stage, error)
            return None
        return (f"Event {index + 1:,}", await asyncio.to_thread(masked_text, texts[0])) if texts else None

    def do(self, what: str) -> None:
        """Do what the panel was asked for."""
        if what == "leave":
            self.toggle()
        elif what == "copy":
            launch(self._stage, self._copy, "panel copy")
        else:
            self.whole()

    def whole(self) -> None:
        """Show the JSON on the whole screen."""
        launch(self._stage, self._whole, "json", exclusive=True)

    async def _copy(self) -> None:
        if (found := await self.text()) is not None:
            actions.copy(self._stage, found[1], "the JSON of the event")

    async def _whole(self) -> None:
        from ftmonitor.ui.screens.json_view import JsonView

        if (found := await self.text()) is not None:
            await self._stage.app.push_screen(JsonView(*found))
