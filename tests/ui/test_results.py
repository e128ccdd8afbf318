"""The result file on the screen: read into the curves, and saved where one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.ui.dialogs.confirm import Confirm
from ftmonitor.ui.dialogs.failure import Failure
from ftmonitor.ui.dialogs.save_file import SaveFile
from tests.support.screens import Shown, screen
from tests.support.stagehand import BareApp

JOB = "tone-sweep-lr2"
"""A job that ended; the history has the newest page of its events."""


def sources(there: Shown) -> str:
    return next((one.source for one in there.main.series if one.name == "train_loss"), "")


@pytest.mark.anyio
async def test_read_it_joins_the_curves(tmp_path: Path) -> None:
    async with screen(tmp_path) as there:
        await there.move_to("support-v7")
        there.main.run_command("job.results")
        await there.until(lambda: there.toasts)
        assert there.toasts[-1].startswith("this job has no result file: ")
        await there.move_to(JOB)
        await there.until(lambda: sources(there).startswith("events"))
        assert "results" not in sources(there)
        there.main.run_command("job.results")
        there.main.run_command("job.results")
        await there.until(lambda: sources(there).endswith("+results"))
        assert there.toasts[-1].startswith(f"{JOB}: the result file (")
        assert there.world.simulator.ledger.count("/content") == 1


@pytest.mark.anyio
async def test_saved_under_a_safe_name_and_never_over_another_file_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = folder / f"{JOB}-step_metrics.csv"
    async with screen(tmp_path) as there:
        await there.move_to(JOB)
        await there.press("ctrl+s")
        await there.until(lambda: isinstance(there.app.screen, SaveFile))
        await there.until(lambda: path.name in there.text)
        assert not path.exists()
        await there.press("enter")
        await there.until(path.exists)
        await there.until(lambda: there.toasts[-1] == f"Saved {path}")
        assert path.read_text().startswith("step,train_loss,")
        path.write_text("mine")
        await there.press("ctrl+s")
        await there.until(lambda: isinstance(there.app.screen, SaveFile))
        await there.press("enter")
        await there.until(lambda: isinstance(there.app.screen, Confirm))
        await there.press("enter")
        await there.until(lambda: there.dialogs == 0)
        assert path.read_text() == "mine"
        await there.press("ctrl+s")
        await there.until(lambda: isinstance(there.app.screen, SaveFile))
        await there.press("enter")
        await there.until(lambda: isinstance(there.app.screen, Confirm))
        await there.press("y")
        await there.until(lambda: path.read_text() != "mine")
        assert [file.name for file in folder.iterdir()] == [path.name]
        assert there.world.simulator.ledger.count("/content") == 1


@pytest.mark.anyio
async def test_a_server_without_files_says_so_and_goes_on(tmp_path: Path) -> None:
    async with screen(tmp_path) as there:
        await there.move_to(JOB)
        there.world.simulator.faults.add(Fault(Kind.MISSING, path="/files/"))
        await there.press("ctrl+s")
        await there.until(lambda: isinstance(there.app.screen, Failure))
        assert "has no endpoint to read what is in a file" in " ".join(there.text.split())
        await there.press("escape", "ctrl+s")
        await there.until(lambda: there.toasts)
        assert there.toasts[-1] == "this server has no files to read results from"
        assert there.main.series


@pytest.mark.anyio
async def test_a_server_without_checkpoints_switches_off_that_pane_with_a_word(tmp_path: Path) -> None:
    async with screen(tmp_path, filled=False, live=False) as there:
        there.world.simulator.faults.add(Fault(Kind.MISSING, path="/checkpoints"))
        await there.move_to("support-v6")
        await there.press("5")
        await there.until(lambda: "has no endpoint to list" in there.text)
        await there.until(lambda: there.main.event_count)
        before = there.world.simulator.ledger.count("/checkpoints")
        await there.move_to("faq-v2")
        await there.press("5")
        await there.until(lambda: there.main.event_count)
        assert there.world.simulator.ledger.count("/checkpoints") == before


@pytest.mark.anyio
async def test_the_dialog_returns_what_was_typed_and_fits_everywhere() -> None:
    app = BareApp()
    found: dict[str, list[str | None]] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in ("enter", "escape", "x enter", "home q enter", "tab enter", "tab tab enter", "ctrl+u enter"):
            given = found[keys] = []
            await app.push_screen(SaveFile("the result file", "a.csv", "/here"), given.append)
            await pilot.pause()
            await pilot.press(*keys.split())
            await pilot.pause()
        await app.push_screen(SaveFile("the result file", "a" * 90, "/long" * 40))
        for size in ((40, 10), (20, 5), (8, 3)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            region = app.screen.query_one("#box").region
            assert (region.width <= size[0], region.height <= size[1]) == (True, True)
    assert found == {
        "enter": ["a.csv"],
        "escape": [None],
        "x enter": ["a.csvx"],
        "home q enter": ["qa.csv"],
        "tab enter": [None],
        "tab tab enter": ["a.csv"],
        "ctrl+u enter": [None],
    }
