"""Toasts: few at a time, the newest of each kind, out of the way, and gone with escape."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen
from textual.widgets._toast import Toast

from ftmonitor.ui.toasts import MOST_TOASTS, Toaster
from ftmonitor.ui.widgets.filter_bar import FilterBar
from ftmonitor.ui.widgets.status_bar import Hints
from tests.support.screens import screen
from tests.support.stagehand import toasts

pytestmark = pytest.mark.anyio


async def told(*said: tuple[str, str, float]) -> list[str]:
    """Return which toasts are left where all of these were shown: what they say, how grave, and for how long."""
    app = Toaster()
    async with app.run_test(notifications=True) as pilot:
        for message, severity, timeout in said:
            app.notify(message, severity=severity, timeout=timeout, markup=False)  # type: ignore[arg-type]
            await pilot.pause()
        return toasts(app)


async def test_the_newest_of_a_kind_is_shown() -> None:
    said = ("Grouped by: day", "Glyphs: ascii", "Grouped by: none", "nothing to compare", "nothing to compare")
    assert await told(*((one, "information", 5) for one in said)) == [
        "Glyphs: ascii",
        "Grouped by: none",
        "nothing to compare",
    ]


async def test_what_stands_longer_is_not_replaced() -> None:
    assert await told(("a: b failed", "error", 12), ("a: c failed", "error", 12)) == ["a: b failed", "a: c failed"]


async def test_there_are_never_too_many_and_the_gravest_stay() -> None:
    said = (("it failed", "error", 12.0), *((f"word {number}", "information", 5.0) for number in range(5)))
    assert await told(*said) == ["it failed", "word 3", "word 4"]
    assert MOST_TOASTS == 3


async def test_over_a_dialog_stand_only_errors_and_its_own_words_and_the_rest_waits() -> None:
    app = Toaster()
    async with app.run_test(notifications=True) as pilot:

        async def say(message: str, severity: SeverityLevel = "information", stands_s: float = 12.0) -> list[str]:
            app.notify(message, severity=severity, timeout=stands_s, markup=False)
            await pilot.pause()
            return [toast.render_line(0).text.strip() for toast in app.screen.query(Toast)]

        await say("Grouped by: day", stands_s=3.0)
        await say("it rose", "warning")
        await app.push_screen(ModalScreen[None]())
        await pilot.pause()
        assert not app.screen.query(Toast)
        assert await say("copied", stands_s=5.0) == ["copied"]
        assert await say("it paused", "warning") == ["copied"]
        assert await say("it failed", "error") == ["copied", "it failed"]
        await app.pop_screen()
        await pilot.pause()
        assert {*toasts(app)} == {"it rose", "it paused", "it failed"}
        assert {toast.render_line(0).text.strip() for toast in app.screen.query(Toast)} == {*toasts(app)}
        await app.push_screen(ModalScreen[None]())
        await pilot.pause()
        app.clear_notifications()
        await app.pop_screen()
        await pilot.pause()
        assert toasts(app) == []


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_they_leave_the_lines_below_and_go_with_escape(tmp_path: Path, size: tuple[int, int]) -> None:
    async with screen(tmp_path, size, posed=True, at="support-v6") as there:
        await there.press("slash", *"status:succeeded", "enter", "z", "P")
        await there.until(lambda: list(there.main.query(Toast)))
        toast = there.main.query_one(Toast)
        await there.until(lambda: toast.region.height)
        others = (there.main.query_one(FilterBar), there.main.query_one(Hints), there.main.panes.tabs)  # type: ignore[union-attr]
        assert all(not toast.region.overlaps(other.region) for other in others if other.display)
        await there.press("escape")
        assert (there.toasts, there.main.zoomed) == ([], True)
        await there.press("escape")
        assert not there.main.zoomed
