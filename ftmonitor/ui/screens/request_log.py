"""What was asked of the server: the requests of this run, and what the user had done to jobs, in any run."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from ftmonitor.monitor.requests import curl, deed_request
from ftmonitor.ui import actions
from ftmonitor.ui.key_words import key_words
from ftmonitor.ui.modal import Modal
from ftmonitor.ui.safe import literal
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.screens.questions import Questions
from ftmonitor.ui.screens.request_rows import NOTHING, Entry, id_cells, newest_first, of_deed, of_request, pieces
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.search_line import SearchLine
from ftmonitor.ui.widgets.virtual import VirtualList

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.monitor import Monitor

LOOK_S = 1.0
"""Seconds between two looks at what was asked since, while the list is open."""
MOST_DEEDS = 200
"""Deeds of the user that are listed, the newest."""


class RequestList(VirtualList):
    """Requests and deeds, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Details", show=False),
        Binding("y", "copy", "Copy as curl", show=False),
    ]

    note: reactive[str] = reactive(NOTHING, init=False)

    @dataclass
    class Opened(Message):
        """The user wants to know all about an entry."""

        entry: Entry

    @dataclass
    class Copied(Message):
        """The user wants an entry as a command."""

        entry: Entry

    def __init__(self) -> None:
        super().__init__(id="requests", classes="-first")
        self._entries: tuple[Entry, ...] = ()
        self._now, self._ids = 0.0, 0

    def show(self, entries: tuple[Entry, ...], now: float) -> None:
        """Show entries as they stand at `now`; the cursor stays on its own, unless it is on the newest."""
        if entries == self._entries:
            return
        self._now, self._ids = now, id_cells(entries)
        held = self._entries[self.cursor].at if self._entries and self.cursor else None
        self._entries = entries
        self.set_rows(len(entries))
        if held is not None:
            self.cursor = next((at for at, one in enumerate(entries) if one.at <= held), self.cursor)
            self.show_cursor()

    def opened(self) -> None:
        """Show all about the entry."""
        self.post_message(self.Opened(self._entries[self.cursor]))

    def action_copy(self) -> None:
        """Copy the entry."""
        if self._entries:
            self.post_message(self.Copied(self._entries[self.cursor]))

    def row_key(self, index: int) -> Hashable:
        """Return what tells one entry from another."""
        return (self._entries[index].key, self._ids)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return an entry."""
        return pieces(self._entries[index], width, now=self._now, ids=self._ids)


class RequestLog(Modal[None]):
    """The requests and deeds over the screen, as they come; `/` narrows them down by typing."""

    CSS_PATH = "request_log.tcss"
    AUTO_FOCUS = ".-first"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape", "up", "Close", show=False),
        Binding("q,at", "leave", "Close", show=False),
        Binding("slash", "search", "Filter", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-high")]  # noqa: RUF012 (declared so by Textual)

    def __init__(self, monitor: Monitor, clock: Clock) -> None:
        super().__init__()
        self._monitor = monitor
        self._clock = clock
        self._list = RequestList()
        self._search = SearchLine()
        self._sought: tuple[str, ...] = ()
        self._deeds: tuple[Entry, ...] = ()
        self._seen = -1
        self._questions = Questions(self)

    def compose(self) -> ComposeResult:
        """Yield the list, and the line to type into."""
        with Vertical(id="box") as box:
            box.border_title = literal("Requests of this run, and your deeds")
            box.border_subtitle = key_words("/ filter  enter details  y curl  esc close")
            yield self._search
            yield self._list

    def on_mount(self) -> None:
        """Show them, and go on as more come."""
        self._questions.ask("deeds", None, self._read)
        self.set_interval(LOOK_S, self._look)

    def action_up(self) -> None:
        """Leave the filter, then the screen."""
        if self._search.display:
            self._leave_search(keep=False)
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_search(self) -> None:
        """Type what to look for."""
        self._search.open()

    def _look(self) -> None:
        if self._monitor.requests.revision != self._seen:
            self._questions.ask("deeds", None, self._read)

    async def _read(self) -> None:
        deeds = await self._monitor.store.actions.recent(MOST_DEEDS)
        names = {job.id: job.name for job in await self._monitor.jobs.summaries()} if deeds else {}
        self._deeds = tuple(of_deed(deed, names, deed_request(deed.job_id, deed.verb)) for deed in deeds)
        self._show()

    def _show(self) -> None:
        self._seen = self._monitor.requests.revision
        entries = (*map(of_request, self._monitor.requests.recent()), *self._deeds)
        found = [entry for entry in entries if entry.holds(self._sought)]
        self._list.note = "nothing like that was asked" if self._sought else NOTHING
        self._list.show(tuple(newest_first(found)), self._clock.now())
        self._search.tell(f"{len(found):,} of {len(entries):,}", wrong=not found)

    @on(SearchLine.Typed)
    def _typed(self, message: SearchLine.Typed) -> None:
        message.stop()
        self._sought = tuple(message.text.lower().split())
        self._show()

    @on(SearchLine.Left)
    def _left(self, message: SearchLine.Left) -> None:
        message.stop()
        self._leave_search(keep=message.keep)

    def _leave_search(self, *, keep: bool) -> None:
        if not keep or not self._sought:
            self._sought = ()
            self._search.text = ""
            self._search.display = False
        self._list.focus()
        self._show()

    @on(RequestList.Opened)
    def _opened(self, message: RequestList.Opened) -> None:
        message.stop()
        self.app.push_screen(JsonView(message.entry.verb, message.entry.json))

    @on(RequestList.Copied)
    def _copied(self, message: RequestList.Copied) -> None:
        message.stop()
        request = message.entry.request
        if request is None:
            self.notify("this deed cannot be written as curl", severity="warning", markup=False)
        else:
            actions.copy(self, curl(self._monitor.profile, request), "the request as curl")
