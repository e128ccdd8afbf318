"""What a second costs that brings nothing: the line that says how fresh all is, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.containers import Container

from ftmonitor.ui.screens.desk import AGES_S
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.room import Room
from ftmonitor.ui.widgets.status_bar import TopBar
from tests.support.screens import screen

pytestmark = pytest.mark.anyio


async def test_a_second_moves_the_age_in_the_top_line_and_the_panes_follow_later(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        top, jobs = there.main.query_one(TopBar), there.main.query_one(JobList)
        begin = jobs.now
        there.world.clock.advance(1)
        there.main.look_at_link()
        assert (top.now, jobs.now) == (begin + 1, begin)
        there.world.clock.advance(AGES_S)
        there.main.look_at_link()
        assert top.now == jobs.now == begin + 1 + AGES_S


async def test_what_holds_the_panes_looks_as_any_container_does() -> None:
    class Both(App[None]):
        CSS = "Container { height: 5; width: 20; background: $primary 30%; }"

        def compose(self) -> ComposeResult:
            yield Container(id="plain")
            yield Room(id="room")

    app = Both()
    async with app.run_test(size=(30, 12)) as pilot:
        plain, room = app.query_one("#plain"), app.query_one("#room")
        for theme in ("textual-dark", "textual-light"):
            app.theme = theme
            await pilot.pause()
            crop = plain.size.region
            lines = [[*map(list, widget.render_lines(crop))] for widget in (plain, room)]
            seen = [[[(s.text, s.style and s.style.bgcolor) for s in line] for line in some] for some in lines]
            assert seen[0] == seen[1]
            assert len(seen[1]) == crop.height
