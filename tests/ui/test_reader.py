"""What can be done in the log, on the whole screen."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from ftmonitor.models.log import LogRow
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.log_copies import Excerpt
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.log_pane import LogPane, action_at
from tests.support.screens import Shown, screen

pytestmark = pytest.mark.anyio


def log(there: Shown) -> EventLog:
    assert there.main.panes is not None
    return there.main.panes.events


def pane(there: Shown) -> LogPane:
    assert there.main.panes is not None
    return there.main.panes.log


def current(there: Shown) -> LogRow:
    row = log(there).current
    assert row is not None
    return row


def _at_column(there: Shown, column: int) -> bool:
    return log(there).current is not None and pane(there).strip.here == column


async def read(there: Shown) -> None:
    await there.until(lambda: there.main.event_count > 100 and log(there).count == there.main.event_count)
    await there.press("4")
    await there.settle()


async def test_a_search_goes_from_one_to_the_next_and_back_to_where_it_began(tmp_path: Path) -> None:
    async with screen(tmp_path, (80, 24), posed=True, at="support-v7") as there:
        await read(there)
        began = current(there)
        log(there).sideways = 200
        await there.press("slash", "s")
        await there.paste("tep 9")
        await there.until(lambda: pane(there).search.said == "11/11")
        assert current(there).step == 99
        assert log(there).sideways == 0, "what was found is seen"
        await there.press("escape")
        await there.until(lambda: current(there) == began)
        assert log(there).sideways == 200
        log(there).sideways = 0
        assert not pane(there).search.display
        await there.press("slash")
        await there.paste("step 9")
        await there.press("enter", "n")
        await there.until(lambda: pane(there).search.said == "1/11, wrapped")
        assert current(there).step == 9
        await there.press("N")
        await there.until(lambda: pane(there).search.said == "11/11, wrapped")
        await there.press("slash")
        await there.paste("Step 9")
        await there.until(lambda: pane(there).search.said == "11/11")
        await there.press("ctrl+u")
        await there.paste("STEP")
        await there.until(lambda: pane(there).search.said == "not found")
        await there.press("escape", "slash", "up")
        assert pane(there).search.text == "step 9"
        await there.press("enter", "escape")
        assert there.focus() is Pane.EVENTS, "the first escape ends the search"
        assert not pane(there).search.display


async def test_a_filter_keeps_the_line_and_lives(tmp_path: Path) -> None:
    async with screen(tmp_path, (80, 24), posed=True, at="support-v7") as there:
        await read(there)
        whole = log(there).count
        await there.press("g", "j", "j")
        held = current(there)
        await there.press("ampersand")
        await there.paste("!/loss/")
        await there.until(lambda: 0 < log(there).count < 20)
        shown = log(there).count
        await there.until(lambda: log(there).current is not None)
        assert current(there).id == held.id
        assert f"{shown} of {whole}" in " ".join(pane(there)._said)
        await there.press("backspace", "backspace", *"(")
        await there.until(lambda: pane(there).filter.wrong)
        assert "no regular expression" in pane(there).filter.said
        assert log(there).count == shown, "the last good result stays"
        await there.press("enter")
        await there.until(lambda: not there.main.answering)
        assert pane(there).filter.has_focus_within, "it stays, to be mended"
        assert pane(there).filter.text == "!/los("
        await there.press("escape")
        await there.until(lambda: log(there).count == whole)
        await there.press("M")
        await there.until(lambda: log(there).count == shown)
        await there.press("M")
        await there.until(lambda: log(there).count == whole - shown)
        await there.press("M", "L", "L")
        await there.until(lambda: log(there).count == 0)
        assert "errors" in " ".join(pane(there)._said)
        await there.press("escape")
        await there.until(lambda: log(there).count == whole)
        assert there.focus() is Pane.EVENTS


async def test_a_filtered_log_follows_what_comes(tmp_path: Path) -> None:
    async with screen(tmp_path, at="support-v7") as there:
        await there.until(lambda: there.main.event_count > 100)
        await there.press("4", "M", "M")
        await there.until(lambda: log(there).view > 0 and log(there).count > 100)
        before = log(there).count
        await there.until(lambda: log(there).count > before, step_s=0.5)
        assert log(there).following
        await there.until(lambda: log(there).current is not None)
        assert current(there).type == "metrics"
        await there.press("k", "k", "k")
        held, before = current(there), log(there).count
        await there.until(lambda: log(there).count > before, step_s=0.5)
        assert current(there).id == held.id
        assert log(there).unread
        assert "new" in there.text


async def test_errors_are_found_wherever_they_are(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="triage-v1") as there:
        await there.until(lambda: log(there).count > 0)
        await there.press("4", "g", "e")
        await there.until(lambda: log(there).current is not None and current(there).level == "error")
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await read(there)
        await there.press("E")
        await there.until(lambda: there.toasts)
        assert there.toasts == ["no warnings and no errors here"]


async def test_all_jobs_that_have_not_ended_stand_in_one_log(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await read(there)
        one = log(there).count
        await there.press("A")
        await there.until(lambda: log(there).count > one)
        assert "11 jobs not ended" in pane(there)._said
        assert len([one for one in there.main.jobs if not one.phase.ended]) == 11
        assert there.main.panes is not None
        assert there.main.panes.tabs.numbers[3] == f"{log(there).count:,}", "also where only the tab tells of it"
        await there.until(lambda: "legal-summa" in there.text.split("4 Events")[1])
        await there.press("O")
        row = current(there)
        await there.until(lambda: there.main.job_id == row.job)
        await there.press("4")
        await there.pilot.click(pane(there), offset=(" ".join(("", "", *pane(there)._said)).index("jobs not"), 0))
        await there.until(lambda: log(there).view == 0)
        await there.until(lambda: there.main.panes.tabs.numbers[3] == f"{there.main.event_count:,}")  # type: ignore[union-attr]


async def test_a_click_on_the_strip_leads_there_and_the_json_follows_the_cursor(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await read(there)
        strip, last = pane(there).strip, current(there)
        await there.until(lambda: len(strip.columns) == strip.room)
        for share in (0.5, 0.0, 0.9):
            column = int(share * strip.room)
            await there.pilot.click(strip, offset=(1 + column, 0))
            await there.until(partial(_at_column, there, column))
        assert 0 < log(there).cursor < last.index
        await there.press("G")
        await there.press("enter")
        await there.until(lambda: current(there).id in there.text)
        await there.press("k")
        await there.until(lambda: current(there).id in there.text)
        await there.press("escape")
        assert not pane(there).opened
        assert there.focus() is Pane.EVENTS


async def test_a_range_is_copied_and_everything_is_saved(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await read(there)
        await there.press("g", "y")
        await there.until(lambda: there.app.copied)
        assert there.app.copied.endswith("INFO  Created fine-tuning job: " + (there.main.job_id or ""))
        await there.press("v", "j", "j", "y")
        await there.until(lambda: there.app.copied.count("\n") == 2)
        assert log(there).begun is None
        target = tmp_path / "all.jsonl"
        await there.press("M")
        await save(there, "shift+tab", "enter", "tab", to=target)
        await there.until(target.exists)
        lines = target.read_text(encoding="utf-8").splitlines()
        assert 0 < len(lines) < 20, "what is shown, not more"
        assert json.loads(lines[0])["object"] == "fine_tuning.job.event"
        for key, kept in (("n", True), ("y", False)):
            target.write_text("of mine", encoding="utf-8")
            there.app.clear_notifications()
            await save(there, to=target)
            await there.until(lambda: "Overwrite all.jsonl" in there.text)
            assert target.read_text(encoding="utf-8") == "of mine"
            await there.press(key)
            await there.until(lambda: not there.dialogs)
            await there.until(lambda: not any(worker.group == "log save" for worker in there.app.workers))
            assert (target.read_text(encoding="utf-8") == "of mine") is kept


@pytest.mark.parametrize("keys", [(), ("M",)])
async def test_what_is_taken_out_is_of_the_log_that_was_shown_then(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await read(there)
        await there.press(*keys)
        await there.until(lambda: bool(log(there).view) is bool(keys))
        assert there.main.log_desk is not None
        excerpt = Excerpt(there.main, there.main.log_desk.view, {})
        before = await excerpt.lines(0, 3), await excerpt.jsonl(0, 3)
        assert [len(lines) for lines in before] == [3, 3]
        await there.move_to("support-v6")
        await there.until(lambda: log(there).job_id == there.main.job_id)
        assert (await excerpt.lines(0, 3), await excerpt.jsonl(0, 3)) == before


async def test_what_is_taken_out_stays_when_older_events_come_in(tmp_path: Path) -> None:
    async with screen(tmp_path, at="support-v6") as there:
        assert there.main.log_desk is not None
        known = log(there).count
        assert known > 5
        excerpt = await Excerpt(there.main, there.main.log_desk.view, {}).hold(0, 2)
        before = await excerpt.jsonl(0, 2), await excerpt.lines(2, 5)
        assert [len(lines) for lines in before] == [2, 3]
        await there.until(lambda: log(there).count > known)
        assert (await excerpt.jsonl(0, 2), await excerpt.lines(2, 5)) == before


async def save(there: Shown, *keys: str, to: Path) -> None:
    await there.press("ctrl+s")
    await there.until(lambda: there.dialogs)
    await there.press(*keys, "ctrl+u")
    await there.paste(str(to))
    await there.press("enter")


async def test_how_the_log_reads_is_remembered(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await read(there)
        await there.press("t", "w", "M", "slash", *"loss", "enter")
        await there.until(lambda: there.main.monitor.views.get("events.searches") == ["loss"])
        remembered = {name: there.main.monitor.views.get(f"events.{name}") for name in ("time", "wrap", "metrics")}
    assert remembered == {"time": "since start", "wrap": True, "metrics": "no metrics"}


@pytest.mark.parametrize(
    ("cell", "action"),
    [
        (0, ""),
        (11, "events.follow"),
        (23, "events.levels"),
        (30, "events.only"),
        (37, ""),
        (38, "events.wrap"),
        (99, ""),
    ],
)
def test_words_of_the_title_are_pressed(cell: int, action: str) -> None:
    assert action_at(("4 Events", "▼ follow", "", "  x"[2:], "warn+", "& loss", "wrap"), cell) == action
