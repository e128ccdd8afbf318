"""The tabs of the detail pane: one line that names them; a click on one opens it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.ui.widgets.inks import Inked, Piece


class Tab(StrEnum):
    """What is told of a job; the value is what the tab says."""

    OVERVIEW = "overview"
    PARAMS = "params"
    FILES = "files"
    JSON = "json"


_SHORT = {Tab.OVERVIEW: "over", Tab.PARAMS: "par", Tab.FILES: "files", Tab.JSON: "json"}
_KEYS = "[ ]"


@dataclass(frozen=True, slots=True)
class Place:
    """A tab as it stands in the line: the cells `start` to `stop` belong to it."""

    tab: Tab
    text: str
    start: int
    stop: int


def places(width: int) -> tuple[Place, ...]:
    """Return the tabs in `width` cells, in the longest words that fit; what does not fit at all is left out."""
    for texts, apart in (({tab: tab.value for tab in Tab}, 3), (_SHORT, 3), (_SHORT, 1)):
        if sum(map(len, texts.values())) + apart * (len(Tab) - 1) + 2 <= width:
            break
    found: list[Place] = []
    at = 1
    for tab in Tab:
        stop = at + len(texts[tab])
        if stop > width:
            break
        found.append(Place(tab, texts[tab], at, stop))
        at = stop + apart
    return tuple(found)


class DetailTabs(Inked):
    """`overview · params · files · json`, the open one written bold."""

    DEFAULT_CSS = "DetailTabs { height: 1; width: 1fr; }"

    active: reactive[Tab] = reactive(Tab.OVERVIEW, init=False)
    said: reactive[str] = reactive("", init=False)
    """What stands at the right end, where there is room for it."""

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        tab: Tab

    def spots(self) -> tuple[int, ...]:
        """Return the cells that a click is for."""
        return tuple(place.start - 1 for place in places(self.size.width))

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        pieces: list[Piece] = []
        at = 0
        for place in places(width) if y == 0 else ():
            apart = " · " if place.start - at == 3 and at else " " * (place.start - at)
            pieces += [(apart, "faint"), (place.text, "chosen" if place.tab is self.active else "dim")]
            at = place.stop
        for said in (f"{self.said}  {_KEYS} ", f"{self.said} ", f"{_KEYS} "):
            if self.said and at + cell_len(said) + 2 <= width:
                pieces += [(" " * (width - at - cell_len(said)), ""), (said, "faint")]
                break
        return self.drawn(pieces, width)

    def on_click(self, event: events.Click) -> None:
        """Say which tab was clicked; the blanks around one belong to it."""
        if event.button == 1:
            event.stop()
            for place in places(self.size.width):
                if place.start - 1 <= event.x <= place.stop:
                    self.post_message(self.Chosen(place.tab))
                    return
