"""The chooser of columns, which says of those that are chosen which have no room in the list as wide as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.content import Content

from ftmonitor.ui.dialogs.column_menu import ColumnMenu, Columns

NO_ROOM = "  no room here"


class RoomMenu(ColumnMenu):
    """The chooser in front of a list; `shown` tells of chosen columns which of them that shows."""

    CSS_PATH = "../dialogs/dialogs.tcss"

    def __init__(
        self,
        columns: Columns,
        known: Mapping[str, str],
        usual: Columns,
        tried: Callable[[Columns], None],
        shown: Callable[[Columns], frozenset[str]],
    ) -> None:
        self._shown = shown
        super().__init__(columns, known, usual, tried)

    def _rows(self) -> list[Content]:
        chosen, shown = self._chosen or self._usual, self._shown(self._chosen)
        return [
            Content.assemble(row, (NO_ROOM, "$warning")) if column in chosen and column not in shown else row
            for column, row in zip(self._ids, super()._rows(), strict=True)
        ]
