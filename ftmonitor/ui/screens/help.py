"""Every key, this pane's first, made from the registry; `/` narrows it down by typing."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ftmonitor.ui.commands import DEFAULT, Command, Registry, Situation, shown_keys
from ftmonitor.ui.key_words import key_words
from ftmonitor.ui.modal import Modal
from ftmonitor.ui.safe import wrap
from ftmonitor.ui.theme import QUIET

KEYS_CELLS, LABEL_CELLS = 18, 26
"""Cells of the columns of keys (`pgdn j ↓`, `esc alt+esc`) and of labels."""

LEAST_SAID = 24
"""Cells below which the third column goes under the first two."""


def help_text(situation: Situation, wanted: str = "", width: int = 88, registry: Registry = DEFAULT) -> Content:
    """Return the sections of the help in `width` cells; of their lines those that hold every word of `wanted`."""
    words = wanted.lower().split()
    parts: list[Content] = []
    for title, commands in registry.sections(situation):
        found = [command for command in commands if _fits(command, words)]
        if found:
            parts.append(Content.styled(title, "bold $text-primary"))
            parts.extend(_row(command, situation, width) for command in found)
            parts.append(Content(""))
    return Content("\n").join(parts[:-1]) if parts else Content.styled("no key does that", QUIET)


def _fits(command: Command, words: list[str]) -> bool:
    text = f"{shown_keys(command)} {command.label} {command.help} {command.id}".lower()
    return all(word in text for word in words)


def _row(command: Command, situation: Situation, width: int) -> Content:
    obstacle = command.obstacle(situation)
    said = f"{command.help} ({obstacle})" if obstacle else command.help
    margin = KEYS_CELLS + LABEL_CELLS
    if width - margin < LEAST_SAID:
        margin = KEYS_CELLS
        said = f"{command.label}: {said}" if said else command.label
    first, *more = wrap(said, width - margin)
    rest = "".join("\n" + " " * margin + row for row in more)
    keys = "  " + f"{shown_keys(command) or ':'} ".ljust(KEYS_CELLS - 2)
    label = f"{command.label} ".ljust(LABEL_CELLS) if margin > KEYS_CELLS else ""
    return Content.assemble((keys, "bold"), label, (first + rest, QUIET if obstacle else "$foreground 80%"))


class HelpScreen(Modal[None]):
    """The keys over the screen; escape, q and ? close it."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape", "up", "Close", show=False),
        Binding("q,question_mark,f1", "leave", "Close", show=False),
        Binding("slash", "search", "Search", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("g,home", "edge(-1)", show=False),
        Binding("G,end", "edge(1)", show=False),
        Binding("ctrl+d,pagedown,space", "page(1)", show=False),
        Binding("ctrl+u,pageup", "page(-1)", show=False),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-small"), (24, "-high")]  # noqa: RUF012 (declared so by Textual)

    def __init__(self, situation: Situation, registry: Registry = DEFAULT) -> None:
        super().__init__()
        self._registry = registry
        self._situation = situation

    def compose(self) -> ComposeResult:
        """Yield the line to type into, and the keys."""
        with Vertical(id="box") as box:
            box.border_title = Content(" Keys ")
            box.border_subtitle = key_words("/ search  j k scroll  esc close")
            wanted = Input(placeholder="what should a key do?", id="wanted", compact=True)
            wanted.cursor_blink = False
            yield wanted
            with VerticalScroll(id="keys"):
                yield Static(id="text", markup=False)

    def on_mount(self) -> None:
        """The search is hidden until it is asked for."""
        self.query_one("#wanted").display = False
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._write()

    def _write(self) -> None:
        width = self.query_one("#keys").size.width - 1
        wanted = self.query_one("#wanted", Input).value
        self.query_one("#text", Static).update(help_text(self._situation, wanted, max(20, width), self._registry))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._write()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#keys").focus()

    def action_search(self) -> None:
        """Type what to look for."""
        wanted = self.query_one("#wanted", Input)
        wanted.display = True
        wanted.focus()

    def action_up(self) -> None:
        """Leave the search, then the screen."""
        wanted = self.query_one("#wanted", Input)
        if wanted.display:
            wanted.value = ""
            wanted.display = False
            self.query_one("#keys").focus()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#keys").scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        keys = self.query_one("#keys")
        keys.scroll_relative(y=direction * max(1, keys.size.height - 1), animate=False)

    def action_edge(self, direction: int) -> None:
        """Scroll to an end."""
        keys = self.query_one("#keys")
        keys.scroll_to(y=0 if direction < 0 else keys.max_scroll_y, animate=False)
