"""The tabs: which panes there are where not all of them fit, and which one is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.color import Color
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor import format as words
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.theme import INKS, Ink, ink_style, wash_style
from ftmonitor.ui.widgets.inks import Inked, Piece

_SEEN = Ink("foreground", 0.12)

_SHORT = {
    Pane.JOBS: "jobs",
    Pane.DETAIL: "det",
    Pane.METRICS: "met",
    Pane.EVENTS: "ev",
    Pane.CHECKPOINTS: "ck",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab as it stands in the line: the cells `start` to `stop` belong to it."""

    pane: Pane
    text: str
    start: int
    stop: int


def tabs_line(panes: tuple[Pane, ...], numbers: tuple[str, ...], active: Pane, width: int) -> tuple[Tab, ...]:
    """Return the tabs of `panes` with what each has to say (`numbers`), in the longest words that fit into `width`."""
    whole = [
        f" {int(pane)} {pane.title} {said} " if said else f" {int(pane)} {pane.title} "
        for pane, said in zip(panes, numbers, strict=True)
    ]
    plain = [f" {int(pane)} {pane.title} " for pane in panes]
    short = [f" {int(pane)} {_SHORT[pane]} " for pane in panes]
    tight = [f"{int(pane)} {_SHORT[pane]} " if pane is active else f"{int(pane)} " for pane in panes]
    for texts in (whole, plain, short, tight):
        if sum(map(cell_len, texts)) <= width:
            break
    tabs: list[Tab] = []
    at = 0
    for pane, text in zip(panes, texts, strict=True):
        tabs.append(Tab(pane, text, at, at + cell_len(text)))
        at += cell_len(text)
    return tuple(tabs)


def _focused(variables: Mapping[str, str], paper: Color) -> Style:
    """Return how the tab of the pane with the focus looks: written with the paper on its colour."""
    color = Color.parse(variables["primary"])
    if color.ansi is not None:
        return Style(color=color.rich_color, bold=True, reverse=True)
    return Style(color=Color.parse(variables["background"]).rich_color, bgcolor=color.rich_color, bold=True)


def _seen(variables: Mapping[str, str], paper: Color) -> Style:
    """Return how the tab of a pane that is seen looks while the focus is elsewhere."""
    return ink_style(INKS["strong"], variables, paper) + wash_style(_SEEN, variables, paper)


class PaneTabs(Inked):
    """One line of tabs; a click on one shows its pane."""

    DEFAULT_CSS = """
        PaneTabs {
            height: 1;
            background: $surface;
        }
        """

    panes: reactive[tuple[Pane, ...]] = reactive(tuple(Pane), init=False)
    active: reactive[Pane] = reactive(Pane.JOBS, init=False)
    numbers: reactive[tuple[str, ...]] = reactive(("",) * len(Pane), init=False)
    """What each pane of `Pane` has to say beside its name, such as how many rows it has."""
    focused: reactive[bool] = reactive(False, init=False)
    """Whether the pane of the active tab has the focus."""
    marked: reactive[int] = reactive(0, init=False)
    """How many jobs are marked: keys that act on jobs act on those, in sight or not."""
    caption: reactive[str] = reactive("", init=False)
    """What stands at the right end: the name of the job that the panes are about."""

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        pane: Pane

    def _tabs(self) -> tuple[Tab, ...]:
        numbers = tuple(self.numbers[int(pane) - 1] for pane in self.panes)
        return tabs_line(self.panes, numbers, self.active, self.size.width)

    def spots(self) -> tuple[int, ...]:
        """Return the cells that a click is for."""
        return tuple(tab.start for tab in self._tabs())

    def render_line(self, y: int) -> Strip:
        """Return the tabs."""
        width = self.size.width
        tabs = self._tabs()
        strips = [self._drawn_tab(tab) for tab in tabs]
        used = tabs[-1].stop if tabs else 0
        room = width - used - 2
        marked = f"{words.count(self.marked)} marked" if self.marked else ""
        marked = marked if cell_len(marked) <= room else ""
        room -= cell_len(marked) + 2 if marked else 0
        caption = self.caption if cell_len(self.caption) <= room else ""
        said = "  ".join(filter(None, (marked, caption)))
        gap = " " * max(0, width - used - cell_len(said) - 1)
        pieces = ((gap, ""), (marked, "star"), (said[len(marked) :], "dim"), (" ", ""))
        rest = self.drawn(pieces, max(0, width - used))
        return Strip.join([*strips, rest]).crop(0, width)

    def _drawn_tab(self, tab: Tab) -> Strip:
        active = tab.pane is self.active
        pieces: list[Piece] = [(tab.text, "" if active else "dim")]
        strip = self.drawn(pieces, cell_len(tab.text))
        if not active:
            return strip
        worn = self.mixed("focused tab", _focused) if self.focused else self.mixed("seen tab", _seen)
        return strip.apply_style(worn)

    def on_click(self, event: events.Click) -> None:
        """Say which tab was clicked."""
        event.stop()
        for tab in self._tabs():
            if tab.start <= event.x < tab.stop:
                self.post_message(self.Chosen(tab.pane))
