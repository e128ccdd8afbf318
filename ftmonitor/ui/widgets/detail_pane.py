"""The detail pane: tabs, and under them what the open one tells of the selected job."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ftmonitor.format import Glyphs
from ftmonitor.ui.widgets.detail_tabs import DetailTabs, Tab
from ftmonitor.ui.widgets.inks import Inked
from ftmonitor.ui.widgets.job_detail import JobDetail

if TYPE_CHECKING:
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.ui.widgets.detail_parts import FilesList, ParamsTable
    from ftmonitor.ui.widgets.json_tree import JsonPane

NAME = "2 Detail"

TABS_FROM = 4
"""Lines from which on one of them names the tabs."""


class DetailPane(Inked):
    """The selected job, told in several ways; what is not looked at is not made."""

    DEFAULT_CSS = "DetailPane { layout: vertical; width: 1fr; height: 1fr; } DetailPane > JobDetail { height: 1fr; }"

    tab: reactive[Tab] = reactive(Tab.OVERVIEW, init=False, repaint=False)
    summary: reactive[JobSummary | None] = reactive(None, init=False, repaint=False)
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False, repaint=False)

    @dataclass
    class Turned(Message):
        """Another tab is open."""

        tab: Tab

    def __init__(self, overview: JobDetail, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.overview = overview
        self.tabs = DetailTabs()
        self.params: ParamsTable | None = None
        self.files: FilesList | None = None
        self.json: JsonPane | None = None
        self.set_title(NAME)

    def compose(self) -> ComposeResult:
        """Yield the tabs and the overview; the rest comes when it is looked at."""
        yield self.tabs
        yield self.overview

    def watch_summary(self, summary: JobSummary | None) -> None:
        """Name the job."""
        self.set_title(NAME, summary.name if summary else "")

    def watch_glyphs(self) -> None:
        """Draw with other signs."""
        self.overview.glyphs = self.glyphs
        if self.params is not None:
            self.params.glyphs = self.glyphs
            self.params.write()

    def on_resize(self, event: events.Resize) -> None:
        """In a pane of few lines none is left for the tabs."""
        self.tabs.display = self.size.height >= TABS_FROM

    def turn(self, by: int) -> None:
        """Open the next tab, round and round."""
        tabs = [*Tab]
        self.tab = tabs[(tabs.index(self.tab) + by) % len(tabs)]

    @property
    def part(self) -> Widget:
        """What the open tab shows."""
        found = {Tab.PARAMS: self.params, Tab.FILES: self.files, Tab.JSON: self.json}.get(self.tab)
        return found or self.overview

    def watch_tab(self) -> None:
        """Show what it tells; the keys go there, where they went to the tab before."""
        focused = self.has_focus_within
        self._bring()
        self.tabs.active = self.tab
        self.tabs.said = ""
        for part in (self.overview, self.params, self.files, self.json):
            if part is not None:
                part.display = part is self.part
        self.post_message(self.Turned(self.tab))
        if focused:
            self.call_after_refresh(partial(self.app.call_later, self.take_focus))

    def take_focus(self) -> None:
        """Give the keys to what is shown."""
        from ftmonitor.ui.widgets.json_tree import JsonPane

        part = self.part
        (part.tree_lines if isinstance(part, JsonPane) else part).focus()

    def _bring(self) -> None:
        """Make what a tab shows, where it was not looked at before."""
        if self.tab is Tab.JSON and self.json is None:
            from ftmonitor.ui.widgets.json_tree import JsonPane

            self.json = JsonPane()
            self.mount(self.json)
        elif self.tab in (Tab.PARAMS, Tab.FILES) and self.params is None:
            from ftmonitor.ui.widgets.detail_parts import FilesList, ParamsTable

            self.params, self.files = ParamsTable(), FilesList()
            self.params.glyphs = self.glyphs
            self.mount(self.params, self.files)

    @on(DetailTabs.Chosen)
    def _chosen(self, message: DetailTabs.Chosen) -> None:
        message.stop()
        self.tab = message.tab
        self.take_focus()
