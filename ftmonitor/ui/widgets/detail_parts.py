"""Lists of lines that stand in the detail pane beside its overview: parameters and files."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from ftmonitor.format import Glyphs
from ftmonitor.ui.widgets.files_lines import files_lines
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.params_lines import Column, params_lines
from ftmonitor.ui.widgets.virtual import VirtualLines

if TYPE_CHECKING:
    from ftmonitor.models.facts import FileFacts
    from ftmonitor.ui.widgets.detail_lines import Line


class Sheets(VirtualLines):
    """Lines that are made for a width."""

    # The scrollbar keeps its place: coming and going, it would have the lines broken anew.
    DEFAULT_CSS = "Sheets { overflow-y: scroll; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()

    def written(self, width: int) -> Sequence[Line]:
        """Return the lines in `width` cells."""
        raise NotImplementedError

    def write(self) -> None:
        """Make the lines; draw only what is different."""
        if self.size.width < 2:
            return
        before, self._lines = self._lines, self.written(self.size.width - 1)
        if len(before) != len(self._lines):
            self.set_rows(len(self._lines))
        elif before != self._lines:
            self.refresh_changed()

    def resized(self) -> None:
        """Break the lines anew."""
        self.write()

    def row_key(self, index: int) -> Hashable:
        """Return the line itself."""
        return tuple(self._lines[index])

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return the line."""
        return self._lines[index]


class ParamsTable(Sheets):
    """The settings of the selected job, and of the marked ones beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "turn", "Only unlike", show=False, id="detail.unlike"),
    ]

    columns: reactive[tuple[Column, ...]] = reactive((), init=False, repaint=False)
    only_unlike: reactive[bool] = reactive(False, init=False, repaint=False)
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False, repaint=False)

    def watch_columns(self) -> None:
        """Show them."""
        self.write()

    def watch_only_unlike(self) -> None:
        """Show those, from the top."""
        self.scroll_row(0)
        self.write()

    def written(self, width: int) -> Sequence[Line]:
        """Return the table."""
        sign = "!=" if self.glyphs is Glyphs.ASCII else "≠"
        only = self.only_unlike and len(self.columns) > 1
        return params_lines(self.columns, width, only_unlike=only, sign=sign)

    def action_turn(self) -> None:
        """Show only what is unlike, or everything again; with one job, say how there can be more."""
        if len(self.columns) < 2:
            self.notify("mark other jobs in the list with space to see them side by side", markup=False)
        else:
            self.only_unlike = not self.only_unlike


class FilesList(Sheets):
    """The files of the selected job."""

    files: reactive[tuple[tuple[str, str], ...]] = reactive((), init=False, repaint=False)
    """What each is for, and its id."""
    known: reactive[Mapping[str, FileFacts]] = reactive({}, init=False, repaint=False)
    now: float = 0.0
    """Seconds since the epoch."""

    def watch_files(self) -> None:
        """Show them."""
        self.write()

    def watch_known(self) -> None:
        """Show what is known now."""
        self.write()

    def written(self, width: int) -> Sequence[Line]:
        """Return the lines."""
        return files_lines(self.files, self.known, self.now, width)
