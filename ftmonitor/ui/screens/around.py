"""What stands around the panes: the tabs of the detail, sizes, jumping, and menus of what the mouse points at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from ftmonitor.ui.commands import BY_ID, COMMANDS, Pane
from ftmonitor.ui.screens.details import Details
from ftmonitor.ui.screens.wardrobe import Wardrobe
from ftmonitor.ui.widgets.detail_tabs import Tab
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.virtual import VirtualList

if TYPE_CHECKING:
    from ftmonitor.ui.screens.bench import Bench
    from ftmonitor.ui.screens.panes import Panes


class Around:
    """Does the commands of these, for the main screen; to be made when all panes are there."""

    def __init__(self, stage: Bench, panes: Panes, run: Callable[[str], None]) -> None:
        """`run` does a command by its id."""
        self._stage = stage
        self._run_command = run
        self._pane = panes.detail
        self.details = Details(stage, panes.detail)
        self.wardrobe = Wardrobe(stage)

    @property
    def deeds(self) -> Mapping[str, Callable[[], object]]:
        """What it does, by the ids of the commands: also what only keys of the panes do, for who clicks a hint."""
        by_keys = [one for one in COMMANDS if one.by_pane]
        return {
            **{one.id: partial(self._as_key, one.id, min(one.home(pane) for pane in Pane)) for one in by_keys},
            "app.tab_next": partial(self.turn, 1),
            "app.tab_previous": partial(self.turn, -1),
            "app.jump": self.jump,
            "app.reset_layout": self.reset,
            "app.theme": self.wardrobe.choose_theme,
            "app.glyphs": self.wardrobe.next_glyphs,
            "detail.unlike": partial(self._in_tab, Tab.PARAMS, "turn"),
            "detail.search": partial(self._in_tab, Tab.JSON, "search"),
            "detail.find_next": partial(self._in_tab, Tab.JSON, "find(1)"),
            "detail.find_previous": partial(self._in_tab, Tab.JSON, "find(-1)"),
            "detail.fold": partial(self._in_tab, Tab.JSON, "open"),
            "detail.copy_path": partial(self._in_tab, Tab.JSON, "copy_path"),
            "detail.copy_value": partial(self._in_tab, Tab.JSON, "copy_value"),
        }

    def jump(self) -> None:
        """Put letters on what can be pressed, and press it."""
        from ftmonitor.ui.screens.jump import Jump
        from ftmonitor.ui.screens.targets import Target, targets

        def pressed(target: Target | None) -> None:
            if target is not None:
                target.press()

        self._stage.app.push_screen(Jump(targets(self._stage)), pressed)

    def point_out(self, event: events.MouseDown) -> None:
        """Show what can be done to the thing under the pointer; a row of a list is chosen for it first."""
        from ftmonitor.ui.screens.action_menu import ActionMenu, offered

        stage = self._stage
        under, _ = stage.get_widget_at(*event.screen_offset)  # a terminal's event knows no widget
        pane = next((pane for pane in Pane if stage.pane(pane) in under.ancestors_with_self), None)
        if pane is None:
            return
        event.stop()
        stage.show(pane)
        if isinstance(under, VirtualList) and (offset := event.get_content_offset(under)) is not None:
            row = under.row_at(offset.y)
            if row is not None:
                under.move_to(row)
        if isinstance(under, JobList) and under.chosen is not None:
            stage.choose(under.chosen)

        def chosen(command_id: str | None) -> None:
            if command_id is not None:
                self._run_command(command_id)

        menu = ActionMenu(offered(stage.registry, stage.situation), event.screen_offset)
        stage.app.push_screen(menu, chosen)

    def turn(self, by: int) -> None:
        """Open another tab of the detail; where that is hidden, show it first."""
        if not self._pane.display:
            self._stage.show(Pane.DETAIL)
        else:
            self._pane.turn(by)

    def reset(self) -> None:
        """Put everything where it was at first."""
        self._stage.reset_layout()
        self._pane.tab = Tab.OVERVIEW

    def _in_tab(self, tab: Tab, action: str) -> None:
        """Do what a key of a tab does."""
        self._stage.show(Pane.DETAIL)
        self._pane.tab = tab
        self._pane.take_focus()
        self._stage.call_later(self._run, action)

    def _as_key(self, command_id: str, pane: Pane) -> None:
        """Do what the key of a pane does, where the focus is, or where that is none of its panes, in `pane`."""
        if not BY_ID[command_id].scope.covers(self._stage.current):
            self._stage.show(pane)
        widget = self._stage.focused
        bound = widget._bindings.key_to_bindings.values() if widget is not None else ()
        action = next((one.action for bindings in bound for one in bindings if one.id == command_id), "")
        if action:
            self._stage.call_later(self._run, action)

    async def _run(self, action: str) -> None:
        if (focused := self._stage.focused) is not None:
            await focused.run_action(action)
