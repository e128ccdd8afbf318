"""The screen over the real monitor and the simulator: keys, mouse, sizes, what it says when things go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.ui.app import DEMO
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.dialogs.failure import Failure
from ftmonitor.ui.dialogs.no_key import NoKey
from ftmonitor.ui.palette import Palette
from ftmonitor.ui.screens.help import HelpScreen
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.opened import world
from tests.support.screens import screen
from tests.support.simulated import named

pytestmark = pytest.mark.anyio

SMALL = (80, 24)
SIZES = [(200, 60), (160, 50), (120, 40), (100, 30), (80, 24), (60, 20), (50, 12), (40, 10), (20, 5)]
OF_EACH_LAYOUT = [(200, 60), (120, 40), (80, 24), (60, 20), (20, 5)]


async def test_the_history_is_painted_before_anything_is_asked(tmp_path: Path) -> None:
    async with screen(tmp_path, live=False) as there:
        assert "support-v7" in there.text
        assert "41" in there.text
        assert there.focus() is Pane.JOBS


async def test_the_newest_job_is_selected_and_shown(tmp_path: Path) -> None:
    async with screen(tmp_path) as there:
        newest = there.main.jobs[0]
        assert there.main.job_id == newest.id
        assert there.main.job is not None
        assert there.main.job.id == newest.id
        assert "live" in there.text


async def test_moving_shows_the_other_job(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        await there.press("j", "j")
        third = there.main.jobs[2]
        await there.until(lambda: there.main.job is not None and there.main.job.id == third.id)
        assert there.main.query_one(EventLog).job_id == third.id
        await there.press("k", "G")
        last = there.main.jobs[-1]
        await there.until(lambda: there.main.job is not None and there.main.job.id == last.id)


async def test_curves_events_and_checkpoints_of_a_job(tmp_path: Path) -> None:
    async with screen(tmp_path, (200, 60), posed=True, at="support-v6") as there:
        await there.until(lambda: there.main.series and there.main.checkpoints and there.main.event_count)
        await there.until(lambda: "Events" in there.text and "INFO" in there.text)
        assert "train" in there.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24), pytest.param((200, 60), marks=pytest.mark.long)], ids=str)
async def test_digits_show_and_focus_panes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with screen(tmp_path, size, posed=True) as there:
        for pane in (*Pane, Pane.METRICS, Pane.JOBS):
            await there.press(str(int(pane)))
            assert there.focus() == pane
            assert there.main.pane(pane).display
            assert there.main.pane(pane).region.area > 0


async def test_tab_goes_round(tmp_path: Path) -> None:
    async with screen(tmp_path, (80, 24), posed=True) as there:
        seen = []
        for _ in Pane:
            await there.press("tab")
            seen.append(there.focus())
        assert seen == [Pane.DETAIL, Pane.METRICS, Pane.EVENTS, Pane.CHECKPOINTS, Pane.JOBS]
        await there.press("shift+tab")
        assert there.focus() is Pane.CHECKPOINTS


async def test_enter_opens_the_job(tmp_path: Path) -> None:
    async with screen(tmp_path, (60, 20), posed=True) as there:
        await there.press("enter")
        assert there.focus() is Pane.DETAIL
        assert not there.main.pane(Pane.JOBS).display
        await there.press("escape")
        assert there.focus() is Pane.JOBS


async def test_zoom_and_the_way_back(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        await there.press("4", "z")
        assert there.main.pane(Pane.EVENTS).region.width == there.app.size.width
        assert not there.main.pane(Pane.JOBS).display
        await there.press("3")
        assert there.main.pane(Pane.METRICS).region.width == there.app.size.width
        await there.press("q")
        assert there.main.pane(Pane.JOBS).display
        assert there.focus() is Pane.METRICS
        await there.press("escape")
        assert there.focus() is Pane.JOBS
        await there.press("escape")
        assert there.app.is_running
        await there.press("q")
    assert there.app.return_code == 0


@pytest.mark.parametrize("keys", [["ctrl+q"], ["question_mark", "ctrl+q"], ["X", "ctrl+q"]])
async def test_ctrl_q_quits_from_anywhere(tmp_path: Path, keys: list[str]) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        await there.press(*keys)
    assert there.app.return_code == 0


async def test_ctrl_c_never_quits(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        await there.press("ctrl+c", "ctrl+c")
        assert any("ctrl+q" in toast for toast in there.toasts)
        for key in ("colon", "question_mark", "X"):
            await there.press(key, "ctrl+c", "ctrl+c")
            assert there.app.is_running
            await there.press("escape")


@pytest.mark.parametrize(
    ("pane", "sizes"),
    [(Pane.CHECKPOINTS, OF_EACH_LAYOUT), *(pytest.param(pane, SIZES, marks=pytest.mark.long) for pane in Pane)],
    ids=str,
)
async def test_resizing_keeps_focus_and_selection(tmp_path: Path, pane: Pane, sizes: list[tuple[int, int]]) -> None:
    async with screen(tmp_path, sizes[0], posed=True) as there:
        await there.press("j", str(int(pane)))
        chosen = there.main.job_id
        for size in (*sizes[1:], *reversed(sizes[:-1])):
            await there.pilot.resize_terminal(*size)
            await there.pilot.pause()
            assert there.focus() == pane
            assert there.main.job_id == chosen
            assert there.main.pane(pane).region.area > 0


@pytest.mark.parametrize(
    "sizes", [OF_EACH_LAYOUT, *(pytest.param([size], marks=pytest.mark.long) for size in SIZES)], ids=str
)
async def test_no_pane_draws_outside_its_place(tmp_path: Path, sizes: list[tuple[int, int]]) -> None:
    async with screen(tmp_path, sizes[0], posed=True) as there:
        for size in sizes:
            await there.pilot.resize_terminal(*size)
            for pane in Pane:
                await there.press(str(int(pane)))
                places = [there.main.pane(one).region for one in Pane if there.main.pane(one).display]
                for place in places:
                    assert there.main.region.contains_region(place)
                for number, place in enumerate(places):
                    assert not any(place.overlaps(other) for other in places[number + 1 :])
                assert len(there.text.splitlines()) <= size[1]


async def test_mouse_finds_tabs_rows_and_hints(tmp_path: Path) -> None:
    async with screen(tmp_path, (80, 24), posed=True) as there:
        await there.pilot.click("#tabs", offset=(2, 0))
        await there.pilot.pause()
        assert there.focus() is Pane.DETAIL
        await there.pilot.click("#jobs", offset=(10, 3))
        await there.pilot.pause()
        assert there.focus() is Pane.JOBS
        assert there.main.job_id == there.main.jobs[2].id
        await there.pilot.click("#hints", offset=(2, 0))
        await there.pilot.pause()
        assert isinstance(there.app.screen, HelpScreen)


async def test_help_palette_and_json(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        for key, kind in (("question_mark", HelpScreen), ("ctrl+p", Palette)):
            await there.press(key)
            assert isinstance(there.app.screen, kind)
            await there.press("escape")
            assert there.dialogs == 0
        await there.press("d")
        await there.until(lambda: isinstance(there.app.screen, JsonView))
        assert '"object": "fine_tuning.job"' in there.text
        await there.press("escape")
        assert there.dialogs == 0


async def test_an_event_shows_its_json(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True, at="support-v6") as there:
        await there.until(lambda: there.main.event_count > 10)
        await there.press("4", "enter")
        await there.until(lambda: '"object": "fine_tuning.job.event"' in there.text)
        await there.press("colon", *"JSON of the ev", "enter")
        await there.until(lambda: isinstance(there.app.screen, JsonView))


async def test_the_palette_finds_a_job(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        await there.press("colon", *"t-v6")
        await there.until(lambda: "succeeded" in there.text)
        await there.press("enter")
        await there.until(lambda: there.dialogs == 0)
        assert there.main.job_id == there.world.named("support-v6")
        assert there.focus() is Pane.DETAIL


async def test_copying(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True, at="support-v6") as there:
        job_id = there.world.named("support-v6")
        await there.press("y", "y")
        assert there.app.copied == job_id
        assert f"Copied the id (OSC 52): {job_id}" in there.toasts
        await there.until(lambda: there.main.checkpoints)
        await there.press("5", "y")
        assert there.app.copied.startswith("ft:")
        there.main.run_command("job.copy_model")
        assert there.main.summary is not None
        assert there.app.copied == there.main.summary.fine_tuned_model


async def test_opening_the_wandb_run(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True, at="support-v7") as there:
        await there.press("o")
        opened = there.app.opened_url or there.app.copied  # a machine without a browser gets the link to paste
        assert opened.startswith("https://wandb.ai/")
        await there.move_to("faq-v3")
        await there.press("o")
        assert any("no wandb run" in toast for toast in there.toasts)


async def test_starting_at_a_job(tmp_path: Path) -> None:
    job_id = named(world(), "support-v6")
    async with screen(tmp_path, SMALL, job_id=job_id, posed=True) as there:
        assert there.main.job_id == job_id
        assert there.main.query_one(JobList).chosen == job_id


async def test_starting_at_a_job_that_is_not_in_the_history_yet(tmp_path: Path) -> None:
    job_id = named(world(), "support-v6")
    async with screen(tmp_path, SMALL, job_id=job_id, filled=False, live=False) as there:
        await there.until(lambda: there.main.query_one(JobList).chosen == job_id)
        assert there.main.job_id == job_id


async def test_starting_at_a_job_that_is_not_there(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, job_id="ftjob-no[/nope]", live=False, posed=True) as there:
        await there.until(lambda: there.dialogs)
        assert "ftjob-no[/nope]" in there.text
        await there.press("escape")
        assert there.main.job_id == there.main.jobs[0].id


async def test_starting_at_an_unknown_job_without_a_key(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, job_id="ftjob-nope", key=False) as there:
        await there.until(lambda: there.dialogs)
        assert "ftjob-nope" in there.text


async def test_without_a_key_and_a_history_a_dialog_offers_the_demo(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, filled=False, key=False) as there:
        await there.until(lambda: isinstance(there.app.screen, NoKey))
        assert "OPENAI_API_KEY" in there.text
        await there.press("enter")
    assert there.app.return_value == DEMO


async def test_without_a_key_the_history_is_read_only(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, key=False) as there:
        await there.until(lambda: there.main.job is not None)
        assert there.dialogs == 0
        assert "This is the history, read-only." in there.text
        await there.press("P", "X")
        assert there.dialogs == 0


async def test_read_only_takes_the_verbs_away(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, read_only=True, posed=True, at="support-v7") as there:
        await there.press("P", "R", "X")
        assert there.dialogs == 0
        assert not there.toasts
        assert "pause" not in there.text.splitlines()[-1]


async def test_without_anything_to_say_no_line_is_lost(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        assert not any(notice.display for notice in there.main.query("#notice"))
        assert there.main.query_one("#panes").region.y == 1


async def test_offline_is_said_and_the_panes_keep_their_data(tmp_path: Path) -> None:
    async with screen(tmp_path) as there:
        there.world.simulator.faults.add(Fault(Kind.OFFLINE))
        await there.press("r")
        await there.until(lambda: "live" not in there.text.splitlines()[0])
        assert "support-v7" in there.text
        there.world.simulator.faults.clear()
        there.world.clock.advance(60)
        await there.press("r")
        await there.until(lambda: "live" in there.text.splitlines()[0])


async def test_new_events_come_by_themselves(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, at="support-v7") as there:
        await there.until(lambda: there.main.event_count > 0)
        before = there.main.event_count
        there.world.clock.advance(30)
        await there.until(lambda: there.main.event_count > before)


async def test_an_error_of_our_own_is_said_and_the_screen_goes_on(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:

        async def broken() -> None:
            raise RuntimeError("[/nope] \x1b[31m")

        there.main.run_worker(broken(), exit_on_error=False)
        await there.until(lambda: isinstance(there.app.screen, Failure))
        assert "RuntimeError" in there.text
        assert "[/nope]" in there.text
        assert "Traceback" not in there.text
        await there.press("escape", "j")
        assert there.main.job_id == there.main.jobs[1].id


@pytest.mark.parametrize(
    ("size", "jobs"), [((40, 10), 3), *(pytest.param(size, 5, marks=pytest.mark.long) for size in SIZES)], ids=str
)
async def test_hostile_jobs_are_shown_harmlessly(tmp_path: Path, size: tuple[int, int], jobs: int) -> None:
    async with screen(tmp_path, size, scenario="hostile", posed=True) as there:
        for number in range(jobs):
            dialogs = ("d", "escape", "P", "escape", "X", "escape", "y")
            for key in ("2", "3", "4", "5", *(dialogs if number < 2 else ()), "1"):
                await there.press(key)
                assert not set(there.text) & set("\x1b\x07\x9b\u202e\u200f")
                assert not any(set(toast) & set("\x1b\x07\x9b\u202e\u200f") for toast in there.toasts)
            await there.press("j")
