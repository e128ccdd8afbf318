"""The help: this pane's keys first, narrowed down by typing, at any size."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from ftmonitor.ui.commands import DEFAULT, Pane, Situation, shown_keys
from ftmonitor.ui.screens.help import HelpScreen, help_text
from tests.support.stagehand import BareApp, shown

JOB = Situation(has_job=True)


def test_every_key_of_the_situation_is_named() -> None:
    text = help_text(JOB).plain
    for _, commands in DEFAULT.sections(JOB):
        for command in commands:
            assert shown_keys(command) in text
            assert command.label in text


def test_the_pane_comes_first() -> None:
    assert help_text(Situation(pane=Pane.METRICS)).plain.splitlines()[0] == "In Metrics"


def test_a_blank_stands_between_the_columns() -> None:
    lines = help_text(JOB, width=92).plain.splitlines()
    for command in (command for _, commands in DEFAULT.sections(JOB) for command in commands):
        rows = [line for line in lines if line.startswith(f"  {shown_keys(command) or ':'} ")]
        assert any(f" {command.label} " in f"{row} " for row in rows), command.label


def test_words_narrow_it_down() -> None:
    text = help_text(JOB, "wandb").plain
    assert "the wandb run, or the job's page" in text
    assert "Zoom" not in text
    assert help_text(JOB, "no such thing").plain == "no key does that"


def test_what_cannot_be_done_says_why() -> None:
    situation = Situation(has_job=True, reasons={"job.pause": "it has succeeded"})
    assert "(it has succeeded)" in help_text(situation, width=160).plain


@pytest.mark.parametrize("width", [92, 60, 40, 24])
def test_lines_fit(width: int) -> None:
    for line in help_text(JOB, width=width).plain.splitlines():
        assert cell_len(line) <= max(width, 26)


@pytest.mark.anyio
async def test_it_closes() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("escape", "q", "question_mark", "f1", "alt+escape"):
            await app.push_screen(HelpScreen(JOB))
            await pilot.pause()
            assert "In Jobs" in shown(app)
            await pilot.press(key)
            await pilot.pause()
            assert not isinstance(app.screen, HelpScreen), key


@pytest.mark.anyio
async def test_typing_searches_and_escape_goes_one_layer_up() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(HelpScreen(JOB))
        await pilot.pause()
        await pilot.press("slash", *"quit")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "quit"
        assert "leave ftmonitor" in shown(app)
        assert "Zoom" not in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "In Jobs" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, HelpScreen)


@pytest.mark.anyio
async def test_it_scrolls_by_keys() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(HelpScreen(JOB))
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert "leave ftmonitor" in shown(app)
        await pilot.press("g")
        await pilot.pause()
        assert "In Jobs" in shown(app)
